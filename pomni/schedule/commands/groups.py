"""Every write about classes: how many a service is for, and who has a seat."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pomni.catalog.queries import held_service
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.schedule import events
from pomni.schedule.commands.things import THING
from pomni.schedule.commands.visits import CHANGE
from pomni.schedule.models import Group, Seat, Visit
from pomni.team.access import command
from pomni.team.live import bump_places
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.catalog.models import Service
    from pomni.people.models import Client

MOST_SEATS = 500


@command(THING)
def set_seats(service: "Service", *, seats: int | None, by: User) -> "Service":
    """Say for how many clients at once a service is; None for one as usual. Visits that are booked stay as they are.

    Raises Refused (field "seats").
    """
    if seats is not None and not 2 <= seats <= MOST_SEATS:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.") % {"least": 2, "most": MOST_SEATS}, field="seats"
        )
    service = held_service(service)
    had = Group.objects.filter(service=service).values_list("seats", flat=True).first()
    if had == seats:
        return service
    if seats is None:
        Group.objects.filter(service=service).delete()
    else:
        Group.objects.update_or_create(service=service, defaults={"seats": seats})
    event = events.SeatsSet(service_id=service.pk, name=service.name, changes={"seats": [had, seats]})
    remember(event, by=by)
    return service


@command(CHANGE)
def enrol(visit: Visit, client: "Client", *, by: User) -> Seat:
    """Give a client a seat in a class. Twice is once. Raises Refused where none is left, or it takes place no more."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.seats is None or not visit.is_standing:
        raise Refused(_("This is no class that takes place."))
    if client.forgotten_at or client.archived_at:
        raise Refused(_("This {client} is in the archive. Restore them first."), field="client")
    held = {seat.number: seat for seat in Seat.objects.held().filter(visit=visit)}
    for seat in held.values():
        if seat.client_id == client.pk:
            return seat
    number = next((nr for nr in range(1, visit.seats + 1) if nr not in held), None)
    if number is None:
        raise Refused(_("No seat is left: %(most)s are taken.") % {"most": visit.seats}, field="client")
    made: Seat = Seat.objects.create(
        visit=visit, client=client, number=number, of=visit.seats, added_at=now()
    )
    bump_places(visit.location_id)
    remember(events.SeatTaken(seat_id=made.pk, visit_id=visit.pk, client_id=client.pk), by=by)
    return made


@command(CHANGE)
def mark_seat(seat: Seat, *, status: str, by: User) -> Seat:
    """Say what became of a seat: "attended", "missed", "enrolled" again, or "left": it is free for another one.

    Twice is once. Raises Refused where it was given back already.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("visit").get(pk=seat.pk)
    if seat.status == status:
        return seat
    if status not in Seat.Status.values or seat.status == Seat.Status.LEFT:
        raise Refused(_("This seat was given back. Enrol them anew."))
    before, seat.status = seat.status, status
    seat.save(update_fields=["status"])
    bump_places(seat.visit.location_id)
    changes = {"status": [before, status]}
    remember(
        events.SeatMarked(seat_id=seat.pk, visit_id=seat.visit_id, client_id=seat.client_id, changes=changes),
        by=by,
    )
    return seat
