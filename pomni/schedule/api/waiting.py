from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import queries as catalog
from pomni.kit.later import later as _
from pomni.schedule import commands, queries
from pomni.schedule.api.series import check_near
from pomni.schedule.api.visits import (
    BOOK,
    CHANGE,
    SEE,
    NamedVisitPartOut,
    client_in,
    colleague_in,
    location_in,
)
from pomni.schedule.commands.waiting import MOST_SERVICES
from pomni.team.doors import acts, key_of, named, operation

router = Router(tags=["waiting list"])


class WaitingOut(Schema):
    """A client who waits for a time. `colleague` and `location` are null for anybody and anywhere, `weekdays` (0 is Monday)
    empty for any day, `part` for any part of the day. `client` is null where they are out of the reader's reach.
    """

    uid: UUID
    state: Literal["open", "booked", "dropped"]
    client: NamedVisitPartOut | None
    services: list[NamedVisitPartOut]
    colleague: NamedVisitPartOut | None
    location: NamedVisitPartOut | None
    first: date
    last: date
    weekdays: list[int]
    part: str
    comment: str
    added_at: datetime


class WaitingListOut(Schema):
    items: list[WaitingOut]


class AddWaitingIn(Schema):
    """For whom, for what, from `first` (today) until `last`; by and where, if it is not all the same."""

    model_config = ConfigDict(extra="forbid")

    client: UUID
    services: list[UUID] = Field(min_length=1, max_length=MOST_SERVICES)
    last: date
    first: date | None = None
    colleague: UUID | None = None
    location: UUID | None = None
    weekdays: list[int] = Field([], max_length=7)
    part: Literal["", "morning", "afternoon", "evening"] = ""
    comment: str = Field("", max_length=300)


class OfferOut(Schema):
    """A time that is held for one who waits, until `until`. `visit` is what became of it once they come."""

    uid: UUID
    state: Literal["open", "taken", "declined", "run_out"]
    waiting: UUID
    location: NamedVisitPartOut
    begins_at: datetime
    ends_at: datetime
    until: datetime
    visit: UUID | None


class OffersOut(Schema):
    items: list[OfferOut]


class AnswerOfferIn(Schema):
    """They come ("taken"), or they do not ("declined")."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["taken", "declined"]


@router.get("/waiting", response=WaitingListOut, summary=_("List who waits"), operation_id="list_waiting")
@operation(SEE)
def waiting(request):
    return {"items": [_told(one, client) for one, client in queries.waiting_list(request.user)]}


@router.post(
    "/waiting",
    response={201: WaitingOut},
    summary=_("Put a {client} on the waiting list"),
    operation_id="add_waiting",
)
@operation(BOOK)
def add_waiting(request, told: AddWaitingIn):
    for field in ("first", "last"):
        if day := getattr(told, field):
            check_near(day, field)
    words = told.dict()
    client = client_in(request, words.pop("client"))
    words["services"] = [
        named(lambda one: catalog.service(request.user, one), uid, "services") for uid in told.services
    ]
    words["user"] = colleague_in(request, words.pop("colleague"))
    words["location"] = location_in(told.location)
    made = commands.add_waiting(client, **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, made))


@acts(
    router,
    "/waiting/{uid}",
    ("drop", commands.drop_waiting, _("Take a {client} off the waiting list")),
    response=WaitingOut,
    capability=CHANGE,
)
def change_state(request, uid: UUID, command):
    return _read(request, command(queries.waiting(request.user, uid), by=request.user))


@router.get(
    "/offers",
    response=OffersOut,
    summary=_("List times that are held for those who wait"),
    operation_id="list_offers",
)
@operation(SEE)
def offers(request):
    return {"items": [_offer(one) for one, _client in queries.open_offers(request.user)]}


@router.patch(
    "/offers/{uid}",
    response=OfferOut,
    summary=_("Say whether a {client} comes at the time that is held"),
    operation_id="answer_offer",
)
@operation(BOOK)
def answer_offer(request, uid: UUID, told: AnswerOfferIn):
    one = queries.offer(request.user, uid)
    if told.state == "taken":
        commands.accept_offer(one, source="api", by=request.user)
    else:
        commands.decline_offer(one, by=request.user)
    return _offer(queries.offer(request.user, uid))


def _read(request: Any, one: Any) -> dict[str, Any]:
    found = queries.waiting(request.user, one.uid)
    return _told(found, queries.client_of(request.user, found))


def _told(one: Any, client: Any) -> dict[str, Any]:
    plain = ("uid", "state", "location", "first", "last", "weekdays", "part", "comment", "added_at")
    told = {name: getattr(one, name) for name in plain}
    return told | {"client": client, "colleague": one.user, "services": one.wanted}


def _offer(one: Any) -> dict[str, Any]:
    plain = ("uid", "state", "location", "begins_at", "ends_at", "until")
    told = {name: getattr(one, name) for name in plain}
    visit = one.waiting.visit if one.state == "taken" else None
    return told | {"waiting": one.waiting.uid, "visit": visit.uid if visit else None}
