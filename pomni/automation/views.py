from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.automation import commands, queries
from pomni.automation.forms import AddWebhookForm, ChangeWebhookForm, ReplayForm, TryForm
from pomni.kit.paging import page_of
from pomni.team.access import door
from pomni.team.signin import asks_who_is_there
from pomni.ui.html import page

SEE, CHANGE = "automation.webhook.see", "automation.webhook.change"


@door(SEE)
@require_GET
def webhooks(request):
    told = {"webhooks": queries.webhooks(request.user), "may_change": request.user.may(CHANGE)}
    return page(request, "automation/webhooks.html", **told)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
@never_cache
@asks_who_is_there
def add_webhook(request):
    form = AddWebhookForm(request.POST or None, kinds=queries.kinds_open_to(request.user))
    if request.POST and form.carries_out(commands.add_webhook, by=request.user):
        return _secret_page(request, form.result)
    return page(request, "automation/add_webhook.html", form=form)


@door(SEE)
@require_GET
def webhook(request, uid):
    return _webhook_page(request, queries.webhook(request.user, uid), ReplayForm())


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def change_webhook(request, uid):
    webhook = queries.webhook(request.user, uid)
    was = {"name": webhook.name, "url": webhook.url, "kinds": webhook.kinds}
    form = ChangeWebhookForm(request.POST or None, was=was, kinds=queries.kinds_for(request.user, webhook))
    if request.POST and form.carries_out(commands.change_webhook, webhook, by=request.user):
        return redirect("automation:webhook", uid)
    return page(request, "automation/change_webhook.html", webhook=webhook, form=form)


@door(CHANGE)
@require_POST
def switch_on_webhook(request, uid):
    commands.switch_on_webhook(queries.webhook(request.user, uid), by=request.user)
    messages.success(request, _("The webhook is told what happens from now on."))
    return redirect("automation:webhook", uid)


@door(CHANGE)
@require_POST
def switch_off_webhook(request, uid):
    commands.switch_off_webhook(queries.webhook(request.user, uid), by=request.user)
    messages.success(request, _("The webhook is told nothing any more."))
    return redirect("automation:webhook", uid)


@door(CHANGE)
@require_POST
@never_cache
@asks_who_is_there
def rotate_secret(request, uid):
    webhook = commands.rotate_secret(queries.webhook(request.user, uid), by=request.user)
    return _secret_page(request, webhook)


@door(CHANGE)
@require_POST
def remove_webhook(request, uid):
    commands.remove_webhook(queries.webhook(request.user, uid), by=request.user)
    messages.success(request, _("The webhook is removed."))
    return redirect("automation:webhooks")


@door(CHANGE)
@require_POST
def try_webhook(request, uid):
    form = TryForm(request.POST)
    if form.carries_out(commands.try_webhook, queries.webhook(request.user, uid), by=request.user):
        messages.success(request, _("A trial call is on its way. The log shows what comes back."))
    return redirect("automation:webhook", uid)


@door(CHANGE)
@require_POST
def replay_since(request, uid):
    webhook, form = queries.webhook(request.user, uid), ReplayForm(request.POST)
    if form.carries_out(commands.replay_since, webhook, by=request.user):
        messages.success(request, _("What happened since is on its way again."))
        return redirect("automation:webhook", uid)
    return _webhook_page(request, webhook, form, status=422)


@door(SEE)
@require_GET
def delivery(request, uid, call):
    webhook = queries.webhook(request.user, uid)
    found = queries.delivery(request.user, webhook, call)
    return page(
        request,
        "automation/delivery.html",
        webhook=webhook,
        delivery=found,
        title=queries.title_of(found.kind),
        body=queries.body_shown(request.user, found),
        may_change=request.user.may(CHANGE),
        form=TryForm(),
    )


@door(CHANGE)
@require_POST
def replay_delivery(request, uid, call):
    webhook, form = queries.webhook(request.user, uid), TryForm(request.POST)
    found = queries.delivery(request.user, webhook, call)
    if form.carries_out(commands.replay_delivery, found, by=request.user):
        messages.success(request, _("The call is on its way again."))
        return redirect("automation:delivery", uid, form.result.uid)
    messages.error(request, " ".join(str(wrong) for wrong in form.non_field_errors()))
    return redirect("automation:delivery", uid, call)


def _secret_page(request, webhook):
    return page(
        request,
        "automation/secret.html",
        webhook=webhook,
        secret=queries.secret(webhook),
        many=webhook.generation > 1,
    )


def _webhook_page(request, webhook, form, status=200):
    only = queries.FAILED if request.GET.get("only") == queries.FAILED else ""
    found = queries.deliveries(request.user, webhook, only=only)
    after = request.GET.get("after")
    calls = page_of(found, by=("-pk",), of=f"calls {webhook.uid} {only}", after=after)
    return page(
        request,
        "automation/webhook.html",
        part="rows",
        status=status,
        webhook=webhook,
        rows=[(call, queries.title_of(call.kind)) for call in calls.items],
        next=calls.next,
        only=only,
        replay=queries.running_replay(webhook),
        kinds=[queries.title_of(kind) for kind in webhook.kinds],
        may_change=request.user.may(CHANGE),
        form=form,
        try_form=TryForm(),
    )
