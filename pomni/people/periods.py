"""Stretches of days that figures are about: the usual ones, and with what each is compared. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
UNITS = ("week", *MONTHS)
PRESETS = (*UNITS, *(f"last_{unit}" for unit in UNITS))
OWN = "own"
AGAINST = ("before", "year", "none")  # the stretch before it, the same a year before, nothing
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def period_of(preset: str, today: date, *, week_start: int = 1) -> Period:
    """A usual stretch: what has passed of this week, month, quarter or year up to today, or the whole one before.

    `week_start` is the day of the week, 1 for Monday. Raises KeyError for an unknown preset.
    """
    unit = preset.removeprefix("last_")
    first = _began(unit, today, week_start)
    if unit == preset:
        return Period(first, today)
    return Period(_back(first, unit), first - timedelta(days=1))


def compared_with(period: Period, preset: str, against: str) -> Period | None:
    """The stretch with which a period is compared: as many days before it, or the same days a year before; None for none.

    What has passed of this month is compared with as much of the last one, a whole month with a whole one.
    """
    if against == "none":
        return None
    unit = "year" if against == "year" else preset.removeprefix("last_")
    if unit not in UNITS:
        return _within(period.first - timedelta(days=period.days), period.first - timedelta(days=1))
    first = _back(period.first, unit)
    if preset.startswith("last_"):  # a whole one, however many days that has
        return _within(first, _back(period.last + timedelta(days=1), unit) - timedelta(days=1))
    return _within(first, _back(period.last, unit))


def _within(first: date, last: date) -> Period | None:
    return Period(first, last) if EARLIEST <= first <= last else None


def _began(unit: str, day: date, week_start: int) -> date:
    if unit == "week":
        return day - timedelta(days=(day.isoweekday() - week_start) % 7)
    months = MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _back(day: date, unit: str) -> date:
    """As many months or days earlier; the 31st becomes the last of a shorter month."""
    if unit == "week":
        return day - timedelta(days=7)
    months = day.year * 12 + day.month - 1 - MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
