"""Arithmetic of visits, without tables: how they are laid out, and what may follow what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MOST_LINES = 20
Stretch = tuple[datetime, datetime]

# The parts of a day, by the wall clock; one that ends at midnight ends with its day.
PARTS: Mapping[str, tuple[time, time]] = {
    "morning": (time(0), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(0)),
}

# What may follow what. A visit that was ended wrongly is taken up again where it was: so each step has its way back.
FOLLOWS: Mapping[str, frozenset[str]] = {
    "booked": frozenset({"confirmed", "arrived", "started", "completed", "cancelled", "no_show"}),
    "confirmed": frozenset({"booked", "arrived", "started", "completed", "cancelled", "no_show"}),
    "arrived": frozenset({"booked", "confirmed", "started", "completed", "cancelled"}),
    "started": frozenset({"arrived", "completed", "cancelled"}),
    "completed": frozenset({"started"}),
    "cancelled": frozenset({"booked", "confirmed"}),
    "no_show": frozenset({"booked", "confirmed", "arrived"}),
}


@dataclass(frozen=True, slots=True)
class Course:
    """How one service of a visit goes: its parts, `(minutes, whether hands are needed)`, and the breaks around it."""

    parts: tuple[tuple[int, bool], ...]
    before: int = 0
    after: int = 0

    @property
    def minutes(self) -> int:
        """How long the client is there for."""
        return sum(minutes for minutes, _hands in self.parts)


def course_of(minutes: int, phases: Sequence[Sequence[Any]], *, before: int = 0, after: int = 0) -> Course:
    """The course of a service; where it tells no phases, hands are needed all along."""
    parts = tuple((int(number), bool(hands)) for number, hands in phases) or ((minutes, True),)
    return Course(parts, before, after)


def hands_of(course: Course, begins: datetime) -> Iterator[Stretch]:
    """When whoever performs it is taken: wherever hands are needed, the breaks with the first and the last of these."""
    runs = list(_runs(course, [nr for nr, (_minutes, hands) in enumerate(course.parts) if hands]))
    for nr, (first, last) in enumerate(runs):
        early = course.before if nr == 0 else 0
        late = course.after if nr == len(runs) - 1 else 0
        yield begins + (first - early) * MINUTE, begins + (last + late) * MINUTE


def need_of(course: Course, begins: datetime, phases: Sequence[int]) -> Iterator[Stretch]:
    """When a thing is taken that is needed in these phases (their numbers); none named means all along."""
    wanted = phases or range(len(course.parts))
    for first, last in _runs(course, wanted):
        yield begins + first * MINUTE, begins + last * MINUTE


def _runs(course: Course, wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring parts that are wanted, as minutes from the beginning: `(first, last)`."""
    at, opened = 0, None
    for number, (minutes, _hands) in enumerate(course.parts):
        if number in wanted and opened is None:
            opened = at
        elif number not in wanted and opened is not None:
            yield opened, at
            opened = None
        at += minutes
    if opened is not None:
        yield opened, at


def instant_of(day: date, at: time, zone: str, *, is_second: bool | None = False) -> datetime:
    """The instant that a wall clock of the zone names, in UTC.

    Where the clock is put back an hour comes twice: `is_second` says which of the two it is; None: it was not said, and is
    refused. Raises Refused (field "begins") for such an hour, and for one that a change of the clock leaves out, each named.
    """
    place = ZoneInfo(zone)
    if is_second is None and comes_twice(day, at, zone):
        sentence = _(
            "%(time)s comes twice on this day: the clock is put back. Say which of the two is meant."
        )
        raise Refused(sentence % {"time": f"{at:%H:%M}"}, field="begins")
    told = datetime.combine(day, at.replace(fold=int(bool(is_second))), place)
    instant = told.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) != told.replace(tzinfo=None):
        sentence = _("There is no %(time)s on this day: the clock is put forward. Choose a later hour.")
        raise Refused(sentence % {"time": f"{at:%H:%M}"}, field="begins")
    return instant


def comes_twice(day: date, at: time, zone: str) -> bool:
    """Whether the clock of the zone shows this hour twice on this day, because it is put back."""
    place = ZoneInfo(zone)
    first, second = (datetime.combine(day, at.replace(fold=fold), place).astimezone(UTC) for fold in (0, 1))
    return first < second


def part_of(at: time) -> str:
    """The part of the day in which an hour of the clock lies."""
    return next(key for key, (first, last) in PARTS.items() if first <= at and (at < last or last == time()))


def check_step(status: str, to: str) -> None:
    """Raises Refused where a visit cannot go from the one status to the other."""
    if to not in FOLLOWS[status]:
        raise Refused(_("A visit in this state cannot become that. Reload it, and see what happened to it."))
