"""Arithmetic of conditions without tables: kinds of facts, their operators, stretches of values, and how texts compare."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from pomni.kit.spelling import TAILS

LONGEST_TEXT = 200  # characters of what a text is compared with
MOST_VALUES = 100  # that one line names
MOST_LINES = 60
DEEPEST = 6  # groups within each other
MOST_DAYS = 36_500
A_YEAR = 366
NARROW = timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 1, 9998  # not every day of the years beside them has one before and one after it


class Kind(StrEnum):
    """What a fact is told in."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    COUNT = "count"  # how many there are: 0 where there is none, never unknown
    DATE = "date"
    INSTANT = "instant"  # asked for by its day
    YEARLY = "yearly"  # a day of every year: a birthday
    CHOICE = "choice"
    YES_NO = "yes_no"
    PERSON = "person"  # a colleague
    LOCATION = "location"
    TAG = "tag"  # several at once


class Wants(StrEnum):
    """What an operator is told with."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    NUMBERS = "numbers"  # two: from, to
    DAY = "day"
    PERIOD = "period"  # two days: from, to
    DAYS = "days"  # how many
    MONTH = "month"
    VALUES = "values"  # one or several of those on offer


@dataclass(frozen=True)
class Operator:
    """A way to ask for a fact. `denies`: it is true exactly where that other operator is not."""

    key: str
    wants: Wants
    denies: str = ""


def _by_key(*operators: Operator) -> dict[str, Operator]:
    return {one.key: one for one in operators}


KNOWN = (Operator("filled", Wants.NOTHING), Operator("empty", Wants.NOTHING, "filled"))
TEXTS = (
    Operator("contains", Wants.TEXT),
    Operator("is", Wants.TEXT),
    Operator("begins", Wants.TEXT),
    Operator("is_not", Wants.TEXT, "is"),
    Operator("contains_not", Wants.TEXT, "contains"),
)
NUMBERS = (
    Operator("at_least", Wants.NUMBER),
    Operator("at_most", Wants.NUMBER),
    Operator("equals", Wants.NUMBER),
    Operator("more", Wants.NUMBER),
    Operator("less", Wants.NUMBER),
    Operator("between", Wants.NUMBERS),
)
DAYS = (
    Operator("last", Wants.DAYS),
    Operator("ago", Wants.DAYS),
    Operator("next", Wants.DAYS),
    Operator("ahead", Wants.DAYS),
    Operator("on", Wants.DAY),
    Operator("before", Wants.DAY),
    Operator("after", Wants.DAY),
    Operator("between", Wants.PERIOD),
    Operator("week", Wants.NOTHING),
    Operator("month", Wants.NOTHING),
    Operator("year", Wants.NOTHING),
)
CHOICES = (Operator("one_of", Wants.VALUES), Operator("none_of", Wants.VALUES, "one_of"))
OPERATORS: Mapping[Kind, Mapping[str, Operator]] = {
    Kind.TEXT: _by_key(*TEXTS, *KNOWN),
    Kind.NUMBER: _by_key(*NUMBERS, *KNOWN),
    Kind.MONEY: _by_key(*NUMBERS, *KNOWN),
    Kind.COUNT: _by_key(*NUMBERS),
    Kind.DATE: _by_key(*DAYS, *KNOWN),
    Kind.INSTANT: _by_key(*DAYS, *KNOWN),
    Kind.YEARLY: _by_key(Operator("next", Wants.DAYS), Operator("in_month", Wants.MONTH), *KNOWN),
    Kind.CHOICE: _by_key(*CHOICES, *KNOWN),
    Kind.YES_NO: _by_key(Operator("yes", Wants.NOTHING), Operator("no", Wants.NOTHING, "yes")),
    Kind.PERSON: _by_key(*CHOICES, *KNOWN),
    Kind.LOCATION: _by_key(*CHOICES, *KNOWN),
    Kind.TAG: _by_key(Operator("has", Wants.VALUES), Operator("has_not", Wants.VALUES, "has"), *KNOWN),
}


# --- Stretches -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """Values from `low` to `high`, each with or without the end itself; None: no end on that side."""

    low: Any = None
    high: Any = None
    with_low: bool = True
    with_high: bool = True

    @property
    def is_endless(self) -> bool:
        """Whether every value lies in it."""
        return self.low is None and self.high is None

    @property
    def is_narrow(self) -> bool:
        """Whether few values lie in it, as far as can be told: a single one, or those of a month."""
        if self.low is None or self.high is None:
            return False
        if isinstance(self.low, str):  # days of the year
            return int(self.high[:2]) - int(self.low[:2]) <= 1
        return self.low == self.high or (isinstance(self.low, date) and self.high - self.low <= NARROW)

    def holds(self, value: Any) -> bool:
        """Whether a value lies in it."""
        after = self.low is None or value > self.low or (self.with_low and value == self.low)
        before = self.high is None or value < self.high or (self.with_high and value == self.high)
        return bool(after and before)


def stretch_of_numbers(operator: str, value: Any) -> Stretch:
    """The numbers that an operator means."""
    match operator:
        case "at_least":
            return Stretch(value)
        case "at_most":
            return Stretch(None, value)
        case "equals":
            return Stretch(value, value)
        case "more":
            return Stretch(value, with_low=False)
        case "less":
            return Stretch(None, value, with_high=False)
    return Stretch(*value)


def stretch_of_days(operator: str, value: Any, today: date, *, week_start: int = 1) -> Stretch:
    """The days that an operator means, both ends included.

    "In the last 30 days" is from thirty days ago until today; "more than 30 days ago" is all before that; likewise ahead.
    """
    match operator:
        case "last":
            return Stretch(_shifted(today, -value), today)
        case "ago":
            return Stretch(None, _shifted(today, -value - 1))
        case "next":
            return Stretch(today, _shifted(today, value))
        case "ahead":
            return Stretch(_shifted(today, value + 1))
        case "on":
            return Stretch(value, value)
        case "before":
            return Stretch(None, _shifted(value, -1))
        case "after":
            return Stretch(_shifted(value, 1))
        case "week" | "month" | "year":
            return Stretch(*period_of(operator, today, week_start=week_start))
    return Stretch(*value)


def period_of(name: str, today: date, *, week_start: int = 1) -> tuple[date, date]:
    """The first and the last day of the week, month or year that it is; `week_start`: 1 Monday to 7 Sunday."""
    if name == "week":
        first = today - timedelta(days=(today.isoweekday() - week_start) % 7)
        return first, first + timedelta(days=6)
    if name == "month":
        first = today.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return today.replace(month=1, day=1), today.replace(month=12, day=31)


def stretch_of_instants(days: Stretch, zone: tzinfo) -> Stretch:
    """The instants of these days in a time zone: from midnight to midnight."""
    low = None if days.low is None else midnight(days.low, zone)
    high = None if days.high is None else midnight(days.high + timedelta(days=1), zone)
    return Stretch(low, high, with_high=False)


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins in a zone; where its midnight is left out by a change of clocks, the first instant after."""
    return datetime.combine(day, time.min, zone)


