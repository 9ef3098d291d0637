"""What a client's card and the lists know of visits, told downwards in the transaction of what changes a visit."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Max, Min, Q

from pomni.kit.clock import now
from pomni.kit.locks import hold
from pomni.kit.prepared import rows_of
from pomni.people.commands import Visited, note_touch, note_visits
from pomni.schedule.models import Seat, Visit
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

KIND = "schedule.visit"  # of a contact
Status = Visit.Status
AHEAD = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.STARTED)


def hold_place(location: Location) -> None:
    """Lock a location that gets a visit, before its client: it gets no other zone until the visit is written.

    Its zone, and whether it is closed, are read anew: they may be others than when the page was drawn. Visits do not wait
    for each other by it.
    """
    rows: Any = Location.objects.filter(pk=location.pk)
    if connection.vendor == "postgresql":
        sentence = "SELECT id, zone, archived_at FROM team_location WHERE id = %s FOR KEY SHARE"
        rows = Location.objects.raw(sentence, [location.pk])
    else:  # on SQLite whoever writes is alone
        rows = rows.only("zone", "archived_at")
    for now_ in rows:
        location.zone, location.archived_at = now_.zone, now_.archived_at


def hold_client_of(visit_id: int) -> None:
    """Lock the client of a visit before the visit: whoever erases or merges clients takes them in this order."""
    hold(_clients().filter(pk__in=Visit.objects.filter(pk=visit_id).values("client")))


def hold_clients(keys: Any) -> None:
    """Lock these clients at once, in one order for everybody."""
    hold(_clients().filter(pk__in=keys))


def hold_client(client: int | None) -> None:
    """Lock a client before anything that a visit of theirs takes."""
    if client:
        hold(_clients().filter(pk=client))


def _clients() -> Any:
    return Visit._meta.get_field("client").related_model._default_manager.all()


def follow(visit: Visit, by: User) -> None:
    """The figures of whoever came, or is to come, follow a visit that was booked, moved, or ended somehow."""
    if visit.client_id and visit.client:
        keep_figures(visit.client, by)


def follow_status(visit: Visit, before: str, by: User) -> None:
    """The same where a visit came into another state: one that is completed was contact with the client.

    As long as a visit is ahead, no figure hangs on how far it is.
    """
    if not (visit.client_id and visit.client) or {before, visit.status} <= {*AHEAD}:
        return
    keep_figures(visit.client, by)
    if Status.COMPLETED in (before, visit.status):
        at = min(visit.begins_at, now()) if visit.status == Status.COMPLETED else None
        note_touch(visit.client, kind=KIND, record_id=visit.pk, at=at, by=by)


def keep_figures(client: "Client", by: User) -> None:
    """How often the client came, and when; one statement tells it."""
    note_visits(client, counted=lambda: counted(client.pk), by=by)


def counted(client_id: int) -> Visited:
    """The visits of a client in figures."""
    rows = rows_of("visits of a client", _counted, client_id, now())
    return next((Visited(*row[1:]) for row in rows), Visited())


def keep_many_figures(clients: Collection[int], by: User) -> None:
    """The same of many clients, who are locked by whoever calls: what tells it is asked once for all of them."""
    told = {pk: Visited(*row) for pk, *row in _figures(Visit.objects.filter(client__in=clients), now()) if pk}
    known = _clients().in_bulk(list(clients))
    for pk in sorted(known):
        note_visits(known[pk], counted=lambda pk=pk: told.get(pk, Visited()), by=by)


def _counted(client_id: int, at: datetime) -> Any:
    return _figures(Visit.objects.filter(client=client_id), at)


def _figures(visits: Any, at: datetime) -> Any:
    return (
        visits.order_by()
        .values_list("client")
        .annotate(
            visits=Count("pk", filter=Q(status=Status.COMPLETED)),
            no_shows=Count("pk", filter=Q(status=Status.NO_SHOW)),
            last_visit_at=Max("begins_at", filter=Q(status=Status.COMPLETED)),
            next_visit_at=Min("begins_at", filter=Q(status__in=AHEAD, begins_at__gt=at)),
            visit_ahead_at=Max("begins_at", filter=Q(status__in=AHEAD)),
        )
    )


def seats_told_twice(kept: "Client", gone: "Client") -> list[Seat]:
    """Of a class in which both have a seat, the one that goes once they are one: that they came outweighs that they did not."""
    both = Seat.objects.held().filter(client__in=[kept, gone])
    ranked = sorted(both, key=lambda one: (one.status != Seat.Status.ATTENDED, one.client_id != kept.pk))
    stays: dict[int, Seat] = {}
    return [seat for seat in ranked if stays.setdefault(seat.visit_id, seat) is not seat]
