"""Shared computers: the screen lock, and changing the person at the front desk with a PIN.

A browser is known by a cookie. Whoever signed in on it in full (password and second step) within a working day may
come back with a PIN; five wrong ones, a new password or the end of the day ask for the full sign-in again. While the
screen is locked no page answers but the lock.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from pomni.kit.clock import now
from pomni.team.links import digest_of, new_secret
from pomni.team.models import Desk, DeskUse, User

COOKIE = "pomni_desk"
COOKIE_AGE = 180 * 24 * 3600
WORKING_DAY = timedelta(hours=12)
MOST_WRONG = 5
LOCKED = "locked"
BACKEND = "pomni.team.signin.OneLook"
OPEN_WHILE_LOCKED = {
    "team:locked",
    "team:unlock",
    "team:logo",
    "account_logout",
    "ui:set_language",
    "ui:set_theme",
    "healthz",
    "readyz",
}


class Desks:
    """Keeps a locked screen locked, and hands the browser its cookie."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        # An unknown address, or a form that came too late, draws a page without any view.
        if _is_shut(request):
            response = _only_the_lock(request)
        if secret := getattr(request, "new_desk", ""):
            from django.conf import settings

            response.set_cookie(
                COOKIE,
                secret,
                max_age=COOKIE_AGE,
                path=settings.SESSION_COOKIE_PATH,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called by Django before the view."""
        return _only_the_lock(request) if _is_shut(request) else None


def remember_full_sign_in(request: Any, user: User) -> bool:
    """This browser may let the person in with a PIN for the rest of the working day.

    Returns whether it is a new one: the person has signed in elsewhere before, and here never.
    """
    desk = _desk(request)
    if desk is None:
        request.new_desk = new_secret()
        desk = Desk.objects.create(digest=digest_of(request.new_desk), at=now())
    told = {"at": now(), "key_stamp": user.key_stamp, "wrong": 0}
    use, is_new = DeskUse.objects.update_or_create(desk=desk, user=user, defaults=told)
    return is_new and DeskUse.objects.filter(user=user).exclude(pk=use.pk).exists()


def people_here(request: Any) -> list[User]:
    """Who may come in with a PIN at this browser now, the last one first."""
    desk = _desk(request)
    if desk is None:
        return []
    uses = desk.uses.filter(
        at__gt=now() - WORKING_DAY, user__is_active=True, key_stamp=F("user__key_stamp"), wrong__lt=MOST_WRONG
    )
    return [use.user for use in uses.exclude(user__pin="").select_related("user").order_by("-at")]


def lock(request: Any) -> None:
    """Lock the screen: whoever is signed in stays signed in, and nothing can be seen."""
    request.session[LOCKED] = True


def is_locked(request: Any) -> bool:
    """Whether the screen of this browser is locked."""
    return bool(request.session.get(LOCKED))


def unlock(request: Any, user: User, pin: str) -> bool:
    """Let the person in with their PIN, in place of whoever was there. Returns whether the PIN was right.

    Each try is counted before it is looked at, so that tries at the same instant count too.
    """
    if user not in people_here(request):
        return False
    use = DeskUse.objects.filter(desk=_desk(request), user=user)
    if not use.filter(wrong__lt=MOST_WRONG).update(wrong=F("wrong") + 1):
        return False
    if not check_password(pin, user.pin):
        return False
    use.update(wrong=0)
    if request.user.pk == user.pk:
        request.session.pop(LOCKED, None)
        return True
    request.session.flush()
    request.signed_in_by = "pin"
    login(request, user, backend=BACKEND)
    return True


def page_before(request: Any, address: str) -> str:
    """The page of ours at `address` where an unlocked person goes on, as a path; "" where there is none.

    The path only: what was searched for in a list does not stand in the page that everybody sees.
    """
    path = urlsplit(address).path
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    if not path.startswith(get_script_prefix()):
        return ""
    try:
        match = resolve(f"/{path.removeprefix(get_script_prefix())}")
    except Resolver404:
        return ""
    is_page = match.view_name not in OPEN_WHILE_LOCKED and not match.view_name.startswith("account_")
    return path if is_page else ""


def _is_shut(request: Any) -> bool:
    match = request.resolver_match
    return is_locked(request) and (match is None or match.view_name not in OPEN_WHILE_LOCKED)


def _only_the_lock(request: Any) -> HttpResponse:
    match = request.resolver_match
    is_poll = match is not None and match.view_name == "team:live"
    if is_poll or request.headers.get("HX-Request") or request.path_info.startswith("/api/"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("team:locked")})
    return HttpResponseRedirect(reverse("team:locked"))


def _desk(request: Any) -> Desk | None:
    secret = request.COOKIES.get(COOKIE, "")
    return Desk.objects.filter(digest=digest_of(secret)).first() if secret else None
