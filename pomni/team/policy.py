"""The company's rules of signing in, kept at every request: how long a sign-in lasts, and who must have a second step.

A program with a token is asked neither: the token is a key of its own, which its maker can withdraw, and which ends
with the maker's password.
"""

from functools import lru_cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from pomni.kit.clock import now
from pomni.team import company
from pomni.team.access import PUBLIC
from pomni.team.models import Role, User
from pomni.team.models.company import Company
from pomni.team.seeing_as import who_looks
from pomni.ui.sessions import is_script

SIGNED_IN = "signed_in_at"  # of a session: seconds since 1970
DAY = 24 * 3600
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MAY_CHANGE_RIGHTS = ("team.role.give", "team.role.change", "team.security.change")
# What somebody reaches who must have a second step and has none yet: to set one up, to prove who they are, to leave.
OPEN = {
    "team:second_step",
    "team:lock",
    "team:locked",
    "team:unlock",
    "account_reauthenticate",
    "account_logout",
    "ui:session",
    "ui:set_language",
    "ui:set_theme",
    "healthz",
    "readyz",
}
SETS_UP = "mfa_"


class Policy:
    """Ends sign-ins that are too old, and leads whoever must have a second step to where one is made."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated and is_over(request.session):
            logout(request)
            request.real_user = None
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called by Django before the view."""
        user = who_looks(request)
        if not user.is_authenticated or not lacks_second_step(user):
            return None
        name = request.resolver_match.view_name or ""
        if name in OPEN or name.startswith(SETS_UP) or getattr(view, "door", None) == PUBLIC:
            return None
        return _to_second_step(request)


def is_over(session: Any) -> bool:
    """Whether the sign-in of this session is older than the company lets one be."""
    began = session.get(SIGNED_IN)
    return began is None or now().timestamp() - began > company.current().session_days * DAY


def must_have_second_step(user: User) -> bool:
    """Whether the company's rules ask this person for a second step of sign-in."""
    match company.current().second_factor:
        case Company.SecondFactor.EVERYBODY:
            return True
        case Company.SecondFactor.DIRECTORS:
            return any(user.may(capability) for capability in MAY_CHANGE_RIGHTS)
    return False


def is_asked_of(role: Role) -> bool:
    """Whether whoever comes in with this role must have a second step."""
    match company.current().second_factor:
        case Company.SecondFactor.EVERYBODY:
            return True
        case Company.SecondFactor.DIRECTORS:
            return any(role.grants.get(capability) for capability in MAY_CHANGE_RIGHTS)
    return False


def lacks_second_step(user: User) -> bool:
    """Whether the person must have a second step and has none."""
    return must_have_second_step(user) and not has_second_step(user)


def has_second_step(user: User) -> bool:
    """Whether the person has a code app or a passkey. Read once per process and change: the row carries the stamp."""
    return _is_kept(user.pk, user.access_stamp)


def idle_lock(request: Any) -> str:
    """What locks the screen by itself: part of every page of a company that wants it."""
    minutes = company.current().lock_after
    if not minutes or not request.user.is_authenticated:
        return ""
    return render_to_string("team/_idle_lock.html", {"minutes": minutes}, request)


@receiver(user_logged_in)
def sign_in_begins(sender: Any, request: Any, **_more: Any) -> None:
    """Write down when, whichever way somebody signed in."""
    if request is not None:
        request.session[SIGNED_IN] = int(now().timestamp())


@lru_cache(maxsize=2000)
def _is_kept(user_id: int, stamp: int) -> bool:
    return Authenticator.objects.filter(user=user_id, type__in=STEPS).exists()


def _to_second_step(request: Any) -> HttpResponse:
    there = reverse("team:second_step")
    if request.path_info.startswith("/api/"):
        return HttpResponse(status=403)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": there})
    if is_script(request):
        return HttpResponse(status=204)  # the poll of a page on which the second step is set up
    return HttpResponseRedirect(there)
