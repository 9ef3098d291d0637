from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.billing import queries as billing
from pomni.billing.queries import PaidIn, SoldIn
from pomni.catalog import queries as catalog
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.schedule import commands, queries, rules
from pomni.schedule.commands import Next, Promised, Wanted
from pomni.team import queries as team
from pomni.team.doors import acts, key_of, named, operation

router = Router(tags=["visits"])
SEE, CHANGE = "schedule.visit.see", "schedule.visit.change"


class NextVisitLineIn(Schema):
    model_config = ConfigDict(extra="forbid")

    service: UUID
    colleague: UUID | None = None


class NextVisitIn(Schema):
    """When the client comes again; `lines` left out: for the same, by the same colleagues."""

    model_config = ConfigDict(extra="forbid")

    day: date
    begins: Hour
    lines: list[NextVisitLineIn] = Field([], max_length=rules.MOST_LINES)
    over: bool = False


class PromisedIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=500)
    due_on: date | None = None


class CompleteVisitIn(Schema):
    """All that comes of a visit, in one act. `lines` left out: as it was booked. What is not paid is owed.

    `advice`: what the client was told, which becomes a note on their card.
    """

    model_config = ConfigDict(extra="forbid")

    lines: list[SoldIn] | None = Field(None, min_length=1, max_length=100)
    paid: list[PaidIn] = Field([], max_length=20)
    discount: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=5, decimal_places=2)
    why: str = Field("", max_length=300)
    advice: str = Field("", max_length=2000)
    next_visit: NextVisitIn | None = None
    promise: PromisedIn | None = None


class CompletionOut(Schema):
    """What completing a visit did. Where it was undone, `left` names what stayed because somebody had touched it since."""

    uid: UUID
    visit: UUID
    sale: UUID
    total: Decimal
    owed: Decimal
    next_visit: UUID | None
    promise: UUID | None
    note: UUID | None
    completed_at: datetime
    undone_at: datetime | None
    left: list[Literal["next_visit", "promise", "note"]]


@router.get(
    "/visits/{uid}/completion",
    response=CompletionOut,
    summary=_("Read what a visit did"),
    operation_id="read_completion",
)
@operation(SEE)
def completion(request, uid: UUID):
    return _told(queries.last_completion(request.user, uid))


@router.post(
    "/visits/{uid}/complete",
    response={201: CompletionOut},
    summary=_("Complete a visit"),
    operation_id="complete_visit",
)
@operation(CHANGE)
def complete_visit(request, uid: UUID, told: CompleteVisitIn):
    found, user = queries.visit(request.user, uid), request.user
    words: dict[str, Any] = {name: getattr(told, name) for name in ("discount", "why", "advice")}
    words["paid"] = billing.paid_as_told(user, told.paid)
    words["lines"] = billing.sold_as_told(user, told.lines, found.location) if told.lines else None
    words["next_visit"] = _next(user, told.next_visit) if told.next_visit else None
    words["promise"] = Promised(told.promise.text, told.promise.due_on) if told.promise else None
    made = commands.complete_visit(found, **words, by=user, key=key_of(request))
    return Status(201, _told(queries.completion(user, made.uid)))


@acts(
    router,
    "/visits/{uid}",
    ("reopen", commands.reopen_visit, _("Open a visit again: take back all that completing it did")),
    response=CompletionOut,
    capability=CHANGE,
)
def reopen_visit(request, uid: UUID, command):
    made = queries.last_completion(request.user, uid)
    command(made.visit, by=request.user)
    return _told(queries.completion(request.user, made.uid))


# --- Inside ------------------------------------------------------------------------------------------------------------


def _next(user: Any, told: NextVisitIn) -> Next:
    lines = tuple(
        Wanted(
            named(lambda uid: catalog.service(user, uid), one.service, "next_lines"),
            named(lambda uid: team.colleague(user, uid), one.colleague, "next_lines")
            if one.colleague
            else None,
        )
        for one in told.lines
    )
    return Next(told.day, told.begins, lines, over=told.over)


def _told(made: Any) -> dict[str, Any]:
    names = ("uid", "completed_at", "undone_at", "left")
    parts = {name: getattr(made, name) for name in ("visit", "sale", "next_visit", "promise", "note")}
    return (
        {name: getattr(made, name) for name in names}
        | {name: part.uid if part else None for name, part in parts.items()}
        | {"total": made.sale.total, "owed": billing.owed_of(made.sale)}
    )
