"""How tasks, promises and meetings stand in lists: one kind of row, and whether its day is over where its client is."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from pomni.agenda import rules
from pomni.agenda.events.promises import sort_of
from pomni.agenda.models import Meeting, Promise, Task
from pomni.kit import clock
from pomni.kit.prepared import rows_of
from pomni.people.queries import COLUMNS, Beside, beside, client_of
from pomni.team import company, queries
from pomni.team.models import User

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
    "kind",
    "owes",
    "state",
    "place",
    "ends_at",
)
NAMES = (*OWN, *COLUMNS)
MEETING = "meeting"  # the kind of a row that is one


@dataclass(frozen=True, slots=True)
class Row:
    """A task, a promise or a meeting as a list shows it: `part` says where it belongs, `is_late` that its time is over.

    `kind` and `owes` say which of the four things to remember it is, "" of a task. What is closed has a `done_at`; a promise says
    in `state` how it ended. A meeting has a `place`, and ends at the wall time `ends`.
    """

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
    kind: str = ""
    owes: str = ""
    state: str = ""
    place: str = ""
    ends: time | None = None

    @property
    def noun(self) -> str:
        """What record it is: "task", "promise" or "meeting"."""
        return MEETING if self.kind == MEETING else "promise" if self.kind else "task"

    @property
    def sort(self) -> str:
        """What it is, as a key of `events.promises.SORTS`; "" of a task and of a meeting."""
        return sort_of(self.kind, self.owes) if self.noun == "promise" else ""

    @property
    def key(self) -> str:
        """What tells it from all others on a page."""
        return f"{self.noun}-{self.pk}"


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


STEPS = {rules.OVERDUE: "due_on__lt", rules.TODAY: "due_on", rules.BY_NOW: "due_on__lte"}
Elsewhere = tuple[tuple[str, date], ...]


def elsewhere() -> Elsewhere:
    """The zones of the company's locations where it is another day now than at the company, each with its day."""
    days, found = Days(), rows_of("zones", lambda: queries.all_locations().order_by().values_list("zone"))
    known = sorted({zone for (zone,) in found})
    return tuple((zone, day) for zone in known if (day := days.at(zone).date()) != days.today)


def due_then(what: str, others: Elsewhere | None = None) -> Q:
    """Overdue, due today, or (`rules.BY_NOW`) either, by the day that it is at the client's location."""
    others = elsewhere() if others is None else others
    step = STEPS[what]
    here = Q(**{step: clock.today()})
    if not others:
        return here
    near = Q(client__location=None) | ~Q(client__location__zone__in=[zone for zone, _day in others])
    condition = here & near
    for zone, day in others:
        condition |= Q(client__location__zone=zone, **{step: day})
    return condition & Q(due_on__lte=max(clock.today(), *(day for _zone, day in others)))  # along the index


def latest_day() -> date:
    """The day that it is where the day begins first: nobody's today is later."""
    return clock.today(ZoneInfo("Pacific/Kiritimati"))


def earliest_day() -> date:
    """The day that it is where the day begins last: what is due before it is overdue everywhere."""
    return clock.today(ZoneInfo("Etc/GMT+12"))


# --- How a row is made ------------------------------------------------------------------------------------------------


def columns(viewer: User, found: QuerySet, *, phones: bool = False) -> QuerySet:
    """Tasks, promises, or meetings, with what `row_from` makes a row of, under the same names."""
    told, empty = beside(viewer, found, phones=phones), Value("", output_field=CharField())
    if found.model is Meeting:
        return told.annotate(
            due_on=F("day"),
            due_time=F("begins"),
            done_at=F("held_at"),
            dropped_at=F("cancelled_at"),
            kind=Value(MEETING, output_field=CharField()),
            owes=empty,
            state=empty,
            client_zone=F("zone"),
        )
    told = told.annotate(place=empty, ends_at=Cast(Value(None), DateTimeField()))
    if found.model is Task:
        return told.annotate(kind=empty, owes=empty, state=empty)
    return told.annotate(
        title=F("text"),
        about=Cast("evidence", TextField()),
        done_at=F("closed_at"),
        dropped_at=Cast(Value(None), DateTimeField()),
    )


def told_rows(viewer: User, found: QuerySet, *, phones: bool = False) -> list[Row]:
    """Tasks, promises, or meetings, as lists show them."""
    days = Days()
    return [
        row_from(viewer, row, days) for row in columns(viewer, found, phones=phones).values(*OWN, *COLUMNS)
    ]


def kept_rows(
    viewer: User,
    what: Hashable,
    compose: Callable[..., list[QuerySet]],
    *values: int | str,
    phones: bool = False,
) -> list[Row]:
    """As `told_rows` of the queries that `compose(*values)` gives, in one statement, composed once for each viewer."""

    def told(*values: Any) -> list[QuerySet]:
        return [columns(viewer, one, phones=phones).values_list(*NAMES) for one in compose(*values)]

    found = rows_of((what, viewer.pk, viewer.access_stamp), told, *values)
    if not found:
        return []
    days = Days()
    return [row_from(viewer, dict(zip(NAMES, row, strict=True)), days) for row in found]


def row_from(viewer: User, row: Mapping[str, Any], days: Days) -> Row:
    """A row of what `columns` tells."""
    zone, on, at, ends_at = row["client_zone"], row["due_on"], row["due_time"], row["ends_at"]
    is_open = not (row["done_at"] or row["dropped_at"])
    is_over = ends_at < clock.now() if ends_at else days.is_late(on, at, zone)
    return Row(
        pk=row["pk"],
        uid=row["uid"],
        title=row["title"],
        about=row["about"],
        due_on=on,
        due_time=at,
        part=days.part(on, zone),
        is_late=is_open and is_over,
        responsible_id=row["responsible_id"],
        responsible=row["responsible__name"] or "",
        responsible_uid=row["responsible__uid"],
        client=client_of(viewer, row),
        added_at=row["added_at"],
        done_at=row["done_at"],
        dropped_at=row["dropped_at"],
        outcome=row["outcome"],
        kind=row["kind"],
        owes=row["owes"],
        state=row["state"],
        place=row["place"],
        ends=timezone.localtime(ends_at, ZoneInfo(zone)).time() if ends_at else None,
    )


def first_of(found: QuerySet, order: Sequence[Any], size: int) -> QuerySet:
    """The first rows of a query, found along an index before anything is shown of them."""
    inner = found.order_by(*order).values("pk")[:size]
    return found.model._default_manager.filter(pk__in=inner)


def by_day(row: Row) -> tuple[Any, ...]:
    """The order of what is to be done: by day and hour, without a day last."""
    return row.due_on is None, row.due_on or date.max, row.due_time or time.max, row.pk


def is_erased(record: Task | Promise | Meeting) -> bool:
    """Whether what it said is gone with whom it was about: it is not changed any more."""
    if record.client:
        return record.client.forgotten_at is not None
    if not isinstance(record, Meeting) or record.title:
        return False
    return record.further.exclude(client__forgotten_at=None).exists()


def within(viewer: User, model: type[Task] | type[Promise] | type[Meeting], capability: str = "") -> Any:
    """The tasks, promises, or meetings, that the viewer reaches with a capability, by default that of seeing them."""
    return model.objects.visible_to(viewer, capability)
