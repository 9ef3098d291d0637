"""Reading about tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import CharField, Count, DateField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from pomni.agenda import rules
from pomni.agenda.models import Meeting, Promise, Task
from pomni.agenda.queries.pages import page_for_program, rows_behind
from pomni.agenda.queries.rows import (
    NAMES,
    SIZE,
    Days,
    Row,
    by_day,
    columns,
    due_then,
    earliest_day,
    first_of,
    kept_rows,
    latest_day,
    row_from,
    told_rows,
    within,
)
from pomni.kit import clock, spelling
from pomni.kit.paging import USUAL, Page
from pomni.kit.prepared import rows_of
from pomni.kit.search import TRIGRAM, Wanted
from pomni.team.models import User

MINE, SET, ALL, DONE = "mine", "set", "all", "done"


# --- One -------------------------------------------------------------------------------------------------------------


def task(viewer: User, uid: Any) -> Task:
    """One task. Raises Http404 where there is none within reach."""
    found = within(viewer, Task).select_related(
        "responsible", "entered_by", "done_by", "client__location", "next_one"
    )
    return get_object_or_404(found, uid=uid)


def row_of(viewer: User, task: Task, *, phones: bool = False) -> Row:
    """A task that the viewer reaches, as lists show it."""
    return told_rows(viewer, Task.objects.filter(pk=task.pk), phones=phones)[0]


# --- Many ------------------------------------------------------------------------------------------------------------


def tasks(viewer: User) -> QuerySet[Task]:
    """The tasks within the viewer's reach, the newest first."""
    return within(viewer, Task).order_by("-pk")


def open_of(viewer: User, user: User | None) -> QuerySet[Task]:
    """The open tasks that a colleague is to do (None: nobody), as far as the viewer may change them."""
    return within(viewer, Task, "agenda.task.change").open().filter(responsible=user)


def task_rows(
    viewer: User, tab: str, *, of: User | None = None, client: Any = None, after: Any = ""
) -> tuple[list[Row], str]:
    """A page of a tab of the list, and the uid after which the next page begins, or "".

    `of`: only the tasks of this colleague; `client`: only those about this one. Open tasks come by their day, those
    without one last; done ones by when.
    """
    found = _of_tab(viewer, tab)
    if of:
        found = found.filter(responsible=of)
    if client:
        found = found.filter(client=client.pk)
    return rows_behind(viewer, found, after, closed="done_at" if tab == DONE else "")


def _of_tab(viewer: User, tab: str) -> QuerySet[Task]:
    if tab == DONE:
        return within(viewer, Task).filter(done_at__isnull=False)
    if tab == SET:
        others = Task.objects.open().filter(entered_by=viewer)
        return others.exclude(responsible=viewer) if viewer.may(Task.see) else others.none()
    if tab == ALL:
        return within(viewer, Task).open()
    return Task.objects.open().filter(responsible=viewer) if viewer.may(Task.see) else Task.objects.none()


def client_rows(viewer: User, client: Any) -> list[Row]:
    """What is open about a client, tasks, promises and meetings, as far as the viewer reaches it: overdue first, without a
    day last.
    """
    return client_rows_told(viewer, client)[0]


def client_rows_told(viewer: User, client: Any) -> tuple[list[Row], dict[str, int]]:
    """The same, of each of the three the first `SIZE`, and how many of each there are, by their nouns."""
    may: list[Any] = [model for model in (Task, Promise, Meeting) if viewer.may(model.see)]

    def compose(client: int) -> list[QuerySet]:
        of_client = [(model, within(viewer, model).open()) for model in may]
        first = [
            found.about(client).order_by("day", "begins", "pk")[:SIZE]
            if model is Meeting
            else found.filter(client=client).order_by(F("due_on").asc(nulls_last=True), "due_time", "pk")[
                :SIZE
            ]
            for model, found in of_client
        ]
        told = [columns(viewer, one).annotate(in_all=Window(Count("pk"))) for one in first]
        return [one.values_list(*NAMES, "in_all") for one in told]

    found = rows_of(("next of a client", viewer.pk, viewer.access_stamp), compose, client.pk) if may else []
    if not found:
        return [], {}
    days, rows, numbers = Days(), [], {}
    for *row, number in found:
        rows.append(row_from(viewer, dict(zip(NAMES, row, strict=True)), days))
        numbers[rows[-1].noun] = number
    return sorted(rows, key=by_day), numbers


def day_rows(viewer: User, *, rises_after: int, most: int = 6) -> list[Row]:
    """What the viewer is to do, to keep and whom to meet next, with the phones of its clients; and, of others' promises
    within reach, those that have been overdue for more than `rises_after` days. In the order of their days.
    """
    bound = clock.today() - timedelta(days=rises_after)
    order = (F("due_on").asc(nulls_last=True), "due_time", "pk")

    def compose() -> list[QuerySet]:
        mine: list[Any] = [
            model.objects.open().filter(responsible=viewer)
            for model in (Task, Promise)
            if viewer.may(model.see)
        ]
        found = [first_of(one, order, SIZE) for one in mine]
        if viewer.may(Meeting.see):
            found.append(first_of(Meeting.objects.open().of(viewer), ("day", "begins", "pk"), most))
        if not _reaches_others(viewer):
            return found
        others = within(viewer, Promise).open().filter(due_on__lt=bound)
        others = others.filter(Q(responsible=None) | ~Q(responsible=viewer))
        return [*found, first_of(others, ("due_on", "pk"), most)]

    if not any(viewer.may(model.see) for model in (Task, Promise, Meeting)):
        return []
    return sorted(kept_rows(viewer, ("the day", bound, most), compose, phones=True), key=by_day)


