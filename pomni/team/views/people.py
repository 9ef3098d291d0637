"""Pages of colleagues."""

from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.module import function_named, open_to
from pomni.team import commands, leaving, queries, seeing_as
from pomni.team.access import door
from pomni.team.forms import EditColleagueForm, HandOverForm, RolesForm
from pomni.team.forms.offers import held_key
from pomni.team.leaving_told import leaving_told
from pomni.team.views.inviting import link_to
from pomni.ui.html import page
from pomni.ui.toasts import toast

MANY = 10  # from so many colleagues on there is a field to look for one


@door("team.colleague.see")
@require_GET
def colleagues(request):
    words = request.GET.get("q", "")
    rows = queries.colleague_rows(request.user, words)
    may_invite = request.user.may("team.colleague.invite")
    told = {
        "rows": rows,
        "words": words,
        "searches": bool(words) or len(rows) > MANY,
        "invitations": queries.open_invitations(request.user) if may_invite else [],
        "may_invite": may_invite,
        "sees_roles": request.user.may("team.role.see"),
        "may_change": request.user.may("team.colleague.change"),
        "is_alone": len(rows) == 1 and not words,
    }
    return page(request, "team/colleagues.html", part="rows", **told)


@door("team.colleague.see")
@require_GET
def colleague(request, uid):
    return _colleague_page(request, queries.colleague(request.user, uid))


@door("team.colleague.change")
@require_http_methods(["GET", "POST"])
def edit_colleague(request, uid):
    user = queries.colleague(request.user, uid)
    was = {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "team": user.team and user.team.uid,
    }
    form = EditColleagueForm(request.POST or None, was=was, teams=queries.teams())
    if request.POST and form.carries_out(commands.edit_colleague, user, by=request.user):
        return redirect("team:colleague", uid)
    status = 409 if form.conflicts else 200
    return page(request, "team/edit_colleague.html", status=status, colleague=user, form=form)


@door("team.role.give")
@require_POST
def set_roles(request, uid):
    user = queries.colleague(request.user, uid)
    before = [(held.role, held.location) for held in queries.roles_held(user)]
    form = _roles_form(request, user, request.POST)
    if not form.carries_out(commands.set_roles, user, by=request.user):
        return _colleague_page(request, user, form, status=422)
    if form.result:
        was = {"role": ",".join(held_key(*one) for one in before)}
        toast(request, _("The roles are changed."), undo=("team:set_roles", [uid], was))
    return redirect("team:colleague", uid)


@door("team.colleague.change")
@require_POST
@never_cache
def new_sign_in_link(request, uid):
    user = queries.colleague(request.user, uid)
    secret = commands.new_sign_in_link(user, by=request.user)
    link = link_to(request, "team:take_sign_in_link", secret)
    return page(request, "team/sign_in_link.html", colleague=user, link=link)


@door("team.colleague.disable")
@require_http_methods(["GET", "POST"])
def disable_colleague(request, uid):
    user = queries.colleague(request.user, uid)
    form = _hand_over_form(request, user)
    if not form.carries_out(leaving.leave, user, by=request.user):
        return _leaving_page(request, "team/disable_colleague.html", user, form)
    done = _("Access has ended. What you handed over stays with whoever has it now.")
    under_way = _("Access has ended. What is theirs is being handed over; it takes a while.")
    is_done = form.result.done_at is not None
    toast(request, done if is_done else under_way, undo=("team:enable_colleague", [uid], {}))
    return redirect("team:colleague", uid)


@door("team.colleague.disable")
@require_http_methods(["GET", "POST"])
def hand_over(request, uid):
    user = queries.colleague(request.user, uid)
    form = _hand_over_form(request, user)
    if not form.carries_out(leaving.hand_over, user, by=request.user):
        return _leaving_page(request, "team/hand_over.html", user, form)
    if form.result.done_at is None:
        toast(request, _("It is being handed over; it takes a while."))
    else:
        toast(request, _("It is handed over."), undo=("team:take_back", [uid, form.result.uid], {}))
    return redirect("team:colleague", uid)


@door("team.colleague.disable")
@require_POST
def take_back(request, uid, handing):
    user = queries.colleague(request.user, uid)
    number = leaving.take_back(queries.handing(user, handing), by=request.user)
    toast(request, _("Theirs again: %(count)s") % {"count": number})
    return redirect("team:colleague", uid)


def _hand_over_form(request: Any, user: Any) -> HandOverForm:
    sent = request.POST if request.method == "POST" else None
    asked = sent if sent is not None else request.GET
    words = request.GET.get("q", "")[:100]
    chosen = sent or {name: heir for name, heir in request.GET.items() if name.startswith("single-") and heir}
    told = leaving_told(user, request.user, rule=asked.get("rule") or "", words=words, chosen=chosen)
    return HandOverForm(sent, told=told, initial=None if sent else chosen)


def _leaving_page(request: Any, template: str, user: Any, form: HandOverForm) -> Any:
    panels = [
        (panel.title, html)
        for panel in open_to(request.user, "leaving_panels")
        if (html := function_named(panel.render)(request, user))
    ]
    told = {"colleague": user, "form": form, "told": form.told, "piles": form.told.piles, "panels": panels}
    return page(request, template, status=422 if form.is_bound else 200, **told)


@door("team.colleague.disable")
@require_POST
def enable_colleague(request, uid):
    commands.enable_colleague(queries.colleague(request.user, uid), by=request.user)
    toast(request, _("Access is given again. What was handed over stays with whoever has it now."))
    return redirect("team:colleague", uid)


@door("team.colleague.see_as")
@require_POST
def see_as(request, uid):
    user = queries.colleague(request.user, uid)
    if not seeing_as.may_see_as(request.user, user):
        sentence = _("You can see as a colleague only where your own roles reach as far as theirs.")
        return page(request, "refused.html", status=422, sentence=sentence)
    commands.note_seen_as(user, by=request.user)
    seeing_as.begin(request, user)
    return redirect("ui:home")


@door("team.colleague.see_as")
@require_POST
def stop_seeing_as(request):
    seen = seeing_as.stop(request)
    return redirect("team:colleague", seen.uid) if seen else redirect("ui:home")


def _colleague_page(request: Any, user: Any, form: RolesForm | None = None, status: int = 200) -> Any:
    viewer = request.user
    may_change, may_disable = viewer.may("team.colleague.change"), viewer.may("team.colleague.disable")
    may_give = viewer.may("team.role.give")
    told: dict[str, Any] = {
        "colleague": user,
        "held": queries.roles_held(user),
        "rights": queries.rights_of(user),
        "lacking": queries.lacking(user),
        "may_change": may_change,
        "may_disable": may_disable and user != viewer,
        "may_see_as": seeing_as.may_see_as(viewer, user),
        "handing": queries.last_handing(user) if may_disable else None,
        "has_piles": may_disable and not user.is_active and bool(leaving.piles(user, by=viewer)),
        "form": form or (_roles_form(request, user) if may_give else None),
    }
    if may_change:
        told |= {
            "second_step": queries.has_second_step(user),
            "sign_ins": queries.sign_ins(user),
            "sessions": queries.open_sessions(user),
        }
    return page(request, "team/colleague.html", status=status, **told)


def _roles_form(request: Any, user: Any, told: Any = None) -> RolesForm:
    held = [(one.role, one.location) for one in queries.roles_held(user)]
    grid = queries.grid_to_give(request.user, teammates=user.grants.teammates)
    return RolesForm(told, grid=grid, held=held)
