from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.agenda import commands, queries
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.people import queries as people
from pomni.team.doors import PageIn, key_of, named, operation

router = Router(tags=["tasks"])
SEE, ADD, CHANGE = "agenda.task.see", "agenda.task.add", "agenda.task.change"


class NamedOut(Schema):
    uid: UUID
    name: str


class TaskOut(Schema):
    uid: UUID
    title: str
    about: str
    due_on: date | None
    due_time: time | None
    is_late: bool
    responsible: NamedOut | None
    client: NamedOut | None
    added_at: datetime
    done_at: datetime | None
    outcome: str
    dropped_at: datetime | None


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
    due_time: time | None = None
    responsible: UUID | None = None
    client: UUID | None = None


class EditTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, min_length=1, max_length=200)
    about: str | None = Field(None, max_length=4000)
    due_on: date | None = None
    due_time: time | None = None
    responsible: UUID | None = None
    outcome: str | None = Field(None, max_length=1000)
    seen: dict[str, str] = {}


class FinishTaskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    outcome: str = Field("", max_length=1000)


@router.get("/tasks", response=TasksOut, summary=_("List tasks"), operation_id="list_tasks")
@operation(SEE)
def tasks(request, asked: Query[TasksIn]):
    told = asked.dict()
    uid = told.pop("client")
    client = _named_client(request, uid)
    told |= {"whose": told["whose"] or "", "due": told["due"] or "", "client": client}
    found = queries.task_page(request.user, **told)
    return {"items": [_out(row) for row in found.items], "next": found.next}


@router.post("/tasks", response={201: TaskOut}, summary=_("Set a task"), operation_id="add_task")
@operation(ADD)
def add_task(request, told: AddTaskIn):
    words = _with_owner(request, told.dict())
    client = _named_client(request, words.pop("client"))
    task = commands.add_task(*filter(None, [client]), **words, by=request.user, key=key_of(request))
    return Status(201, _read(request, task))


@router.get("/tasks/{uid}", response=TaskOut, summary=_("Read a task"), operation_id="read_task")
@operation(SEE)
def task(request, uid: UUID):
    return _read(request, queries.task(request.user, uid))


@router.patch("/tasks/{uid}", response=TaskOut, summary=_("Change a task"), operation_id="edit_task")
@operation(CHANGE)
def edit_task(request, uid: UUID, told: EditTaskIn):
    task = queries.task(request.user, uid)
    words = {
        name: value
        for name, value in told.dict(exclude_unset=True).items()
        if value is not None or name in {"due_on", "due_time", "responsible"}
    }
    return _read(request, commands.edit_task(task, by=request.user, **_with_owner(request, words)))


@router.post("/tasks/{uid}/finish", response=TaskOut, summary=_("Finish a task"), operation_id="finish_task")
@operation(CHANGE)
def finish_task(request, uid: UUID, told: FinishTaskIn):
    task = queries.task(request.user, uid)
    return _read(request, commands.finish_task(task, outcome=told.outcome, by=request.user))


@router.post("/tasks/{uid}/reopen", response=TaskOut, summary=_("Reopen a task"), operation_id="reopen_task")
@operation(CHANGE)
def reopen_task(request, uid: UUID):
    return _read(request, commands.reopen_task(queries.task(request.user, uid), by=request.user))


@router.post("/tasks/{uid}/drop", response=TaskOut, summary=_("Drop a task"), operation_id="drop_task")
@operation(CHANGE)
def drop_task(request, uid: UUID):
    return _read(request, commands.drop_task(queries.task(request.user, uid), by=request.user))


@router.post(
    "/tasks/{uid}/restore",
    response=TaskOut,
    summary=_("Take up a dropped task again"),
    operation_id="restore_task",
)
@operation(CHANGE)
def restore_task(request, uid: UUID):
    return _read(request, commands.restore_task(queries.task(request.user, uid), by=request.user))


def _named_client(request: Any, uid: UUID | None) -> Any:
    return named(lambda uid: people.client(request.user, uid), uid, "client") if uid else None


def _with_owner(request: Any, words: dict[str, Any]) -> dict[str, Any]:
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
    return _out(queries.row_of(request.user, task))


def _out(row: queries.Row) -> dict[str, Any]:
    who = {"uid": row.responsible_uid, "name": row.responsible} if row.responsible_uid else None
    client = {"uid": row.client.uid, "name": row.client.name} if row.client else None
    plain = ("uid", "title", "about", "due_on", "due_time", "is_late", "added_at", "done_at", "outcome")
    told = {name: getattr(row, name) for name in plain}
    return told | {"dropped_at": row.dropped_at, "responsible": who, "client": client}