def _reaches_others(viewer: User) -> bool:
    reach = viewer.reach(Promise.see)
    return bool(reach.all or reach.team or reach.locations)


def rows_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Row]:
    """Tasks, promises and meetings within reach with these words in them, in any order and spelling; open ones first."""
    asked = [ways for word in words if (ways := spelling.ways_to_begin(word))]
    if not asked:
        return []
    fragments = [part for ways in asked for way in ways for part in way]
    shape = tuple(tuple(map(len, ways)) for ways in asked)

    def compose(*parts: str) -> list[QuerySet]:
        wanted = Wanted(_shaped(shape, parts))
        rows = (
            (within(viewer, Task).filter(dropped_at=None), "done_at"),
            (within(viewer, Promise), "closed_at"),
            (within(viewer, Meeting).filter(cancelled_at=None), "held_at"),
        )
        return [
            found.filter(found_by__holds=wanted).order_by(F(at).desc(nulls_first=True), "-pk")[:size]
            for found, at in rows
        ]

    if min(map(len, fragments)) < TRIGRAM:  # the statement itself depends on what is too short for the index
        found = kept_rows(viewer, ("rows answering", size, *fragments), lambda: compose(*fragments))
    else:
        found = kept_rows(viewer, ("rows answering", size, shape), compose, *fragments)
    return sorted(found, key=lambda row: row.done_at is not None)[:size]


def _shaped(shape: Iterable[Iterable[int]], parts: Iterable[str]) -> list[list[list[str]]]:
    """Fragments as the words and their ways that they come from."""
    given = iter(parts)
    return [[list(islice(given, number)) for number in ways] for ways in shape]


def task_page(
    viewer: User,
    *,
    whose: str = "",
    state: str = "open",
    client: Any = None,
    due: str = "",
    after: str | None = None,
    limit: int = USUAL,
) -> Page[Row]:
    """A page of tasks for a program, the newest first. `whose`: "mine", "set" or ""; `state`: "open", "done", "dropped".

    `client`: only about this one, which the viewer must reach. `due`: "overdue" or "today", as the lists judge it.
    """
    found = within(viewer, Task)
    found = {"open": found.open(), "dropped": found.exclude(dropped_at=None)}.get(
        state, found.filter(done_at__isnull=False)
    )
    if whose:
        found = found.filter(**{"responsible" if whose == MINE else "entered_by": viewer})
    if client:
        found = found.filter(client=client.pk)
    if due:
        found = found.filter(due_then(due))
    of = f"tasks {whose} {state} {client.uid if client else ''} {due}"
    return page_for_program(viewer, found, of=of, after=after, limit=limit)


# --- How much --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Burden:
    """How much of somebody's is overdue, and due today."""

    user_id: int | None
    uid: Any
    name: str
    overdue: int
    today: int


def burdens(viewer: User) -> dict[int | None, Burden]:
    """How much is overdue or due today within reach, by who is to do it, the most overdue first."""
    days = Days()
    found: dict[int | None, list[Any]] = {}
    for pk, uid, name, on, zone, number in _due_by_colleague(viewer):
        told = found.setdefault(pk, [uid, name or "", 0, 0])
        part = days.part(on, zone) if on else rules.OVERDUE
        told[2] += number if part == rules.OVERDUE else 0
        told[3] += number if part == rules.TODAY else 0
    heavy = sorted(found.items(), key=lambda one: (-one[1][2], one[1][1]))
    return {pk: Burden(pk, *told) for pk, told in heavy}


def _due_by_colleague(viewer: User) -> list[list[Any]]:
    """How many are due, by whom and by day and zone. Without a day: overdue wherever their clients are.

    Those are the most by far: they are counted along an index, and nobody looks where their clients are.
    """
    first, last = earliest_day(), max(clock.today(), latest_day())
    who = ("responsible_id", "responsible__uid", "responsible__name")

    def compose() -> list[QuerySet[Any, Any]]:
        due = within(viewer, Task).open().order_by()
        long_due = due.filter(due_on__lt=first).annotate(
            day=Cast(Value(None), DateField()), zone=Cast(Value(None), CharField())
        )
        near = due.filter(due_on__gte=first, due_on__lte=last).annotate(
            day=F("due_on"), zone=F("client__location__zone")
        )
        return [one.values_list(*who, "day", "zone").annotate(number=Count("pk")) for one in (long_due, near)]

    return rows_of(("burdens", viewer.pk, viewer.access_stamp, first, last), compose)
