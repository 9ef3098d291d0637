"""Reading about tasks. The first argument is whoever reads."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from pomni.agenda import rules
from pomni.agenda.models import Task, TaskQuerySet
from pomni.kit import clock, spelling
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.prepared import rows_of
from pomni.people.queries import COLUMNS, Beside, beside, client_of
from pomni.team import company, queries
from pomni.team.models import RoleHeld, User

MINE, SET, ALL, DONE = "mine", "set", "all", "done"
SIZE = 50
OWN = (
    "pk",
    "uid",
    "title",
    "about",
    "due_on",
    "due_time",
    "client_id",
    "responsible_id",
    "responsible__name",
    "responsible__uid",
    "entered_by_id",
    "added_at",
    "done_at",
    "dropped_at",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A task as a list shows it. `part` says where it belongs, `is_late` that its day or hour is over."""

    pk: int
    uid: Any
    title: str
    about: str
    due_on: date | None
    due_time: time | None
    part: str
    is_late: bool
    responsible_id: int | None
    responsible: str
    responsible_uid: Any
    client: Beside | None  # None too where the client is out of the viewer's reach
    added_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None
    outcome: str


class Days:
    """What day and hour it is, there where each client is; asked once for a list."""

    def __init__(self) -> None:
        self._now: dict[str, datetime] = {}
        self.week_start = company.current().week_start

    @cached_property
    def today(self) -> date:
        """The company's day."""
        return clock.today()

    def at(self, zone: str | None) -> datetime:
        """The wall time in a zone; without one, the company's."""
        name = zone or ""
        if name not in self._now:
            self._now[name] = timezone.localtime(clock.now(), ZoneInfo(name) if name else None)
        return self._now[name]

    def part(self, due_on: date | None, zone: str | None) -> str:
        """Into which part of a list something due on that day belongs."""
        return rules.part_of(due_on, self.at(zone).date(), week_start=self.week_start)

    def is_late(self, due_on: date | None, due_time: time | None, zone: str | None) -> bool:
        """Whether the day is over, or the hour of today."""
        here = self.at(zone)
        if due_on is None or due_on > here.date():
            return False
        return due_on < here.date() or bool(due_time and due_time < here.time())


def _within(viewer: User, capability: str = "") -> TaskQuerySet:
    """The tasks that the viewer reaches with a capability, by default that of seeing them."""
    return cast(TaskQuerySet, Task.objects.visible_to(viewer, capability))


# --- One -------------------------------------------------------------------------------------------------------------


def task(viewer: User, uid: Any) -> Task:
    """One task. Raises Http404 where there is none within reach."""
    found = _within(viewer).select_related("responsible", "entered_by", "done_by", "client")
    return get_object_or_404(found, uid=uid)


def row_of(viewer: User, task: Task, *, phones: bool = False) -> Row:
    """A task that the viewer reaches, as lists show it."""
    return _rows(viewer, Task.objects.filter(pk=task.pk), phones=phones)[0]


# --- Many ------------------------------------------------------------------------------------------------------------


def tasks(viewer: User) -> QuerySet[Task]:
    """The tasks within the viewer's reach, the newest first."""
    return _within(viewer).order_by("-pk")


def open_of(viewer: User, user: User) -> QuerySet[Task]:
    """The open tasks that a colleague is to do, as far as the viewer may change them."""
    return _within(viewer, "agenda.task.change").open().filter(responsible=user)


def task_rows(viewer: User, tab: str, *, of: User | None = None, after: Any = "") -> tuple[list[Row], str]:
    """A page of a tab of the list, and the uid after which the next page begins, or "".

    `of`: only the tasks of this colleague. Open tasks come by their day, those without one last; done ones by when.
    """
    found = _of_tab(viewer, tab)
    if of:
        found = found.filter(responsible=of)
    last = _within(viewer).filter(uid__in=[as_uuid(after)]).first() if after else None
    rows = _done_behind(viewer, found, last) if tab == DONE else _open_behind(viewer, found, last)
    more = len(rows) > SIZE
    return rows[:SIZE], str(rows[SIZE - 1].uid) if more else ""


