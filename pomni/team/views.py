from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.post.commands import post_letter
from pomni.post.mail import is_set_up
from pomni.team import commands, desks, queries
from pomni.team.access import ANYBODY, PUBLIC, door
from pomni.team.forms import (
    EditColleagueForm,
    FormTeamForm,
    InviteForm,
    LanguageForm,
    LocationForm,
    PinForm,
    RoleForm,
    TakeInvitationForm,
    TokenForm,
    UnlockForm,
)
from pomni.team.robots import front_door
from pomni.team.signin import asks_who_is_there, passkeys_work, typed_a_password
from pomni.ui.html import page


@door("team.colleague.see")
@require_GET
def colleagues(request):
    may_invite = request.user.may("team.colleague.invite")
    invitations = queries.open_invitations(request.user) if may_invite else []
    told = {
        "colleagues": queries.colleagues(request.user),
        "invitations": invitations,
        "may_invite": may_invite,
        "may_form_team": request.user.may("team.team.change"),
    }
    return page(request, "team/colleagues.html", **told)


@door("team.colleague.see")
@require_GET
def colleague(request, uid):
    return _colleague_page(request, queries.colleague(request.user, uid), _role_form(request))


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


@door("team.team.change")
@require_http_methods(["GET", "POST"])
def form_team(request):
    form = FormTeamForm(
        request.POST or None, colleagues=queries.colleagues(request.user).filter(is_active=True)
    )
    if request.POST and form.carries_out(commands.form_team, by=request.user):
        messages.success(request, _("The team is formed. Put colleagues into it on their pages."))
        return redirect("team:colleagues")
    return page(request, "team/form_team.html", form=form)


@door("team.colleague.invite")
@require_http_methods(["GET", "POST"])
def invite(request):
    choices = {"roles": queries.roles_to_give(request.user), "locations": queries.locations()}
    form = InviteForm(request.POST or None, initial={"language": request.LANGUAGE_CODE}, **choices)
    if not (request.POST and form.carries_out(commands.invite, by=request.user)):
        return page(request, "team/invite.html", form=form)
    invitation = form.result
    secret = getattr(invitation, "secret", "")
    if not secret:  # the same form sent twice: the link was shown the first time
        messages.info(request, _("This invitation was already made."))
        return redirect("team:colleagues")
    link = _link(request, "team:take_invitation", secret)
    sent = _send_invitation(invitation, link)
    return page(request, "team/invited.html", invitation=invitation, link=link, sent=sent)