def days_of_the_year(today: date, days: int) -> list[tuple[str, str]]:
    """The stretches of "MM-DD" from today to so many days ahead, ends included.

    Who was born on 29 February has their birthday on the 28th in a year without it: a greeting that is early is better
    than one that is late, and in law a person has reached their age by the end of that day.
    """
    if days >= A_YEAR - 1:
        return [("01-01", "12-31")]
    last = today + timedelta(days=days)
    if last.year == today.year:
        return [(_of_year(today), _of_year(last, is_end=True))]
    return [(_of_year(today), "12-31"), ("01-01", _of_year(last, is_end=True))]


def born_until(today: date, years: int) -> tuple[int, str]:
    """The last birth, as year and "MM-DD", of who has reached this age today; of 29 February as `days_of_the_year` says."""
    return today.year - years, _of_year(today, is_end=True)


def _of_year(day: date, *, is_end: bool = False) -> str:
    is_last = is_end and (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
    return "02-29" if is_last else f"{day:%m-%d}"


def _shifted(day: date, days: int) -> date:
    """So many days later, or as far as the calendar goes."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date(LAST_YEAR, 12, 31)


# --- Texts -----------------------------------------------------------------------------------------------------------

_PLAIN = {
    letter: plain
    for plain, all_of_it in TAILS.items()
    for one in all_of_it
    for letter in (one, one.upper())
    if len(letter) == 1
}


def compared(text: str) -> str:
    """A text as it is compared: no capitals, no tails and dots on letters, "ё" as "е", one space between words."""
    return "".join(map(_as_compared, " ".join(unicodedata.normalize("NFC", text).split())))


def spellings(letter: str) -> str:
    """All letters that are compared as this one is."""
    plain = _as_compared(letter)
    both = TAILS.get(plain, plain)
    told = dict.fromkeys([letter, *both, *(one.upper() for one in both)])
    return "".join(one for one in told if len(one) == 1 and _as_compared(one) == plain)


def _as_compared(letter: str) -> str:
    if plain := _PLAIN.get(letter):
        return plain
    small = letter.lower()
    return small if small.upper() == letter else letter
