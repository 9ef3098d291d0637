"""The day of a location: who works, who comes, and how full it is. A fixed number of statements, however many visits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.kit.spelling import sorted_as
from pomni.people.queries import clients_by_id
from pomni.schedule import working
from pomni.schedule.models import Line, Taken, Visit
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

if TYPE_CHECKING:
    pass

LONGEST = timedelta(days=2)  # a visit lasts no longer
USUAL = (8 * 60, 20 * 60)  # what is shown of a day on which nobody works
ELSEWHERE = 0  # the column of lines that nobody performs


@dataclass(frozen=True, slots=True)
class Block:
    """What one colleague does in one visit without a pause: minutes of the day, and what stands on it."""

    visit: Visit
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
    """A colleague's day: blocks, the stretches in which they do not work, and how much of their hours is taken."""

    user: User | None
    blocks: list[Block] = field(default_factory=list)
    off: list[tuple[int, int, bool]] = field(
        default_factory=list
    )  # from the top, minutes, whether it is a break
    worked: int = 0  # minutes
    taken: int = 0

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


def board(viewer: User, location: Location, day: date) -> Day:
    """The day of the location, as far as the viewer reaches visits; whoever is out of reach is not named."""
    return _Drawing(viewer, location, day).drawn()


class _Drawing:
    """What a board is drawn from: seven statements, however many visits."""

    def __init__(self, viewer: User, location: Location, day: date) -> None:
        self.location, self.day, self.zone = location, day, ZoneInfo(location.zone)
        self.midnight = datetime.combine(day, time(), self.zone)
        till = datetime.combine(day + timedelta(days=1), time(), self.zone)
        within = Visit.objects.visible_to(viewer).filter(
            begins_at__lt=till,
            begins_at__gt=self.midnight - LONGEST,
            ends_at__gt=self.midnight,
            location=location,
        )
        earlier = Visit.objects.standing().filter(client=OuterRef("client"), begins_at__lt=self.midnight)
        rows = within.exclude(status=Visit.Status.CANCELLED).annotate(came_before=Exists(earlier))
        self.visits: dict[int, Visit] = {one.pk: one for one in rows}  # type: ignore[misc]  # what it is a query of
        self.lines = _lines(self.visits)
        told_of = {one.client_id for one in self.visits.values() if one.client_id}
        self.clients = clients_by_id(viewer, told_of)
        self.people = _people({line.user_id for line in self.lines if line.user_id})
        self.hours = hours_between(list(self.people), day, day)
        self.taken = _taken(self.visits, self.midnight)

    def drawn(self) -> Day:
        """The board."""
        of = _by_colleague(self.lines)
        at_work = {
            user: told[self.day] for (user, at), told in self.hours.items() if at == self.location.pk and told
        }
        shown = at_work.keys() | of.keys() | (set() if self.hours else self.people.keys())
        opens, closes = _ends_of(at_work.values(), self.lines, self.midnight)
        columns = [
            self._column(self.people.get(pk), of.get(pk, []), at_work.get(pk, ()), (opens, closes))
            for pk in shown
        ]
        columns.sort(key=lambda one: (one.user is None, sorted_as(one.user.name) if one.user else ""))
        here = today(self.zone) == self.day
        return Day(
            self.location, self.day, opens, closes, columns, _minute(now(), self.midnight) if here else None
        )

    def _column(
        self, user: User | None, lines: list[Line], hours: working.Hours, ends: tuple[int, int]
    ) -> Column:
        column = Column(user, [self._block(run, ends[0]) for run in _runs(lines)])
        if user and self.hours:
            spans = [
                (_of_time(begins), _of_time(ends_) + 1440 * (ends_ <= begins)) for begins, ends_ in hours
            ]
            column.worked = sum(last - first for first, last in spans)
            column.off = _off(spans, ends)
        column.taken = sum(block.minutes for block in column.blocks if block.visit.is_standing)
        return column

    def _block(self, run: list[Line], opens: int) -> Block:
        visit = self.visits[run[0].visit_id]
        client = self.clients.get(visit.client_id or 0)
        begins, ends = _minute(run[0].begins_at, self.midnight), _minute(run[-1].ends_at, self.midnight)
        taken = self.taken.get((visit.pk, run[0].user_id or ELSEWHERE), [])
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
            services=tuple(line.service.name for line in run),
            price=sum(prices, Decimal(0)) if prices else None,
            name=client.name if client else "",
            warning=client.warning if client else "",
            is_first=client is not None and not visit.came_before,  # type: ignore[attr-defined]  # annotated
            top=begins - opens,
        )


def _lines(visits: Collection[int]) -> list[Line]:
    rows = Line.objects.filter(visit__in=visits).select_related("service")
    return list(rows.order_by("begins_at", "visit", "place"))


def _by_colleague(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.user_id or ELSEWHERE, []).append(line)
    return found


def _people(on_this_day: Collection[int]) -> dict[int, User]:
    """Whoever performs anything, and has access; and whoever performs something on this day."""
    rows = User.objects.filter(Q(pk__in=performing(), is_active=True) | Q(pk__in=on_this_day))
    return {one.pk: one for one in rows}


def _runs(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one visit that follow each other without a pause are one block."""
    runs: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.visit_id, one.begins_at)):
        last = runs[-1][-1] if runs else None
        if last and last.visit_id == line.visit_id and last.ends_at == line.begins_at:
            runs[-1].append(line)
        else:
            runs.append([line])
    return sorted(runs, key=lambda run: run[0].begins_at)


def _taken(visits: Mapping[int, Visit], midnight: datetime) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """When each colleague is taken by each visit, in minutes of the day."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in Taken.objects.filter(visit__in=visits, user__isnull=False):
        told = (_minute(row.begins_at, midnight), _minute(row.ends_at, midnight))
        found.setdefault((row.visit_id, row.user_id), []).append(told)
    return found


def _off(spans: Iterable[tuple[int, int]], ends: tuple[int, int]) -> list[tuple[int, int, bool]]:
    """The stretches of the board between and around these spans: from the top, minutes, whether it is a break."""
    at, off = ends[0], []
    for nr, (begins, till) in enumerate(sorted(spans)):
        if begins > at:
            off.append((at - ends[0], begins - at, nr > 0))
        at = max(at, till)
    return [*off, (at - ends[0], ends[1] - at, False)] if at < ends[1] else off


def _ends_of(hours: Iterable[working.Hours], lines: Iterable[Line], midnight: datetime) -> tuple[int, int]:
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
