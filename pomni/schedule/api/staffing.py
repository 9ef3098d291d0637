from datetime import date
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import queries as catalog
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.schedule import commands, queries
from pomni.schedule.api.absences import DaysIn, days_of
from pomni.team import queries as team
from pomni.team.doors import key_of, named, operation

router = Router(tags=["working time"])
SEE, CHANGE = "schedule.working.see", "schedule.working.change"


class NamedStaffOut(Schema):
    uid: UUID
    name: str


class MinimumOut(Schema):
    """That a location needs so many colleagues at least: of a role, who perform services of a category, or all together.

    `weekdays`: 0 is Monday, none is every day. From `begins` until `ends` by the wall clock, or, where both are null, on the
    day at all.
    """

    uid: UUID
    location: NamedStaffOut
    number: int
    weekdays: list[int]
    begins: Hour | None
    ends: Hour | None
    role: NamedStaffOut | None
    category: NamedStaffOut | None


class MinimumsOut(Schema):
    items: list[MinimumOut]


class MinimumIn(Schema):
    model_config = ConfigDict(extra="forbid")

    location: UUID
    number: int = Field(ge=1, le=200)
    weekdays: list[int] = Field([], max_length=7)
    begins: Hour | None = None
    ends: Hour | None = None
    role: UUID | None = None
    category: UUID | None = None


class MinimumPatch(Schema):
    model_config = ConfigDict(extra="forbid")

    number: int = Field(1, ge=1, le=200)
    weekdays: list[int] = Field([], max_length=7)
    begins: Hour | None = None
    ends: Hour | None = None
    role: UUID | None = None
    category: UUID | None = None


class StaffedDayOut(Schema):
    """How many there are on a day of those whom a minimum counts: the fewest at once, and when they are so few."""

    minimum: UUID
    location: NamedStaffOut
    day: date
    needed: int
    there: int
    begins: Hour | None
    ends: Hour | None
    is_short: bool


class StaffedOut(Schema):
    items: list[StaffedDayOut]


class StaffedIn(DaysIn):
    """`short`: only days with too few."""

    location: UUID | None = None
    short: bool = False


@router.get(
    "/minimums", response=MinimumsOut, summary=_("List minimums of colleagues"), operation_id="list_minimums"
)
@operation(SEE)
def minimums(request):
    return {"items": [_out(one) for one in queries.minimums(request.user)]}


@router.post(
    "/minimums",
    response={201: MinimumOut},
    summary=_("Say how many colleagues a {location} needs"),
    operation_id="add_minimum",
)
@operation(CHANGE)
def add_minimum(request, told: MinimumIn):
    words = _words(request, told.dict())
    location = named(team.location, words.pop("location"), "location")
    made = commands.add_minimum(location, **words, by=request.user, key=key_of(request))
    return Status(201, _out(queries.minimum(request.user, made.uid)))


@router.patch(
    "/minimums/{uid}",
    response=MinimumOut,
    summary=_("Change how many colleagues a {location} needs"),
    operation_id="edit_minimum",
)
@operation(CHANGE)
def edit_minimum(request, uid: UUID, told: MinimumPatch):
    one = queries.minimum(request.user, uid)
    commands.edit_minimum(one, **_words(request, told.dict(exclude_unset=True)), by=request.user)
    return _out(queries.minimum(request.user, uid))


@router.delete(
    "/minimums/{uid}",
    response={204: None},
    summary=_("Drop a minimum of colleagues"),
    operation_id="drop_minimum",
)
@operation(CHANGE)
def drop_minimum(request, uid: UUID):
    commands.drop_minimum(queries.minimum(request.user, uid), by=request.user)
    return Status(204, None)


@router.get(
    "/staffing",
    response=StaffedOut,
    summary=_("Read how many colleagues are there"),
    operation_id="read_staffing",
)
@operation(SEE)
def staffing(request, asked: Query[StaffedIn]):
    location = named(team.location, asked.location, "location") if asked.location else None
    rows = queries.staffed(*days_of(asked), location)
    return {
        "items": [
            there_out(one) for _minimum, days in rows for one in days if one.is_short or not asked.short
        ]
    }


def there_out(one: Any) -> dict[str, Any]:
    """A day of a minimum for programs."""
    told = {"minimum": one.minimum.uid, "location": one.minimum.location, "day": one.day}
    told |= {"needed": one.minimum.number, "there": one.number, "is_short": one.is_short}
    return told | {"begins": one.least.begins, "ends": one.least.ends}


def _words(request: Any, told: dict[str, Any]) -> dict[str, Any]:
    """What was sent, with the records that it names. Raises Refused."""
    if told.get("role"):
        told["role"] = named(team.role, told["role"], "role")
    if told.get("category"):
        told["category"] = named(
            lambda uid: catalog.category(request.user, uid), told["category"], "category"
        )
    return told


def _out(one: Any) -> dict[str, Any]:
    plain = ("uid", "location", "number", "weekdays", "begins", "ends", "category")
    role = {"uid": one.role.uid, "name": str(one.role)} if one.role else None
    return {name: getattr(one, name) for name in plain} | {"role": role}
