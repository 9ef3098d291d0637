"""Days and hours in a line: each language's rules find the words, neighbours are put together, and a value is reckoned."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from pomni.agenda.capture.days import Calendar
from pomni.agenda.capture.text import WHEN

Match = re.Match[str]
Facts = dict[str, Any] | None
Reckoning = Callable[[Match, Calendar], Facts]
Rule = tuple[str, Reckoning]  # a pattern over folded text
Link = tuple[re.Pattern[str], dict[str, Any]]

HOURS_OF_PART = {
    "morning": 12,
    "noon": 14,
    "afternoon": 18,
    "evening": 24,
    "night": 24,
    "end": 24,
}  # when it is over
_GAP = re.compile(r"[\s,.(]*")
_BY_THEN = (
    "до ",
    "к ",
    "by ",
    "before ",
    "do ",
    "przed ",
)  # figures before these are no hour: "toner 9.16 by Monday"


@dataclass(frozen=True, slots=True)
class Said:
    """A day or an hour as it was said, with its place in the line."""

    start: int
    end: int
    day: date | None = None
    weekday: int | None = None  # a weekday named
    bare: bool = False  # … without "this" or "next"
    week: int | None = None  # a week told, counted from this one
    clock: tuple[int, int] | None = None
    exact: bool = False  # the hour is told in full: 17:00, 5 pm
    part: str = ""
    instant: datetime | None = None
    shift: int = 0  # days: before a day, after a day
    beside: bool = False  # it belongs to something else than the deed: yesterday, the contract of 5 May
    far: bool = False  # a day and month that came round not long ago: of a fact rather than of a deed
    back: bool = False  # told by how long before another day: "a day before"
    weak: bool = False  # an hour only beside a day: "Fri 10-12"


class Grammar:
    """The rules of one language over folded text."""

    def __init__(self, rules: Sequence[Rule], before: Sequence[Link], after: Sequence[Link]) -> None:
        self.rules, self.before, self.after = rules, before, after

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], Reckoning]]:
        """The rules to look by, made at the first line: at the start of every process they would take a tenth of it."""
        return [(re.compile(pattern), reckon) for pattern, reckon in self.rules]

    def said(self, text: str, calendar: Calendar) -> list[Said]:
        """What was said of days and hours, in order, neighbours put together."""
        found: list[Said] = []
        for pattern, reckon in self.patterns:
            for match in pattern.finditer(text):
                facts = reckon(match, calendar)
                if facts is not None:
                    found.append(Said(match.start(), match.end(), **facts))
        found.sort(key=lambda one: (one.start - one.end, one.start))
        kept: list[Said] = []
        for one in found:
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        kept.sort(key=lambda one: one.start)
        joined = _joined([self._linked(one, text) for one in kept], text, calendar)
        return [one for one in joined if not one.weak]

    def _linked(self, one: Said, text: str) -> Said:
        for pattern, facts in self.before:
            if (
                match := pattern.search(text, max(0, one.start - 24), one.start)
            ) and match.end() == one.start:
                if "clock_only" in facts and not one.clock:
                    continue
                told = {name: value for name, value in facts.items() if name != "clock_only"}
                one = replace(one, **told, start=match.start())
                break
        for pattern, facts in self.after:
            if match := pattern.match(text, one.end):
                return replace(one, **facts)
        return one


def _joined(found: list[Said], text: str, calendar: Calendar) -> list[Said]:
    joined: list[Said] = []
    for one in found:
        if joined and joined[-1].beside and _leads_on(joined[-1], one, text):
            joined[-1] = replace(joined[-1], end=one.end)
            continue
        if (
            joined
            and _GAP.fullmatch(text, joined[-1].end, one.start)
            and not (joined[-1].weak and text.startswith(_BY_THEN, one.start))
            and (both := _both(joined[-1], one, calendar))
        ):
            joined[-1] = both
        else:
            joined.append(one)
    return joined


def _leads_on(a: Said, b: Said, text: str) -> bool:
    """ "An hour before 5", "tomorrow's 2pm": the hour is of what stands before it."""
    whose = text[a.end : b.start].strip() == "'s" and bool(b.clock)
    return whose or text[a.start : a.end].endswith(("до", "przed", "before"))


def _both(a: Said, b: Said, calendar: Calendar) -> Said | None:
    """Two neighbours as one, where they fill each other in; None where each is its own."""
    if a.beside != b.beside or a.instant or b.instant or (a.clock and b.clock):
        return None
    if (
        a.day
        and b.day
        and (a.weekday is None) == (b.weekday is None)
        and (a.week is None) == (b.week is None)
    ):
        return None
    if a.day and b.day and a.weekday is a.week is None and b.bare and a.day.weekday() != b.weekday:
        return None  # "order 7.1 by Tuesday": figures and a day, each its own
    if a.day and b.day and a.weekday is a.week is b.weekday is None and b.week is not None:
        return None  # "invoice 14/10 by the end of the week"
    week = a.week if a.week is not None else b.week
    weekday = a.weekday if a.weekday is not None else b.weekday
    if a.day and b.day and week is not None and weekday is not None:
        day: date | None = calendar.of_week(week, weekday)
    elif a.day and b.day:
        day = a.day if a.weekday is None else b.day
    else:
        day = a.day or b.day
    return replace(
        a,
        end=b.end,
        day=day,
        weekday=weekday,
        week=week,
        bare=(a.bare or b.bare) and not (a.day and b.day),
        clock=a.clock or b.clock,
        exact=a.exact or b.exact,
        part=a.part or b.part,
        shift=a.shift or b.shift,
        weak=a.weak and b.weak,
    )


def together(a: Said, b: Said) -> Said | None:
    """A day and an hour said apart in one clause."""
    if not (a.day or b.day or a.beside or b.beside) and a.part and not a.clock and b.clock and not b.part:
        return replace(b, part=a.part)  # "in the evening a call at 7"
    first, second = (a, b) if a.day else (b, a)
    if (
        first.day
        and not first.clock
        and not second.day
        and not second.instant
        and (second.clock or second.part)
    ):
        return replace(first, clock=second.clock, exact=second.exact, part=first.part or second.part)
    return None


def value_of(one: Said, calendar: Calendar) -> date | datetime | None:
    """The day, or the instant where an hour was said; None for what is no due."""
    if one.beside:
        return None
    if one.instant:
        return one.instant
    if one.clock:
        return _at(one, _hour(one), one.clock[1], calendar)
    if one.day:
        return one.day + timedelta(one.shift)
    if one.part:
        over = calendar.now.hour >= HOURS_OF_PART[one.part]
        return calendar.today + timedelta(1 if over else 0)
    return None


def _hour(one: Said) -> int:
    hour = one.clock[0] if one.clock else 0
    if hour > 12 or (one.exact and (hour == 12 or one.part not in ("afternoon", "evening", "night"))):
        return hour
    if one.part == "morning":
        return hour
    if one.part == "night":
        return hour + 12 if 8 <= hour < 12 else hour % 12
    if one.part == "evening":
        return hour + 12
    if one.part == "afternoon" and hour < 12:
        return hour + 12
    return hour + 12 if 1 <= hour <= 7 else hour


def _at(one: Said, hour: int, minute: int, calendar: Calendar) -> datetime:
    if one.day is None:
        return calendar.next_at(hour, minute)
    if one.bare and one.weekday == calendar.today.weekday():
        today = calendar.at(calendar.today, hour, minute)
        if today > calendar.now:
            return today
    return calendar.at(one.day, hour, minute)


def masked(text: str, found: Sequence[Said]) -> str:
    """The line with every recognised day and hour hidden, of the same length."""
    for one in found:
        text = text[: one.start] + WHEN * (one.end - one.start) + text[one.end :]
    return text
