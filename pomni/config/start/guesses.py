"""What a company probably is, before it says so: its country by the browser's language, the rest by its country."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import translation

from pomni.kit import clock, days_off, places

OF_LANGUAGES = {"ru": "RU", "pl": "PL"}


def country_of(request: Any) -> str:
    """The country that the browser's languages name ("en-GB"), or that of the page's language; "" where nothing says."""
    known = dict(places.countries())
    for told in request.headers.get("Accept-Language", "").split(","):
        _language, _dash, region = told.split(";")[0].strip().partition("-")
        if region.upper() in known:
            return region.upper()
    return OF_LANGUAGES.get(translation.get_language() or "", "")


def facts_of(country: str) -> dict[str, Any]:
    """The words with which the step about money and time begins for a company of this country."""
    facts = places.country_facts(country)
    return {
        "currency": facts.currency,
        "phone_region": country,
        "week_start": facts.week_start,
        "zone": facts.zones[0] if facts.zones else "UTC",
    }


def next_holidays(country: str, count: int = 2) -> list[tuple[dt.date, str]]:
    """The next public holidays of the country with their names; none where they are not known."""
    return [day for _number, day in zip(range(count), _holidays_from(country, clock.today()), strict=False)]


def _holidays_from(country: str, today: dt.date) -> Iterator[tuple[dt.date, str]]:
    language = (translation.get_language() or "en").split("-")[0]
    for year in (today.year, today.year + 1):
        yield from (
            (day, name) for day, name in days_off.holidays_of(country, year, language).items() if day >= today
        )
