"""Who keeps the doors: the middleware for pages, and for the API who calls and how far they reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from pomni.kit.errors import NotAllowed, Refused
from pomni.team import queries, refusals
from pomni.team.access import ANYBODY, PUBLIC, allow

READING = {"GET", "HEAD", "OPTIONS"}
# Pages of the library that nobody needs here. A colleague's address is changed by a command, which remembers it, and
# never to an address of somebody else.
UNUSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
}


class Doors:
    """Nobody enters a view of the house whose capability they do not reach; a view without a door is shut.

    Whatever says no anywhere is answered here, in words.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> Any:
        """Called by Django before the view."""
        if not view.__module__.startswith("pomni."):
            return _guards_itself(request, view)
        capability = getattr(view, "door", None)
        if capability is None:
            raise Http404
        if capability in {ANYBODY, PUBLIC} or request.user.reach(capability):
            return None
        return self.process_exception(request, NotAllowed("", capability=capability))

    def process_exception(self, request: Any, error: Exception) -> Any:
        """Called by Django when a view raised."""
        if isinstance(error, NotAllowed):
            return refusals.not_allowed(request, error)
        if isinstance(error, Refused):
            return refusals.refused(request, error)
        return None


def _guards_itself(request: Any, view: Any) -> Any:
    """Sign-in pages and the API guard themselves. No page outside the API takes more than its own form would send."""
    if request.resolver_match.view_name in UNUSED:
        raise Http404
    if request.method in {"PUT", "PATCH", "DELETE"} and view.__module__ != "ninja.operation":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return None


class TokenKey(HttpBearer):
    """A program with a token acts for the colleague who made it."""

    def authenticate(self, request: Any, token: str) -> Any:
        """Called by ninja: the token, or None."""
        if not (found := queries.user_of_token(token)):
            return None
        request.user, request.token = found
        return found[1]


class SessionKey(APIKeyCookie):
    """A page of Pomni itself, with its session (and the protection of forms)."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: Any, key: str | None) -> Any:
        """Called by ninja: the signed-in colleague, or None."""
        return request.user if request.user.is_authenticated else None


def operation(capability: str) -> Callable[[Any], Any]:
    """Say who may call an operation. A token that may only read is refused where something is changed."""

    def decorate(function: Any) -> Any:
        @wraps(function)
        def run(request: Any, *args: Any, **words: Any) -> Any:
            token = getattr(request, "token", None)
            if token and not token.may_change and request.method not in READING:
                raise NotAllowed(_("This token may only read."))
            if capability != ANYBODY:
                allow(request.user, capability)
            return function(request, *args, **words)

        run.door = capability  # type: ignore[attr-defined]  # read by the map of routes
        return run

    return decorate
