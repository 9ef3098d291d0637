"""When it is time to invite somebody again. Pure: days that somebody came on, and what follows.

A client is due for a service by the first of two days: that of the service's own interval (a check-up each half year), and that
of the client's own rhythm, the median of the gaps between their visits. A rhythm is told from three gaps on, of the newest
eight, and only where they resemble each other: half of them are within two fifths of the median.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

FEWEST, NEWEST = 3, 8  # gaps
REGULAR = 0.4  # of the median


class Done(NamedTuple):
    """That something was done for a client: the keys of the service, its category, the location and the specialist."""

    service: int
    category: int | None
    on: date
    location: int
    user: int | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The usual gap in days, and of how many gaps it is the median."""

    days: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When somebody is due for the service that was last done for them so. One of the two days at least is there.

    `rhythm_of_category`: the rhythm is that of all visits for services of its category, of which this one was the last.
    """

    last: Done
    interval_on: date | None
    rhythm_on: date | None
    rhythm: Rhythm | None = None
    rhythm_of_category: bool = False

    @property
    def due_on(self) -> date:
        """The first of the days."""
        return min(day for day in (self.interval_on, self.rhythm_on) if day)


def own_rhythm(days: Iterable[date]) -> Rhythm | None:
    """The rhythm of visits on these days, in any order; None where they are too few, or all over the place."""
    known = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(known)][-NEWEST:]
    if len(gaps) < FEWEST:
        return None
    middle = median(gaps)
    spread = median(abs(gap - middle) for gap in gaps)
    return Rhythm(round(middle), len(gaps)) if spread <= REGULAR * middle else None


def reckon(done: Iterable[Done], repeats: Mapping[int, int | None]) -> list[Reckoned]:
    """What a client is due for, of all that was done for them. `repeats`: the services that are offered, and their intervals."""
    by_day = sorted(done, key=lambda one: one.on)
    found = [_by_service(by_day, key, days) for key, days in repeats.items()]
    told = {one.last.service: one for one in found if one}
    for category in {one.category for one in by_day if one.category}:
        last = next(one for one in reversed(by_day) if one.category == category)
        kin = [one for one in by_day if one.category == category]
        has_own = any(one.service in told and told[one.service].rhythm for one in kin)
        rhythm = None if has_own else own_rhythm(one.on for one in kin)
        if rhythm and last.service in repeats:
            first = told.get(last.service)
            on = last.on + timedelta(days=rhythm.days)
            told[last.service] = Reckoned(
                last, first.interval_on if first else None, on, rhythm, rhythm_of_category=True
            )
    return list(told.values())


def _by_service(by_day: list[Done], service: int, interval: int | None) -> Reckoned | None:
    same = [one for one in by_day if one.service == service]
    if not same:
        return None
    last, rhythm = same[-1], own_rhythm(one.on for one in same)
    by_interval = last.on + timedelta(days=interval) if interval else None
    by_rhythm = last.on + timedelta(days=rhythm.days) if rhythm else None
    return Reckoned(last, by_interval, by_rhythm, rhythm) if by_interval or by_rhythm else None
