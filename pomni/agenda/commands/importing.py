"""Many tasks set at once from rows of a file, and taken back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from django.db.models import Count

from pomni.agenda.ahead import keep_next
from pomni.agenda.events import TaskAdded, TaskDropped, TaskFinished
from pomni.agenda.imports import Known, TaskTold
from pomni.agenda.models import Reminder, Task
from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.memory.commands import remember_many
from pomni.memory.models import Moment
from pomni.people.commands import bring_forward
from pomni.team.access import command
from pomni.team.models import User


@command("agenda.task.add")
def take_tasks(*, rows: Sequence[tuple[int, TaskTold]], by: User, new: Collection[int] = ()) -> list[int]:
    """Set these tasks about clients, whom `by` reaches and holds locked. Nobody is sent a notice of each.

    `new` are clients who came in just now with what is to be done next about them: nothing of theirs is here yet.
    Returns for each the key of the task, or 0 where such a one is here already. A done one counts as done on its day.
    """
    fresh = Known().fresh((pk, None if pk in new else pk, task) for pk, task in rows)
    wanted = [one for one, is_new in zip(rows, fresh, strict=True) if is_new]
    keys = bulk.take_keys(Task, len(wanted))
    made = list(zip(keys, wanted, strict=True))
    bulk.put(Task, _columns(), (_row(key, client, task, by) for key, (client, task) in made))
    told: list[tuple[Any, datetime]] = [
        (_added(key, client, task, by), _at(task)) for key, (client, task) in made
    ]
    told += [
        (TaskFinished(task_id=key, client_id=client, title=task.title), _at(task))
        for key, (client, task) in made
        if task.is_done
    ]
    remember_many((event for event, _when in told), by=by, happened=[at for _event, at in told])
    days: dict[int, date | None] = {}
    for client, task in wanted:
        if not task.is_done and client not in new:
            days[client] = min(filter(None, (days.get(client), task.due_on)), default=None)
    if days:
        bring_forward(days=days, by=by)
    left = iter(keys)
    return [next(left) if is_new else 0 for is_new in fresh]


@command("agenda.task.change")
def take_back_tasks(*, tasks: Mapping[int, int], by: User) -> set[int]:
    """Drop tasks that an import has set, and that nobody touched since. Returns those that are dropped now.

    `tasks` maps the key of each to the number of moments that the import itself wrote about it.
    """
    counts = Moment.objects.filter(record="agenda.task", record_id__in=tasks).values("record_id")
    told = dict(counts.annotate(number=Count("pk")).order_by().values_list("record_id", "number"))
    untouched = [pk for pk, own in tasks.items() if told.get(pk, 0) <= own]
    still = Task.objects.select_for_update(of=("self",)).filter(pk__in=untouched, dropped_at=None)
    found = list(still.select_related("client").order_by("pk"))
    pks = {task.pk for task in found}
    Task.objects.filter(pk__in=pks).update(dropped_at=now(), done_at=None, done_by=None)
    told_of = (TaskDropped(task_id=one.pk, client_id=one.client_id, title=one.title) for one in found)
    remember_many(told_of, by=by)
    for client in {task.client_id: task.client for task in found}.values():
        keep_next(client, by)
    return pks


@command("agenda.task.change", quiet="the clients whom they were about are removed, and remembered as such")
def remove_tasks_of(*, clients: Collection[int], by: User) -> int:
    """Delete the tasks of clients whom an import had brought and who go again. Returns how many they were."""
    going = Task.objects.filter(client__in=clients)
    number = going.count()
    Reminder.objects.filter(task__in=going.values("pk")).delete()
    going._raw_delete(going.db)
    return number


# --- Inside ----------------------------------------------------------------------------------------------------------


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in Task._meta.concrete_fields)


@cache
def _defaults() -> dict[str, Any]:
    return {
        field.attname: field.get_default() for field in Task._meta.concrete_fields if field.attname != "uid"
    }


def _row(key: int, client: int, task: TaskTold, by: User) -> list[Any]:
    who = task.responsible_id or (None if by.is_robot else by.pk)
    values = _defaults() | {
        "id": key,
        "uid": uuid7(),
        "client_id": client,
        "title": task.title,
        "about": task.more,
        "due_on": task.due_on,
        "due_time": task.due_time,
        "responsible_id": who,
        "entered_by_id": by.pk,
        "given_by_id": by.pk if who and who != by.pk else None,
        "added_at": now(),
    }
    if task.is_done:
        values |= {"done_at": _at(task), "done_by_id": who}
    return [values[name] for name in _columns()]


def _at(task: TaskTold) -> datetime:
    """When it happened: a done task on its day, at noon; one without a day, of a day to come, or open, now."""
    at = datetime.combine(task.due_on, time(12), tzinfo=UTC) if task.is_done and task.due_on else now()
    return min(at, now())


def _added(key: int, client: int, task: TaskTold, by: User) -> TaskAdded:
    return TaskAdded.model_construct(
        task_id=key,
        client_id=client,
        title=task.title,
        more=task.more,
        due_on=task.due_on,
        due_time=task.due_time,
        responsible_id=task.responsible_id or (None if by.is_robot else by.pk),
    )
