from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.agenda import commands, queries
from pomni.agenda.api.tasks import AboutOut, NamedOut, named_client, of_whom
from pomni.agenda.inviting import invited
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.team.doors import PageIn, acts, changed, key_of, operation

router = Router(tags=["meetings"])
SEE, ADD, CHANGE = "agenda.meeting.see", "agenda.meeting.add", "agenda.meeting.change"


class ComingOut(Schema):
    """Somebody who will be there, with one line about them."""

    what: Literal["client", "colleague"]
    uid: UUID
    name: str
    line: str


class GuestOut(NamedOut):
    declines: bool


class MeetingOut(Schema):
    uid: UUID
    title: str
    about: str
    place: str
    day: date
    begins: Hour
    ends: Hour
    zone: str
    starts_at: datetime
    ends_at: datetime
    is_late: bool
    responsible: NamedOut | None
    guests: list[GuestOut]
    coming: list[ComingOut]
    client: AboutOut | None
    further: list[AboutOut]
    added_at: datetime
    held_at: datetime | None
    outcome: str
    cancelled_at: datetime | None


class MeetingLineOut(Schema):
    uid: UUID
    title: str
    place: str
    day: date
    begins: Hour
    ends: Hour
    is_late: bool
    responsible: NamedOut | None
    client: AboutOut | None
    held_at: datetime | None
    cancelled_at: datetime | None


class MeetingsOut(Schema):
    items: list[MeetingLineOut]
    next: str | None


class MeetingsIn(PageIn):
    whose: Literal["mine"] | None = None
    state: Literal["open", "held", "cancelled"] = "open"
    client: UUID | None = None
    day_from: date | None = None
    day_until: date | None = None


class AddMeetingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    day: date
    begins: Hour
    ends: Hour | None = None
    place: str = Field("", max_length=300)
    about: str = Field("", max_length=4000)
    location: UUID | None = None
    responsible: UUID | None = None
    guests: list[UUID] = Field([], max_length=50)
    client: UUID | None = None
    further: list[UUID] = Field([], max_length=20)


class EditMeetingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, min_length=1, max_length=200)
    day: date | None = None
    begins: Hour | None = None
    ends: Hour | None = None
    place: str | None = Field(None, max_length=300)
    about: str | None = Field(None, max_length=4000)
    location: UUID | None = None
    responsible: UUID | None = None
    guests: list[UUID] | None = Field(None, max_length=50)
    further: list[UUID] | None = Field(None, max_length=20)
    outcome: str | None = Field(None, max_length=1000)
    seen: dict[str, str] = {}


class AnswerMeetingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    comes: bool


class HoldMeetingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    outcome: str = Field("", max_length=1000)


@router.get("/meetings", response=MeetingsOut, summary=_("List meetings"), operation_id="list_meetings")
@operation(SEE)
def meetings(request, asked: Query[MeetingsIn]):
    told = asked.dict()
    told |= {"whose": told["whose"] or "", "client": named_client(request, told["client"])}
    found = queries.meeting_page(request.user, **told)
    return {"items": [_line(row) for row in found.items], "next": found.next}


@router.post("/meetings", response={201: MeetingOut}, summary=_("Plan a meeting"), operation_id="add_meeting")
@operation(ADD)
def add_meeting(request, told: AddMeetingIn):
    words = invited(request.user, told.dict())
    client = named_client(request, words.pop("client"))
    made = commands.add_meeting(*filter(None, [client]), **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, made))


@router.get("/meetings/{uid}", response=MeetingOut, summary=_("Read a meeting"), operation_id="read_meeting")
@operation(SEE)
def meeting(request, uid: UUID):
    return _read(request, queries.meeting(request.user, uid))


@router.patch(
    "/meetings/{uid}", response=MeetingOut, summary=_("Change a meeting"), operation_id="edit_meeting"
)
@operation(CHANGE)
def edit_meeting(request, uid: UUID, told: EditMeetingIn):
    meeting = queries.meeting(request.user, uid)
    words = changed(told, "location", "responsible")
    return _read(request, commands.edit_meeting(meeting, by=request.user, **invited(request.user, words)))


@router.post(
    "/meetings/{uid}/hold",
    response=MeetingOut,
    summary=_("Say that a meeting was held"),
    operation_id="hold_meeting",
)
@operation(CHANGE)
def hold_meeting(request, uid: UUID, told: HoldMeetingIn):
    meeting = queries.meeting(request.user, uid)
    return _read(request, commands.hold_meeting(meeting, outcome=told.outcome, by=request.user))


@acts(
    router,
    "/meetings/{uid}",
    ("reopen", commands.reopen_meeting, _("Open a meeting that was held")),
    ("cancel", commands.cancel_meeting, _("Cancel a meeting")),
    ("restore", commands.restore_meeting, _("Plan a cancelled meeting again")),
    response=MeetingOut,
    capability=CHANGE,
)
def change_state(request, uid: UUID, command):
    return _read(request, command(queries.meeting(request.user, uid), by=request.user))


@router.patch(
    "/meetings/{uid}/answer",
    response=MeetingOut,
    summary=_("Decline an invitation to a meeting, or come after all"),
    operation_id="answer_meeting",
)
@operation(SEE)
def answer_meeting(request, uid: UUID, told: AnswerMeetingIn):
    answer = commands.accept_meeting if told.comes else commands.decline_meeting
    return _read(request, answer(queries.meeting(request.user, uid), by=request.user))


def _read(request: Any, meeting: Any) -> dict[str, Any]:
    row = queries.meeting_row(request.user, meeting)
    guests = queries.people_at([meeting.pk]).get(meeting.pk, [])
    further = queries.those_there(request.user, meeting)
    told = _line(row) | {"about": row.about, "outcome": row.outcome, "added_at": row.added_at}
    told |= {name: getattr(meeting, name) for name in ("zone", "starts_at", "ends_at", "ends")}
    told["guests"] = [{"uid": one.uid, "name": one.name, "declines": one.declines} for one in guests]
    names = ("what", "uid", "name", "line")
    coming = queries.who_comes(request.user, meeting, guests, further)
    told["coming"] = [{name: getattr(one, name) for name in names} for one in coming]
    return told | {"further": further}


def _line(row: queries.Row) -> dict[str, Any]:
    plain = ("uid", "title", "place", "is_late", "ends")
    told = {name: getattr(row, name) for name in plain}
    told |= {"day": row.due_on, "begins": row.due_time, "held_at": row.done_at}
    return told | {"cancelled_at": row.dropped_at} | of_whom(row)
