"""What all public pages share: who may ask how often, the language, the frame in which they may stand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from pomni.booking import queries, throttle
from pomni.booking.asking import language_of, languages
from pomni.team import company
from pomni.team.access import PUBLIC, door


def public(view: Callable[..., Any]) -> Any:
    """A page for everybody. It knows no session and no cookie: in a frame on another site the browser sends none.

    So there is nothing in whose name a foreign form could act, and no token is asked for.
    """

    @wraps(view)
    def run(request: Any, *args: Any, **words: Any) -> Any:
        response: Any
        request.booking = queries.booking_page()
        with translation.override(language_of(request)):
            if throttle.reads_too_often(address_of(request)):
                response = slow_down(request)
            else:
                response = _answer(view, request, *args, **words)
            response.headers.setdefault("Content-Language", translation.get_language())
        response._csp_config = policy(request.booking.sites)  # as Django's own decorator does, for one answer
        return response

    return door(PUBLIC)(csrf_exempt(xframe_options_exempt(run)))


def _answer(view: Callable[..., Any], request: Any, *args: Any, **words: Any) -> Any:
    try:
        return view(request, *args, **words)
    except Http404:
        return shown(request, "booking/gone.html", status=404)


def policy(sites: list[str]) -> dict[str, Any]:
    """What a public page may do: no script at all, and no frame but on the sites that were named."""
    return {
        "default-src": [CSP.NONE],
        "style-src": [CSP.SELF],
        "style-src-attr": [CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "form-action": [CSP.SELF],
        "frame-ancestors": sites or [CSP.NONE],
    }


def shown(request: Any, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A public page. Drawn without what surrounds the pages of colleagues."""
    told = {
        "company": company.current(),
        "currency": company.current().currency,
        "languages": list(languages(request)),
        "language": translation.get_language(),
    }
    return HttpResponse(render_to_string(template, told | context), status=status)


def slow_down(request: Any) -> HttpResponse:
    """For whoever asks too often."""
    response = shown(
        request,
        "booking/gone.html",
        status=429,
        says=_("That was a little fast. Wait a minute and try again."),
    )
    response["Retry-After"] = "60"
    return response


def address_of(request: Any) -> str:
    """The address on the network that is counted."""
    return str(get_adapter().get_client_ip(request))


def origin_of(request: Any) -> str:
    """Where the house is reached, for links that leave it."""
    return settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
