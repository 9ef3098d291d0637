"""Days that stand in addresses and in forms of no form class: typed as people write them, kept and linked to in ISO.

They are drawn by `<c-day>`. What is no day stays as it was typed, so that the field can show it with what is wrong.
"""

import datetime as dt
from typing import Any

from django.http import HttpResponseRedirect, QueryDict

from pomni.kit import clock
from pomni.ui.typed import day_of
from pomni.ui.widgets import NO_DAY

__all__ = ["NO_DAY", "as_day", "at_its_address", "days_in_iso", "in_iso"]


def in_iso(text: str, *, past: bool = False) -> str:
    """The typed day in ISO; `past`: where what has been is asked about (`day_of`)."""
    try:
        return day_of(text, clock.today(), past=past).isoformat()
    except ValueError:
        return text


def as_day(text: Any) -> Any:
    """The day that a text in ISO is; any other text as it is, to be shown again."""
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return text


def days_in_iso(words: QueryDict, *names: str) -> QueryDict:
    """The words of an address about what has been, with the days of these names in ISO."""
    told = words.copy()
    for name in told.keys() & set(names):
        told.setlist(name, [in_iso(text, past=True) for text in told.getlist(name)])
    return told


def at_its_address(request: Any, words: QueryDict) -> HttpResponseRedirect:
    """To the same page by these words: a page that is kept says the same day tomorrow, and to whoever gets its address."""
    return HttpResponseRedirect(f"{request.path}?{words.urlencode()}")
