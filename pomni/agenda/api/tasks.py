from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.agenda import commands, queries
from pomni.agenda.working import working_day
from pomni.kit.errors import Refused
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.people import queries as people
from pomni.team.doors import PageIn, acts, changed, key_of, named, operation

router = Router(tags=["tasks"])
SEE, ADD, CHANGE = "agenda.task.see", "agenda.task.add", "agenda.task.change"


class NamedOut(Schema):
    uid: UUID
    name: str


class AboutOut(NamedOut):
    """The client whom it is about; `warning`: the alert and the allergies, which whoever meets them must know first."""

    warning: str


class ItemOut(Schema):
    text: str
    is_done: bool


class ItemIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200)
    is_done: bool | None = None  # as it was


class TaskOut(Schema):
    uid: UUID
    title: str
    about: str
    due_on: date | None
    due_time: Hour | None
    is_late: bool
    responsible: NamedOut | None
    client: AboutOut | None
    added_at: datetime
    done_at: datetime | None
    outcome: str
    dropped_at: datetime | None


class WholeTaskOut(TaskOut):
    checklist: list[ItemOut]
    repeat: str
    awaits_answer: bool


class TasksOut(Schema):
    items: list[TaskOut]
    next: str | None


class TasksIn(PageIn):
    whose: Literal["mine", "set"] | None = None
    state: Literal["open", "done", "dropped"] = "open"
    client: UUID | None = None
    due: Literal["overdue", "today"] | None = None


class AddTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    about: str = Field("", max_length=4000)
    due_on: date | None = None
    due_time: Hour | None = None
    responsible: UUID | None = None
    client: UUID | None = None
    working_days: int | None = Field(None, ge=1, le=200)
    checklist: list[str] = Field([], max_length=50)
    repeat: str = Field("", max_length=120)


class EditTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, min_length=1, max_length=200)
    about: str | None = Field(None, max_length=4000)
    due_on: date | None = None
    due_time: Hour | None = None
    responsible: UUID | None = None
    outcome: str | None = Field(None, max_length=1000)
    checklist: list[ItemIn] | None = Field(None, max_length=50)
    repeat: str | None = Field(None, max_length=120)
    seen: dict[str, str] = {}


class AnswerTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    accepts: bool
    reason: str = Field("", max_length=1000)


class FinishTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    outcome: str = Field("", max_length=1000)


@router.get("/tasks", response=TasksOut, summary=_("List tasks"), operation_id="list_tasks")
@operation(SEE)
def tasks(request, asked: Query[TasksIn]):
    told = asked.dict()
    uid = told.pop("client")
    client = named_client(request, uid)
    told |= {"whose": told["whose"] or "", "due": told["due"] or "", "client": client}
    found = queries.task_page(request.user, **told)
    return {"items": [_out(row) for row in found.items], "next": found.next}


@router.post("/tasks", response={201: WholeTaskOut}, summary=_("Set a task"), operation_id="add_task")
@operation(ADD)
def add_task(request, told: AddTaskIn):
    words = with_owner(request, told.dict())
    client = named_client(request, words.pop("client"))
    if (days := words.pop("working_days")) and not words["due_on"]:
        words["due_on"] = working_day(days, client.location if client else None)
    task = commands.add_task(*filter(None, [client]), **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, task))


@router.get("/tasks/{uid}", response=WholeTaskOut, summary=_("Read a task"), operation_id="read_task")
@operation(SEE)
def task(request, uid: UUID):
    return _read(request, queries.task(request.user, uid))


@router.patch("/tasks/{uid}", response=WholeTaskOut, summary=_("Change a task"), operation_id="edit_task")
@operation(CHANGE)
def edit_task(request, uid: UUID, told: EditTaskIn):
    task = queries.task(request.user, uid)
    words = changed(told, "due_on", "due_time", "responsible")
    return _read(request, commands.edit_task(task, by=request.user, **with_owner(request, words)))


@router.post(
    "/tasks/{uid}/finish", response=WholeTaskOut, summary=_("Finish a task"), operation_id="finish_task"
)
@operation(CHANGE)
def finish_task(request, uid: UUID, told: FinishTaskIn):
    task = queries.task(request.user, uid)
    return _read(request, commands.finish_task(task, outcome=told.outcome, by=request.user))


@acts(
    router,
    "/tasks/{uid}",
    ("reopen", commands.reopen_task, _("Reopen a task")),
    ("drop", commands.drop_task, _("Drop a task")),
    ("restore", commands.restore_task, _("Take up a dropped task again")),
    response=WholeTaskOut,
    capability=CHANGE,
)
def change_state(request, uid: UUID, command):
    return _read(request, command(queries.task(request.user, uid), by=request.user))


@router.patch(
    "/tasks/{uid}/answer",
    response=WholeTaskOut,
    summary=_("Take a task on, or decline it"),
    operation_id="answer_task",
)
@operation(CHANGE)
def answer_task(request, uid: UUID, told: AnswerTaskIn):
    task = queries.task(request.user, uid)
    if told.accepts:
        return _read(request, commands.accept_task(task, by=request.user))
    return _read(request, commands.decline_task(task, reason=told.reason, by=request.user))


def named_client(request: Any, uid: UUID | None) -> Any:
    """The client of a request. Raises Refused where there is none within reach; None where none is named."""
    return named(lambda uid: people.client(request.user, uid), uid, "client") if uid else None


def with_owner(request: Any, words: dict[str, Any]) -> dict[str, Any]:
    """The colleague of the uid. Raises Refused where there is none who can have tasks."""
    if uid := words.get("responsible"):
        words["responsible"] = queries.owners(request.user).filter(uid=uid).first()
        if words["responsible"] is None:
            raise Refused(
                _("This colleague cannot have tasks. Choose one who can sign in and sees tasks."),
                field="responsible",
            )
    return words


def _read(request: Any, task: Any) -> dict[str, Any]:
    told = {name: getattr(task, name) for name in ("checklist", "repeat", "awaits_answer")}
    return _out(queries.row_of(request.user, task)) | told


def of_whom(row: queries.Row) -> dict[str, Any]:
    """Who sees to it, and whom it is about."""
    who = {"uid": row.responsible_uid, "name": row.responsible} if row.responsible_uid else None
    return {"responsible": who, "client": row.client}


def _out(row: queries.Row) -> dict[str, Any]:
    plain = ("uid", "title", "about", "due_on", "due_time", "is_late", "added_at", "done_at", "outcome")
    told = {name: getattr(row, name) for name in plain}
    return told | {"dropped_at": row.dropped_at} | of_whom(row)
