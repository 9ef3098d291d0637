from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Schema

from pomni.kit.later import later as _
from pomni.recall import queries
from pomni.team.doors import PageIn, operation

router = Router(tags=["recall"])
SEE = "recall.due.see"


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


class DuePageOut(Schema):
    items: list[DueOut]
    next: str | None


class DueIn(PageIn):
    """Which rows: by service, colleague and location of the last visit, by how late they are, and by what."""

    service: UUID | None = None
    colleague: UUID | None = None
    location: UUID | None = None
    late: Literal["", "soon", "month", "half", "more"] = ""
    by: Literal["", "interval", "rhythm"] = ""


@router.get("/due", response=DuePageOut, summary=_("List {clients} to invite again"), operation_id="list_due")
@operation(SEE)
def due(request, asked: Query[DueIn]):
    wanted = queries.Wanted(
        str(asked.service or ""), str(asked.colleague or ""), str(asked.location or ""), asked.late, asked.by
    )
    found = queries.due_page(request.user, wanted, after=asked.after, limit=asked.limit)
    return {"items": [_out(row) for row in found.items], "next": found.next}


def _out(row):
    names = (
        "last_on",
        "due_on",
        "interval_on",
        "rhythm_on",
        "rhythm_days",
        "rhythm_gaps",
        "rhythm_of_category",
    )
    named = {"client": row.client, "service": row.due.service, "location": row.due.location}
    if row.due.user:
        named["colleague"] = row.due.user
    told = {name: {"uid": one.uid, "name": one.name} for name, one in named.items()}
    return {"colleague": None} | told | {name: getattr(row.due, name) for name in names}
