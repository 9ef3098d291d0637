"""What clients came for, and what they have ahead: for those above who invite them again. No reader's reach is asked."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from pomni.kit.clock import now
from pomni.schedule.models import Line, Seat, Visit

COMPLETED, ATTENDED = Visit.Status.COMPLETED, Seat.Status.ATTENDED
WHAT = ("service", "service__category", "visit__day", "visit__location", "user")


class DoneFor(NamedTuple):
    """That a service was done for a client: their key, those of the service and its category, the day, where, by whom."""

    client: int
    service: int
    category: int | None
    on: date
    location: int
    user: int | None


def done_for(clients: Collection[int]) -> list[DoneFor]:
    """All that was done for these clients, who were not erased: in visits that are completed, in classes that they came to."""
    alone = Line.objects.filter(visit__client__in=clients, visit__client__forgotten_at=None)
    alone = alone.filter(visit__status=COMPLETED).values_list("visit__client", *WHAT)
    roster = {"visit__roster__client__in": clients, "visit__roster__status": ATTENDED}
    beside = Line.objects.filter(**roster, visit__roster__client__forgotten_at=None)
    return [
        DoneFor(*row)
        for found in (alone, beside.values_list("visit__roster__client", *WHAT))
        for row in found
    ]


def last_ahead(clients: Collection[int]) -> dict[int, datetime]:
    """When the last visit or class begins that each of these clients has ahead; who has none is not there."""
    visits = (
        Visit.objects.standing().exclude(status=COMPLETED).filter(client__in=clients, begins_at__gt=now())
    )
    seats = Seat.objects.filter(client__in=clients, status=Seat.Status.ENROLLED, visit__begins_at__gt=now())
    booked = dict(visits.values_list("client").annotate(Max("begins_at")))
    for client, at in seats.values_list("client").annotate(Max("visit__begins_at")):
        booked[client] = max(at, booked.get(client, at))
    return booked


def clients_who_came(after: int, most: int, *, service: int | None = None) -> list[int]:
    """The keys of clients who came, for a service or for any, those behind a key first."""
    visits = Visit.objects.filter(status=COMPLETED, client__gt=after)
    seats = Seat.objects.filter(status=ATTENDED, client__gt=after)
    if service:
        visits, seats = visits.filter(lines__service=service), seats.filter(visit__lines__service=service)
    found = [
        *visits.order_by("client").values_list("client", flat=True).distinct()[:most],
        *seats.order_by("client").values_list("client", flat=True).distinct()[:most],
    ]
    return sorted(set(found))[:most]
