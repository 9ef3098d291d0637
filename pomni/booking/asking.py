"""What a client has chosen so far, as the address of a page tells it; and the addresses of the pages that follow."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from pomni.booking import rules

LANGUAGES = dict(settings.LANGUAGES)


class Asking:
    """The basket, who is to perform it, when, and in which language: read from an address, carried on by each link."""

    def __init__(self, query: Any, *, embedded: bool = False) -> None:
        self.services = list(dict.fromkeys(query.getlist("s")))
        self.by = query.get("by", "")
        self.at: datetime | None = rules.instant_in(query.get("at", ""))
        self.on = _day(query.get("on", ""))
        self.since = _day(query.get("from", ""))
        self.lang = query.get("lang", "") if query.get("lang", "") in LANGUAGES else ""

    def pairs(self, **other: Any) -> list[tuple[str, str]]:
        """All that is carried on, with some of it changed; None leaves it out."""
        told: dict[str, Any] = {"s": self.services, "by": self.by, "lang": self.lang} | other
        many = {name: value if isinstance(value, list) else [value] for name, value in told.items()}
        return [(name, _text(one)) for name, some in many.items() for one in some if one]

    def link(self, name: str, *args: Any, **other: Any) -> str:
        """The address of a page, with all that is carried on."""
        query = urlencode(self.pairs(**other))
        path = reverse(f"booking:{name}", args=args)
        return f"{path}?{query}" if query else path


def with_more(address: str) -> Callable[[str, str], str]:
    """Adds one name and value, which need no quoting, to an address: for pages on which many links differ in just that."""
    mark = "&" if "?" in address else "?"
    return lambda name, value: f"{address}{mark}{name}={value}"


def language_of(request: Any) -> str:
    """The language of a public page: the one that its address names, else what the browser asks for."""
    told = request.GET.get("lang", "")
    return told if told in LANGUAGES else translation.get_language_from_request(request)


def languages(request: Any) -> Iterable[tuple[str, str, str, bool]]:
    """The languages with the address of this very page in each, and whether it is the one in force."""
    here = translation.get_language()
    for code, name in LANGUAGES.items():
        query = request.GET.copy()
        query["lang"] = code
        yield code, name, f"{request.path}?{query.urlencode()}", code == here


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime(rules.AT)
    return value.isoformat() if isinstance(value, date) else str(value)
