from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import ConfigDict

from pomni.kit.later import later as _
from pomni.schedule import commands, queries
from pomni.schedule.api.absences import ColleagueOut, DaysIn, days_of
from pomni.team import queries as team
from pomni.team.doors import named, operation

router = Router(tags=["working time"])
SEE, CHANGE, CLOCK = "schedule.working.see", "schedule.working.change", "schedule.timesheet.clock"


class ShiftOut(Schema):
    """The hours of a day as they are published to a colleague, by the wall clock; none is a day off.

    `was`: what they had seen before a change; `seen_at` is null until they have seen what they were told at `told_at`.
    """

    colleague: ColleagueOut
    location: ColleagueOut
    day: date
    hours: list[list[str]]
    was: list[list[str]] | None
    told_at: datetime
    seen_at: datetime | None


class ShiftsOut(Schema):
    items: list[ShiftOut]


class ShiftsIn(DaysIn):
    location: UUID | None = None


class PublishIn(Schema):
    """From `first` to `last`, both included; days before today are left out."""

    model_config = ConfigDict(extra="forbid")

    location: UUID
    first: date
    last: date


class ReminderIn(Schema):
    """Each is reminded once a day at most."""

    model_config = ConfigDict(extra="forbid")

    location: UUID


class PublishedOut(Schema):
    """To how many colleagues anything new was told, or who were reminded."""

    colleagues: int


class SeenIn(Schema):
    """`until`: what was told after this instant is still to be seen; everything that was told, where it is left out."""

    model_config = ConfigDict(extra="forbid")

    until: datetime | None = None


class SeenOut(Schema):
    """How many days were seen that had not been."""

    days: int


@router.get("/shifts", response=ShiftsOut, summary=_("List published hours"), operation_id="list_shifts")
@operation(SEE)
def shifts(request, asked: Query[ShiftsIn]):
    rows = queries.shifts_between(request.user, *days_of(asked))
    if asked.location:
        rows = rows.filter(location__uid=asked.location)
    return {"items": [_out(one) for one in rows]}


@router.put("/shifts", response=PublishedOut, summary=_("Publish hours"), operation_id="publish_hours")
@operation(CHANGE)
def publish_hours(request, told: PublishIn):
    location = named(team.location, told.location, "location")
    number = commands.publish_hours(location, first=told.first, last=told.last, by=request.user)
    return {"colleagues": number}


@router.put(
    "/shifts/reminder",
    response=PublishedOut,
    summary=_("Remind whoever has not seen their published hours"),
    operation_id="remind_of_hours",
)
@operation(CHANGE)
def remind_of_hours(request, told: ReminderIn):
    location = named(team.location, told.location, "location")
    return {"colleagues": commands.remind_of_hours(location, by=request.user)}


@router.put(
    "/shifts/seen",
    response=SeenOut,
    summary=_("Say that one has seen one's published hours"),
    operation_id="acknowledge_hours",
)
@operation(CLOCK)
def acknowledge_hours(request, told: SeenIn):
    return {"days": commands.acknowledge_hours(until=told.until, by=request.user)}


def _out(one: Any) -> dict[str, Any]:
    plain = ("location", "day", "hours", "was", "told_at", "seen_at")
    return {name: getattr(one, name) for name in plain} | {"colleague": one.user}
