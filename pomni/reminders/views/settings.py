"""The settings: what clients are told about visits, when, and by what."""

from django.conf import settings as machine
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.errors import Refused
from pomni.kit.ids import uuid7
from pomni.post import gateway_settings, gateways
from pomni.post.mail import is_set_up
from pomni.reminders import commands, queries
from pomni.reminders.forms import EditRuleForm, GatewayForm, MannerForm, RepliesForm, RuleForm, TrialForm
from pomni.reminders.planning import manner
from pomni.reminders.rules import WORDS
from pomni.reminders.wording import usual_texts
from pomni.team.access import door
from pomni.team.signin import asks_who_is_there
from pomni.team.views.inviting import link_to
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE, GATEWAY = "reminders.rule.see", "reminders.rule.change", "reminders.gateway.change"
PLACES = [f"{{{one}}}" for one in WORDS]


@door(SEE)
@require_GET
def rules(request):
    return _rules_page(request, _manner_form())


@door(CHANGE)
@require_POST
def set_manner(request):
    form = _manner_form(request.POST)
    if form.carries_out(commands.set_manner, by=request.user):
        toast(request, _("Saved."))
        return redirect("reminders:rules")
    return _rules_page(request, form, status=422)


def _manner_form(*sent):
    how = manner()
    told = dict(zip(("first", "second", "third"), how.channels, strict=False))
    told |= {name: getattr(how, name) for name in ("quiet_from", "quiet_till")}
    return MannerForm(*sent, initial=told)


def _rules_page(request, form, status=200):
    return page(
        request,
        "reminders/rules.html",
        status=status,
        form=form,
        rules=[
            (one, _when(one), next(iter(one.texts.values()), "")) for one in queries.rules_of(request.user)
        ],
        occasions=queries.OCCASIONS,
        ways=queries.ways(request.user),
        mail_works=is_set_up(),
        has_address=bool(machine.ADDRESS),
        may_change=request.user.may(CHANGE),
        may_set_up=request.user.may(GATEWAY),
    )


def _when(rule):
    """How long before or after, as hours or days: `(number, unit)`; None where it is at once."""
    if not rule.minutes:
        return None
    in_days = rule.minutes % (24 * 60) == 0
    return (rule.minutes // (24 * 60), "days") if in_days else (rule.minutes // 60, "hours")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_rule(request, occasion):
    if occasion not in dict(queries.OCCASIONS):
        raise Http404
    told = {"occasion": occasion, "texts": usual_texts(occasion)}
    form = RuleForm(request.POST or None, **told, minutes=24 * 60 if occasion == queries.BEFORE else 120)
    if form.is_bound and form.carries_out(commands.add_rule, occasion=occasion, by=request.user):
        toast(request, _("It is sent from now on."))
        return redirect("reminders:rules")
    return _rule_page(request, form, dict(queries.OCCASIONS)[occasion])


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_rule(request, uid):
    one = queries.rule(request.user, uid)
    told = {"occasion": one.occasion, "texts": one.texts, "minutes": one.minutes}
    form = EditRuleForm(request.POST or None, **told, initial={"unless_confirmed": one.unless_confirmed})
    if form.is_bound and form.carries_out(commands.edit_rule, one, by=request.user):
        toast(request, _("Saved."))
        return redirect("reminders:rules")
    return _rule_page(request, form, one.get_occasion_display(), rule=one)


def _rule_page(request, form, title, **told):
    status = 422 if form.is_bound else 200
    return page(request, "reminders/rule.html", status=status, form=form, title=title, places=PLACES, **told)


@door(CHANGE)
@require_POST
def remove_rule(request, uid):
    commands.remove_rule(queries.rule(request.user, uid), by=request.user)
    toast(request, _("It is no longer sent."))
    return redirect("reminders:rules")


# --- Gateways ----------------------------------------------------------------------------------------------------------


@door(GATEWAY)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("secret")
@asks_who_is_there
def gateway(request, channel):
    one = _gateway(channel)
    was = {name: getattr(one, name) for name in gateway_settings.FIELDS}
    form = GatewayForm(request.POST or None, initial=was)
    if form.is_bound and form.carries_out(commands.set_gateway, channel=channel, by=request.user):
        toast(request, _("Saved."))
        return redirect("reminders:gateway", channel)
    return _gateway_page(request, one, form=form, status=422 if form.is_bound else 200)


@door(GATEWAY)
@require_POST
def switch_off_gateway(request, channel):
    commands.switch_off_gateway(channel=_gateway(channel).channel, by=request.user)
    toast(request, _("Nothing is sent by this channel any more."))
    return redirect("reminders:gateway", channel)


@door(GATEWAY)
@require_POST
def try_gateway(request, channel):
    """A trial message, sent while one waits, so that what the provider answers is seen at once."""
    one, form = _gateway(channel), TrialForm(request.POST)
    if not form.is_valid():
        return _gateway_page(request, one, trial=form, status=422)
    try:
        text = _("This is a trial message of Pomni.")
        number = gateways.send(channel=channel, to=form.cleaned_data["to"], text=text, key=f"trial-{uuid7()}")
    except Refused as no:
        return _gateway_page(request, one, trial=form, trouble=str(no), status=422)
    return _gateway_page(request, one, trial=form, sent=True, number=number)


@door(GATEWAY)
@require_POST
def open_replies(request, channel):
    one, form = _gateway(channel), RepliesForm(request.POST)
    if not form.carries_out(commands.open_replies, channel=channel, by=request.user):
        return _gateway_page(request, one, replies=form, status=422)
    link = link_to(request, "reminders:visit", "x").rpartition("v/x")[0]
    return page(
        request, "reminders/replies.html", gateway=one, link=f"{link}replies/{channel}/{form.result.secret}/"
    )


def _gateway(channel):
    if channel not in queries.CHANNELS:
        raise Http404
    return gateway_settings.gateway_of(channel)


def _gateway_page(request, one, *, status=200, form=None, trial=None, replies=None, **told):
    was = {name: getattr(one, name) for name in gateway_settings.FIELDS}
    told |= {"form": form or GatewayForm(initial=was), "trial": trial or TrialForm(), "gateway": one}
    told |= {"replies": replies or RepliesForm(), "folder": gateways.folder_of(one.channel)}
    return page(request, "reminders/gateway.html", status=status, **told)