@door("team.colleague.invite")
@require_POST
def withdraw_invitation(request, uid):
    commands.withdraw_invitation(queries.invitation(request.user, uid), by=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("team:colleagues")


@door("team.colleague.disable")
@require_POST
def disable_colleague(request, uid):
    commands.disable_colleague(queries.colleague(request.user, uid), by=request.user)
    messages.success(request, _("Access has ended."))
    return redirect("team:colleague", uid)


@door("team.colleague.disable")
@require_POST
def enable_colleague(request, uid):
    commands.enable_colleague(queries.colleague(request.user, uid), by=request.user)
    messages.success(request, _("Access is given again."))
    return redirect("team:colleague", uid)


@door("team.role.give")
@require_POST
def give_role(request, uid):
    user, form = queries.colleague(request.user, uid), _role_form(request, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        commands.give_role(user, told["role"], location=told["location"], by=request.user)
        return redirect("team:colleague", uid)
    return _colleague_page(request, user, form, status=422)


@door("team.role.give")
@require_POST
def take_role(request, uid, held_id):
    user = queries.colleague(request.user, uid)
    held = queries.role_held(user, held_id)
    commands.take_role(user, held.role, location=held.location, by=request.user)
    return redirect("team:colleague", uid)


@door("team.location.see")
@require_GET
def locations(request):
    may_change = request.user.may("team.location.change")
    return page(request, "team/locations.html", locations=queries.locations(), may_change=may_change)


@door("team.location.change")
@require_http_methods(["GET", "POST"])
def add_location(request):
    form = LocationForm(request.POST or None, initial={"zone": settings.TIME_ZONE})
    if request.POST and form.carries_out(commands.add_location, by=request.user):
        return redirect("team:locations")
    return page(request, "team/add_location.html", form=form)


@door("team.log.see")
@require_GET
def log(request):
    found, more = queries.log_page(request.user, before=request.GET.get("before", ""))
    return page(request, "team/log.html", part="rows", moments=found, more=more)


# --- Coming in -------------------------------------------------------------------------------------------------------


@door(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_invitation(request, secret):
    invitation = queries.invitation_by_link(secret)
    if invitation is None:
        return page(request, "team/invitation_over.html", status=410)
    form = TakeInvitationForm(request.POST or None, initial={"username": invitation.email})
    if request.POST and form.carries_out(commands.take_invitation, invitation, by=front_door()):
        login(request, form.result, backend=desks.BACKEND)
        typed_a_password(request, form.result)
        return redirect("team:second_step")
    return page(request, "team/take_invitation.html", form=form, invitation=invitation)


@door(ANYBODY)
@require_GET
def second_step(request):
    return page(request, "team/second_step.html", can_passkey=passkeys_work(request))


@door(ANYBODY)
@require_POST
def lock(request):
    if not request.user.pin:
        messages.info(request, _("Set a PIN first: with it you unlock the screen."))
        return redirect("team:set_pin")
    desks.lock(request)
    return redirect("team:locked")


@door(ANYBODY)
@require_GET
@never_cache
def locked(request):
    if not desks.is_locked(request):
        return redirect(settings.LOGIN_REDIRECT_URL)
    people = desks.people_here(request)
    initial = {"person": str(people[0].uid)} if people else {}
    return page(request, "team/locked.html", form=UnlockForm(people=people, initial=initial), people=people)


@door(ANYBODY)
@require_POST
@sensitive_post_parameters("pin")
def unlock(request):
    people = desks.people_here(request)
    form = UnlockForm(request.POST, people=people)
    if form.is_valid():
        if desks.unlock(request, form.people[form.cleaned_data["person"]], form.cleaned_data["pin"]):
            return redirect(settings.LOGIN_REDIRECT_URL)
        form.add_error("pin", _("This PIN is wrong. After five wrong ones sign in with the password."))
    return page(request, "team/locked.html", status=422, form=form, people=people)


# --- Oneself ---------------------------------------------------------------------------------------------------------


@door(ANYBODY)
@require_GET
def me(request):
    return page(
        request, "team/me.html", held=queries.roles_held(request.user), tokens=queries.tokens_of(request.user)
    )


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("pin")
@asks_who_is_there
def set_pin(request):
    form = PinForm(request.POST or None)
    if request.POST and form.carries_out(commands.set_pin, request.user, by=request.user):
        messages.success(request, _("The PIN is set."))
        return redirect("team:me")
    return page(request, "team/set_pin.html", form=form)


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
def choose_language(request):
    form = LanguageForm(
        request.POST or None, initial={"language": request.user.language or request.LANGUAGE_CODE}
    )
    if request.POST and form.carries_out(commands.choose_language, request.user, by=request.user):
        return redirect("team:me")
    return page(request, "team/choose_language.html", form=form)


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
@asks_who_is_there
def make_token(request):
    form = TokenForm(request.POST or None)
    if not (request.POST and form.carries_out(commands.make_token, request.user, by=request.user)):
        return page(request, "team/make_token.html", form=form)
    secret = getattr(form.result, "secret", "")
    if not secret:
        messages.info(request, _("This token was already made."))
        return redirect("team:me")
    return page(request, "team/token_made.html", token=form.result, secret=secret)


@door(ANYBODY)
@require_POST
def withdraw_token(request, uid):
    commands.withdraw_token(queries.token(request.user, uid), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("team:me")


# --- Inside ----------------------------------------------------------------------------------------------------------


def _colleague_page(request: Any, user: Any, form: RoleForm, status: int = 200) -> Any:
    may_give, may_disable = request.user.may("team.role.give"), request.user.may("team.colleague.disable")
    told = {
        "may_change": request.user.may("team.colleague.change"),
        "colleague": user,
        "held": queries.roles_held(user),
        "form": form,
    }
    return page(
        request, "team/colleague.html", status=status, may_give=may_give, may_disable=may_disable, **told
    )


def _role_form(request: Any, told: Any = None) -> RoleForm:
    give = request.user.may("team.role.give")
    return RoleForm(
        told, roles=queries.roles_to_give(request.user) if give else [], locations=queries.locations()
    )


def _link(request: Any, name: str, secret: str) -> str:
    path = reverse(name, args=[secret])
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def _send_invitation(invitation: Any, link: str) -> bool:
    if not invitation.email or not is_set_up():
        return False
    with override(invitation.language):
        subject = _("Your invitation to Pomni")
        text = _(
            "%(by)s invites you to Pomni, the client memory of your company.\n\n"
            "Open this link to choose a login and a password. It works once, for seven days:\n%(link)s\n"
        ) % {"by": invitation.by.name, "link": link}
    told = {"subject": subject, "text": text, "language": invitation.language}
    post_letter(to=invitation.email, dedupe=f"invitation:{invitation.uid}", **told)
    return True
