"""The timesheet: what was worked against what was planned. A fixed number of statements, however many colleagues and days."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.schedule import working
from pomni.schedule.models import Clocked
from pomni.schedule.queries.absences import reached_colleagues
from pomni.schedule.queries.working import hours_between
from pomni.schedule.tally import Tally, tally
from pomni.team.models import Location, User

SEE = "schedule.timesheet.see"


@dataclass
class SheetDay:
    """A day of a colleague: the hours of the plan, what was clocked, and the sums."""

    day: date
    hours: list[tuple[Location, working.Hours]] = field(default_factory=list)
    rows: list[tuple[Clocked, str]] = field(default_factory=list)
    sums: Tally = field(default_factory=Tally)


Days = dict[int, dict[date, SheetDay]]


def clocked(viewer: User, uid: Any) -> Clocked:
    """One stretch of work within reach. Raises Http404."""
    rows = Clocked.objects.visible_to(viewer).select_related("user", "location")
    found: Clocked = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def open_clocked(user: User) -> Clocked | None:
    """What the colleague is clocked in to."""
    found: Clocked | None = Clocked.objects.filter(user=user, ends_at=None).select_related("location").first()
    return found


def sheet_of(viewer: User, user: User, first: date, last: date) -> dict[date, SheetDay]:
    """The days on which a colleague was to work or worked, as far as the viewer reaches what was worked."""
    rows: QuerySet[Any] = Clocked.objects.visible_to(viewer).filter(user=user)
    return _days(rows, [user.pk], first, last).get(user.pk, {})


def sheets(
    viewer: User, first: date, last: date, location: Location | None = None
) -> list[tuple[User, dict[date, SheetDay]]]:
    """The same of all colleagues within reach who were to work or worked, by name; at one location, where it is named."""
    people = {one.pk: one for one in reached_colleagues(viewer, SEE)}
    rows: QuerySet[Any] = Clocked.objects.visible_to(viewer).filter(user__in=people)
    found = _days(rows, list(people), first, last, location)
    return [(user, found[pk]) for pk, user in people.items() if found.get(pk)]


def sum_of(days: Iterable[SheetDay]) -> Tally:
    """The sums of many days."""
    return sum((one.sums for one in days), Tally())


def _days(
    rows: QuerySet[Any], users: Collection[int], first: date, last: date, location: Location | None = None
) -> Days:
    places = {one.pk: one for one in ([location] if location else Location.objects.all())}
    found: Days = {}
    for (user, at), days in hours_between(users, first, last).items():
        for day, hours in days.items() if at in places else ():
            _day(found, user, day).hours.append((places[at], hours))
    within = rows.filter(day__range=(first, last), location__in=places).select_related("location", "user")
    for row in within.order_by("begins_at"):
        _day(found, row.user_id, row.day).rows.append((row, _span(row)))
    for days_of in found.values():
        for one in days_of.values():
            one.sums = _sums(one)
    return {user: dict(sorted(days_of.items())) for user, days_of in found.items()}


def _day(found: Days, user: int, day: date) -> SheetDay:
    return found.setdefault(user, {}).setdefault(day, SheetDay(day))


def _sums(one: SheetDay) -> Tally:
    planned = [
        stretch for place, hours in one.hours for stretch in working.instants_of(one.day, hours, place.zone)
    ]
    worked = [(row.begins_at, max(row.begins_at, row.ends_at or now())) for row, _told in one.rows]
    return tally(planned, worked, is_open=any(row.ends_at is None for row, _told in one.rows))


def _span(row: Clocked) -> str:
    zone = ZoneInfo(row.location.zone)
    return f"{_clock(row.begins_at, zone)}–{_clock(row.ends_at, zone) if row.ends_at else '…'}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def zone_of(one: Clocked) -> ZoneInfo:
    """By whose clock it is told."""
    return ZoneInfo(one.location.zone)
