"""The reckonings that the languages share: an hour, a date, a weekday, a part of a week or month, so much time ahead."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pomni.agenda.capture.days import MON, WED, Calendar
from pomni.agenda.capture.whens import Facts, Match, Reckoning, Rule

FAR = 270  # days ahead
ONE_AND_A_HALF = {"week": 11, "month": 45}  # days


def rule(pattern: str, reckon: Reckoning, **names: str) -> Rule:
    """A rule over whole words; names in double brackets stand for patterns."""
    for name, meaning in names.items():
        pattern = pattern.replace(f"<<{name}>>", meaning)
    return rf"(?<![\w@.,:/-])(?:{pattern})(?![\w@])", reckon


# --- What words say that always say the same -----------------------------------------------------------------------


def told(**facts: Any) -> Reckoning:
    """These facts, whatever the day."""
    return lambda match, calendar: dict(facts)


def days_ahead(days: int) -> Reckoning:
    """The day so many days after today."""
    return lambda match, calendar: {"day": calendar.today + timedelta(days)}


def months_ahead(months: int) -> Reckoning:
    """The day so many months after today."""
    return lambda match, calendar: {"day": calendar.ahead(months, "month")}


def hours_ahead(hours: float) -> Reckoning:
    """The moment so many hours from now."""
    return lambda match, calendar: {"instant": calendar.elapsed(hours)}


def weekday_in(weeks: int, number: int) -> Reckoning:
    """That day of the week so many weeks from this one."""
    return lambda match, calendar: {"day": calendar.of_week(weeks, number)}


def coming(month: int, day: int) -> Reckoning:
    """The next such date after today."""
    return lambda match, calendar: {"day": calendar.coming(month, day)}


def end_of_quarter(match: Match, calendar: Calendar) -> Facts:
    """The last day of this quarter."""
    return {"day": calendar.end_of_month((3 - calendar.today.month) % 3)}


def end_of_year(match: Match, calendar: Calendar) -> Facts:
    """The last day of this year."""
    return {"day": calendar.today.replace(month=12, day=31)}


def by_morning(match: Match, calendar: Calendar) -> Facts:
    """The next morning: in the small hours that of today."""
    return {"day": calendar.today + timedelta(1 if calendar.now.hour > 4 else 0), "part": "morning"}


def only_with(reckon: Reckoning, *names: str) -> Reckoning:
    """The reckoning where one of these groups was said; otherwise nothing is meant."""
    return lambda match, calendar: reckon(match, calendar) if any(match[name] for name in names) else None


# --- Hours and dates in figures ------------------------------------------------------------------------------------


def clock(hour: str | int, minute: str | int | None = None, half: str = "", exact: bool = False) -> Facts:
    """An hour said, with a.m. or p.m. or as it stands; None where there is no such hour."""
    h, m = int(hour), int(minute or 0)
    if half and not 1 <= h <= 12:
        half = ""
    if half:
        h, exact = h % 12 + (12 if half == "pm" else 0), True
    if h > 24 or m > 59 or (h == 24 and m):
        return None
    return {"clock": (h, m), "exact": exact or h > 12 or str(hour).startswith("0")}


def dated(found: date | None, calendar: Calendar) -> Facts:
    """A day found, told to be beside the matter when it is over."""
    if found is None:
        return None
    if found < calendar.today:
        return {"day": found, "beside": True}
    return {"day": found, "far": found > calendar.today + timedelta(FAR)}


def numeric_date(match: Match, calendar: Calendar, day_first: bool = True, american: bool = False) -> Facts:
    """5.12, 05.12.2026, 12/05; None where it is no date. A date of a year that is over is beside the matter.

    `american`: a date with a stroke that is none with the day first has the month first, 2/18.
    """
    a, b, year = int(match["a"]), int(match["b"]), match["y"]
    day_first = day_first and not (american and a <= 12 < b and "/" in match[0])
    if day_first or a > 12:
        a, b = b, a
    elif b > 31:
        return None
    found = calendar.day_and_month(b, a, int(year) if year else None)
    return dated(found, calendar)


def iso_date(match: Match, calendar: Calendar) -> Facts:
    """2026-12-05."""
    return dated(calendar.day_and_month(int(match["d"]), int(match["m"]), int(match["y"])), calendar)


_PAID = re.compile(
    r"czesn|oplac|oplat|czynsz|\brat[aeyę]|plac[iąa]|wplat|skladk|abonament|nalezno|оплат|внес|взнос|аренд|погас|плат[иея]|членск"
)
_TODAY = re.compile(r"dzis|jutr|сегодня|завтра|godz|час")


def pay_day(match: Match, calendar: Calendar) -> Facts:
    """ "Czesne do 10", "аренда до 10": of a payment bare figures are a day of the month."""
    paid = _PAID.search(match.string, 0, match.start()) and not _TODAY.search(match.string)
    return number_day(match, calendar) if paid else None


def number_day(match: Match, calendar: Calendar) -> Facts:
    """ "The 5th": of this month, or of the next one that has it."""
    return dated(calendar.day_of_month(int(match["d"])), calendar)


ISO = (r"(?<![\w.])(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\w)", iso_date)


# --- What each language says in words of its own -------------------------------------------------------------------


def ahead(count: float, unit: str, calendar: Calendar) -> Facts:
    """So many days, weeks, months or years after today."""
    facts: dict[str, Any] = {"day": calendar.ahead(count, unit)}
    return facts | {"week": int(count)} if unit == "week" else facts


def ahead_and_a_half(count: float, unit: str, calendar: Calendar) -> Facts:
    """The same, in the languages that have a word for one and a half."""
    if count == 1.5 and unit in ONE_AND_A_HALF:
        return {"day": calendar.ahead(ONE_AND_A_HALF[unit], "day")}
    return ahead(count, unit, calendar)


@dataclass(frozen=True, slots=True)
class Reckoner:
    """The same reckonings for every language, over what its words mean.

    `counts`: numbers in words. `days`: weekdays by their first two letters; `months`: how each begins, from January on.
    `start`, `middle`: how the words begin that mean these parts of a week or month. `hours`: how the units begin that are
    hours, not minutes. `period`: the week or month that a match means, counted from this one; None: one that is over.
    """

    counts: Mapping[str, float]
    days: Mapping[str, int]
    months: Sequence[str]
    start: tuple[str, ...]
    middle: tuple[str, ...]
    hours: tuple[str, ...]
    period: Callable[[Match], int | None]

    def number(self, said: str) -> float:
        """A count in figures or words."""
        return float(said.replace(",", ".")) if said[0].isdigit() else self.counts[said]

    def count(self, match: Match) -> float:
        """How many were said: the later end of a range; one where nothing was."""
        return self.number(match["n2"] or match["n"] or "1")

    def month_of(self, match: Match) -> int:
        """The number of the month that was said."""
        return next(n for n, stem in enumerate(self.months, 1) if match["mon"].startswith(stem))

    def weekday_of(self, match: Match) -> int:
        """The number of the weekday that was said."""
        return self.days[match["wd"][:2]]

    def last_weekday(self, match: Match, calendar: Calendar) -> Facts:
        """ "Tuesday to Thursday": the later one."""
        day = self.weekday_of(match)
        return {"day": calendar.weekday(day), "weekday": day}

    def day_month(self, match: Match, calendar: Calendar) -> Facts:
        """ "5 May 2027": a day in figures and a month."""
        year = int(match["y"]) if match["y"] else None
        return dated(calendar.day_and_month(int(match["d"]), self.month_of(match), year), calendar)

    def day_in_words(self, day: int, match: Match, calendar: Calendar) -> Facts:
        """ "The fifth of May", "the fifth": of the month that was said, or the next one that has such a day."""
        if match["mon"]:
            return dated(calendar.day_and_month(day, self.month_of(match)), calendar)
        return dated(calendar.day_of_month(day), calendar)

    def working_days(self, match: Match, calendar: Calendar) -> Facts:
        """ "In 5 working days"."""
        return {"day": calendar.working_days(int(self.count(match)))}

    def hours_ahead(self, match: Match, calendar: Calendar) -> Facts:
        """ "In 3 hours", "in 20 minutes"."""
        count = self.count(match)
        return {"instant": calendar.elapsed(count if match["unit"].startswith(self.hours) else count / 60)}

    def week(self, match: Match, calendar: Calendar) -> Facts:
        """ "Next week", "the middle of this week": without a part its end is meant."""
        week, where = self.period(match), match["where"] or ""
        if week is None:
            return {"beside": True}
        if where.startswith(self.start):
            return {"day": calendar.of_week(week, MON), "week": week}
        if where.startswith(self.middle):
            return {"day": calendar.of_week(week, WED), "week": week}
        return {"day": calendar.end_of_week(week), "week": week}

    def month(self, match: Match, calendar: Calendar) -> Facts:
        """ "Next month", "the start of the month": without a part its end is meant."""
        months, where = self.period(match), match["where"] or ""
        if months is None:
            return {"beside": True}
        if where.startswith(self.start):
            return {"day": calendar.end_of_month(1).replace(day=1)}
        if where.startswith(self.middle):
            return dated(calendar.day_of_month(15, months or None), calendar)
        return {"day": calendar.end_of_month(months)}

    def named_month(self, match: Match, calendar: Calendar) -> Facts:
        """ "In May", "the middle of May": without a part its end is meant."""
        month, where = self.month_of(match), match.groupdict().get("where") or ""
        if where.startswith(self.start):
            return dated(calendar.day_and_month(1, month), calendar)
        if where.startswith(self.middle):
            return dated(calendar.day_and_month(15, month), calendar)
        return dated(calendar.end_of_month(calendar.month(month)), calendar)
