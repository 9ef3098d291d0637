"""Arithmetic without tables: the parts of a list, spans of time, hours of quiet, and whom a word behind an @ means."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pomni.kit.spelling import fold

OVERDUE, TODAY, TOMORROW, WEEK, LATER, NO_DATE = PARTS = (
    "overdue",
    "today",
    "tomorrow",
    "week",
    "later",
    "no_date",
)


BY_NOW = "by_now"  # overdue, or due today


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


LONGEST_MEETING = timedelta(hours=16)


def span(day: date, begins: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """The instants between which something lasts by the clock of a place; past midnight where it ends at an earlier hour.

    An hour that a change of the clock leaves out is counted by the clock before it, one that comes twice is the first
    (RFC 5545, 3.3.5).
    """
    till = day + timedelta(days=ends <= begins)
    place = ZoneInfo(zone)
    first, last = datetime.combine(day, begins, place), datetime.combine(till, ends, place)
    return first.astimezone(UTC), last.astimezone(UTC)


DAY_BEGINS = time(9)  # what has a day and no hour is due then, as far as reminders are concerned
MINUTE = timedelta(minutes=1)
Quiet = tuple[time, time] | None


def due_instant(on: date, at: time | None, zone: str) -> datetime:
    """The instant at which something is due that has a day and perhaps an hour."""
    return datetime.combine(on, at or DAY_BEGINS, ZoneInfo(zone)).astimezone(UTC)


def quiet_span(instant: datetime, quiet: Quiet, zone: str) -> tuple[datetime, datetime] | None:
    """The hours of quiet that an instant lies in; None where it lies in none. They may go on past midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    place = ZoneInfo(zone)
    day = instant.astimezone(place).date()
    for first in (day - timedelta(days=1), day):
        begins, ends = span(first, *quiet, zone)
        if begins <= instant < ends:
            return begins, ends
    return None


def told_at(due: datetime, before: int, quiet: Quiet, zone: str) -> datetime:
    """When to remind of something `before` minutes ahead of it: not in somebody's hours of quiet.

    What falls into them is told when they end, or, where that would be too late, just before they begin.
    """
    wanted = due - timedelta(minutes=before)
    rest = quiet_span(wanted, quiet, zone)
    if rest is None:
        return wanted
    begins, ends = rest
    return ends if ends < due else begins - MINUTE


def handles_of(people: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Whom each word behind an @ means, of people told as (key, name, login), in small letters.

    A login always means its person; a word of a name, or two joined by a dot or a line, where only one person has it.
    Names answer as they are written and without their tails: @łukasz and @lukasz.
    """
    logins: dict[str, int] = {}
    named: dict[str, set[int]] = {}
    for key, name, login in people:
        logins[login.casefold()] = key
        for word in _words_for(name):
            named.setdefault(word, set()).add(key)
    alone = {word: next(iter(keys)) for word, keys in named.items() if len(keys) == 1}
    return alone | logins


def _words_for(name: str) -> set[str]:
    written = [word.strip(".,()\"'").casefold() for word in name.split()]
    folded = [fold(word).replace(" ", "") for word in written]
    found = {word for word in (*written, *folded) if len(word) > 1}
    for words in (written, folded):
        found |= {sign.join(words[:2]) for sign in "._" if len(words) > 1}
    return found
