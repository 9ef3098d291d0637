from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import queries as catalog
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.people import queries as people
from pomni.schedule import commands, queries, rules
from pomni.schedule.going import LONGEST_WAY
from pomni.schedule.laying import Wanted
from pomni.team import queries as team
from pomni.team.doors import PageIn, acts, key_of, named, operation

router = Router(tags=["visits"])
SEE, BOOK, CHANGE = "schedule.visit.see", "schedule.visit.book", "schedule.visit.change"
State = Literal["booked", "confirmed", "arrived", "started", "completed", "cancelled", "no_show"]


class NamedVisitPartOut(Schema):
    uid: UUID
    name: str


class VisitClientOut(NamedVisitPartOut):
    """Who comes; `warning`: the alert and the allergies, which whoever meets them must know first."""

    warning: str


class VisitLineOut(Schema):
    """One service of a visit; `colleague` is null where nobody performs it, `price` where it is on request.

    `is_beside`: it began together with the one before it.
    """

    service: NamedVisitPartOut
    colleague: NamedVisitPartOut | None
    begins_at: datetime
    ends_at: datetime
    is_beside: bool
    price: Decimal | None


class VisitOut(Schema):
    """A visit. `day`, `begins` and `ends` are by the clock of its place, `zone`. `version` grows when its time does.

    `own_change_until`: until when its client may move or cancel it by themselves; null where they may not.
    `address`: at the client's, with so many minutes on the way before and after it.
    """

    uid: UUID
    status: State
    source: str
    location: NamedVisitPartOut
    client: VisitClientOut | None
    day: date
    begins: Hour
    ends: Hour
    zone: str
    begins_at: datetime
    ends_at: datetime
    lines: list[VisitLineOut]
    things: list[str]
    comment: str
    address: str
    travel_before: int
    travel_after: int
    version: int
    booked_at: datetime
    arrived_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    completed_at: datetime | None
    why_cancelled: str
    is_cancelled_by_client: bool | None
    own_change_until: datetime | None


class VisitsOut(Schema):
    items: list[VisitOut]
    next: str | None


class VisitsIn(PageIn):
    """`thing`: a room or device that is taken. `status` may be "standing": whatever takes place or took place."""

    location: UUID | None = None
    client: UUID | None = None
    colleague: UUID | None = None
    thing: UUID | None = None
    status: State | Literal["standing"] | None = None
    source: Literal["desk", "online", "api", "import"] | None = None
    day_from: date | None = None
    day_until: date | None = None
    sort: Literal["when", "-when", "booked", "-booked", "client", "-client"] = "when"


class VisitLineIn(Schema):
    """One service that is wanted, by whom, in which rooms and devices. `colleague` null: by the first who performs it, works
    then and is free; what nobody performs, as a hall, is booked without.

    `is_beside`: it begins together with the one before it, by another colleague.
    """

    model_config = ConfigDict(extra="forbid")

    service: UUID
    colleague: UUID | None = None
    things: list[UUID] = Field([], max_length=10)
    is_beside: bool = False


class BookVisitIn(Schema):
    """A visit from a wall time of its place on. `is_second`: which one of an hour that comes twice; `over`: also where
    somebody is taken, which asks for a right of its own. `name` and `phone`: of somebody new, who is added with it.
    `address`: at the client's, with so many minutes on the way before and after, for which the colleagues are taken, too.
    Where somebody is taken, or nobody has time, `nearest` of the refusal has three times that are free.
    """

    model_config = ConfigDict(extra="forbid")

    location: UUID
    day: date
    begins: Hour
    lines: list[VisitLineIn] = Field(min_length=1, max_length=rules.MOST_LINES)
    client: UUID | None = None
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=60)
    comment: str = Field("", max_length=2000)
    address: str = Field("", max_length=300)
    travel_before: int = Field(0, ge=0, le=LONGEST_WAY)
    travel_after: int = Field(0, ge=0, le=LONGEST_WAY)
    is_second: bool | None = None
    over: bool = False


