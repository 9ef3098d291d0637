"""Who keeps the doors: the middleware for pages, and for the API who calls and how far they reach."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import Field

from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.paging import LONGEST, MOST, USUAL
from pomni.team import queries, refusals
from pomni.team.access import ANYBODY, PUBLIC, allow
from pomni.team.scopes import scope_of
from pomni.team.token_use import note_use

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200
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
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return refusals.not_for_opening(request, response)
        return response

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


class ScopeMissing(NotAllowed):
    """The token was not given this part of its maker's rights. Answered with 403 and the name of the scope."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        sentence = _(
            "This token does not hold the scope %(scope)s. Make one that does, on the page “My account”."
        )
        super().__init__(sentence % {"scope": scope})


class TokenKey(HttpBearer):
    """A program with a token acts for the colleague who made it."""

    def authenticate(self, request: Any, token: str) -> Any:
        """Called by ninja: the token, or None."""
        if not (found := queries.user_of_token(token)):
            return None
        request.user, request.token = found
        note_use(request.token)
        _speak_to(request)
        return request.token


def _speak_to(request: Any) -> None:
    """A program that names no language is answered in that of the colleague whose token it sends."""
    language = request.user.language or request.company.language
    if language and "Accept-Language" not in request.headers:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class SessionKey(APIKeyCookie):
    """A page of Pomni itself, with its session (and the protection of forms)."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: Any, key: str | None) -> Any:
        """Called by ninja: the signed-in colleague, or None."""
        return request.user if request.user.is_authenticated else None


def operation(capability: str, *, scoped: bool = True) -> Callable[[Any], Any]:
    """Say who may call an operation, with what right and, for tokens, within which scope.

    The scope is asked for here and nowhere else: the area of the capability, to be read or to be changed. `scoped` is
    False only for what tells nothing of the company.
    """

    def decorate(function: Any) -> Any:
        @wraps(function)
        def run(request: Any, *args: Any, **words: Any) -> Any:
            if capability != ANYBODY:
                allow(request.user, capability)
            token = getattr(request, "token", None)
            if token and scoped and (scope := scope_of(capability, request.method)) not in token.scopes:
                raise ScopeMissing(scope)
            if request.method == "POST":
                key_of(request)  # too long a key is refused by every operation, also where nothing is made
            return function(request, *args, **words)

        run.door, run.scoped = capability, scoped  # type: ignore[attr-defined]  # read by the map of routes, the schema
        return run

    return decorate


type Act = tuple[str, Callable[..., Any], Any]


def acts(
    router: Router, path: str, *offered: Act, response: Any, capability: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One operation for each act that takes nothing but its record, all answered by the function that is decorated.

    `offered`: for each the last word of its address, its command, and what it does in words. The function takes the
    request, the uids of the path and the `command`; an operation is known by the name of its command.
    """

    def decorate(answer: Callable[..., Any]) -> Callable[..., Any]:
        for word, command, summary in offered:
            add = router.post(
                f"{path}/{word}", response=response, summary=summary, operation_id=command.__name__
            )
            add(operation(capability)(_doing(command, answer)))
        return answer

    return decorate


def _doing(command: Callable[..., Any], answer: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(answer)
    def run(request: Any, **uids: UUID) -> Any:
        return answer(request, command=command, **uids)

    told = inspect.signature(answer)
    sent = [one for name, one in told.parameters.items() if name != "command"]
    run.__signature__ = told.replace(parameters=sent)  # type: ignore[attr-defined]  # what ninja reads
    run.__name__ = command.__name__
    return run


def key_of(request: Any) -> str:
    """The idempotency key of a request, or "". Raises Refused where it is too long to be kept."""
    key = request.headers.get(KEY_HEADER, "")
    if len(key) > LONGEST_KEY:
        sentence = _("An idempotency key has at most %(longest)s characters.") % {"longest": LONGEST_KEY}
        raise Refused(sentence, field=KEY_HEADER)
    return key


def changed(told: Schema, *may_be_none: str) -> dict[str, Any]:
    """The fields that a program sent to be changed. A null says nothing, but for those that may be none: it empties them."""
    sent = told.dict(exclude_unset=True)
    return {name: value for name, value in sent.items() if value is not None or name in may_be_none}


def named[Record](read: Callable[[UUID], Record], uid: UUID, field: str) -> Record:
    """The record that a program names in a field. Raises Refused where `read` finds none within reach."""
    try:
        return read(uid)
    except Http404:
        sentence = _("Nothing within your reach has this identifier. Send another one, or leave it out.")
        raise Refused(sentence, field=field) from None


class PageIn(Schema):
    """Which page of a list: `after` is `next` of the page before, and left out for the first one."""

    after: str | None = Field(None, max_length=LONGEST)
    limit: int = Field(USUAL, ge=1, le=MOST)
