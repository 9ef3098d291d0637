"""In which language a person reads: their own choice, then their browser's; with the company's words, by its clock."""

from typing import Any

from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

from pomni.team.company import current, current_if_known
from pomni.team.live import News
from pomni.team.models import Company


class PersonLocale(LocaleMiddleware):
    """Django's middleware, with the signed-in person's own language before all, then the company's."""

    def process_request(self, request: Any) -> None:
        """Called by Django before the view."""
        request.company = current_if_known()
        _use_clock_of(request.company)
        request.news = News(request.user)  # asks nothing before a page shows the shell
        chosen = request.user.is_authenticated and (request.user.language or request.company.language)
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)

    def process_response(self, request: Any, response: Any) -> Any:
        """Called by Django after the view."""
        timezone.deactivate()
        return super().process_response(request, response)


def _use_clock_of(company: Company) -> None:
    """Days begin and hours are told by the company's zone; where no company is set up, by the one of the settings."""
    if company._state.adding:
        timezone.deactivate()
    else:
        timezone.activate(company.zone)


def work_by_the_clock_of_the_company(**_told: Any) -> None:
    """Called before each job and pulse: what is told or written there has the days and hours that the pages show."""
    _use_clock_of(current())
