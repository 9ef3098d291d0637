from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.schedule import commands, queries, repeating, rules
from pomni.schedule.api.visits import BOOK, CHANGE, SEE, State, VisitLineIn, client_in, location_in, wanted_in
from pomni.schedule.going import LONGEST_WAY
from pomni.team.doors import key_of, operation

router = Router(tags=["series"])
FARTHEST = 3 * 366  # days from today


class TurnOut(Schema):
    """One visit of a series, by the clock of its place."""

    uid: UUID
    day: date
    begins: Hour
    status: State


class SeriesOut(Schema):
    """Visits that were booked together. `rule` is of RFC 5545, counted from `first`; both are null for a single visit."""

    uid: UUID | None
    rule: str | None
    first: date | None
    visits: list[TurnOut]


class MovedTurnIn(Schema):
    """A day of a series with an hour of its own."""

    model_config = ConfigDict(extra="forbid")

    day: date
    begins: Hour


class BookSeriesIn(Schema):
    """A visit on each day of a rule such as "FREQ=WEEKLY;COUNT=10": all or none. `skip`: days on which there is none.

    `address`: each of them is at the client's, with so many minutes on the way before and after.
    """

    model_config = ConfigDict(extra="forbid")

    location: UUID
    first: date
    begins: Hour
    rule: str = Field(max_length=200)
    lines: list[VisitLineIn] = Field(min_length=1, max_length=rules.MOST_LINES)
    skip: list[date] = Field([], max_length=repeating.MOST)
    moved: list[MovedTurnIn] = Field([], max_length=repeating.MOST)
    client: UUID | None = None
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=60)
    comment: str = Field("", max_length=2000)
    address: str = Field("", max_length=300)
    travel_before: int = Field(0, ge=0, le=LONGEST_WAY)
    travel_after: int = Field(0, ge=0, le=LONGEST_WAY)


class MoveSeriesIn(Schema):
    """This visit and those that follow it, or all that are to come: so many days later, or at another hour."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["following", "all"]
    days: int = Field(0, ge=-366, le=366)
    begins: Hour | None = None


class CancelSeriesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    scope: Literal["following", "all"]
    why: str = Field("", max_length=300)
    is_by_client: bool = False


@router.post(
    "/series", response={201: SeriesOut}, summary=_("Book a series of visits"), operation_id="book_series"
)
@operation(BOOK)
def book_series(request, told: BookSeriesIn):
    check_near(told.first, "first")
    words = told.dict()
    client = client_in(request, words.pop("client"))
    words["travel"] = (words.pop("travel_before"), words.pop("travel_after"))
    words |= {"location": location_in(told.location), "lines": wanted_in(request, told.lines)}
    words |= {"moved": [(one.day, one.begins) for one in told.moved], "skip": sorted(set(told.skip))}
    made = commands.book_series(
        *filter(None, [client]), **words, source="api", by=request.user, key=key_of(request)
    )
    return Status(201, _told(made, queries.visits_in(request.user, made.pk)))


@router.get(
    "/visits/{uid}/series",
    response=SeriesOut,
    summary=_("Read the series of a visit"),
    operation_id="read_series",
)
@operation(SEE)
def series(request, uid: UUID):
    return _read(request, uid)


@router.patch(
    "/visits/{uid}/series",
    response=SeriesOut,
    summary=_("Move several visits of a series"),
    operation_id="move_series",
)
@operation(CHANGE)
def move_series(request, uid: UUID, told: MoveSeriesIn):
    commands.move_series(queries.visit(request.user, uid), **told.dict(), by=request.user)
    return _read(request, uid)


@router.patch(
    "/visits/{uid}/series/cancel",
    response=SeriesOut,
    summary=_("Cancel several visits of a series"),
    operation_id="cancel_series",
)
@operation(CHANGE)
def cancel_series(request, uid: UUID, told: CancelSeriesIn):
    commands.cancel_series(queries.visit(request.user, uid), **told.dict(), by=request.user)
    return _read(request, uid)


def check_near(day: date, field: str) -> None:
    """Raises Refused for a day that is years away."""
    if abs((day - today()).days) > FARTHEST:
        raise Refused(_("Choose a day within the last year and the next three."), field=field)


def _read(request: Any, uid: UUID) -> dict[str, Any]:
    one = queries.visit(request.user, uid)
    return _told(one.series, queries.visits_of_series(request.user, one))


def _told(series: Any, visits: Any) -> dict[str, Any]:
    turns = [
        {"uid": one.uid, "status": one.status, "day": local.date(), "begins": local.time()}
        for one, local in visits
    ]
    about = {name: getattr(series, name) if series else None for name in ("uid", "rule", "first")}
    return about | {"visits": turns}
