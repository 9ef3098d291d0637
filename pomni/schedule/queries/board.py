"""The day of a location: who works, who comes, and how full it is. A fixed number of statements, however many visits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.kit.spelling import sorted_as
from pomni.people.queries import called
from pomni.schedule import working
from pomni.schedule.models import Line, Taken, Thing, Visit
from pomni.schedule.queries.groups import enrolled
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

LONGEST = timedelta(days=2)  # a visit lasts no longer
USUAL = (8 * 60, 20 * 60)  # what is shown of a day on which nobody works
ELSEWHERE = 0  # the column of lines that nobody performs, or that take no thing
PARTS = (("morning", 0), ("afternoon", 12 * 60), ("evening", 17 * 60))


class Came(NamedTuple):
    """What a board shows of a visit: hundreds are read at a time, so no more of it is read."""

    pk: int
    uid: UUID
    client_id: int | None
    status: str
    source: str
    comment: str
    version: int
    seats: int | None
    came_before: bool
    enrolled: int

    @property
    def is_standing(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status != Visit.Status.NO_SHOW

    def get_status_display(self) -> str:
        """Its state in words."""
        return str(Visit.Status(self.status).label)


class Done(NamedTuple):
    """What a board shows of a line."""

    pk: int
    visit_id: int
    user_id: int | None
    begins_at: datetime
    ends_at: datetime
    price: Decimal | None
    service: str
    hue: int | None
    group: UUID | None
    group_name: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """What a colleague does, or a thing is taken for, in one visit without a pause: minutes of the day, and words."""

    visit: Came
    begins: int
    ends: int
    before: int  # minutes of break, hatched
    after: int
    services: tuple[str, ...]
    price: Decimal | None
    name: str
    warning: str
    is_first: bool

    top: int = 0  # minutes below the top of the board
    hue: int | None = None  # the colour of its first service
    is_dim: bool = False  # not of the services that are looked at
    lane: int = 0  # beside what else is there at this time
    lanes: int = 1

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins

    @property
    def span(self) -> str:
        """From when to when, by the wall clock."""
        return f"{_clock(self.begins)}–{_clock(self.ends)}"


@dataclass
class Column:
    """The day of a colleague or a thing: blocks, stretches of no work, and how much of the hours is taken."""

    user: User | None
    thing: Thing | None = None
    blocks: list[Block] = field(default_factory=list)
    off: list[tuple[int, int, bool]] = field(
        default_factory=list
    )  # from the top, minutes, whether it is a break
    worked: int = 0  # minutes
    taken: int = 0

    @property
    def uid(self) -> str:
        """Of the colleague or the thing; "" for what nobody performs, or what takes no room."""
        one = self.user or self.thing
        return str(one.uid) if one else ""

    @property
    def name(self) -> str:
        """Of the colleague or the thing."""
        return self.user.name if self.user else self.thing.name if self.thing else ""

    @property
    def load(self) -> int | None:
        """Per cent of the hours; None where nobody said when they work."""
        return min(999, round(100 * self.taken / self.worked)) if self.worked else None


@dataclass
class Day:
    """The board of one day at one location. `opens` and `closes` are whole hours, in minutes of the day."""

    location: Location
    day: date
    opens: int
    closes: int
    columns: list[Column]
    now: int | None
    groups: list[tuple[str, str]] = field(default_factory=list)  # of services on this day: uid, name

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Where morning, afternoon and evening begin, as far as the board shows them: their names, minutes from the top."""
        ends = [*(begins for _name, begins in PARTS[1:]), 48 * 60]
        shown = [
            (name, max(begins, self.opens) - self.opens)
            for (name, begins), ends_ in zip(PARTS, ends, strict=True)
            if begins < self.closes and ends_ > self.opens
        ]
        return shown if len(shown) > 1 else []

    @property
    def now_at(self) -> int | None:
        """How far below the top the present minute is."""
        return None if self.now is None or not self.opens <= self.now < self.closes else self.now - self.opens

    @property
    def now_told(self) -> str:
        """The present minute by the clock there."""
        return _clock(self.now or 0)

    @property
    def hours(self) -> list[tuple[int, str]]:
        """Minutes from the top of the board, and the hour that stands there."""
        return [(minute - self.opens, _clock(minute)) for minute in range(self.opens, self.closes, 60)]

    @property
    def minutes(self) -> int:
        """How many minutes the board shows."""
        return self.closes - self.opens


