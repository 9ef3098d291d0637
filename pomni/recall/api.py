from collections import Counter
from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from pomni.kit.later import later as _
from pomni.recall import commands, queries
from pomni.team.doors import PageIn, operation

router = Router(tags=["recall"])
SEE, INVITE = "recall.due.see", "recall.invitation.send"


class NamedOut(Schema):
    uid: UUID
    name: str


class DueOut(Schema):
    """A client who is due for a service: by its interval, by their own rhythm (the median of `rhythm_gaps` gaps), or by both.

    `due_on` is the first of the two days.
    """

    client: NamedOut
    service: NamedOut
    location: NamedOut
    colleague: NamedOut | None
    last_on: date
    due_on: date
    interval_on: date | None
    rhythm_on: date | None
    rhythm_days: int | None
    rhythm_gaps: int
    rhythm_of_category: bool
    put_off_until: date | None
    put_off_why: str


class DuePageOut(Schema):
    items: list[DueOut]
    next: str | None


class DueIn(PageIn):
    """Which rows: by service, colleague and location of the last visit, by how late they are, and by what."""

    service: UUID | None = None
    colleague: UUID | None = None
    location: UUID | None = None
    late: Literal["", "soon", "month", "half", "more", "put_off"] = ""
    by: Literal["", "interval", "rhythm"] = ""


@router.get("/due", response=DuePageOut, summary=_("List {clients} to invite again"), operation_id="list_due")
@operation(SEE)
def due(request, asked: Query[DueIn]):
    wanted = queries.Wanted(
        str(asked.service or ""), str(asked.colleague or ""), str(asked.location or ""), asked.late, asked.by
    )
    found = queries.due_page(request.user, wanted, after=asked.after, limit=asked.limit)
    return {"items": [_out(row) for row in found.items], "next": found.next}


class RowIn(Schema):
    """A row of the list: who is due, and for which service."""

    model_config = ConfigDict(extra="forbid")

    client: UUID
    service: UUID


class RowsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    rows: list[RowIn] = Field(min_length=1, max_length=commands.MOST)


class InviteIn(RowsIn):
    """`texts`: what is written, by language, with {name}, {what}, {company} and {link}. `call`: set tasks to call the others."""

    texts: dict[str, str]
    call: bool = False


class LeftOut(Schema):
    """How many are left alone, and why: booked, lately, no_call; to_call: only a call reaches them; not_due: no such row."""

    why: str
    number: int


class InvitedOut(Schema):
    written: int
    called: int
    left: list[LeftOut]


class PutOffIn(RowsIn):
    """`until`: the day before which they are not invited; null: they are again."""

    until: date | None
    why: str = Field("", max_length=300)


class PutOffOut(Schema):
    changed: int


@router.put(
    "/due/invitations",
    response=InvitedOut,
    summary=_("Invite {clients} to come again; nobody twice within two weeks"),
    operation_id="invite_due",
)
@operation(INVITE)
def invite_due(request, told: InviteIn):
    due = _named(request, told)
    done = commands.invite(due=due, texts=told.texts, call=told.call, by=request.user)
    others = len(told.rows) - len(done.written) - len(done.called) - sum(done.left.values())
    left = Counter(done.left) | Counter(not_due=others, to_call=0 if told.call else len(done.called))
    return {
        "written": len(done.written),
        "called": len(done.called) if told.call else 0,
        "left": [{"why": str(why), "number": number} for why, number in left.items() if number],
    }


@router.put(
    "/due/put-off",
    response=PutOffOut,
    summary=_("Leave {clients} alone until a day, or no longer"),
    operation_id="put_off_due",
)
@operation(INVITE)
def put_off_due(request, told: PutOffIn):
    due = _named(request, told)
    return {"changed": commands.put_off(due=due, until=told.until, why=told.why, by=request.user)}


def _named(request, told):
    return queries.keys_of(request.user, [(one.client, one.service) for one in told.rows])


def _out(row):
    names = (
        "last_on",
        "due_on",
        "interval_on",
        "rhythm_on",
        "rhythm_days",
        "rhythm_gaps",
        "rhythm_of_category",
        "put_off_until",
        "put_off_why",
    )
    named = {"client": row.client, "service": row.due.service, "location": row.due.location}
    if row.due.user:
        named["colleague"] = row.due.user
    told = {name: {"uid": one.uid, "name": one.name} for name, one in named.items()}
    return {"colleague": None} | told | {name: getattr(row.due, name) for name in names}
