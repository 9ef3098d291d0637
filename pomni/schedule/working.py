"""When somebody works: patterns that come round, days that differ, absences and holidays. Pure: days and wall times.

The hours of a day are stretches of wall time, `("09:00", "13:00")`, in their order; what lies between them is a break.
A stretch that ends at its own beginning or earlier lasts past midnight.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

MOST_STRETCHES = 6  # in a day
LONGEST_ROUND = 56  # days after which a pattern comes round: eight weeks
Hours = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Round:
    """Days that come round from `begins_on` on: seven for a week, four for two on and two off. Until `ends_on`, if told."""

    begins_on: date
    days: tuple[Hours, ...]
    ends_on: date | None = None
    off_on_holidays: bool = True

    def on(self, day: date) -> Hours:
        """The hours of the day by this pattern alone."""
        if day < self.begins_on or (self.ends_on and day > self.ends_on):
            return ()
        return self.days[(day - self.begins_on).days % len(self.days)]


def hours_on(
    day: date,
    rounds: Iterable[Round],
    differs: Mapping[date, Hours],
    absent: Collection[date],
    holidays: Collection[date],
) -> Hours:
    """The hours of a day: none where they are away; what was said of this very day; else what comes round.

    Of several patterns the one that began last counts.
    """
    if day in absent:
        return ()
    if day in differs:
        return differs[day]
    begun = [one for one in rounds if one.begins_on <= day and (one.ends_on is None or day <= one.ends_on)]
    if not begun:
        return ()
    last = max(begun, key=lambda one: one.begins_on)
    return () if last.off_on_holidays and day in holidays else last.on(day)


def instants_of(day: date, hours: Hours, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """The hours as instants, in UTC. An hour that a clock leaves out is counted by the clock before it."""
    place = ZoneInfo(zone)
    for begins, ends in hours:
        till = day + timedelta(days=ends <= begins)
        first, last = datetime.combine(day, begins, place), datetime.combine(till, ends, place)
        yield first.astimezone(UTC), last.astimezone(UTC)


def minutes_of(hours: Hours) -> int:
    """How long the hours of a day are, by the wall clock."""
    return sum(_minutes(ends) - _minutes(begins) + 1440 * (ends <= begins) for begins, ends in hours)


def breaks_of(hours: Hours) -> list[tuple[time, time]]:
    """What lies between the stretches of a day."""
    return [(one[1], other[0]) for one, other in itertools.pairwise(hours)]


def hours_from(told: Sequence[Sequence[Any]], *, field: str = "hours") -> Hours:
    """Hours as they were sent: `[["09:00", "13:00"], …]`. Raises Refused (field) where they are none, or cross each other."""
    try:
        hours = tuple((_time(begins), _time(ends)) for begins, ends in told)
    except (TypeError, ValueError):
        raise Refused(_("Write hours such as 9:00–13:00."), field=field) from None
    if len(hours) > MOST_STRETCHES:
        raise Refused(
            _("A day has %(most)s stretches of work at most.") % {"most": MOST_STRETCHES}, field=field
        )
    for nr, (begins, ends) in enumerate(hours):
        is_last = nr == len(hours) - 1
        if (ends <= begins and not is_last) or (nr and begins < hours[nr - 1][1]):
            raise Refused(
                _("The hours of a day follow one another. Only the last ones go on past midnight."),
                field=field,
            )
    return hours


def hours_told(hours: Hours) -> list[list[str]]:
    """The hours as they are kept."""
    return [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in hours]


def _time(told: Any) -> time:
    return told if isinstance(told, time) else time.fromisoformat(told)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
