"""Every write about tasks."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.ahead import hold_client, keep_next
from pomni.agenda.checks import (
    can_do_it,
    listed,
    not_erased,
    owner_and_day_fit,
    repeats_by_days,
    still_known,
    time_has_a_day,
)
from pomni.agenda.events import (
    TaskAccepted,
    TaskAdded,
    TaskDeclined,
    TaskDropped,
    TaskEdited,
    TaskFinished,
    TaskHandedOver,
    TaskReopened,
    TaskRestored,
)
from pomni.agenda.handing import falls_to, from_and_to, giver_of, hand_over, heir_of
from pomni.agenda.models import Task
from pomni.agenda.notices import TaskDeclined as TaskDeclinedNotice
from pomni.agenda.notices import TaskFell, TaskGiven
from pomni.agenda.reminding import come_again, follow
from pomni.agenda.repeating import next_day
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember, remember_many
from pomni.memory.models import Moment
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.notices import notify

if TYPE_CHECKING:
    from pomni.people.models import Client

DAY = timedelta(days=1)


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
    checklist: Sequence[str] = (),
    repeat: str = "",
) -> Task:
    """Set a task, about a client or not. It is one's own, unless another colleague is named, who is asked to do it.

    `checklist`: what belongs to it, to be ticked one by one. `repeat`: a rule of RFC 5545 by which it comes again once
    it is finished; it wants a day. Raises Refused.
    """
    not_erased(client)
    answers = responsible or (None if by.is_robot else by)
    can_do_it(answers, by)
    task = Task(client=client, title=_titled(title), about=about.strip(), responsible=answers)
    task.due_on, task.due_time, task.entered_by, task.added_at = due_on, due_time, by, now()
    time_has_a_day(task)
    task.checklist, task.repeat = listed(checklist), repeat
    task.repeats_from = due_on if repeat else None
    repeats_by_days(task)
    task.awaits_answer, task.given_by = _is_asked(task, by), giver_of(answers, by)
    task.save()
    _given(task, remember(_added(task), by=by), by)
    keep_next(task.client, by)
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
    owner_and_day_fit(task, changes, by)
    if "checklist" in changes:
        changes["checklist"] = listed(changes["checklist"], task.checklist)
    check_seen(task, changes, seen or {})
    title, diff = task.title, apply_changes(task, changes)
    time_has_a_day(task)
    repeats_by_days(task)
    if diff:
        _follow_change(task, diff, by)
        told = TaskEdited(**_about(task) | {"title": title}, changes=diff)
        moment = remember(told, by=by)
        if "responsible" in diff:
            _given(task, moment, by)
        if "due_on" in diff:
            keep_next(task.client, by)
        if {"due_on", "due_time"} & diff.keys():
            follow(task)
    return task


@command("agenda.task.change")
def finish_task(task: Task, *, by: User, outcome: str = "") -> Task:
    """The task is done; `outcome` says what came of it. One that repeats comes again on its next day.

    One that is done already stays as it is.
    """
    task = _locked(task)
    _not_dropped(task)
    if task.done_at:
        return task
    done = {"done_at": now(), "done_by": by, "outcome": outcome.strip(), "awaits_answer": False}
    apply_changes(task, done)
    told = TaskFinished(**_about(task), outcome=task.outcome)
    remember(told, by=by)
    if task.repeat and not task.next_one_id:
        _come_again(task, by)
    keep_next(task.client, by)
    return task


@command("agenda.task.change")
def reopen_task(task: Task, *, by: User) -> Task:
    """A finished task is to be done after all; an open one stays as it is.

    The one that came after it is let go again where nobody touched it; otherwise the row goes on from there.
    """
    task = _locked(task)
    _not_dropped(task)
    if task.done_at:
        _take_back_next(task, by)
        apply_changes(task, {"done_at": None, "done_by": None, "outcome": ""})
        remember(TaskReopened(**_about(task)), by=by)
        _take_over(task, by)
        keep_next(task.client, by)
    return task


@command("agenda.task.change")
def drop_task(task: Task, *, by: User) -> Task:
    """The task need not be done any more, nor come again where it repeats. A finished one cannot be dropped."""
    task = _locked(task)
    if task.done_at:
        raise Refused(_("This task is done already, so it cannot be dropped."))
    if not task.dropped_at:
        apply_changes(task, {"dropped_at": now()})
        remember(TaskDropped(**_about(task)), by=by)
        keep_next(task.client, by)
    return task


@command("agenda.task.change")
def restore_task(task: Task, *, by: User) -> Task:
    """A dropped task is to be done again; one that was not dropped stays as it is."""
    task = _locked(task)
    if not task.dropped_at:
        return task
    apply_changes(task, {"dropped_at": None})
    remember(TaskRestored(**_about(task)), by=by)
    _take_over(task, by)
    keep_next(task.client, by)
    return task


def _take_over(task: Task, by: User) -> None:
    """Whoever opens again what somebody was to do who has left does it themselves: else nobody would."""
    if (was := task.responsible) and not was.is_active:
        heir = heir_of(was, by)
        apply_changes(task, {"responsible": heir, "awaits_answer": False})
        remember(TaskHandedOver(**_about(task), **from_and_to(was, heir)), by=by)


@command("agenda.task.change")
def tick_item(task: Task, *, item: int, is_done: bool, by: User) -> Task:
    """An item of the checklist is done, or is not after all. `item`: its place, from 0. Raises Refused where it is gone."""
    task = _locked(task)
    _not_dropped(task)
    if not 0 <= item < len(task.checklist):
        raise Refused(_("This item is no longer on the list. Open the page again."), field="item")
    changed = [{**one, "is_done": is_done} if at == item else one for at, one in enumerate(task.checklist)]
    if diff := apply_changes(task, {"checklist": changed}):
        remember(TaskEdited(**_about(task), changes=diff), by=by)
    return task


@command("agenda.task.change")
def accept_task(task: Task, *, by: User) -> Task:
    """Whoever is asked to do a task takes it on. Once is enough."""
    task = _locked(task)
    _not_dropped(task)
    _only_who_is_asked(task, by)
    if task.awaits_answer:
        apply_changes(task, {"awaits_answer": False})
        remember(TaskAccepted(**_about(task)), by=by)
    return task


@command("agenda.task.change")
def decline_task(task: Task, *, reason: str, by: User) -> Task:
    """Whoever is asked to do a task does not: it is theirs again who gave it, and they are told why.

    Where they are gone it falls to whoever leads, answers for the client or directs. Raises Refused.
    """
    task = _locked(task)
    _not_dropped(task)
    _only_who_is_asked(task, by)
    if not task.awaits_answer:
        raise Refused(_("You have answered already. Hand the task over instead."))
    if not (why := " ".join(reason.split())):
        raise Refused(_("Say why, in a few words."), field="reason")
    if not (heir := falls_to(task, by)):
        raise Refused(_("Nobody else here could do this task. Do it yourself, or drop it."))
    kind = TaskDeclinedNotice if heir == task.given_by else TaskFell
    apply_changes(task, {"awaits_answer": False, "responsible": heir, "given_by": None})
    moment = remember(TaskDeclined(**_about(task), reason=why, responsible_id=heir.pk), by=by)
    page = reverse("agenda:task", args=[task.uid])
    notify([heir], kind, dedupe=f"moment:{moment.pk}", url=page, by=by.name)
    return task


@command("agenda.task.change")
def hand_over_tasks(user: User | None, *, tasks: Collection[int], to: User | None, by: User) -> int:
    """These open tasks are to be done by `to` from now on, or by nobody (None), instead of by the user (None: by nobody).

    Only what is within reach of `by` is handed over, of those still the user's own. Returns how many they were.
    """
    mine = queries.open_of(by, user).filter(pk__in=tasks).values("pk")
    theirs = Task.objects.open().filter(responsible=user, pk__in=mine)  # asked again once the rows are held
    giver = giver_of(to, by)
    # Whoever takes it asks nobody; whoever is given what another was asked for is asked in their place.
    more: dict[str, Any] = {"given_by": giver} | ({} if giver else {"awaits_answer": False})
    found, told = hand_over("task", theirs, user, to, **more), from_and_to(user, to)
    remember_many((TaskHandedOver(**_about(task), **told) for task in found), by=by)
    return len(found)


def _about(task: Task) -> dict[str, Any]:
    """The facts that every event of a task has."""
    return {"task_id": task.pk, "client_id": task.client_id, "title": task.title}


def _added(task: Task) -> TaskAdded:
    told = {name: getattr(task, name) for name in ("due_on", "due_time", "responsible_id")}
    return TaskAdded(**_about(task), more=task.about, **told)


def _locked(task: Task) -> Task:
    hold_client(task.client_id)
    related = ("responsible", "client", "entered_by")
    found = Task.objects.select_for_update(of=("self",)).select_related(*related).get(pk=task.pk)
    still_known(found.client)
    return found


def _follow_change(task: Task, diff: dict[str, Any], by: User) -> None:
    """What hangs on the changed fields: whoever is asked anew, and from which day the row counts."""
    more: dict[str, Any] = {}
    if "responsible" in diff:
        more |= {"awaits_answer": _is_asked(task, by), "given_by": giver_of(task.responsible, by)}
    if "repeat" in diff:
        more["repeats_from"] = task.due_on if task.repeat else None
    apply_changes(task, more)


def _is_asked(task: Task, by: User) -> bool:
    """Whoever is given a task by somebody else is asked, unless it is a program that gives it."""
    return bool(task.responsible and task.responsible.pk != by.pk and not by.is_robot)


def _only_who_is_asked(task: Task, by: User) -> None:
    if task.responsible_id != by.pk:
        raise Refused(_("Only whoever is asked to do a task answers for it."))


def _come_again(task: Task, by: User) -> None:
    """The next one of a row, on its first day by the rule that is not over: what was missed is not made up for."""
    after = max(task.due_on or today(), today() - DAY)
    day = next_day(task.repeat, task.repeats_from or after, after)
    if day is None:
        return
    made = Task(client=task.client, title=task.title, about=task.about, responsible=task.responsible)
    made.due_on, made.due_time, made.entered_by, made.added_at = day, task.due_time, task.entered_by, now()
    made.checklist = [{**one, "is_done": False} for one in task.checklist]
    made.repeat, made.repeats_from = task.repeat, task.repeats_from
    made.save()
    apply_changes(task, {"next_one": made})
    remember(_added(made), by=by)
    come_again(task, made)


def _take_back_next(task: Task, by: User) -> None:
    """The next one goes as it came. One that was worked at has the row from now on, and this one makes no other."""
    made = Task.objects.select_for_update().filter(pk=task.next_one_id).first() if task.next_one_id else None
    if made is None or made.done_at or made.dropped_at or _is_touched(made):
        return
    apply_changes(made, {"dropped_at": now()})
    remember(TaskDropped(**_about(made)), by=by)
    apply_changes(task, {"next_one": None})


def _is_touched(made: Task) -> bool:
    """Whether more is remembered of it than that it was set."""
    return Moment.objects.filter(record="agenda.task", record_id=made.pk).count() > 1


def _titled(title: str) -> str:
    if not (told := " ".join(title.split())):
        raise Refused(_("Write down what is to be done."), field="title")
    return told


def _not_dropped(task: Task) -> None:
    if task.dropped_at:
        raise Refused(_("This task was dropped. Take it up again first."))


def _given(task: Task, moment: Moment, by: User) -> None:
    """Tell whoever is to do it, unless they gave it to themselves."""
    if (user := task.responsible) and user.pk != by.pk:
        due = task.due_on.isoformat() if task.due_on else ""
        page = reverse("agenda:task", args=[task.uid])
        notify([user], TaskGiven, dedupe=f"moment:{moment.pk}", url=page, by=by.name, due=due)
