"""In which language a person reads: their own choice first, then the browser's."""

from typing import Any

from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PersonLocale(LocaleMiddleware):
    """Django's middleware, with the signed-in person's own language before all."""

    def process_request(self, request: Any) -> None:
        """Called by Django before the view."""
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)