class MoveVisitIn(Schema):
    """Another time, place, address, way, or other services of a visit; what is left out stays. `seen`: the version that was
    read. Where somebody is taken, `nearest` of the refusal has three times that are free."""

    model_config = ConfigDict(extra="forbid")

    day: date | None = None
    begins: Hour | None = None
    location: UUID | None = None
    lines: list[VisitLineIn] | None = Field(None, min_length=1, max_length=rules.MOST_LINES)
    address: str | None = Field(None, max_length=300)
    travel_before: int | None = Field(None, ge=0, le=LONGEST_WAY)
    travel_after: int | None = Field(None, ge=0, le=LONGEST_WAY)
    is_second: bool | None = None
    over: bool = False
    seen: int | None = None


class VisitStatusIn(Schema):
    model_config = ConfigDict(extra="forbid")

    status: Literal["booked", "confirmed", "arrived", "started", "completed"]


class EditVisitIn(Schema):
    model_config = ConfigDict(extra="forbid")

    comment: str = Field(max_length=2000)
    seen: dict[str, str] = {}


class CancelVisitIn(Schema):
    model_config = ConfigDict(extra="forbid")

    why: str = Field("", max_length=300)
    is_by_client: bool = False


@router.get("/visits", response=VisitsOut, summary=_("List visits"), operation_id="list_visits")
@operation(SEE)
def visits(request, asked: Query[VisitsIn]):
    place, colleague = location_in(asked.location), colleague_in(request, asked.colleague)
    thing = named(lambda uid: queries.thing(request.user, uid), asked.thing, "thing") if asked.thing else None
    wanted = queries.VisitsAsked(
        when="all",
        day_from=asked.day_from,
        day_until=asked.day_until,
        state=asked.status or "",
        source=asked.source or "",
        sort=asked.sort,
        at=str(place.uid) if place else "",
        of=str(colleague.uid) if colleague else "",
        thing=str(thing.uid) if thing else "",
    )
    client = client_in(request, asked.client)
    found = queries.visits_page(request.user, wanted, client=client, after=asked.after, limit=asked.limit)
    told = queries.told_visits(request.user, found.items)
    return {"items": [_told(one) for one in told], "next": found.next}


@router.post("/visits", response={201: VisitOut}, summary=_("Book a visit"), operation_id="book_visit")
@operation(BOOK)
def book_visit(request, told: BookVisitIn):
    words = told.dict()
    client = client_in(request, words.pop("client"))
    words["travel"] = (words.pop("travel_before"), words.pop("travel_after"))
    words |= {
        "location": location_in(told.location),
        "lines": wanted_in(request, told.lines),
        "source": "api",
    }
    asked = [words[name] for name in ("lines", "location", "day", "begins")]
    with queries.proposing(*asked, travel=words["travel"]):
        made = commands.book_visit(*filter(None, [client]), **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, made))


@router.get("/visits/{uid}", response=VisitOut, summary=_("Read a visit"), operation_id="read_visit")
@operation(SEE)
def visit(request, uid: UUID):
    return _read(request, queries.visit(request.user, uid))


@router.patch("/visits/{uid}", response=VisitOut, summary=_("Change a visit"), operation_id="edit_visit")
@operation(CHANGE)
def edit_visit(request, uid: UUID, told: EditVisitIn):
    found = queries.visit(request.user, uid)
    return _read(request, commands.edit_visit(found, by=request.user, **told.dict()))


