"""The day of a location: who works, who comes, and how full it is. A fixed number of statements, however many visits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.kit.prepared import padded, records_of, rows_of
from pomni.kit.seconds import Seconds
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
    drawing = Drawing(viewer, location, day, by_thing=by_thing, group=group, only=only)
    return drawing.drawn(ends)


class Drawing:
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
        self.viewer = viewer
        self.location, self.day, self.zone = location, day, ZoneInfo(location.zone)
        self.by_thing, self.group, self.only = by_thing, group, only
        self.midnight = datetime.combine(day, time(), self.zone)
        self.minutes: dict[datetime, int] = {}
        self.instants: dict[int, datetime] = {}
        till = datetime.combine(day + timedelta(days=1), time(), self.zone)
        asked: list[int | datetime] = [
            location.pk,
            till,
            self.midnight - LONGEST,
            self.midnight,
            *sorted(only),
        ]
        # Who reaches everything asks the same as everybody else who does.
        reach = () if viewer.reach(Visit.see).all else (viewer.pk, viewer.access_stamp)
        rows = rows_of(("visits of a day", reach, len(only)), partial(_visits, viewer), *asked)
        self.visits = {row[0]: Came(*row) for row in rows}
        key = ("lines of a day", by_thing, reach, len(only))
        self._take_lines(rows_of(key, partial(_lines, viewer, by_thing), *asked))
        told_of = {one.client_id for one in self.visits.values() if one.client_id}
        self.clients = called(viewer, told_of)
        self.owing = owing(viewer, self.clients)

    def _take_lines(self, rows: Iterable[Sequence[Any]]) -> None:
        """The lines of the visits, and when each colleague (or thing) is taken by each visit.

        `taken`: by visit and by who or what: visit, who or what, line, and minutes of the day.
        """
        lines: dict[int, Done] = {}
        self.taken: dict[tuple[int, int], list[tuple[int, ...]]] = {}
        for pk, visit, user, begins, ends, *words, one, first, last in rows:
            if visit not in self.visits:
                continue  # booked between two statements
            if pk not in lines:
                lines[pk] = Done(pk, visit, user, self._instant(begins), self._instant(ends), *words)
            if one is not None:
                span = (self._minute(self._instant(first)), self._minute(self._instant(last)))
                self.taken.setdefault((visit, one), []).append((visit, one, pk, *span))
        self.lines = list(lines.values())

    def _instant(self, seconds: int) -> datetime:
        """The instant of a number of seconds; visits begin and end together, so there are few of them."""
        found = self.instants.get(seconds)
        if found is None:
            found = self.instants[seconds] = datetime.fromtimestamp(seconds, UTC)
        return found

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
        hours = self._hours(people)
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
        columns.sort(key=lambda one: (one.user is None, one.user != self.viewer, sorted_as(one.name)))
        return columns

    def _hours(self, people: Collection[int]) -> Mapping[Any, Mapping[date, working.Hours]]:
        """The hours of these colleagues on this day, by colleague and location."""
        return hours_between(list(people), self.day, self.day)

    def _people(self, of: Mapping[int, list[Done]]) -> dict[int, User]:
        """Whoever performs anything that is looked at, and has access; and whoever performs it on this day."""
        busy = self.only or [pk for pk, rows in of.items() if any(self._is_looked_at(line) for line in rows)]
        asked, group = padded(sorted(busy)), None if self.only else self.group
        found = records_of(("people of a day", group, len(asked)), partial(_people, group), *asked)
        return {one.pk: one for one in found}

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
        known = self._things(of)
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

    def _things(self, of: Collection[int]) -> dict[int, Thing]:
        """The rooms and devices here, and those that are taken."""
        things = Thing.objects.filter(Q(location=self.location, archived_at=None) | Q(pk__in=of))
        return {one.pk: one for one in things.select_related("kind")}

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


def _within(
    viewer: User, location: int, till: datetime, after: datetime, midnight: datetime, *only: int
) -> Any:
    """The visits of a day at a location that are not cancelled, as far as the viewer reaches them."""
    found = Visit.objects.visible_to(viewer).filter(
        begins_at__lt=till, begins_at__gt=after, ends_at__gt=midnight, location=location
    )
    if only:
        found = found.filter(pk__in=Line.objects.filter(user__in=only).values("visit"))
    return found.exclude(status=Visit.Status.CANCELLED)


def _visits(viewer: User, location: int, till: datetime, *more: Any) -> Any:
    _after, midnight, *_only = more
    earlier = Visit.objects.standing().filter(client=OuterRef("client"), begins_at__lt=midnight)
    rows = _within(viewer, location, till, *more).annotate(came_before=Exists(earlier), enrolled=enrolled())
    return rows.values_list(*Came._fields)


def _lines(viewer: User, by_thing: bool, *asked: Any) -> Any:
    return line_rows(_within(viewer, *asked).values("pk"), by_thing=by_thing)


def _people(group: str | None, *busy: int) -> Any:
    """These colleagues; and whoever performs anything that is offered in the group, "" is all, None adds nobody."""
    wanted = Q(pk__in=busy)
    if group is not None:
        wanted |= Q(pk__in=performing(group), is_active=True)
    return User.objects.filter(wanted).only("uid", "name")


_OF_SERVICE = ("service__name", "service__hue", "service__category__uid", "service__category__name")


def line_rows(within: Any, *, by_thing: bool) -> Any:
    """The lines of these visits, each with who (or what) is taken for it, and when: one statement. Instants are seconds."""
    column = "thing_id" if by_thing else "user_id"
    held = FilteredRelation("taken", condition=Q(**{f"taken__{column}__isnull": False}))
    rows = Line.objects.filter(visit__in=within).annotate(held=held)
    rows = rows.order_by("begins_at", "visit", "place")
    when, held_when = ((Seconds(f"{of}begins_at"), Seconds(f"{of}ends_at")) for of in ("", "held__"))
    return rows.values_list("pk", "visit_id", "user_id", *when, *_OF_SERVICE, f"held__{column}", *held_when)


def _by_colleague(lines: Iterable[Done]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = {}
    for line in lines:
        found.setdefault(line.user_id or ELSEWHERE, []).append(line)
    return found
