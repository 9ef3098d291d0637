"""Public holidays of a country, named in the reader's language."""

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

ENGLISH = "en_US"  # the package has most holidays in it
# Names that the package lacks in one of our languages: those of Russia in Polish, those of Poland in Russian. They are
# found in our catalogues by the package's English name; what is not here is told in English.
NAMES = (
    gettext_noop("All Saints' Day"),
    gettext_noop("Assumption Day"),
    gettext_noop("Christmas Day"),
    gettext_noop("Christmas Eve"),
    gettext_noop("Corpus Christi"),
    gettext_noop("Defender of the Fatherland Day"),
    gettext_noop("Easter Monday"),
    gettext_noop("Easter Sunday"),
    gettext_noop("Epiphany"),
    gettext_noop("Good Friday"),
    gettext_noop("Holiday of Spring and Labor"),
    gettext_noop("Independence Day"),
    gettext_noop("International Women's Day"),
    gettext_noop("Labor Day"),
    gettext_noop("National Day"),
    gettext_noop("National Day of the Third of May"),
    gettext_noop("National Independence Day"),
    gettext_noop("New Year Holidays"),
    gettext_noop("New Year's Day"),
    gettext_noop("Orthodox Christmas"),
    gettext_noop("Pentecost"),
    gettext_noop("Russia Day"),
    gettext_noop("Second Day of Christmas"),
    gettext_noop("Unity Day"),
    gettext_noop("Victory Day"),
)
MOVED_HERE = re.compile(r"^Day off \(substituted from .*\)$")
OBSERVED = re.compile(r"^(?P<holiday>.*) \(observed\)$")


def holidays_of(country: str, year: int, language: str | None = None) -> dict[dt.date, str]:
    """The days on which a country (ISO 3166-1) rests, in order, with their names in a language (default: that in force).

    Empty where the country or its holidays are not known.
    """
    return dict(_holidays(country, year, (language or get_language() or "en").split("-")[0]))


@lru_cache(maxsize=100)
def _holidays(country: str, year: int, language: str) -> list[tuple[dt.date, str]]:
    import holidays  # loading it takes a fifth of a second, and few pages ask

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return []
    if language != "en" and language in known.supported_languages:
        return sorted(holidays.country_holidays(country, years=year, language=language).items())
    spoken = holidays.country_holidays(country, years=year, language=ENGLISH)
    with override(language):
        return [(day, _named(name)) for day, name in sorted(spoken.items())]


def _named(english: str) -> str:
    """The names of a day (there may be two) in the language in force."""
    return "; ".join(_one(name) for name in english.split("; "))


def _one(english: str) -> str:
    if MOVED_HERE.match(english):
        return _("Day off instead of another")
    if observed := OBSERVED.match(english):
        return _("%(holiday)s (day off)") % {"holiday": _(observed["holiday"])}
    return _(english)