@router.patch("/visits/{uid}/time", response=VisitOut, summary=_("Move a visit"), operation_id="move_visit")
@operation(CHANGE)
def move_visit(request, uid: UUID, told: MoveVisitIn):
    found = queries.visit(request.user, uid)
    words = told.dict() | {"location": location_in(told.location)}
    words["lines"] = wanted_in(request, told.lines) if told.lines else None
    way = (words.pop("travel_before"), words.pop("travel_after"))
    there, back = (was if now is None else now for was, now in zip(found.travel, way, strict=True))
    travel = (there, back)
    words["travel"] = travel if travel != found.travel else None
    lines = words["lines"] or queries.wanted_of(found)
    when = (told.day or found.day, told.begins or found.begins)
    where = words["location"] or found.location
    with queries.proposing(lines, where, *when, travel=travel, moving=found.pk):
        return _read(request, commands.move_visit(found, by=request.user, **words))


@router.patch(
    "/visits/{uid}/status",
    response=VisitOut,
    summary=_("Say how far a visit is"),
    operation_id="set_visit_status",
)
@operation(CHANGE)
def set_status(request, uid: UUID, told: VisitStatusIn):
    found = queries.visit(request.user, uid)
    return _read(request, commands.set_status(found, status=told.status, by=request.user))


@router.post(
    "/visits/{uid}/cancel", response=VisitOut, summary=_("Cancel a visit"), operation_id="cancel_visit"
)
@operation(CHANGE)
def cancel_visit(request, uid: UUID, told: CancelVisitIn):
    found = queries.visit(request.user, uid)
    return _read(request, commands.cancel_visit(found, by=request.user, **told.dict()))


@acts(
    router,
    "/visits/{uid}",
    ("miss", commands.miss_visit, _("Say that nobody came to a visit")),
    ("finish", commands.finish_visit, _("Say that the work of a visit is done")),
    ("resume", commands.resume_visit, _("Say that the work of a visit goes on")),
    response=VisitOut,
    capability=CHANGE,
)
def change_state(request, uid: UUID, command):
    return _read(request, command(queries.visit(request.user, uid), by=request.user))


# --- Inside ------------------------------------------------------------------------------------------------------------


def location_in(uid: UUID | None) -> Any:
    """The location that was sent, if any. Raises Refused where there is none."""
    return named(team.location, uid, "location") if uid else None


def client_in(request: Any, uid: UUID | None) -> Any:
    """The client that was sent, if any. Raises Refused where none is within reach."""
    return named(lambda one: people.client(request.user, one), uid, "client") if uid else None


def colleague_in(request: Any, uid: UUID | None) -> Any:
    """The colleague who was sent, if any. Raises Refused where none is within reach."""
    return named(lambda one: team.colleague(request.user, one), uid, "colleague") if uid else None


def wanted_in(request: Any, lines: list[VisitLineIn]) -> list[Wanted]:
    """The services that were sent, for a command. Raises Refused where one is not within reach."""
    user = request.user
    return [
        Wanted(
            named(lambda uid: catalog.service(user, uid), one.service, "lines"),
            colleague_in(request, one.colleague),
            tuple(named(lambda uid: queries.thing(user, uid), uid, "lines") for uid in one.things),
            is_beside=one.is_beside,
        )
        for one in lines
    ]


def _read(request: Any, visit: Any) -> dict[str, Any]:
    found = queries.visit(request.user, visit.uid)
    return _told(queries.told_visits(request.user, [found])[0])


def _told(one: Any) -> dict[str, Any]:
    visit, plain = one.visit, (
        "uid", "status", "source", "location", "day", "begins", "zone", "begins_at", "ends_at", "comment", "version",
        "address", "travel_before", "travel_after",
        "booked_at", "arrived_at", "started_at", "finished_at", "completed_at", "is_cancelled_by_client",
    )  # fmt: skip
    told = {name: getattr(visit, name) for name in plain}
    told["ends"] = visit.ends_at.astimezone(ZoneInfo(visit.zone)).time()
    told["why_cancelled"] = visit.ended_as
    parts = ("service", "begins_at", "ends_at", "is_beside", "price")
    told["lines"] = [
        {name: getattr(line, name) for name in parts} | {"colleague": line.user} for line in one.lines
    ]
    return told | {"client": one.client, "things": one.things, "own_change_until": one.own_change_until}