def board(
    viewer: User,
    location: Location,
    day: date,
    *,
    by_thing: bool = False,
    group: str = "",
    only: Collection[int] = (),
    ends: tuple[int, int] | None = None,
) -> Day:
    """The day of the location, as far as the viewer reaches visits; whoever is out of reach is not named.

    `by_thing`: a column for each room and device. `group`: the uid of a category of services that is looked at. `only`: these
    colleagues, and nobody else's columns; `ends`: from which minute of the day to which one the board is shown already.
    """
    drawing = _Drawing(viewer, location, day, by_thing=by_thing, group=group, only=only)
    return drawing.drawn(ends)


class _Drawing:
    """What a board is drawn from: seven statements, however many visits."""

    def __init__(
        self,
        viewer: User,
        location: Location,
        day: date,
        *,
        by_thing: bool,
        group: str,
        only: Collection[int],
    ) -> None:
        self.location, self.day, self.zone = location, day, ZoneInfo(location.zone)
        self.by_thing, self.group, self.only = by_thing, group, only
        self.midnight = datetime.combine(day, time(), self.zone)
        till = datetime.combine(day + timedelta(days=1), time(), self.zone)
        within = Visit.objects.visible_to(viewer).filter(
            begins_at__lt=till,
            begins_at__gt=self.midnight - LONGEST,
            ends_at__gt=self.midnight,
            location=location,
        )
        if only:
            within = within.filter(pk__in=Line.objects.filter(user__in=only).values("visit"))
        earlier = Visit.objects.standing().filter(client=OuterRef("client"), begins_at__lt=self.midnight)
        rows = within.exclude(status=Visit.Status.CANCELLED).annotate(
            came_before=Exists(earlier), enrolled=enrolled()
        )
        self.visits = {row[0]: Came(*row) for row in rows.values_list(*Came._fields)}
        self.lines = _lines(self.visits)
        told_of = {one.client_id for one in self.visits.values() if one.client_id}
        self.clients = called(viewer, told_of)
        self.taken = _taken(self.visits, self.midnight, "thing_id" if by_thing else "user_id")

    def drawn(self, ends: tuple[int, int] | None) -> Day:
        """The board."""
        columns = self._of_things(ends) if self.by_thing else self._of_people(ends)
        opens, closes = self.ends
        minute = _minute(now(), self.midnight) if today(self.zone) == self.day else None
        groups = {str(one.group): one.group_name or "" for one in self.lines if one.group}
        told = sorted(groups.items(), key=lambda one: sorted_as(one[1]))
        return Day(self.location, self.day, opens, closes, columns, minute, told)

    def _of_people(self, ends: tuple[int, int] | None) -> list[Column]:
        of = _by_colleague(self.lines)
        if self.only:
            of = {pk: rows for pk, rows in of.items() if pk in self.only}
        people = self._people(of)
        hours = hours_between(list(people), self.day, self.day)
        at_work = {
            user: told[self.day] for (user, at), told in hours.items() if at == self.location.pk and told
        }
        shown = at_work.keys() | of.keys() | (set() if hours else people.keys()) | set(self.only)
        if self.group:
            shown &= people.keys() | {ELSEWHERE}
        self.ends = ends or _ends_of(at_work.values(), self.lines, self.midnight)
        columns = [
            self._column(Column(people.get(pk)), of.get(pk, []), at_work.get(pk, ()) if hours else None)
            for pk in shown
        ]
        columns.sort(key=lambda one: (one.user is None, sorted_as(one.name)))
        return columns

    def _people(self, of: Mapping[int, list[Done]]) -> dict[int, User]:
        """Whoever performs anything that is looked at, and has access; and whoever performs it on this day."""
        if self.only:
            return {one.pk: one for one in User.objects.filter(pk__in=self.only)}
        busy = [pk for pk, rows in of.items() if any(self._is_looked_at(line) for line in rows)]
        rows = User.objects.filter(Q(pk__in=performing(self.group), is_active=True) | Q(pk__in=busy))
        return {one.pk: one for one in rows}

    def _is_looked_at(self, line: Done) -> bool:
        return not self.group or str(line.group) == self.group

    def _column(self, column: Column, lines: list[Done], hours: working.Hours | None) -> Column:
        key = column.user.pk if column.user else ELSEWHERE
        spans = [
            (run, _minute(run[0].begins_at, self.midnight), _minute(run[-1].ends_at, self.midnight))
            for run in _runs(lines)
        ]
        column.blocks = _side_by_side([self._block(run, key, begins, ends) for run, begins, ends in spans])
        if column.user and hours is not None:
            told = [(_of_time(begins), _of_time(ends) + 1440 * (ends <= begins)) for begins, ends in hours]
            column.worked = sum(last - first for first, last in told)
            column.off = _off(told, self.ends)
        column.taken = sum(block.minutes for block in column.blocks if block.visit.is_standing)
        return column

    def _of_things(self, ends: tuple[int, int] | None) -> list[Column]:
        """A column for each room and device, and one for the visits that take none."""
        of: dict[int, list[Done]] = {}
        by_pk = {line.pk: line for line in self.lines}
        in_things: set[int] = set()
        spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for visit, pk, line, begins, ends_ in self.rows_of_things:
            of.setdefault(pk, []).append(by_pk[line])
            in_things.add(visit)
            spans.setdefault((visit, pk), []).append((begins, ends_))
        of[ELSEWHERE] = [line for line in self.lines if line.visit_id not in in_things]
        things = Thing.objects.filter(Q(location=self.location, archived_at=None) | Q(pk__in=of))
        known: dict[int, Thing] = {one.pk: one for one in things.select_related("kind")}
        self.ends = ends or _ends_of((), self.lines, self.midnight)
        columns = []
        for pk, thing in known.items():
            column = Column(None, thing)
            for visit in dict.fromkeys(line.visit_id for line in of.get(pk, ())):
                lines = list(dict.fromkeys(line for line in of[pk] if line.visit_id == visit))
                taken = _joined(spans[visit, pk])
                column.blocks += [self._block(lines, -1, first, last) for first, last in taken]
            column.blocks = _side_by_side(column.blocks)
            columns.append(column)
        columns.sort(
            key=lambda one: (sorted_as(one.thing.kind.name), sorted_as(one.name)) if one.thing else ("", "")
        )
        rest = self._column(Column(None), of[ELSEWHERE], None)
        return [*columns, rest] if rest.blocks else columns

    @property
    def rows_of_things(self) -> list[tuple[int, ...]]:
        """What each visit takes: visit, thing, line, and between which minutes."""
        return [row for rows in self.taken.values() for row in rows]

    def _block(self, run: list[Done], key: int, begins: int, ends: int) -> Block:
        visit = self.visits[run[0].visit_id]
        name, warning = self.clients.get(visit.client_id or 0, ("", ""))
        taken = [] if self.by_thing else [row[3:] for row in self.taken.get((visit.pk, key), [])]
        around = [(first, last) for first, last in taken if first <= ends and last >= begins] or [
            (begins, ends)
        ]
        prices = [line.price for line in run if line.price is not None]
        return Block(
            visit=visit,
            begins=begins,
            ends=ends,
            before=max(0, begins - min(first for first, _last in around)),
            after=max(0, max(last for _first, last in around) - ends),
            services=tuple(line.service for line in run),
            price=sum(prices, Decimal(0)) if prices else None,
            name=name,
            warning=warning,
            is_first=bool(name) and not visit.came_before,
            top=begins - self.ends[0],
            hue=run[0].hue,
            is_dim=not any(self._is_looked_at(line) for line in run),
        )


