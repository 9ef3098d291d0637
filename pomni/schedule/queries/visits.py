"""One visit, with all that stands on its page."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import records_of
from pomni.people.queries import clients_by_id
from pomni.schedule.models import Line, Seat, Taken, Visit, Waiting
from pomni.team.models import User


def visit(viewer: User, uid: Any) -> Visit:
    """One visit within reach. Raises Http404."""
    reach, known = viewer.reach(Visit.see), as_uuid(uid)
    who = () if reach.all else (viewer.pk, viewer.access_stamp)
    found = records_of(("a visit", who), partial(_within_reach, viewer), known) if known else []
    if not found:
        raise Http404
    one: Visit = found[0]
    return one


def _within_reach(viewer: User, uid: UUID) -> QuerySet[Visit]:
    rows: QuerySet[Visit] = Visit.objects.visible_to(viewer).filter(uid=uid)
    return rows.select_related("location", "client", "booked_by")


def visits_by_key(keys: Iterable[int]) -> dict[int, Visit]:
    """Visits by their keys, for what the house does by itself: no reader's reach is asked."""
    rows = Visit.objects.filter(pk__in=list(keys)).select_related("location", "client")
    return {one.pk: one for one in rows}


def ahead(after: int, most: int) -> list[int]:
    """The keys of visits to come that take place, those after a key first."""
    rows = Visit.objects.standing().filter(begins_at__gt=now(), client__isnull=False, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def client_of(viewer: User, one: Visit | Waiting | Seat) -> Any:
    """Who comes, or waits, as far as the viewer reaches them; else None."""
    return clients_by_id(viewer, [one.client_id]).get(one.client_id) if one.client_id else None


def lines_of(visit: Visit) -> list[tuple[Line, str]]:
    """Its services in their order, with who performs them, each with its hours by the clock there."""
    zone = ZoneInfo(visit.zone)
    rows = visit.lines.select_related("service", "user").order_by("place")
    return [(one, f"{_told(one.begins_at, zone)}–{_told(one.ends_at, zone)}") for one in rows]


def _told(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def things_of(visit: Visit) -> list[str]:
    """The rooms and devices that it takes, by name."""
    rows = Taken.objects.filter(visit=visit, thing__isnull=False).values_list("thing__name", flat=True)
    return sorted(set(rows))


def is_over(visit: Visit) -> bool:
    """Whether it was booked over another one."""
    return Taken.objects.filter(visit=visit, is_over=True).exists()


AHEAD = (Visit.Status.BOOKED, Visit.Status.CONFIRMED, Visit.Status.ARRIVED)


def open_visits_of(viewer: User, user: User | None) -> QuerySet[Any]:
    """Visits to come in which a colleague, or nobody (None), performs something, as far as the viewer may move them."""
    theirs = Line.objects.filter(user=user, ends_at__gt=now()).values("visit")
    found = Visit.objects.visible_to(viewer, "schedule.visit.change")
    return found.filter(pk__in=theirs, begins_at__gt=now(), status__in=AHEAD)


def service_names(visits: Collection[int]) -> dict[int, list[str]]:
    """What is done in these visits, in its order, by the key of the visit."""
    found: dict[int, list[str]] = {}
    rows = Line.objects.filter(visit__in=visits).order_by("visit", "place")
    for pk, name in rows.values_list("visit", "service__name"):
        found.setdefault(pk, []).append(name)
    return found


def performed_by(visit: Visit) -> frozenset[int | None]:
    """The keys of who performs it; None stands for what nobody performs."""
    return frozenset(visit.lines.values_list("user_id", flat=True))
