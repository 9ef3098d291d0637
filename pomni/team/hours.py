"""When a place is open: pure arithmetic over the hours of a week, in the place's own wall time.

A week is `{"1": [["09:00", "13:00"], ["14:00", "20:00"]]}`: Monday is 1, an absent day is closed. A span that ends before
it begins, or at the same minute, goes on past midnight; only the last one of a day may.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

DAYS = ("1", "2", "3", "4", "5", "6", "7")
LOOK_AHEAD = 21  # days in which the next opening is looked for: longer than any row of holidays

Week = Mapping[str, Sequence[Sequence[str]]]


class WrongHours(ValueError):
    """The hours of a day make no sense. `day` is "1" to "7"; `sentence` is for the person."""

    def __init__(self, day: str, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.day, self.sentence = day, sentence


@dataclass(frozen=True)
class State:
    """Whether a place is open now. `until` or `opens`: when that changes (wall time); `holiday`: why it is closed today."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""


def checked(week: Week) -> dict[str, list[list[str]]]:
    """The week in order, without empty days. Raises WrongHours, with the day, where spans overlap or are no times."""
    told = {day: _checked_day(day, week[day]) for day in DAYS if week.get(day)}
    for day, spans in told.items():
        _leaves_the_next_morning_alone(day, spans, told)
    return told


def state_at(week: Week, local: datetime, holidays: Mapping[date, str]) -> State:
    """How it is at this wall time. `holidays` are the days (with their names) on which the place is closed."""
    wall = local.replace(tzinfo=None)
    holiday = holidays.get(wall.date(), "")
    for begins, ends in _spans_from(week, wall.date() - timedelta(days=1), 2, holidays):
        if begins <= wall < ends:
            return State(True, until=_until(week, ends, holidays), holiday=holiday)
    ahead = _spans_from(week, wall.date(), LOOK_AHEAD, holidays)
    return State(
        False, opens=next((begins for begins, _ends in ahead if begins > wall), None), holiday=holiday
    )


def _until(week: Week, ends: datetime, holidays: Mapping[date, str]) -> datetime | None:
    """When it really closes: a span that begins at the minute another ends goes on with it. None: never in a week."""
    never = ends + timedelta(days=8)
    for begins, later in _spans_from(week, ends.date(), LOOK_AHEAD, holidays):
        if begins == ends:
            ends = later
        elif begins > ends:
            break
    return ends if ends < never else None


def _spans_from(
    week: Week, first: date, days: int, holidays: Mapping[date, str]
) -> list[tuple[datetime, datetime]]:
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if day in holidays:
            continue
        for begins, ends in week.get(str(day.isoweekday()), ()):
            start, end = datetime.combine(day, _time(begins)), datetime.combine(day, _time(ends))
            found.append((start, end if end > start else end + timedelta(days=1)))
    return found


def _checked_day(day: str, spans: Sequence[Sequence[str]]) -> list[list[str]]:
    for span in spans:
        if len(span) != 2 or not all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", part or "") for part in span):
            raise WrongHours(day, _("Write both times, as 09:00 and 18:00."))
    told = sorted([str(begins), str(ends)] for begins, ends in spans)
    for (begun, ends), (begins, _later) in pairwise(told):
        if ends <= begun:
            raise WrongHours(day, _("Only the last hours of a day may go on past midnight."))
        if begins < ends:
            raise WrongHours(day, _("These hours overlap. Let one end before the next begins."))
    return told


def _leaves_the_next_morning_alone(
    day: str, spans: list[list[str]], week: dict[str, list[list[str]]]
) -> None:
    begins, ends = spans[-1]
    following = week.get(str(int(day) % 7 + 1), [])
    if ends <= begins and following and following[0][0] < ends:
        raise WrongHours(day, _("These hours go on past midnight into the hours of the next day."))


def _time(text: str) -> time:
    return time.fromisoformat(text)