def _of_tab(viewer: User, tab: str) -> QuerySet[Task]:
    if tab == DONE:
        return _within(viewer).filter(done_at__isnull=False)
    if tab == SET:
        others = Task.objects.open().filter(entered_by=viewer)
        return others.exclude(responsible=viewer) if viewer.may(Task.see) else others.none()
    if tab == ALL:
        return _within(viewer).open()
    return Task.objects.open().filter(responsible=viewer) if viewer.may(Task.see) else Task.objects.none()


def _done_behind(viewer: User, found: QuerySet[Task], last: Task | None) -> list[Row]:
    if last and last.done_at:
        behind = Q(done_at__lt=last.done_at) | Q(done_at=last.done_at, pk__lt=last.pk)
        found = found.filter(behind, done_at__lte=last.done_at)
    return _rows(viewer, found.order_by("-done_at", "-pk")[: SIZE + 1])


def _open_behind(viewer: User, found: QuerySet[Task], last: Task | None) -> list[Row]:
    """Two ways along the index: those with a day, then those without one."""
    dated = found.filter(due_on__isnull=False).order_by("due_on", "pk")
    undated = found.filter(due_on=None).order_by("pk")
    rows = []
    if last is None or last.due_on:
        if last:
            dated = dated.filter(due_on__gte=last.due_on).exclude(due_on=last.due_on, pk__lte=last.pk)
        rows = _rows(viewer, dated[: SIZE + 1])
    else:
        undated = undated.filter(pk__gt=last.pk)
    room = SIZE + 1 - len(rows)
    return rows + _rows(viewer, undated[: max(room, 1)])


def client_rows(viewer: User, client: Any) -> list[Row]:
    """What is open about a client, as far as the viewer reaches it: overdue first, without a day last."""

    def compose(client: int) -> QuerySet[Task]:
        of_client = _within(viewer).open().filter(client=client)
        return of_client.order_by(F("due_on").asc(nulls_last=True), "due_time", "pk")[:SIZE]

    return _kept_rows(viewer, "tasks of a client", compose, client.pk)


def next_rows(viewer: User, *, size: int = SIZE) -> list[Row]:
    """What the viewer is to do next, with the phones of its clients."""
    mine = _of_tab(viewer, MINE).order_by(F("due_on").asc(nulls_last=True), "due_time", "pk")
    return _rows(viewer, mine[:size], phones=True)


def tasks_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Row]:
    """Tasks within reach with these words in their title, in any order and spelling; open ones first."""
    patterns = [told for word in words if (told := spelling.pattern(word))]
    if not patterns:
        return []

    def compose(*patterns: str) -> QuerySet[Task]:
        found = _within(viewer).filter(*(Q(title__regex=p) for p in patterns), dropped_at=None)
        return found.order_by(F("done_at").desc(nulls_first=True), "-pk")[:size]

    return _kept_rows(viewer, ("tasks answering", size), compose, *patterns)


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
    found = _within(viewer)
    found = {"open": found.open(), "dropped": found.exclude(dropped_at=None)}.get(
        state, found.filter(done_at__isnull=False)
    )
    if whose:
        found = found.filter(**{"responsible" if whose == MINE else "entered_by": viewer})
    if client:
        found = found.filter(client=client.pk)
    if due:
        found = found.filter(_due(due))
    of = f"tasks {whose} {state} {client.uid if client else ''} {due}"
    page = page_of(_columns(viewer, found), by=("-pk",), of=of, after=after, limit=limit)
    days = Days()
    return Page([_row(viewer, row, days) for row in page.items], page.next)


