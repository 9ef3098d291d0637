"""Who waits, what is offered to them, and who of them suits a time that became free."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.people.queries import clients_by_id
from pomni.schedule import rules
from pomni.schedule.models import Offer, Visit, Waiting
from pomni.schedule.queries.free import Asked, Start, starts
from pomni.team.models import Location, User

MOST_TRIED = 20  # whose services are looked at for one time: who suits best comes first


def waiting(viewer: User, uid: Any) -> Waiting:
    """One entry within reach. Raises Http404."""
    found: Waiting = get_object_or_404(Waiting.objects.visible_to(viewer), uid=as_uuid(uid))
    return found


def waiting_list(viewer: User, *, most: int = 100) -> list[tuple[Waiting, Any]]:
    """Those who wait, the longest first, each with the client as far as the viewer reaches them (else None)."""
    rows = Waiting.objects.visible_to(viewer).filter(state=Waiting.State.OPEN, last__gte=now().date())
    found = list(
        rows.select_related("user", "location").prefetch_related("services").order_by("added_at", "pk")[:most]
    )
    clients = clients_by_id(viewer, {one.client_id for one in found})
    return [(one, clients.get(one.client_id)) for one in found]


def open_offers(viewer: User) -> list[tuple[Offer, Any]]:
    """The times that are held at this moment, the first one first, each with the client or None."""
    rows: QuerySet[Any] = Offer.objects.visible_to(viewer).filter(state=Offer.State.OPEN, until__gt=now())
    found = list(
        rows.select_related("waiting", "location")
        .prefetch_related("waiting__services")
        .order_by("begins_at", "pk")
    )
    clients = clients_by_id(viewer, {one.waiting.client_id for one in found})
    return [(one, clients.get(one.waiting.client_id)) for one in found]


def offer(viewer: User, uid: Any) -> Offer:
    """One offer to somebody within reach. Raises Http404."""
    rows = Offer.objects.visible_to(viewer).select_related("waiting", "location")
    found: Offer = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def offer_by_uid(uid: Any) -> Offer | None:
    """An offer by what stands in a signed link: whoever holds the link may see it. None where there is none."""
    known = as_uuid(uid)
    rows: QuerySet[Offer] = Offer.objects.select_related("waiting", "location")
    return rows.filter(uid=known).first() if known else None


def best_for(location: Location, begins: datetime, ends: datetime) -> tuple[Waiting, Start] | None:
    """Who of those who wait suits a time that became free, and from when on: what they wait for must fit and touch it.

    Who usually comes on such a day, in such a part of it, goes first; then who has waited longest. Whoever let this time
    pass already is not asked again.
    """
    zone = ZoneInfo(location.zone)
    local = begins.astimezone(zone)
    for one in _candidates(location, begins, ends, local)[:MOST_TRIED]:
        asked = [Asked(service, one.user) for service in one.wanted]
        part = rules.PARTS.get(one.part)
        for start in starts(asked, location, local.date(), local.date(), part=part):
            if start.at < ends and _end(start, one) > begins and start.at >= begins - rules.DAY:
                return one, start
    return None


def _candidates(location: Location, begins: datetime, ends: datetime, local: datetime) -> list[Waiting]:
    day = local.date()
    rows = Waiting.objects.filter(state=Waiting.State.OPEN, first__lte=day, last__gte=day)
    rows = rows.filter(client__archived_at=None, client__forgotten_at=None)
    told = Offer.objects.filter(location=location, begins_at__lt=ends, ends_at__gt=begins)
    asked = Offer.objects.filter(state=Offer.State.OPEN)
    rows = rows.exclude(pk__in=told.values("waiting")).exclude(pk__in=asked.values("waiting"))
    rows = rows.select_related("user").prefetch_related("services").order_by("added_at", "pk")
    found = [
        one
        for one in rows
        if one.location_id in (None, location.pk) and (not one.weekdays or day.weekday() in one.weekdays)
    ]
    habits = _habits({one.client_id for one in found}, day, rules.part_of(local.time()))
    return sorted(found, key=lambda one: (-habits.get(one.client_id, 0), one.added_at))


def _habits(clients: Iterable[int], day: date, part: str) -> dict[int, int]:
    """How many of the earlier visits of each were on such a weekday, and in such a part of the day."""
    found: dict[int, int] = {}
    past = Visit.objects.standing().filter(client__in=list(clients), begins_at__lt=now())
    for client, on, at in past.values_list("client", "day", "begins"):
        found[client] = found.get(client, 0) + (on.weekday() == day.weekday()) + (rules.part_of(at) == part)
    return found


def _end(start: Start, one: Waiting) -> datetime:
    return start.at + sum(service.minutes for service in one.wanted) * rules.MINUTE
