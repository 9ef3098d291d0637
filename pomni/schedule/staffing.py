"""How many colleagues there are at once, and where they are fewer than needed. Pure: days, minutes and numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from pomni.schedule.working import Hours

WHOLE = 1440  # minutes of a day
A_DAY = timedelta(days=1)
Span = tuple[
    int, int
]  # minutes from the midnight with which the day begins; what lies beyond 1440 is the day after


@dataclass(frozen=True, slots=True)
class Least:
    """The fewest who are there at once, and the first stretch of the day in which they are so few."""

    number: int
    begins: time | None = None
    ends: time | None = None


def at_work(staff: Iterable[Mapping[date, Hours]], day: date, shut: Sequence[Span] = ()) -> Least | None:
    """How many work on a day at all; None where the place is shut for all of it, so that nobody is needed."""
    if not _open(0, WHOLE, shut):
        return None
    return Least(sum(1 for hours in staff if hours.get(day)))


def at_once(
    staff: Iterable[Mapping[date, Hours]], day: date, begins: time, ends: time, shut: Sequence[Span] = ()
) -> Least | None:
    """The fewest of them who work at the same time from `begins` to `ends`, which lies past midnight where it is not later.

    `shut`: when the place is closed; then nobody is needed. None where it is so all the time.
    """
    first, last = _minute(begins), _minute(ends)
    last += WHOLE * (last <= first)
    steps: dict[int, int] = {}
    for hours in staff:
        for since, till in spans_of(hours, day):
            steps[since] = steps.get(since, 0) + 1
            steps[till] = steps.get(till, 0) - 1
    found: tuple[int, int, int] | None = None
    for since, till in _open(first, last, shut):
        for number, one, other in _counts(steps, since, till):
            if found is None or number < found[0]:
                found = number, one, other
            elif number == found[0] and one == found[2]:
                found = number, found[1], other
    return Least(found[0], _clock(found[1]), _clock(found[2])) if found else None


def spans_of(hours: Mapping[date, Hours], day: date) -> Iterable[Span]:
    """The hours of a colleague around a day: those of the day before that last past midnight, too, and of the day after."""
    for number in (-1, 0, 1):
        for begins, ends in hours.get(day + number * A_DAY, ()):
            since, till = _minute(begins), _minute(ends)
            yield since + number * WHOLE, till + (number + (till <= since)) * WHOLE


def _counts(steps: Mapping[int, int], first: int, last: int) -> Iterable[tuple[int, int, int]]:
    """How many there are in each stretch between two minutes, in order: `(number, since, till)`."""
    number = sum(step for at, step in steps.items() if at <= first)
    since = first
    for at in sorted(at for at in steps if first < at < last):
        if steps[at]:
            yield number, since, at
            number, since = number + steps[at], at
    yield number, since, last


def _open(first: int, last: int, shut: Sequence[Span]) -> list[Span]:
    """What is left between two minutes when the place is shut in these stretches."""
    left, at = [], first
    for since, till in sorted(shut):
        if since > at:
            left.append((at, min(since, last)))
        at = max(at, till)
        if at >= last:
            break
    if at < last:
        left.append((at, last))
    return [one for one in left if one[0] < one[1]]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> time:
    return time(minute % WHOLE // 60, minute % 60)
