"""The day of a location: who works, who comes, and how full it is. A fixed number of statements, however many visits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.people.queries import clients_by_id
from pomni.schedule import working
from pomni.schedule.models import Line, Taken, Visit
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

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
    off: list[tuple[int, int, bool]] = field(default_factory=list)  # from, minutes, whether it is a break
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
    def hours(self) -> list[tuple[int, str]]:
        """Minutes from the top of the board, and the hour that stands there."""
        return [(minute - self.opens, _clock(minute)) for minute in range(self.opens, self.closes, 60)]

    @property
    def minutes(self) -> int:
        """How many minutes the board shows."""
        return self.closes - self.opens


def board(viewer: User, location: Location, day: date) -> Day:
    """The day of the location, as far as the viewer reaches visits: of somebody else's there is the time and nothing more."""
    zone = ZoneInfo(location.zone)
    midnight = datetime.combine(day, time(), zone)
    till = datetime.combine(day + timedelta(days=1), time(), zone)
    within = Q(begins_at__lt=till, ends_at__gt=midnight, location=location)
    visits = {
        one.pk: one
        for one in Visit.objects.visible_to(viewer).filter(within).exclude(status=Visit.Status.CANCELLED)
    }
    lines = list(
        Line.objects.filter(visit__in=visits)
        .select_related("service")
        .order_by("begins_at", "visit", "place")
    )
    clients = clients_by_id(viewer, {one.client_id for one in visits.values() if one.client_id})
    came_before = _came_before(clients, midnight)
    people = _people(lines)
    hours = hours_between(list(people), day, day)
    columns = {pk: Column(user) for pk, user in people.items()}
    for line in lines:
        columns.setdefault(line.user_id or ELSEWHERE, Column(people.get(line.user_id)))
    at_work = {
        user: told[day] for (user, place), told in hours.items() if place == location.pk and day in told
    }
    shown_of = {pk: one for pk, one in columns.items() if pk in at_work or any(_of(lines, pk))}
    opens, closes = _ends_of(at_work.values(), lines, midnight)
    taken = _taken(visits, midnight)
    for pk, column in shown_of.items():
        _fill(column, at_work.get(pk, ()), (opens, closes), is_told=bool(hours))
        for run in _runs(_of(lines, pk)):
            visit = visits[run[0].visit_id]
            client = clients.get(visit.client_id or 0)
            column.blocks.append(
                _block(viewer, visit, run, client, taken.get((visit.pk, pk), ()), midnight, came_before)
            )
        column.taken = sum(block.minutes for block in column.blocks if block.visit.is_standing)
    here = today(zone) == day
    ordered = sorted(shown_of.values(), key=lambda one: (one.user is None, one.user.name if one.user else ""))
    return Day(location, day, opens, closes, ordered, _minute(now(), midnight) if here else None)


def _came_before(clients: Iterable[int], midnight: datetime) -> set[int]:
    """Of these clients those who had a visit on an earlier day."""
    earlier = Visit.objects.standing().filter(client__in=list(clients), begins_at__lt=midnight)
    return set(earlier.order_by().values_list("client", flat=True).distinct())


def _people(lines: Iterable[Line]) -> dict[int, User]:
    """Whoever performs anything, and has access; and whoever performs something on this day."""
    at_work = Q(pk__in=performing(), is_active=True)
    rows = User.objects.filter(at_work | Q(pk__in={line.user_id for line in lines if line.user_id}))
    return {one.pk: one for one in rows}


def _of(lines: Iterable[Line], pk: int) -> list[Line]:
    return [line for line in lines if (line.user_id or ELSEWHERE) == pk]


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


def _block(
    viewer: User,
    visit: Visit,
    run: list[Line],
    client: "Client | None",
    taken: Iterable[tuple[int, int]],
    midnight: datetime,
    came_before: set[int],
) -> Block:
    begins, ends = _minute(run[0].begins_at, midnight), _minute(run[-1].ends_at, midnight)
    around = [(first, last) for first, last in taken if first <= ends and last >= begins]
    prices = [line.price for line in run if line.price is not None]
    return Block(
        visit,
        begins,
        ends,
        max(0, begins - min((first for first, _last in around), default=begins)),
        max(0, max((last for _first, last in around), default=ends) - ends),
        tuple(line.service.name for line in run),
        sum(prices, Decimal(0)) if prices else None,
        client.name if client else "",
        client.warning if client else "",
        bool(client) and visit.client_id not in came_before,
    )


def _fill(column: Column, hours: working.Hours, shown_: tuple[int, int], *, is_told: bool) -> None:
    """The stretches of the board in which the colleague does not work, where anybody said when somebody does."""
    if not is_told:
        return
    spans = sorted((_of_time(begins), _of_time(ends) + 1440 * (ends <= begins)) for begins, ends in hours)
    column.worked = sum(ends - begins for begins, ends in spans)
    at = shown_[0]
    for nr, (begins, ends) in enumerate(spans):
        if begins > at:
            column.off.append((at, begins - at, nr > 0))
        at = max(at, ends)
    if at < shown_[1]:
        column.off.append((at, shown_[1] - at, False))


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
