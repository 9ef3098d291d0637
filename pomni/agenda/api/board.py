"""The board of what is not to be forgotten, for programs."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from pomni.agenda import queries
from pomni.agenda.api.tasks import AboutOut
from pomni.agenda.board import TITLES, reason
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.team.doors import operation

router = Router(tags=["board"])
SEE = "agenda.promise.see"
Part = Literal["overdue", "due", "late", "birthdays", "dates", "unplanned"]


class BoardIn(Schema):
    """`part` with `start` reads one part page by page; without them the first lines of each are told."""

    whose: Literal["mine", "all"] = "mine"
    part: Part | None = None
    start: int = Field(0, ge=0, le=queries.CAP)


class BoardLineOut(Schema):
    """`what`: "task", "promise" or "meeting" with its uid, or "client"; `reason`: why a client stands here."""

    what: Literal["task", "promise", "meeting", "client"]
    uid: UUID
    title: str
    client: AboutOut | None
    responsible: str
    on: date | None
    at: Hour | None
    is_late: bool
    reason: str


class BoardPartOut(Schema):
    """`count`: how many lines it has in all, of which as many are counted at most as `is_more` says there are more."""

    key: Part
    title: str
    count: int
    is_more: bool
    lines: list[BoardLineOut]


class BoardOut(Schema):
    parts: list[BoardPartOut]


@router.get(
    "/board", response=BoardOut, summary=_("Read what is not to be forgotten"), operation_id="read_board"
)
@operation(SEE)
def board(request, asked: Query[BoardIn]):
    mine = asked.whose == "mine"
    if asked.part:
        found = [queries.board_section(request.user, asked.part, mine=mine, start=asked.start)]
    else:
        found = queries.board(request.user, mine=mine)
    return {"parts": [_part(one) for one in found]}


def _part(one: queries.Section) -> dict[str, Any]:
    lines = [_line(row) for row in one.rows] + [_client(client) for client in one.clients]
    told = {"key": one.key, "title": str(TITLES[one.key]), "count": min(one.count, queries.CAP)}
    return told | {"is_more": one.is_more, "lines": lines}


def _line(row: queries.Row) -> dict[str, Any]:
    told = {"what": row.noun, "uid": row.uid, "title": row.title, "client": row.client}
    told |= {"is_late": row.is_late}
    return told | {"responsible": row.responsible, "on": row.due_on, "at": row.due_time, "reason": ""}


def _client(one: Any) -> dict[str, Any]:
    told = {"what": "client", "uid": one.uid, "title": one.name, "client": one}
    is_late = one.late_on is not None
    told |= {"responsible": one.responsible, "on": one.on, "at": None, "is_late": is_late}
    return told | {"reason": reason(one)}
