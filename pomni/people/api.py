from typing import Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.memory import sightings
from pomni.people import commands, queries
from pomni.team.doors import operation

router = Router(tags=["clients"])
Kind = Literal["person", "organisation"]


class ClientOut(Schema):
    uid: UUID
    name: str
    kind: str
    phone: str | None
    email: str | None


class ClientsOut(Schema):
    clients: list[ClientOut]
    after: str


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
    kind: str
    at: str
    by: str
    sentence: str


@router.get("/clients", response=ClientsOut)
@operation("people.client.see")
def clients(request, after: UUID | None = None):
    rows, more = queries.client_rows(request.user, after=after or "", size=100)
    return {"clients": rows, "after": more}


@router.post("/clients", response={201: ClientOut})
@operation("people.client.add")
def add_client(request, told: AddClientIn):
    key = request.headers.get("Idempotency-Key", "")
    client = commands.add_client(**told.dict(), by=request.user, key=key)
    return Status(201, _out(request, client))


@router.get("/clients/{uid}", response=ClientOut)
@operation("people.client.see")
def client(request, uid: UUID):
    client = queries.client(request.user, uid)
    sightings.note(client, by=request.user)
    return _out(request, client)


@router.patch("/clients/{uid}", response=ClientOut)
@operation("people.client.change")
def edit_client(request, uid: UUID, told: EditClientIn):
    words = told.dict(exclude_unset=True)
    client = queries.client(request.user, uid)
    return _out(request, commands.edit_client(client, by=request.user, **words))


@router.get("/clients/{uid}/timeline", response=list[MomentOut])
@operation("people.client.see")
def timeline(request, uid: UUID):
    found = queries.timeline(request.user, queries.client(request.user, uid))
    return [
        {"kind": t.moment.kind, "at": t.moment.happened.isoformat(), "by": t.by, "sentence": t.sentence}
        for t in found
    ]


def _out(request, client):
    return {"uid": client.uid, **queries.facts(request.user, client)}
