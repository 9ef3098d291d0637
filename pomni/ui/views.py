"""The start, the palette, and choices that need no account: language, colours, keys."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.i18n import set_language as choose_language

from pomni.ui import palette
from pomni.ui.html import page
from pomni.ui.sessions import is_script, person_of
from pomni.ui.shell import KEYS_COOKIE, OFF, THEME_COOKIE, THEMES
from pomni.ui.today import HIDDEN, STEPS_COOKIE, Today, address

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
    """Today: what concerns this person now."""
    today = Today(request)
    today.panels  # noqa: B018 (first of all: a panel may say which locations this page looks at)
    return page(request, "ui/today.html", today=today, arrange=address("team:arrange_today"))


@_signed_in
@require_POST
def set_steps(request: HttpRequest) -> HttpResponse:
    """Puts the steps of setting up aside at this computer, or shows them again."""
    return _remembering(request, STEPS_COOKIE, HIDDEN if request.POST.get("steps") == HIDDEN else "")


@_signed_in
@require_GET
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """What the palette shows for `?q=`: a page of its own where no script runs."""
    typed = request.GET.get("q", "")
    groups = palette.found(request, typed)
    told = {"groups": groups, "typed": typed, "number": sum(len(group.options) for group in groups)}
    # Not `page`: messages that wait are for the page, not for the palette.
    template = "ui/find.html#found" if is_script(request) else "ui/find.html"
    response = HttpResponse(render_to_string(template, told, request))
    patch_vary_headers(response, ["HX-Request"])
    return response


@_open
@require_GET
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """For a page that is open: who is signed in now, and the token that its forms must carry."""
    return JsonResponse({"me": person_of(request), "token": get_token(request)})


@_open
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps "light" or "dark" in a cookie; anything else means: as the device has it."""
    theme = request.POST.get("theme", "")
    return _remembering(request, THEME_COOKIE, theme if theme in THEMES else "")


@_open
@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Keeps in a cookie that keys of a single letter do nothing; they do where `keys` is "on"."""
    return _remembering(request, KEYS_COOKIE, "" if request.POST.get("keys") == "on" else OFF)


def _remembering(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = redirect(_back(request))
    if value:
        secure, path = settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_PATH
        response.set_cookie(cookie, value, YEAR, path=path, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(cookie, path=settings.SESSION_COOKIE_PATH, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else reverse("ui:home")
