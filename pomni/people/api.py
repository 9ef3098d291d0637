from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.later import later as _
from pomni.memory import sightings
from pomni.memory.uids import moment_uid
from pomni.people import commands, queries
from pomni.team.doors import PageIn, key_of, operation
from pomni.team.seeing_as import who_looks

router = Router(tags=["clients"])
Kind = Literal["person", "organisation"]


class ClientOut(Schema):
    uid: UUID
    name: str
    kind: str
    phone: str | None
    email: str | None


class ClientsOut(Schema):
    items: list[ClientOut]
    next: str | None


class AddClientIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    kind: Kind = "person"
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)


class EditClientIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    kind: Kind | None = None
    phone: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=254)
    seen: dict[str, str] = {}


class MomentOut(Schema):
    uid: UUID
    kind: str
    at: datetime
    by: str
    sentence: str


class MomentsOut(Schema):
    items: list[MomentOut]
    next: str | None


@router.get("/clients", response=ClientsOut, summary=_("List {clients}"), operation_id="list_clients")
@operation("people.client.see")
def clients(request, page: Query[PageIn]):
    return queries.client_page(request.user, **page.dict())


@router.post("/clients", response={201: ClientOut}, summary=_("Add a {client}"), operation_id="add_client")
@operation("people.client.add")
def add_client(request, told: AddClientIn):
    client = commands.add_client(**told.dict(), by=request.user, key=key_of(request))
    return Status(201, _out(request, client))


@router.get("/clients/{uid}", response=ClientOut, summary=_("Read a {client}"), operation_id="read_client")
@operation("people.client.see")
def client(request, uid: UUID):
    client = queries.client(request.user, uid)
    sightings.note(client, by=who_looks(request))
    return _out(request, client)


@router.patch(
    "/clients/{uid}", response=ClientOut, summary=_("Change a {client}"), operation_id="edit_client"
)
@operation("people.client.change")
def edit_client(request, uid: UUID, told: EditClientIn):
    words = told.dict(exclude_none=True, exclude_unset=True)
    client = queries.client(request.user, uid)
    return _out(request, commands.edit_client(client, by=request.user, **words))


@router.get(
    "/clients/{uid}/timeline",
    response=MomentsOut,
    summary=_("Read the timeline of a {client}"),
    operation_id="read_timeline",
)
@operation("people.client.see")
def timeline(request, uid: UUID, page: Query[PageIn]):
    found = queries.timeline_page(request.user, queries.client(request.user, uid), **page.dict())
    return {"items": [_moment(told) for told in found.items], "next": found.next}


def _moment(told):
    moment = told.moment
    return {
        "uid": moment_uid(moment.pk),
        "kind": moment.kind,
        "at": moment.happened,
        "by": told.by,
        "sentence": told.sentence,
    }


def _out(request, client):
    return {"uid": client.uid, **queries.facts(request.user, client)}
