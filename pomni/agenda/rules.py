"""Arithmetic of days without tables: into which part of a list a task belongs."""

from datetime import date, timedelta

OVERDUE, TODAY, TOMORROW, WEEK, LATER, NO_DATE = PARTS = (
    "overdue",
    "today",
    "tomorrow",
    "week",
    "later",
    "no_date",
)


def part_of(due_on: date | None, today: date, *, week_start: int = 1) -> str:
    """Overdue, today, tomorrow, later this week, later, or without a date. `week_start` as ISO counts days."""
    if due_on is None:
        return NO_DATE
    if due_on <= today:
        return OVERDUE if due_on < today else TODAY
    if due_on == today + timedelta(days=1):
        return TOMORROW
    return WEEK if due_on <= last_of_week(today, week_start=week_start) else LATER


def last_of_week(today: date, *, week_start: int = 1) -> date:
    """The last day of the week that `today` is in."""
    return today + timedelta(days=6 - (today.isoweekday() - week_start) % 7)
