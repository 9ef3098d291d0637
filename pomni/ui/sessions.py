"""What a script on an open page hears when the session behind it has ended: a plain 401, never a page to swap in."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.csrf import csrf_failure as told_on_a_page

HEADER = "Pomni-Session"
ENDED = "ended"  # nobody is signed in any more
STALE = "stale"  # somebody is, but signed in anew since the page was drawn: its forms carry an old token


def is_script(request: HttpRequest) -> bool:
    """Whether a script of a page asks, not the browser for a whole page."""
    told = request.headers
    return (
        told.get("HX-Request") == "true"
        or told.get("X-Requested-With") == "XMLHttpRequest"
        or told.get("Sec-Fetch-Dest") == "empty"
    )


class SignedIn(LoginRequiredMiddleware):
    """Django's middleware; scripts are told in a header what people are shown as a page."""

    def handle_no_permission(self, request: Any, view_func: Any) -> Any:
        """Called by Django where nobody is signed in and the view wants somebody."""
        if is_script(request):
            return _told(401, ENDED)
        response = super().handle_no_permission(request, view_func)
        patch_vary_headers(response, ["HX-Request", "X-Requested-With"])
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is unknown: the session was lost with its cookies, or began anew in another tab."""
    if not is_script(request):
        return told_on_a_page(request, reason=reason)
    user = getattr(request, "user", None)
    is_here = user is not None and user.is_authenticated
    return _told(403, STALE) if is_here else _told(401, ENDED)


def _told(status: int, what: str) -> HttpResponse:
    # HX-Reswap: should no script of ours listen, htmx still leaves the page as it is.
    return HttpResponse(
        status=status, headers={HEADER: what, "HX-Reswap": "none", "Cache-Control": "no-store"}
    )


def person_of(request: HttpRequest) -> str:
    """Who is signed in, as pages know it: a number in text, or ""."""
    return str(request.user.pk) if request.user.is_authenticated else ""
