from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.schedule import commands, queries
from pomni.team.doors import key_of, operation

router = Router(tags=["working time"])
SEE, ASK, APPROVE = "schedule.absence.see", "schedule.absence.ask", "schedule.absence.approve"
USUAL_DAYS = timedelta(days=92)
MOST_DAYS = 366


class ColleagueOut(Schema):
    uid: UUID
    name: str


class AbsenceOut(Schema):
    """That a colleague is away, or asked to be: from `begins_on` to `ends_on`, both included."""

    uid: UUID
    colleague: ColleagueOut
    begins_on: date
    ends_on: date
    why: str
    state: str
    about: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


class TooFewOut(Schema):
    """A day on which too few colleagues are left, or would be: so many at work, and so many needed."""

    location: ColleagueOut
    day: date
    there: int
    needed: int


class WholeAbsenceOut(AbsenceOut):
    """`visits`: how many visits stand on these days, also such as are out of the reader's reach.

    `too_few`: on which of the days from today on too few are left by it, or would be left if it were approved.
    """

    visits: int
    too_few: list[TooFewOut]


class AbsencesOut(Schema):
    items: list[AbsenceOut]


class DaysIn(Schema):
    """The days that are asked about: three months from today, unless told."""

    first: date | None = None
    last: date | None = None


class AbsenceIn(Schema):
    """`colleague`: another one than whoever asks. `approved`: it is written down at once, by whoever may approve it."""

    model_config = ConfigDict(extra="forbid")

    begins_on: date
    ends_on: date
    why: Literal["vacation", "sick", "other"] = "vacation"
    about: str = Field("", max_length=300)
    colleague: UUID | None = None
    approved: bool = False


class AnswerIn(Schema):
    model_config = ConfigDict(extra="forbid")

    state: Literal["approved", "declined", "withdrawn"]
    answer: str = Field("", max_length=300)


@router.get("/absences", response=AbsencesOut, summary=_("List absences"), operation_id="list_absences")
@operation(SEE)
def absences(request, asked: Query[DaysIn]):
    rows = queries.absences_between(request.user, *days_of(asked))
    return {"items": [_out(row) for row in rows]}


@router.post(
    "/absences", response={201: WholeAbsenceOut}, summary=_("Ask for an absence"), operation_id="ask_absence"
)
@operation(ASK)
def ask_absence(request, told: AbsenceIn):
    words = told.dict()
    act = commands.add_absence if words.pop("approved") else commands.ask_absence
    uid = words.pop("colleague")
    user = colleague_of(request, uid, ASK) if uid else request.user
    made = act(user=user, **words, by=request.user, key=key_of(request))
    return Status(201, _whole(queries.absence(request.user, made.uid)))


@router.get(
    "/absences/{uid}", response=WholeAbsenceOut, summary=_("Read an absence"), operation_id="read_absence"
)
@operation(SEE)
def absence(request, uid: UUID):
    return _whole(queries.absence(request.user, uid))


@router.patch(
    "/absences/{uid}/answer",
    response=WholeAbsenceOut,
    summary=_("Approve, decline or withdraw an absence"),
    operation_id="answer_absence",
)
@operation(ASK)
def answer_absence(request, uid: UUID, told: AnswerIn):
    one = queries.absence(request.user, uid)
    if told.state == "withdrawn":
        commands.withdraw_absence(one, by=request.user)
    else:
        act = commands.approve_absence if told.state == "approved" else commands.decline_absence
        act(one, answer=told.answer, by=request.user)
    return _whole(queries.absence(request.user, uid))


def days_of(asked: DaysIn) -> tuple[date, date]:
    """The first and the last day. Raises Refused where they are too many."""
    first = asked.first or today()
    last = asked.last or min(first, date.max - USUAL_DAYS) + USUAL_DAYS
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise Refused(_("Ask for %(most)s days at most.") % {"most": MOST_DAYS}, field="last")
    return first, last


def colleague_of(request: Any, uid: UUID, capability: str) -> Any:
    """The colleague of the uid. Raises Refused where none is within reach."""
    found = queries.reached_colleagues(request.user, capability).filter(uid=uid).first()
    if found is None:
        raise Refused(
            _("Nothing within your reach has this identifier. Send another one, or leave it out."),
            field="colleague",
        )
    return found


def _out(one: Any) -> dict[str, Any]:
    plain = ("uid", "begins_on", "ends_on", "why", "state", "about", "answer", "asked_at", "answered_at")
    return {name: getattr(one, name) for name in plain} | {"colleague": one.user}


def _whole(one: Any) -> dict[str, Any]:
    few = [
        {"location": day.minimum.location, "day": day.day, "there": day.number, "needed": day.minimum.number}
        for day in queries.few_by_absence(one)
    ]
    return _out(one) | {"visits": queries.visits_hit(one).count(), "too_few": few}
