"""Instants and hours as programs send them: whatever is let in can be reckoned with."""

from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError


def in_utc(told: datetime) -> datetime:
    """The same instant in UTC.

    Raises PydanticCustomError where no zone is told, for a program may stand anywhere; and where UTC has no such day: the
    first and the last hours of the calendar.
    """
    if told.tzinfo is None:
        raise PydanticCustomError(
            "datetime_without_zone", "an instant needs its zone, as in 2026-03-01T12:00:00Z"
        )
    try:
        return told.astimezone(UTC)
    except (OverflowError, ValueError):
        raise PydanticCustomError("datetime_parsing", "no such day in UTC") from None


def of_the_wall(told: time) -> time:
    """An hour by the clock on the wall. Raises PydanticCustomError where it names a zone, which the place has already."""
    if told.tzinfo:
        raise PydanticCustomError("time_with_zone", "an hour by the clock of the place has no zone")
    return told


Instant = Annotated[datetime, AfterValidator(in_utc)]
# "time" of JSON Schema is that of RFC 3339, which has a zone.
HOUR_IN_WORDS = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
Hour = Annotated[
    time, AfterValidator(of_the_wall), WithJsonSchema({"type": "string", "pattern": HOUR_IN_WORDS})
]
