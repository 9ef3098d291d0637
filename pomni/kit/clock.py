"""The one clock of the house. All code takes the time from here; a lint forbids every other way.

The clock can be set: by `POMNI_CLOCK` (an ISO instant from which the clock then runs on) or, in tests, by `travel_to`.
Django's own `timezone.now` is fed from here too, so that sessions, sign-in limits and jobs live in the same time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

_system_now = timezone.now  # noqa: TID251 (this is where the time comes in)
_shift = timedelta()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _system_now() + _shift


def today(zone: ZoneInfo | None = None) -> date:
    """The calendar day that it is now in the zone (default: the zone in force for the request)."""
    return timezone.localtime(now(), zone).date()


def set_to(instant: datetime) -> None:
    """Let the clock show this instant now, and run on from there."""
    global _shift
    _shift = instant.astimezone(UTC) - _system_now()


def reset() -> None:
    """Give the clock back to the system."""
    global _shift
    _shift = timedelta()


@contextmanager
def travel_to(instant: datetime) -> Iterator[None]:
    """For the length of the block the clock runs from this instant."""
    global _shift
    before = _shift
    set_to(instant)
    try:
        yield
    finally:
        _shift = before


def is_set() -> bool:
    """Whether the clock shows another time than the system's."""
    return bool(_shift)


def install(told: str = "") -> None:
    """Feed Django's clock from this one, and set it to the instant told by `POMNI_CLOCK`, where one is."""
    timezone.now = now  # noqa: TID251 (the one place where it is exchanged)
    if told:
        set_to(datetime.fromisoformat(told))
