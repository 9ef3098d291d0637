"""The free times of two weeks, as a page shows them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pomni.booking import queries, rules
from pomni.booking.asking import Asking, with_more
from pomni.kit.clock import today
from pomni.schedule.queries import Asked, Known, start_times


def two_weeks(at: queries.Counter, asking: Asking) -> tuple[date, date]:
    """The days of a page of times: they begin on the day that is asked for, today at the earliest."""
    first = min(max(asking.since or today(at.zone), today(at.zone)), at.last_day)
    return first, first + timedelta(days=rules.TWO_WEEKS - 1)


def times_of(
    at: queries.Counter,
    asked: Sequence[Asked],
    asking: Asking,
    link: Callable[..., str],
    known: Known | None = None,
    moving: int | None = None,
) -> dict[str, Any]:
    """What the page of times shows: days with whether there is anything, the times of the chosen one by part of the day.

    `link` gives the address of the page itself; `known`: of its two weeks. `moving`: the key of
    the visit that is to be moved, whose own time is free for it.
    """
    first, last = two_weeks(at, asking)
    by_day: dict[date, list[datetime]] = {}
    for instant in start_times(asked, at.location, first, min(last, at.last_day), known=known, moving=moving):
        local = instant.astimezone(at.zone)
        by_day.setdefault(local.date(), []).append(local)
    chosen = asking.on if asking.on and first <= asking.on <= last else min(by_day, default=None)
    of_day = with_more(link(**{"from": first if asking.since else None}))
    days = []
    for number in range(rules.TWO_WEEKS):
        day = first + timedelta(days=number)
        if day <= at.last_day:
            href = of_day("on", day.isoformat()) if day in by_day else ""
            days.append((formats.date_format(day, "D"), day.day, href, day == chosen, day))
    earlier = max(first - timedelta(days=rules.TWO_WEEKS), today(at.zone))
    return {
        "days": days,
        "day": formats.date_format(chosen, "l, j E") if chosen else "",
        "on": chosen or first,
        "parts": _parts(by_day.get(chosen, []) if chosen else []),
        "earlier": link(**{"from": earlier}) if first > today(at.zone) else "",
        "later": link(**{"from": last + timedelta(days=1)}) if last < at.last_day else "",
    }


def _parts(times: Sequence[datetime]) -> list[tuple[str, list[tuple[str, datetime]]]]:
    titles = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
    found: dict[str, list[tuple[str, datetime]]] = {}
    for local in times:
        found.setdefault(rules.part_of(local.hour), []).append((_hour(local), local.astimezone(UTC)))
    return [(title, found[part]) for part, title in titles.items() if part in found]


def _hour(local: datetime) -> str:
    """The hour by the clock there; the second one of an hour that comes twice says so."""
    told = f"{local.hour}:{local.minute:02}"
    return _("%(time)s, after the clock is put back") % {"time": told} if local.fold else told


def when(at: queries.Counter, instant: datetime) -> str:
    """A time in words, as it stands within a sentence: Wednesday, 25 November, 17:30; środa, 25 listopada, 17:30."""
    local = instant.astimezone(at.zone)
    day = formats.date_format(local.date(), "l, j E")
    return f"{day if get_language() == 'en' else day[:1].lower() + day[1:]}, {_hour(local)}"