def _side_by_side(blocks: list[Block]) -> list[Block]:
    """Blocks that are at the same time share the width: each is given a lane."""
    found: list[Block] = []
    cluster: list[tuple[Block, int]] = []
    till = -1
    for block in [*sorted(blocks, key=lambda one: (one.begins, one.ends)), None]:
        if block is None or block.begins >= till:
            lanes = max((lane for _one, lane in cluster), default=0) + 1
            found += [replace(one, lane=lane, lanes=lanes) if lanes > 1 else one for one, lane in cluster]
            cluster, till = [], -1
        if block:
            busy = {lane for one, lane in cluster if one.ends > block.begins}
            cluster.append((block, next(lane for lane in range(len(cluster) + 1) if lane not in busy)))
            till = max(till, block.ends)
    return found


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch each other as one."""
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


_OF_LINE = (
    *("pk", "visit_id", "user_id", "begins_at", "ends_at", "price", "service__name", "service__hue"),
    *("service__category__uid", "service__category__name"),
)


def _lines(visits: Collection[int]) -> list[Done]:
    rows = Line.objects.filter(visit__in=visits).order_by("begins_at", "visit", "place")
    return [Done(*row) for row in rows.values_list(*_OF_LINE)]


def _by_colleague(lines: Iterable[Done]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = {}
    for line in lines:
        found.setdefault(line.user_id or ELSEWHERE, []).append(line)
    return found


def _runs(lines: Iterable[Done]) -> list[list[Done]]:
    """Lines of one visit that follow each other without a pause are one block."""
    runs: list[list[Done]] = []
    for line in sorted(lines, key=lambda one: (one.visit_id, one.begins_at)):
        last = runs[-1][-1] if runs else None
        if last and last.visit_id == line.visit_id and last.ends_at == line.begins_at:
            runs[-1].append(line)
        else:
            runs.append([line])
    return sorted(runs, key=lambda run: run[0].begins_at)


def _taken(
    visits: Collection[int], midnight: datetime, column: str
) -> dict[tuple[int, int], list[tuple[int, ...]]]:
    """When each colleague (or thing) is taken by each visit: visit, who or what, line, and minutes of the day."""
    found: dict[tuple[int, int], list[tuple[int, ...]]] = {}
    rows: Any = Taken.objects.filter(visit__in=visits, **{f"{column}__isnull": False})
    for visit, one, line, begins, ends in rows.values_list(
        "visit_id", column, "line_id", "begins_at", "ends_at"
    ):
        told = (visit, one, line, _minute(begins, midnight), _minute(ends, midnight))
        found.setdefault((visit, one), []).append(told)
    return found


def _off(spans: Iterable[tuple[int, int]], ends: tuple[int, int]) -> list[tuple[int, int, bool]]:
    """The stretches of the board between and around these spans: from the top, minutes, whether it is a break."""
    at, off = ends[0], []
    for nr, (begins, till) in enumerate(sorted(spans)):
        if begins > at:
            off.append((at - ends[0], begins - at, nr > 0))
        at = max(at, till)
    return [*off, (at - ends[0], ends[1] - at, False)] if at < ends[1] else off


def _ends_of(hours: Iterable[working.Hours], lines: Iterable[Done], midnight: datetime) -> tuple[int, int]:
    """From which whole hour to which one the board is shown."""
    spans = [(_of_time(b), _of_time(e) + 1440 * (e <= b)) for some in hours for b, e in some] or [USUAL]
    spans += [(_minute(one.begins_at, midnight), _minute(one.ends_at, midnight)) for one in lines]
    opens, closes = min(begins for begins, _ends in spans), max(ends for _begins, ends in spans)
    return max(0, opens) // 60 * 60, min(48 * 60, -(-closes // 60) * 60)


def _minute(at: datetime, midnight: datetime) -> int:
    """An instant as minutes of the wall clock of the day; on a day of 23 or 25 hours what the clock shows counts."""
    local = at.astimezone(midnight.tzinfo)
    return (local.date() - midnight.date()).days * 1440 + local.hour * 60 + local.minute


def _of_time(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24}:{minute % 60:02}"
