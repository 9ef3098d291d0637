"""Classes: who has a seat, and how many a service has."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from pomni.kit.ids import as_uuid
from pomni.people.queries import clients_by_id
from pomni.schedule.models import Group, Seat, Visit
from pomni.team.models import User


def roster(viewer: User, visit: Visit) -> list[tuple[Seat, Any]]:
    """The seats that are held, by number, each with the client as far as the viewer reaches them (else None)."""
    found = list(Seat.objects.held().filter(visit=visit).order_by("number"))
    clients = clients_by_id(viewer, {seat.client_id for seat in found})
    return [(seat, clients.get(seat.client_id)) for seat in found]


def seat(viewer: User, uid: Any) -> Seat:
    """One seat within reach. Raises Http404."""
    found: Seat = get_object_or_404(Seat.objects.visible_to(viewer).select_related("visit"), uid=as_uuid(uid))
    return found


def seats_of(services: Iterable[int]) -> dict[int, int]:
    """How many seats each of these services has; those for one client are left out."""
    return dict(Group.objects.filter(service__in=services).values_list("service", "seats"))


def enrolled() -> Any:
    """For a query of visits: how many of its seats each has given away."""
    of = Seat.objects.held().filter(visit=OuterRef("pk")).order_by().values("visit")
    return Coalesce(Subquery(of.annotate(number=Count("pk")).values("number")), 0)
