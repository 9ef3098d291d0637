"""Every write about tasks."""

from collections.abc import Collection
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.events import (
    TaskAdded,
    TaskDropped,
    TaskEdited,
    TaskFinished,
    TaskHandedOver,
    TaskReopened,
    TaskRestored,
)
from pomni.agenda.models import Task
from pomni.agenda.notices import TaskGiven
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember, remember_many
from pomni.memory.models import Moment
from pomni.people.commands import note_next_due
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.notices import notify

if TYPE_CHECKING:
    from pomni.people.models import Client


@command("agenda.task.add", makes=Task)
def add_task(
    client: "Client | None" = None,
    *,
    title: str,
    by: User,
    about: str = "",
    due_on: date | None = None,
    due_time: time | None = None,
    responsible: User | None = None,
) -> Task:
    """Set a task, about a client or not. It is one's own, unless another colleague is named, who is told of it."""
    _not_erased(client)
    answers = responsible or (None if by.is_robot else by)
    _can_do_it(answers, by)
    task = Task(client=client, title=_titled(title), about=about.strip(), responsible=answers)
    task.due_on, task.due_time, task.entered_by, task.added_at = due_on, due_time, by, now()
    _time_has_a_day(task)
    task.save()
    told = TaskAdded(
        task_id=task.pk,
        client_id=task.client_id,
        title=task.title,
        more=task.about,
        due_on=due_on,
        due_time=due_time,
        responsible_id=answers.pk if answers else None,
    )
    _given(task, remember(told, by=by), by)
    _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def edit_task(task: Task, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Task:
    """Change a task. `seen` says what each changed field was when the person began: Conflict where it no longer is.

    Without a day there is no time either. What came of it can be told of a finished task only.
    """
    task = _locked(task)
    _not_dropped(task)
    if changes.get("outcome") and not task.done_at:
        raise Refused(_("What came of it is written down when the task is finished."), field="outcome")
    if "title" in changes:
        changes["title"] = _titled(changes["title"])
    if "responsible" in changes and changes["responsible"] != task.responsible:
        _can_do_it(changes["responsible"], by)
    if "due_on" in changes and changes["due_on"] is None:
        changes.setdefault("due_time", None)
    check_seen(task, changes, seen or {})
    title, diff = task.title, apply_changes(task, changes)
    _time_has_a_day(task)
    if diff:
        told = TaskEdited(task_id=task.pk, client_id=task.client_id, title=title, changes=diff)
        moment = remember(told, by=by)
        if "responsible" in diff:
            _given(task, moment, by)
        if "due_on" in diff:
            _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def finish_task(task: Task, *, by: User, outcome: str = "") -> Task:
    """The task is done; `outcome` says what came of it. One that is done already stays as it is."""
    task = _locked(task)
    _not_dropped(task)
    if task.done_at:
        return task
    apply_changes(task, {"done_at": now(), "done_by": by, "outcome": outcome.strip()})
    told = TaskFinished(task_id=task.pk, client_id=task.client_id, title=task.title, outcome=task.outcome)
    remember(told, by=by)
    _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def reopen_task(task: Task, *, by: User) -> Task:
    """A finished task is to be done after all; an open one stays as it is."""
    task = _locked(task)
    _not_dropped(task)
    if task.done_at:
        apply_changes(task, {"done_at": None, "done_by": None, "outcome": ""})
        remember(TaskReopened(task_id=task.pk, client_id=task.client_id, title=task.title), by=by)
        _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def drop_task(task: Task, *, by: User) -> Task:
    """The task need not be done any more. A finished one cannot be dropped."""
    task = _locked(task)
    if task.done_at:
        raise Refused(_("This task is done already, so it cannot be dropped."))
    if not task.dropped_at:
        apply_changes(task, {"dropped_at": now()})
        remember(TaskDropped(task_id=task.pk, client_id=task.client_id, title=task.title), by=by)
        _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def restore_task(task: Task, *, by: User) -> Task:
    """A dropped task is to be done again; one that was not dropped stays as it is."""
    task = _locked(task)
    if not task.dropped_at:
        return task
    if task.client and task.client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; nothing can be set for them."))
    apply_changes(task, {"dropped_at": None})
    remember(TaskRestored(task_id=task.pk, client_id=task.client_id, title=task.title), by=by)
    _keep_next_due(task, by)
    return task


@command("agenda.task.change")
def hand_over_tasks(user: User, *, tasks: Collection[int], to: User | None, by: User) -> int:
    """These open tasks are to be done by `to` from now on, or by nobody (None), instead of by the user.

    Only what is within reach of `by` is handed over, of those still the user's own. Returns how many they were.
    """
    mine = queries.open_of(by, user).filter(pk__in=tasks)
    found = list(Task.objects.select_for_update().filter(pk__in=mine.values("pk")))
    Task.objects.filter(pk__in=[task.pk for task in found]).update(responsible=to)
    names = {"before": user.name, "after": to.name if to else ""}
    heir = to.pk if to else None
    remember_many(
        (
            TaskHandedOver(
                task_id=task.pk, client_id=task.client_id, title=task.title, responsible_id=heir, **names
            )
            for task in found
        ),
        by=by,
    )
    return len(found)


def _not_erased(client: "Client | None") -> None:
    """Locked, so that no task comes to a client who is being erased at this moment."""
    if client:
        locked = type(client)._default_manager.select_for_update(no_key=True)
        if locked.values_list("forgotten_at", flat=True).get(pk=client.pk):
            raise Refused(_("The personal data of this {client} were erased; nothing can be set for them."))


def _locked(task: Task) -> Task:
    found = Task.objects.select_for_update(of=("self",)).select_related("responsible", "client")
    return found.get(pk=task.pk)


def _titled(title: str) -> str:
    if not (told := " ".join(title.split())):
        raise Refused(_("Write down what is to be done."), field="title")
    return told


def _can_do_it(user: User | None, by: User) -> None:
    """Whoever is to do a task has access to it, and is a colleague whom `by` may see."""
    if user is None or user.pk == by.pk:
        return
    if not queries.owners(by).filter(pk=user.pk).exists():
        raise Refused(
            _("This colleague cannot have tasks. Choose one who can sign in and sees tasks."),
            field="responsible",
        )


def _time_has_a_day(task: Task) -> None:
    if task.due_time and not task.due_on:
        raise Refused(_("Say on which day as well."), field="due_time")


def _not_dropped(task: Task) -> None:
    if task.dropped_at:
        raise Refused(_("This task was dropped. Take it up again first."))


def _given(task: Task, moment: Moment, by: User) -> None:
    """Tell whoever is to do it, unless they gave it to themselves."""
    if (user := task.responsible) and user.pk != by.pk:
        due = task.due_on.isoformat() if task.due_on else ""
        page = reverse("agenda:task", args=[task.uid])
        notify([user], TaskGiven, dedupe=f"moment:{moment.pk}", url=page, by=by.name, due=due)


def _keep_next_due(task: Task, by: User) -> None:
    """The card and the list of clients know until when something is to be done next."""
    if task.client is None:
        return
    open_ones = Task.objects.open().filter(client=task.client_id)
    note_next_due(task.client, due=lambda: open_ones.aggregate(on=Min("due_on"))["on"], by=by)
