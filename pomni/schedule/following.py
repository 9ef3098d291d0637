"""What a client's card and the lists know of visits, told downwards in the transaction of what changes a visit."""

from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from pomni.kit.clock import now
from pomni.people.commands import Visited, note_touch, note_visits
from pomni.schedule.models import Seat, Visit
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

KIND = "schedule.visit"  # of a contact
Status = Visit.Status
AHEAD = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.STARTED)


def hold_client_of(visit_id: int) -> None:
    """Lock the client of a visit before the visit: whoever erases or merges clients takes them in this order."""
    hold_client(Visit.objects.filter(pk=visit_id).values_list("client", flat=True).first())


def hold_client(client: int | None) -> None:
    """Lock a client before anything that a visit of theirs takes."""
    if client:
        clients = Visit._meta.get_field("client").related_model._default_manager
        clients.select_for_update(no_key=True).filter(pk=client).values_list("pk").first()


def follow(visit: Visit, by: User) -> None:
    """The figures of whoever came, or is to come, follow a visit that was booked, moved, or ended somehow."""
    if visit.client_id and visit.client:
        keep_figures(visit.client, by)


def follow_status(visit: Visit, before: str, by: User) -> None:
    """The same where a visit came into another state: one that is completed was contact with the client."""
    if not (visit.client_id and visit.client):
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
    told = Visit.objects.filter(client=client_id).aggregate(
        visits=Count("pk", filter=Q(status=Status.COMPLETED)),
        no_shows=Count("pk", filter=Q(status=Status.NO_SHOW)),
        last_visit_at=Max("begins_at", filter=Q(status=Status.COMPLETED)),
        visit_ahead_at=Max("begins_at", filter=Q(status__in=AHEAD)),
    )
    return Visited(**told)


def seats_told_twice(kept: "Client", gone: "Client") -> list[Seat]:
    """Of a class in which both have a seat, the one that goes once they are one: that they came outweighs that they did not."""
    both = Seat.objects.held().filter(client__in=[kept, gone])
    ranked = sorted(both, key=lambda one: (one.status != Seat.Status.ATTENDED, one.client_id != kept.pk))
    stays: dict[int, Seat] = {}
    return [seat for seat in ranked if stays.setdefault(seat.visit_id, seat) is not seat]
