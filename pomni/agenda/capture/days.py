"""The arithmetic of days: what a weekday, a period, a holiday or an hour comes to, from a moment in a zone.

The conventions are D1 to D10 of the design of one-line capture. Easter by dateutil (Western and Orthodox).
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

MON, WED, FRI, SAT, SUN = 0, 2, 4, 5, 6
LAST = date(9000, 1, 1)


class Calendar:
    """The calendar as it lies on the desk at `now` in `zone`."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self.zone = zone
        self.now = now.astimezone(zone)
        self.today = self.now.date()

    # --- Weekdays and weeks -------------------------------------------------------------------------------------

    def weekday(self, number: int) -> date:
        """The next such day strictly after today."""
        return self.today + timedelta((number - self.today.weekday()) % 7 or 7)

    def of_week(self, weeks: int, number: int) -> date:
        """That day of the calendar week `weeks` from this one; of this week one that is over gives the coming one."""
        day = self.today + timedelta(number - self.today.weekday() + 7 * weeks)
        return day if day >= self.today else day + timedelta(7)

    def end_of_week(self, weeks: int = 0) -> date:
        """Friday; of this week, typed at the weekend, its Sunday."""
        if weeks == 0 and self.today.weekday() > FRI:
            return self.of_week(0, SUN)
        return self.of_week(weeks, FRI)

    def weekend(self, weeks: int = 0) -> date:
        """The Sunday."""
        return self.of_week(weeks, SUN)

    # --- Counting -----------------------------------------------------------------------------------------------

    def ahead(self, count: float, unit: str) -> date:
        """So many calendar days, weeks, months or years after today, clamped to the month's end."""
        if unit in ("day", "week"):
            return self.today + timedelta(min(round(count * (7 if unit == "week" else 1)), 36500))
        months = round(count * (12 if unit == "year" else 1))
        return self._clamped(months, self.today.day)

    def working_days(self, count: int) -> date:
        """So many days from Monday to Friday after today."""
        day = self.today
        for _ in range(min(count, 500)):
            day += timedelta(1)
            while day.weekday() > FRI:
                day += timedelta(1)
        return day

    def elapsed(self, hours: float) -> datetime:
        """So many hours from now, also over a change of the clock."""
        later = self.now.astimezone(UTC) + timedelta(hours=min(hours, 24 * 366))
        return later.astimezone(self.zone).replace(second=0, microsecond=0)

    # --- Months and dates ---------------------------------------------------------------------------------------

    def _clamped(self, months: int, day: int) -> date:
        year, month = divmod(self.today.year * 12 + self.today.month - 1 + min(months, 12000), 12)
        return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))

    def end_of_month(self, months: int = 0) -> date:
        """The last day of the month `months` from this one."""
        return self._clamped(months, 31)

    def month(self, number: int) -> int:
        """How many months from this one the next month of that number is; this one counts."""
        return (number - self.today.month) % 12

    def day_of_month(self, day: int, months: int | None = None) -> date | None:
        """The next such day of a month, today included; or of the month told. None where there is no such day."""
        if not 1 <= day <= 31:
            return None
        if months is not None:
            found = self._clamped(months, day)
            return found if found.day == day else None
        return next(
            (d for d in (self._clamped(m, day) for m in range(4)) if d.day == day and d >= self.today), None
        )

    def day_and_month(self, day: int, month: int, year: int | None = None) -> date | None:
        """That date, of the year told or the next one, today included; None where there is no such date."""
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        years = (
            (year + 2000 if year < 100 else year,)
            if year is not None
            else range(self.today.year, self.today.year + 9)
        )
        for one in years:
            if 1 <= one < LAST.year and day <= calendar.monthrange(one, month)[1]:
                found = date(one, month, day)
                if year is not None or found >= self.today:
                    return found
        return None

    # --- Holidays -----------------------------------------------------------------------------------------------

    def coming(self, month: int, day: int) -> date:
        """The next such date strictly after today."""
        this = date(self.today.year, month, day)
        return this if this > self.today else date(self.today.year + 1, month, day)

    def easter(self, orthodox: bool = False) -> date:
        """The next Easter Sunday strictly after today."""
        rite = EASTER_ORTHODOX if orthodox else EASTER_WESTERN
        this = easter(self.today.year, rite)
        return this if this > self.today else easter(self.today.year + 1, rite)

    # --- Hours --------------------------------------------------------------------------------------------------

    def at(self, day: date, hour: int, minute: int) -> datetime:
        """That hour of that day; one that a change of the clock leaves out moves on with the clock."""
        told = datetime.combine(day, time(hour % 24, minute), self.zone)
        if hour == 24:
            told = datetime.combine(day + timedelta(1), time(0, minute), self.zone)
        return told.astimezone(UTC).astimezone(self.zone)

    def next_at(self, hour: int, minute: int) -> datetime:
        """The next time that the clock shows this hour."""
        today = self.at(self.today, hour, minute)
        return today if today > self.now else self.at(self.today + timedelta(1), hour, minute)


def first_working(day: date) -> date:
    """The day itself, or the Monday after it where it falls on a weekend."""
    return day if day.weekday() <= FRI else day + timedelta(7 - day.weekday())
