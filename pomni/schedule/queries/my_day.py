"""What a colleague finds on Today of visits: those that they perform themselves, and what the desk has to see to now."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.schedule import rules
from pomni.schedule.models import Line, Visit
from pomni.team.models import Location, User

Status = Visit.Status
DAY = timedelta(days=1)
OPEN = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.STARTED)
MOST = 500  # visits of two days that the desk looks at


@dataclass
class Mine:
    """A visit that somebody performs something in today: from when to when it is theirs, by the clock there."""

    pk: int
    uid: UUID
    status: str
    client_id: int | None
    comment: str
    finished_at: datetime | None
    begins: datetime
    ends: datetime
    location: str
    services: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do in it."""
        return self.status == Status.COMPLETED or self.finished_at is not None

    @property
    def state(self) -> str:
        """Its state in words."""
        return str(Status(self.status).label)


def visits_of_mine(user: User) -> list[Mine]:
    """What the user performs today, by time: one statement. Those that were cancelled or missed are left out."""
    at = now()
    within: Any = Visit.objects.visible_to(user)
    rows = (
        within.standing()
        .filter(lines__user=user, lines__begins_at__gt=at - 2 * DAY, lines__begins_at__lt=at + 2 * DAY)
        .order_by("lines__begins_at", "pk", "lines__place")
    )
    told = rows.values_list(
        *("pk", "uid", "status", "client_id", "comment", "finished_at", "day", "zone", "location__name"),
        *("lines__begins_at", "lines__ends_at", "lines__service__name"),
    )
    found: dict[int, Mine] = {}
    for pk, uid, status, client, comment, finished, day, zone, place, begins, ends, service in told:
        there = ZoneInfo(zone)
        if day != today(there):
            continue
        begins, ends = (at.astimezone(there).replace(tzinfo=None) for at in (begins, ends))
        one = found.setdefault(pk, Mine(pk, uid, status, client, comment, finished, begins, ends, place))
        one.ends = max(one.ends, ends)
        one.services.append(service)
    return list(found.values())


def performs(user: User) -> bool:
    """Whether a colleague performs anything that is offered."""
    return bool(performing().filter(user=user).exists())


# --- At the desk -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A visit that the desk has to do something about. `minutes`: for how long somebody waits, or is late."""

    pk: int
    uid: UUID
    client_id: int | None
    begins: datetime  # what the clock there shows
    what: str
    who: str
    location: str
    minutes: int = 0


@dataclass
class Desk:
    """What waits at the desk, each part by time."""

    waiting: list[AtDesk] = field(default_factory=list)
    late: list[AtDesk] = field(default_factory=list)
    to_complete: list[AtDesk] = field(default_factory=list)
    unconfirmed: list[AtDesk] = field(default_factory=list)

    @property
    def parts(self) -> tuple[list[AtDesk], ...]:
        """All of them, in the order in which they are looked at."""
        return self.waiting, self.late, self.to_complete, self.unconfirmed

    def first(self, most: int | None) -> list[AtDesk]:
        """The first of each part, or all."""
        return [one for part in self.parts for one in part[:most]]


def desk_places(viewer: User) -> list[Location]:
    """The locations for whose desk the viewer cares: none of those who reach but their own visits, or their team's."""
    reach = viewer.reach(Visit.see)
    if not (reach.all or reach.locations):
        return []
    rows = Location.objects.filter(archived_at=None).order_by("name")
    return list(rows if reach.all else rows.filter(pk__in=reach.locations))


def own_places(user: User) -> list[int]:
    """The keys of the locations where something may be booked with a colleague: those of their roles, else all."""
    named = {pk for held in user.grants.held for pk in held.locations}
    if named and all(held.locations for held in user.grants.held):
        return sorted(named)
    return list(Location.objects.filter(archived_at=None).order_by("pk").values_list("pk", flat=True))


def desk(viewer: User, places: Collection[Location]) -> Desk:
    """What the desks of these locations have to see to, today and for tomorrow: one statement."""
    at = now()
    first = Line.objects.filter(visit=OuterRef("pk")).order_by("place")
    rows = (
        Visit.objects.visible_to(viewer)
        .filter(location__in=places, begins_at__gt=at - 2 * DAY, begins_at__lt=at + 3 * DAY)
        .filter(status__in=OPEN, seats=None)
        .order_by("begins_at", "pk")
        .annotate(
            what=Subquery(first.values("service__name")[:1]), who=Subquery(first.values("user__name")[:1])
        )
        .values_list(
            *("pk", "uid", "client_id", "begins_at", "what", "who", "location__name"),
            *("status", "day", "zone", "arrived_at", "finished_at", "ends_at"),
        )[:MOST]
    )
    found = Desk()
    told: list[Any] = list(rows)
    for pk, uid, client, begins, what, who, place, status, day, zone, arrived, finished, ends in told:
        there = ZoneInfo(zone)
        part, since = _part(found, status, day, today(there), (begins, ends, arrived, finished))
        if part is not None:
            minutes = max(0, (at - since) // rules.MINUTE) if since else 0
            local = begins.astimezone(there).replace(tzinfo=None)
            part.append(AtDesk(pk, uid, client, local, what or "", who or "", place, minutes))
    return found


def visits_today(viewer: User, places: Collection[Location]) -> int:
    """How many visits these locations have today, each by its own clock, without those that are cancelled or missed: one
    statement.
    """
    by_day: dict[date, list[int]] = {}
    for place in places:
        by_day.setdefault(today(ZoneInfo(place.zone)), []).append(place.pk)
    wanted = Q(pk__in=[])
    for day, keys in by_day.items():
        wanted |= Q(day=day, location__in=keys)
    visits: Any = Visit.objects.visible_to(viewer)
    return int(visits.standing().filter(wanted).count())


def _part(
    desk: Desk, status: str, day: date, now_on: date, times: tuple[Any, ...]
) -> tuple[list[AtDesk] | None, datetime | None]:
    """Among what a visit is seen to, and since when it is so."""
    begins, ends, arrived, finished = times
    if day == now_on and status == Status.ARRIVED:
        return desk.waiting, arrived
    if day == now_on and status == Status.STARTED and (finished or ends < now()):
        return desk.to_complete, finished or ends
    if day == now_on and status in (Status.BOOKED, Status.CONFIRMED) and begins < now():
        return desk.late, begins
    if day == now_on + DAY and status == Status.BOOKED:
        return desk.unconfirmed, None
    return None, None
