"""Seven days of a location, or of one colleague or room there. A fixed number of statements, however many visits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from pomni.catalog.queries import performing
from pomni.kit.spelling import sorted_as
from pomni.people.queries import called
from pomni.schedule import working
from pomni.schedule.drawn import clock_of, minute_of
from pomni.schedule.models import Line, Taken, Thing, Visit
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

NOBODY = 0  # the row of what nobody performs
DAYS = 7


class _Part(NamedTuple):
    """A stretch of a visit for which somebody, or a thing, is taken."""

    one: int | None
    visit: int
    uid: UUID
    client: int | None
    status: str
    begins_at: datetime
    ends_at: datetime
    service: str | None
    group: UUID | None
    group_name: str | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A visit as a week tells it."""

    uid: UUID
    status: str
    span: str
    name: str  # of the client within reach
    is_elses: bool  # of a client out of reach
    services: tuple[str, ...]

    def get_status_display(self) -> str:
        """Its state in words."""
        return str(Visit.Status(self.status).label)


@dataclass
class WeekDay:
    """One day of a colleague or a thing: how many visits, and how much of the hours is taken."""

    day: date
    hours: working.Hours = ()
    taken: int = 0  # minutes
    visits: set[int] = field(default_factory=set)
    coming: list[Coming] = field(default_factory=list)  # where one colleague's or thing's week is asked for
    worked: int = 0  # minutes

    @property
    def load(self) -> int | None:
        """Per cent of the hours; None where none are told."""
        return min(999, round(100 * self.taken / self.worked)) if self.worked else None

    @property
    def lasts(self) -> str:
        """How long the visits take together, in hours and minutes."""
        return f"{self.taken // 60}:{self.taken % 60:02}"

    @property
    def count(self) -> int:
        """How many visits."""
        return len(self.visits)

    @property
    def span(self) -> str:
        """From the beginning of the first hours to the end of the last ones."""
        return f"{self.hours[0][0]:%-H:%M}–{self.hours[-1][1]:%-H:%M}" if self.hours else ""

    @property
    def spans(self) -> list[str]:
        """The hours, as the clock shows them."""
        return [f"{begins:%-H:%M}–{ends:%-H:%M}" for begins, ends in self.hours]


@dataclass
class WeekRow:
    """The week of a colleague or a thing; of neither: of what nobody performs."""

    pk: int
    user: User | None
    thing: Thing | None
    days: list[WeekDay]

    @property
    def name(self) -> str:
        """Of the colleague or the thing."""
        return self.user.name if self.user else self.thing.name if self.thing else ""

    @property
    def uid(self) -> str:
        """Of the colleague or the thing; "" for what nobody performs."""
        one = self.user or self.thing
        return str(one.uid) if one else ""


@dataclass
class Week:
    """Seven days from a Monday on. `whole`: each day of all rows together."""

    days: list[date]
    rows: list[WeekRow]
    whole: list[WeekDay]
    groups: list[tuple[str, str]]  # of services in this week: uid, name


def week(
    viewer: User, location: Location, monday: date, *, by_thing: bool = False, group: str = "", only: str = ""
) -> Week:
    """The week of a location as far as the viewer reaches visits: a row for each colleague, or room and device.

    `group`: the uid of a category of services that is looked at: who performs one of it, and visits with one of it. `only`:
    the uid of one colleague (or thing), who stands there alone, with each visit told.
    """
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    zone = ZoneInfo(location.zone)
    parts = _parts(viewer, location, monday, by_thing=by_thing, only=only)
    rows = (
        _of_things(location, days, parts, only)
        if by_thing
        else _of_people(location, days, parts, group, only)
    )
    known = {row.pk: row for row in rows}
    for part in parts:
        if row := known.get(part.one or NOBODY):  # else of a colleague who performs nothing that is looked at
            _counted(row.days[(part.begins_at.astimezone(zone).date() - monday).days], part, group)
    if only and rows:
        _tell_visits(viewer, rows[0], parts, zone, group)
    groups = {str(one.group): one.group_name or "" for one in parts if one.group}
    rows.sort(key=_order)
    return Week(days, rows, _whole(days, rows), sorted(groups.items(), key=lambda one: sorted_as(one[1])))


def _counted(cell: WeekDay, part: _Part, group: str) -> None:
    if not group or str(part.group) == group:
        cell.visits.add(part.visit)
    if part.status != Visit.Status.NO_SHOW:
        cell.taken += int((part.ends_at - part.begins_at).total_seconds()) // 60


