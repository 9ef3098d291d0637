from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.agenda import commands, queries, taking
from pomni.agenda.api.tasks import AboutOut, NamedOut, named_client, of_whom, with_owner
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.team.doors import PageIn, changed, key_of, operation

router = Router(tags=["promises"])
SEE, ADD, CHANGE = "agenda.promise.see", "agenda.promise.add", "agenda.promise.change"
Kind = Literal["agreement", "next_step", "expectation", "obligation"]
Owes = Literal["us", "client", "both"]


class PromiseOut(Schema):
    uid: UUID
    kind: str
    owes: str
    text: str
    due_on: date | None
    due_time: Hour | None
    is_late: bool
    responsible: NamedOut | None
    client: AboutOut | None
    added_at: datetime
    state: str
    closed_at: datetime | None
    outcome: str
    evidence: str


class PromisesOut(Schema):
    items: list[PromiseOut]
    next: str | None


class PromisesIn(PageIn):
    whose: Literal["mine"] | None = None
    state: Literal["open", "kept", "broken", "let_go"] = "open"
    kind: Kind | None = None
    client: UUID | None = None
    due: Literal["overdue", "today"] | None = None


class AddPromiseIn(Schema):
    model_config = ConfigDict(extra="forbid")

    client: UUID
    text: str = Field(min_length=1, max_length=500)
    kind: Kind = "next_step"
    owes: Owes | None = None
    due_on: date | None = None
    due_time: Hour | None = None
    responsible: UUID | None = None


class EditPromiseIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, min_length=1, max_length=500)
    kind: Kind | None = None
    owes: Owes | None = None
    due_on: date | None = None
    due_time: Hour | None = None
    responsible: UUID | None = None
    outcome: str | None = Field(None, max_length=1000)
    evidence: str | None = Field(None, max_length=500)
    seen: dict[str, str] = {}


class ClosePromiseIn(Schema):
    model_config = ConfigDict(extra="forbid")

    state: Literal["kept", "broken", "let_go"] = "kept"
    outcome: str = Field("", max_length=1000)
    evidence: str = Field("", max_length=500)


class WriteLineIn(Schema):
    model_config = ConfigDict(extra="forbid")

    client: UUID
    text: str = Field(min_length=1, max_length=8000)


class LineOut(Schema):
    note: UUID | None
    promises: list[PromiseOut]


@router.post(
    "/lines",
    response={201: LineOut},
    summary=_("Write a line down, with the promises in it"),
    operation_id="write_line",
)
@operation(ADD)
def write_line(request, told: WriteLineIn):
    client = named_client(request, told.client)
    line = taking.write_line(client, text=told.text, by=request.user, sent={}, key=key_of(request))
    made = [_read(request, promise) for promise in line.promises]
    return Status(201, {"note": line.note and line.note.uid, "promises": made})


@router.get("/promises", response=PromisesOut, summary=_("List promises"), operation_id="list_promises")
@operation(SEE)
def promises(request, asked: Query[PromisesIn]):
    told = asked.dict()
    client = named_client(request, told.pop("client"))
    told |= {name: told[name] or "" for name in ("whose", "kind", "due")}
    found = queries.promise_page(request.user, client=client, **told)
    return {"items": [_out(row) for row in found.items], "next": found.next}


@router.post(
    "/promises", response={201: PromiseOut}, summary=_("Write down a promise"), operation_id="add_promise"
)
@operation(ADD)
def add_promise(request, told: AddPromiseIn):
    words = with_owner(request, told.dict())
    client = named_client(request, words.pop("client"))
    words["owes"] = words["owes"] or ""
    promise = commands.add_promise(client, **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, promise))


@router.get("/promises/{uid}", response=PromiseOut, summary=_("Read a promise"), operation_id="read_promise")
@operation(SEE)
def promise(request, uid: UUID):
    return _read(request, queries.promise(request.user, uid))


@router.patch(
    "/promises/{uid}", response=PromiseOut, summary=_("Change a promise"), operation_id="edit_promise"
)
@operation(CHANGE)
def edit_promise(request, uid: UUID, told: EditPromiseIn):
    promise = queries.promise(request.user, uid)
    words = changed(told, "due_on", "due_time", "responsible")
    return _read(request, commands.edit_promise(promise, by=request.user, **with_owner(request, words)))


@router.post(
    "/promises/{uid}/close", response=PromiseOut, summary=_("Close a promise"), operation_id="close_promise"
)
@operation(CHANGE)
def close_promise(request, uid: UUID, told: ClosePromiseIn):
    promise = queries.promise(request.user, uid)
    return _read(request, commands.close_promise(promise, **told.dict(), by=request.user))


@router.post(
    "/promises/{uid}/reopen",
    response=PromiseOut,
    summary=_("Reopen a promise"),
    operation_id="reopen_promise",
)
@operation(CHANGE)
def reopen_promise(request, uid: UUID):
    return _read(request, commands.reopen_promise(queries.promise(request.user, uid), by=request.user))


def _read(request: Any, promise: Any) -> dict[str, Any]:
    return _out(queries.promise_row(request.user, promise))


def _out(row: queries.Row) -> dict[str, Any]:
    plain = ("uid", "kind", "owes", "due_on", "due_time", "is_late", "added_at", "state", "outcome")
    told = {name: getattr(row, name) for name in plain}
    told |= {"text": row.title, "evidence": row.about, "closed_at": row.done_at}
    return told | of_whom(row)
