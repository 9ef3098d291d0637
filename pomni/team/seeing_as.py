"""Seeing Pomni as a colleague does: a director looks with the colleague's eyes, for half an hour at most, and touches nothing.

The session says who is seen; `request.user` becomes that colleague and `request.real_user` stays who signed in. Two
locks hold: every request that could change something is refused before its view, and no command runs at all.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.team import refusals
from pomni.team.access import read_only
from pomni.team.models import User

LASTS = timedelta(minutes=30)
MARK = "seeing_as"  # of a session: [whose eyes, until when in seconds since 1970]
CAPABILITY = "team.colleague.see_as"
SAFE = {"GET", "HEAD", "OPTIONS"}
# What one does as oneself also meanwhile: stop, leave, lock the screen, choose the colours of one's own screen.
AS_ONESELF = {
    "team:stop_seeing_as",
    "team:lock",
    "team:locked",
    "team:unlock",
    "account_logout",
    "ui:set_keys",
    "ui:set_theme",
    "ui:set_language",
    "ui:set_steps",
}
# Nobody looks into what is a person's alone: their keys, their sessions, what was written to them.
PERSONAL = ("/me/", "/account/", "/notices/", "/access/")


class SeeingAs:
    """Stands right after whoever finds out who signed in and how they read: the language stays one's own."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        seen = _whose_eyes(request) if request.user.is_authenticated else None
        if seen is None:
            return self.get_response(request)
        request.real_user, request.user = request.user, seen
        closed = read_only.set(True)
        try:
            return self.get_response(request)
        finally:
            read_only.reset(closed)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called by Django before the view."""
        if getattr(request, "seeing_is_over", False):
            messages.info(request, _("You see Pomni with your own eyes again."))
        if not is_seeing(request):
            return None
        if request.resolver_match.view_name in AS_ONESELF:
            request.user = request.real_user
            read_only.set(False)
            return None
        if request.method not in SAFE:
            return refusals.refused(request, Refused(_only_looking()), status=403)
        if request.path_info.startswith(PERSONAL):
            sentence = _("This is your colleague’s alone: nobody else looks at it.")
            return refusals.refused(request, Refused(sentence), status=403)
        return None


def is_seeing(request: Any) -> bool:
    """Whether the page is drawn as somebody else sees it."""
    return getattr(request, "real_user", None) is not None


def who_looks(request: Any) -> User:
    """Who really sits there: for everything that is written down about looking."""
    return getattr(request, "real_user", None) or request.user


def may_see_as(viewer: User, colleague: User) -> bool:
    """Whether the viewer may look with this colleague's eyes: nothing would come to light that is kept from themselves."""
    if viewer.pk == colleague.pk or colleague.is_robot or not colleague.is_active:
        return False
    return viewer.may(CAPABILITY) and viewer.grants.covers_person(colleague.grants)


def begin(request: Any, colleague: User) -> None:
    """From the next request on this session sees as the colleague does."""
    request.session[MARK] = [colleague.pk, int((now() + LASTS).timestamp())]


def stop(request: Any) -> User | None:
    """Look with one's own eyes again. Returns whose one looked with until now."""
    pk, _until = request.session.pop(MARK, (0, 0))
    return User.objects.filter(pk=pk).first()


def bar(request: Any) -> str:
    """The bar above every page, while it lasts."""
    return render_to_string("team/_seeing_as.html", request=request) if is_seeing(request) else ""


def _whose_eyes(request: Any) -> User | None:
    mark = request.session.get(MARK)
    if not mark:
        return None
    pk, until = mark
    seen = User.objects.select_related("team").filter(pk=pk).first()
    if seen and now().timestamp() < until and may_see_as(request.user, seen):
        return seen
    request.session.pop(MARK, None)
    request.seeing_is_over = True
    return None


def _only_looking() -> str:
    return _("You see Pomni as a colleague does: nothing can be changed. Stop looking first.")
