"""The start, and two choices that need no account: language and colours."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as choose_language

from pomni.ui.html import page
from pomni.ui.shell import PERSONAL, THEME_COOKIE, THEMES, open_to

YEAR = 365 * 24 * 3600

View = Callable[[HttpRequest], HttpResponse]


def _open(view: View) -> View:
    """To everyone, signed in or not. `team.access` marks doors alike, but stands above this floor."""
    return _door(view, door="public", login_required=False)


def _signed_in(view: View) -> View:
    return _door(view, door="", login_required=True)


def _door(view: View, **marks: str | bool) -> View:
    vars(view).update(marks)
    return view


set_language = _open(require_POST(choose_language))


@_signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first place of the menu that this person may open; who may open none reads whom to ask."""
    places = [item for item in open_to(request.user) if item.order < PERSONAL]
    if places:
        return redirect(places[0].url_name)
    return page(request, "ui/nothing.html")


@_open
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps "light" or "dark" in a cookie; anything else means: as the device has it."""
    response = redirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else reverse("ui:home")