def _due(due: str) -> Q:
    """Overdue, or due today, by the day that it is at the client's location."""
    days, known = Days(), sorted(set(queries.all_locations().values_list("zone", flat=True)))
    elsewhere = [zone for zone in known if days.at(zone).date() != days.today]
    step = "due_on__lt" if due == rules.OVERDUE else "due_on"
    here = Q(**{step: days.today})
    if not elsewhere:
        return here
    there = (Q(client__location__zone=zone, **{step: days.at(zone).date()}) for zone in elsewhere)
    near = Q(client__location=None) | ~Q(client__location__zone__in=elsewhere)
    condition = here & near
    for one in there:
        condition |= one
    return condition


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
    due = _within(viewer).open().filter(due_on__lte=max(days.today, _latest_day()))
    by = ("responsible_id", "responsible__uid", "responsible__name", "due_on", "client__location__zone")
    found: dict[int | None, list[Any]] = {}
    for pk, uid, name, on, zone, number in due.order_by().values_list(*by).annotate(number=Count("pk")):
        told = found.setdefault(pk, [uid, name or "", 0, 0])
        part = days.part(on, zone)
        told[2] += number if part == rules.OVERDUE else 0
        told[3] += number if part == rules.TODAY else 0
    heavy = sorted(found.items(), key=lambda one: (-one[1][2], one[1][1]))
    return {pk: Burden(pk, *told) for pk, told in heavy}


def _latest_day() -> date:
    """The day that it is where the day begins first: nobody's today is later."""
    return clock.today(ZoneInfo("Pacific/Kiritimati"))


# --- Whose -----------------------------------------------------------------------------------------------------------


def owners(viewer: User) -> QuerySet[User]:
    """Colleagues within the viewer's reach who can be given a task: they have access, and see tasks."""
    sees = RoleHeld.objects.filter(user=OuterRef("pk"), role__grants__has_key=Task.see)
    able = User.objects.visible_to(viewer).people().filter(Exists(sees), is_active=True)
    return able.order_by("name", "pk")


def owners_answering(viewer: User, words: list[str], *, size: int = 20) -> list[User]:
    """Those of them whose names hold these words, in any order and spelling; oneself first."""
    patterns = [told for word in words if (told := spelling.pattern(word))]
    found = list(owners(viewer).filter(*(Q(name__regex=told) for told in patterns))[:size])
    return sorted(found, key=lambda user: user.pk != viewer.pk)


def followed(viewer: User) -> list[User]:
    """Colleagues whose tasks the viewer reaches beside their own; none for whom sees but their own."""
    reach = viewer.reach(Task.see)
    if reach.all:
        return list(owners(viewer))
    if not (reach.team or reach.locations):
        return []
    near = Q(pk__in=viewer.grants.teammates) if reach.team else Q()
    if reach.locations:
        near |= Q(roles_held__location__in=reach.locations)
    return list(owners(viewer).filter(near | Q(pk=viewer.pk)).distinct())


# --- How a row is made ------------------------------------------------------------------------------------------------


def _columns(viewer: User, found: QuerySet[Task], *, phones: bool = False) -> QuerySet:
    return beside(viewer, found, phones=phones).values(*OWN, *COLUMNS)


def _kept_rows(
    viewer: User, what: Hashable, compose: Callable[..., QuerySet[Task]], *values: int | str
) -> list[Row]:
    """As `_rows` of what `compose(*values)` gives, which is composed once for each viewer."""

    def columns(*values: Any) -> QuerySet:
        return beside(viewer, compose(*values)).values_list(*OWN, *COLUMNS)

    found = rows_of((what, viewer.pk, viewer.access_stamp), columns, *values)
    if not found:
        return []
    days, names = Days(), (*OWN, *COLUMNS)
    return [_row(viewer, dict(zip(names, row, strict=True)), days) for row in found]


def _rows(viewer: User, found: QuerySet[Task], *, phones: bool = False) -> list[Row]:
    days = Days()
    return [_row(viewer, row, days) for row in _columns(viewer, found, phones=phones)]


def _row(viewer: User, row: Mapping[str, Any], days: Days) -> Row:
    zone, on, at = row["client_zone"], row["due_on"], row["due_time"]
    is_open = not (row["done_at"] or row["dropped_at"])
    return Row(
        pk=row["pk"],
        uid=row["uid"],
        title=row["title"],
        about=row["about"],
        due_on=on,
        due_time=at,
        part=days.part(on, zone),
        is_late=is_open and days.is_late(on, at, zone),
        responsible_id=row["responsible_id"],
        responsible=row["responsible__name"] or "",
        responsible_uid=row["responsible__uid"],
        client=client_of(viewer, row),
        added_at=row["added_at"],
        done_at=row["done_at"],
        dropped_at=row["dropped_at"],
        outcome=row["outcome"],
    )
