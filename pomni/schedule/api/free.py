from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Router, Schema
from pydantic import Field

from pomni.catalog import queries as catalog
from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.schedule import queries, rules
from pomni.team import queries as team
from pomni.team.doors import named, operation

router = Router(tags=["visits"])
LONGEST = 31  # days that are looked through at once
FARTHEST = timedelta(days=3 * 366)


class FreeStartOut(Schema):
    """A start that is free, by the clock of the place and as an instant, and who would perform each service."""

    day: date
    begins: Hour
    at: datetime
    colleagues: list[UUID | None]


class FreeStartsOut(Schema):
    items: list[FreeStartOut]


class FreeStartsIn(Schema):
    """Services one after the other, by `colleague` or anybody; days from `day_from` (today) to `day_until`, both included."""

    location: UUID | None = None
    service: list[UUID] = Field([], max_length=rules.MOST_LINES)
    day_from: date | None = None
    day_until: date | None = None
    colleague: UUID | None = None
    most: int = Field(200, ge=1, le=2000)


class ThingOut(Schema):
    """A room or a device; it takes `capacity` visits at a time."""

    uid: UUID
    name: str
    kind: str
    location: UUID
    capacity: int


@router.get(
    "/free-starts", response=FreeStartsOut, summary=_("List free starts"), operation_id="list_free_starts"
)
@operation("schedule.visit.book")
def free_starts(request, asked: Query[FreeStartsIn]):
    if not (asked.location and asked.service):
        raise Refused(_("Say for which services, and where."), field="service")
    first = asked.day_from or today()
    last = asked.day_until or first
    days = (last - first).days
    near = abs(first - today()) < FARTHEST
    if not (0 <= days < LONGEST and near):
        told = str(_("Choose up to %(most)s days, within three years.")) % {"most": LONGEST}
        raise Refused(told, field="day_until")
    place = named(team.location, asked.location, "location")
    user = (
        named(lambda one: team.colleague(request.user, one), asked.colleague, "colleague")
        if asked.colleague
        else None
    )
    services = [
        named(lambda one: catalog.service(request.user, one), uid, "service") for uid in asked.service
    ]
    wanted = [queries.Asked(one, user) for one in services]
    found = queries.starts(wanted, place, first, last, most=asked.most)
    by = {one.pk: one.uid for one in queries.performers(request.user)}
    return {"items": [_start(one, by, ZoneInfo(place.zone)) for one in found]}


@router.get(
    "/things", response=list[ThingOut], summary=_("List rooms and devices"), operation_id="list_things"
)
@operation("schedule.thing.see")
def things(request):
    return [
        {"kind": one.kind.name, "location": one.location.uid}
        | {name: getattr(one, name) for name in ("uid", "name", "capacity")}
        for one in queries.things(request.user)
    ]


def _start(one: Any, by: dict[int, Any], zone: ZoneInfo) -> dict[str, Any]:
    local = one.at.astimezone(zone)
    who = [by.get(key) if key else None for key in one.performed_by]
    return {"day": local.date(), "begins": local.time(), "at": one.at, "colleagues": who}
