"""Leads strangers from the sign-in page to where they can come in: to the first link, or to the cast of the demo."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from pomni.config.start import places


class Doorway:
    """Middleware: looks only at whoever is not signed in and asks for the sign-in page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called by Django before the view."""
        is_sign_in = request.method == "GET" and request.resolver_match.view_name == "account_login"
        if not is_sign_in or request.user.is_authenticated or "password" in request.GET:
            return None
        if places.is_open_demo(request):
            return redirect("start:cast")
        return redirect("start:where") if not places.is_demo() and places.is_empty() else None
