from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from pomni.catalog import queries as catalog
from pomni.kit.later import later as _
from pomni.schedule import commands, queries
from pomni.schedule.api.visits import CHANGE, SEE, NamedVisitPartOut, client_in
from pomni.schedule.commands.groups import MOST_SEATS
from pomni.team.doors import operation

router = Router(tags=["classes"])
Held = Literal["enrolled", "attended", "missed", "left"]


class SeatOut(Schema):
    """A seat in a class; `client` is null where they are out of the reader's reach."""

    uid: UUID
    number: int
    status: Held
    client: NamedVisitPartOut | None


class ClassOut(Schema):
    """Who has a seat in a class. `seats` is null where the visit is no class."""

    seats: int | None
    items: list[SeatOut]


class EnrolIn(Schema):
    model_config = ConfigDict(extra="forbid")

    client: UUID


class MarkSeatIn(Schema):
    """What became of a seat; one that is given back ("left") is free for another client."""

    model_config = ConfigDict(extra="forbid")

    status: Held


class SeatsIn(Schema):
    """For how many clients at once a service is; null: one, as usual."""

    model_config = ConfigDict(extra="forbid")

    seats: int | None = Field(ge=2, le=MOST_SEATS)


class SeatsOut(Schema):
    uid: UUID
    seats: int | None


@router.get(
    "/visits/{uid}/seats",
    response=ClassOut,
    summary=_("Read who has a seat in a class"),
    operation_id="read_seats",
)
@operation(SEE)
def seats(request, uid: UUID):
    return _class(request, uid)


@router.patch(
    "/visits/{uid}/seats",
    response=ClassOut,
    summary=_("Give a {client} a seat in a class"),
    operation_id="enrol",
)
@operation(CHANGE)
def enrol(request, uid: UUID, told: EnrolIn):
    visit = queries.visit(request.user, uid)
    commands.enrol(visit, client_in(request, told.client), by=request.user)
    return _class(request, uid)


@router.patch(
    "/seats/{uid}",
    response=SeatOut,
    summary=_("Say what became of a seat in a class"),
    operation_id="mark_seat",
)
@operation(CHANGE)
def mark_seat(request, uid: UUID, told: MarkSeatIn):
    one = queries.seat(request.user, uid)
    marked = commands.mark_seat(one, status=told.status, by=request.user)
    return _seat(marked, queries.client_of(request.user, marked))


@router.patch(
    "/services/{uid}/seats",
    response=SeatsOut,
    summary=_("Say for how many {clients} at once a service is"),
    operation_id="set_seats",
)
@operation("schedule.thing.change")
def set_seats(request, uid: UUID, told: SeatsIn):
    service = catalog.service(request.user, uid)
    commands.set_seats(service, seats=told.seats, by=request.user)
    return {"uid": uid, "seats": told.seats}


def _class(request: Any, uid: UUID) -> dict[str, Any]:
    visit = queries.visit(request.user, uid)
    roster = queries.roster(request.user, visit)
    return {"seats": visit.seats, "items": [_seat(seat, client) for seat, client in roster]}


def _seat(seat: Any, client: Any) -> dict[str, Any]:
    return {name: getattr(seat, name) for name in ("uid", "number", "status")} | {"client": client}