def _whole(days: list[date], rows: list[WeekRow]) -> list[WeekDay]:
    """Each day of all rows: visits, and how much of the hours is taken; what nobody performs takes none of them."""
    return [
        WeekDay(
            day,
            taken=sum(row.days[nr].taken for row in rows if row.pk),
            visits={visit for row in rows for visit in row.days[nr].visits},
            worked=sum(row.days[nr].worked for row in rows),
        )
        for nr, day in enumerate(days)
    ]


def _order(row: WeekRow) -> tuple[Any, ...]:
    return (not row.pk, sorted_as(row.thing.kind.name) if row.thing else "", sorted_as(row.name))


def _parts(viewer: User, location: Location, monday: date, *, by_thing: bool, only: str) -> list[_Part]:
    """What begins in these days."""
    zone = ZoneInfo(location.zone)
    first = datetime.combine(monday, time(), zone)
    till = datetime.combine(monday + timedelta(days=DAYS), time(), zone)
    within = Visit.objects.visible_to(viewer).filter(location=location).exclude(status=Visit.Status.CANCELLED)
    rows: Any = Taken.objects.filter(thing__isnull=False) if by_thing else Line.objects.all()
    line = "line__" if by_thing else ""
    rows = rows.filter(visit__in=within.values("pk"), begins_at__gte=first, begins_at__lt=till)
    if only:
        rows = rows.filter(**{"thing__uid" if by_thing else "user__uid": only})
    fields = (
        *("thing_id" if by_thing else "user_id", "visit_id", "visit__uid", "visit__client_id"),
        *("visit__status", "begins_at", "ends_at"),
        *(f"{line}service__{name}" for name in ("name", "category__uid", "category__name")),
    )
    return [_Part(*row) for row in rows.order_by("begins_at", "pk").values_list(*fields)]


def _of_people(
    location: Location, days: list[date], parts: list[_Part], group: str, only: str
) -> list[WeekRow]:
    """Who performs anything that is looked at, and works in this week or has a visit; where no hours are told, all of them."""
    busy = {one.one or NOBODY for one in parts if not group or str(one.group) == group}
    asked = Q(uid=only) if only else Q(pk__in=performing(group), is_active=True) | Q(pk__in=busy)
    people = {one.pk: one for one in User.objects.filter(asked)}
    hours = hours_between(list(people), days[0], days[-1])
    here = {user: told for (user, at), told in hours.items() if at == location.pk}
    rows = [
        WeekRow(pk, user, None, [_worked(day, here.get(pk, {}).get(day, ())) for day in days])
        for pk, user in people.items()
        if pk in here or pk in busy or only or not hours
    ]
    return [*rows, WeekRow(NOBODY, None, None, [WeekDay(day) for day in days])] if NOBODY in busy else rows


def _worked(day: date, hours: working.Hours) -> WeekDay:
    return WeekDay(day, hours, worked=working.minutes_of(hours))


def _of_things(location: Location, days: list[date], parts: list[_Part], only: str) -> list[WeekRow]:
    used = {one.one for one in parts}
    asked = Q(uid=only) if only else Q(location=location, archived_at=None) | Q(pk__in=used)
    things = Thing.objects.filter(asked).select_related("kind")
    return [WeekRow(one.pk, None, one, [WeekDay(day) for day in days]) for one in things]


def _tell_visits(viewer: User, row: WeekRow, parts: Iterable[_Part], zone: ZoneInfo, group: str) -> None:
    """Each visit of a colleague, on its day, from its first line to its last one."""
    of: dict[tuple[date, int], list[_Part]] = {}
    for part in parts:
        of.setdefault((part.begins_at.astimezone(zone).date(), part.visit), []).append(part)
    names = called(viewer, {some[0].client for some in of.values() if some[0].client})
    days = {one.day: one for one in row.days}
    for (day, _visit), some in of.items():
        if group and not any(str(one.group) == group for one in some):
            continue
        one, midnight = some[0], datetime.combine(day, time(), zone)
        ends = max(part.ends_at for part in some)
        span = f"{clock_of(minute_of(one.begins_at, midnight))}–{clock_of(minute_of(ends, midnight))}"
        name, _warning = names.get(one.client or 0, ("", ""))
        services = tuple(part.service or "" for part in some)
        is_elses = bool(one.client) and not name
        days[day].coming.append(Coming(one.uid, one.status, span, name, is_elses, services))
