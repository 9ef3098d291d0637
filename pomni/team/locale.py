"""In which language a person reads: their own choice, then their browser's; and with the words of the company's trade."""

from typing import Any

from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from pomni.team.company import current_if_known
from pomni.team.live import News


class PersonLocale(LocaleMiddleware):
    """Django's middleware, with the signed-in person's own language before all, then the company's."""

    def process_request(self, request: Any) -> None:
        """Called by Django before the view."""
        request.company = current_if_known()
        request.news = News(request.user)  # asks nothing before a page shows the shell
        chosen = request.user.is_authenticated and (request.user.language or request.company.language)
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)
