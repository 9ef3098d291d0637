"""The arithmetic of waiting and of slots, without tables."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_WAIT = 5.0  # seconds
LONGEST_WAIT = 3600.0
GROWTH = 3.0  # eight attempts then spread over one to two hours, long enough for a mail server to come back
SPREAD = 1.5  # jobs that failed together do not come back together

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wait_before_next(attempt: int, luck: float) -> float:
    """Seconds to wait after this attempt (1 = the first) failed. `luck`: 0 to 1, the jitter."""
    steps = min(attempt - 1, 20)
    plain = min(FIRST_WAIT * GROWTH**steps, LONGEST_WAIT / SPREAD)
    return plain * (1 + (SPREAD - 1) * luck)


def slot_of_interval(now: datetime, every: timedelta) -> datetime:
    """The newest multiple of `every` (counted from 1970 in UTC) that is not after `now`."""
    return now - (now - _EPOCH) % every


def slot_of_day(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The newest instant, not after `now`, at which a clock on the wall in `zone` showed `at`.

    Every day has one slot: in the night when clocks are set back the first of the two counts; an hour that
    is skipped in spring counts as the hour after it.
    """
    day = now.astimezone(zone).date()
    slot = datetime.combine(day, at, zone).astimezone(UTC)
    if slot > now:
        slot = datetime.combine(day - timedelta(days=1), at, zone).astimezone(UTC)
    return slot


def time_of(hour: str | int) -> time:
    """A time of day from "03:00", "3" or 3. Raises ValueError where it is none."""
    text = str(hour)
    return time.fromisoformat(text) if ":" in text else time(int(text))
