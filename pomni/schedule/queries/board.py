"""The day of a location: who works, who comes, and how full it is. A fixed number of statements, however many visits."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.kit.spelling import sorted_as
from pomni.people.queries import called, owing
from pomni.schedule import working
from pomni.schedule.drawn import (
    Block,
    Came,
    Column,
    Day,
    Done,
    ends_of,
    joined,
    minute_at,
    minute_of,
    off,
    runs,
    side_by_side,
)
from pomni.schedule.models import Line, Thing, Visit
from pomni.schedule.queries.groups import enrolled
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

LONGEST = timedelta(days=2)  # a visit lasts no longer
ELSEWHERE = 0  # the column of lines that nobody performs, or that take no thing


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
    """What a board is drawn from: a fixed number of statements, however many visits."""

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
        self.minutes: dict[datetime, int] = {}
        till = datetime.combine(day + timedelta(days=1), time(), self.zone)
        within = Visit.objects.visible_to(viewer).filter(
            begins_at__lt=till,
            begins_at__gt=self.midnight - LONGEST,
            ends_at__gt=self.midnight,
            location=location,
        )
        if only:
            within = within.filter(pk__in=Line.objects.filter(user__in=only).values("visit"))
        within = within.exclude(status=Visit.Status.CANCELLED)
        earlier = Visit.objects.standing().filter(client=OuterRef("client"), begins_at__lt=self.midnight)
        rows = within.annotate(came_before=Exists(earlier), enrolled=enrolled())
        self.visits = {row[0]: Came(*row) for row in rows.values_list(*Came._fields)}
        self._read_lines(within.values("pk"), "thing_id" if by_thing else "user_id")
        told_of = {one.client_id for one in self.visits.values() if one.client_id}
        self.clients = called(viewer, told_of)
        self.owing = owing(viewer, self.clients)

    def _read_lines(self, within: Any, column: str) -> None:
        """The lines of the visits, and when each colleague (or thing) is taken by each visit, in one statement.

        `taken`: by visit and by who or what: visit, who or what, line, and minutes of the day.
        """
        held = FilteredRelation("taken", condition=Q(**{f"taken__{column}__isnull": False}))
        rows = Line.objects.filter(visit__in=within).annotate(held=held)
        rows = rows.order_by("begins_at", "visit", "place").values_list(
            *_OF_LINE, f"held__{column}", "held__begins_at", "held__ends_at"
        )
        lines: dict[int, Done] = {}
        self.taken: dict[tuple[int, int], list[tuple[int, ...]]] = {}
        for *words, one, begins, ends in rows:
            line = Done(*words)
            if line.visit_id not in self.visits:
                continue  # booked between two statements
            lines[line.pk] = line
            if one is not None:
                told = (line.visit_id, one, line.pk, self._minute(begins), self._minute(ends))
                self.taken.setdefault((line.visit_id, one), []).append(told)
        self.lines = list(lines.values())

    def _minute(self, at: datetime) -> int:
        """An instant as minutes of the wall clock of the day; each is asked for a few times."""
        found = self.minutes.get(at)
        if found is None:
            found = self.minutes[at] = minute_of(at, self.midnight)
        return found

    def drawn(self, ends: tuple[int, int] | None) -> Day:
        """The board."""
        columns = self._of_things(ends) if self.by_thing else self._of_people(ends)
        opens, closes = self.ends
        minute = minute_of(now(), self.midnight) if today(self.zone) == self.day else None
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
        self.ends = ends or ends_of(at_work.values(), self.lines, self.midnight)
        columns = [
            self._column(Column(people.get(pk)), of.get(pk, []), at_work.get(pk, ()) if hours else None)
            for pk in shown
        ]
        columns.sort(key=lambda one: (one.user is None, sorted_as(one.name)))
        return columns

    def _people(self, of: Mapping[int, list[Done]]) -> dict[int, User]:
        """Whoever performs anything that is looked at, and has access; and whoever performs it on this day."""
        if self.only:
            return {one.pk: one for one in User.objects.filter(pk__in=self.only).only("uid", "name")}
        busy = [pk for pk, rows in of.items() if any(self._is_looked_at(line) for line in rows)]
        rows = User.objects.filter(Q(pk__in=performing(self.group), is_active=True) | Q(pk__in=busy))
        return {one.pk: one for one in rows.only("uid", "name")}

    def _is_looked_at(self, line: Done) -> bool:
        return not self.group or str(line.group) == self.group

    def _column(self, column: Column, lines: list[Done], hours: working.Hours | None) -> Column:
        key = column.user.pk if column.user else ELSEWHERE
        spans = [(run, self._minute(run[0].begins_at), self._minute(run[-1].ends_at)) for run in runs(lines)]
        column.blocks = side_by_side([self._block(run, key, begins, ends) for run, begins, ends in spans])
        if column.user and hours is not None:
            told = [(minute_at(begins), minute_at(ends) + 1440 * (ends <= begins)) for begins, ends in hours]
            column.worked = sum(last - first for first, last in told)
            column.off = off(told, self.ends)
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
        self.ends = ends or ends_of((), self.lines, self.midnight)
        columns = []
        for pk, thing in known.items():
            column = Column(None, thing)
            for visit in dict.fromkeys(line.visit_id for line in of.get(pk, ())):
                lines = list(dict.fromkeys(line for line in of[pk] if line.visit_id == visit))
                taken = joined(spans[visit, pk])
                column.blocks += [self._block(lines, -1, first, last) for first, last in taken]
            column.blocks = side_by_side(column.blocks)
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
        return Block(
            visit=visit,
            begins=begins,
            ends=ends,
            before=max(0, begins - min(first for first, _last in around)),
            after=max(0, max(last for _first, last in around) - ends),
            services=tuple(line.service for line in run),
            name=name,
            warning=warning,
            owes=visit.client_id in self.owing,
            is_first=bool(name) and not visit.came_before,
            top=begins - self.ends[0],
            hue=run[0].hue,
            is_dim=not any(self._is_looked_at(line) for line in run),
        )


_OF_LINE = (
    *("pk", "visit_id", "user_id", "begins_at", "ends_at", "service__name", "service__hue"),
    *("service__category__uid", "service__category__name"),
)


def _by_colleague(lines: Iterable[Done]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = {}
    for line in lines:
        found.setdefault(line.user_id or ELSEWHERE, []).append(line)
    return found
