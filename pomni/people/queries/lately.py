"""Clients for Today: who came this week, and for whom nothing is planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from pomni.kit.clock import now
from pomni.people.models import Client, ContactPoint, Holding
from pomni.people.queries.clients import clients
from pomni.team.models import User
from pomni.team.shown import shown

LINES = 5


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A client who was added this week."""

    pk: int
    uid: Any
    name: str
    at: datetime
    responsible: str


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A client whom the viewer answers for and for whom no task with a date is open."""

    pk: int
    uid: Any
    name: str
    phone: str


def newcomers(viewer: User, *, week_start: int = 1, size: int = LINES) -> tuple[int, list[Newcomer]]:
    """How many clients within reach were added since the week began, and the newest of them.

    `week_start` as ISO counts days.
    """
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    began = midnight - timedelta(days=(midnight.isoweekday() - week_start) % 7)
    # Ids grow with time: walking back from the newest to the first older one spares the walk over all.
    older = Client.objects.filter(added_at__lt=began).order_by("-pk").values("pk")[:1]
    found = clients(viewer).filter(pk__gt=Coalesce(Subquery(older), 0), added_at__gte=began)
    counted = found.order_by("-pk").annotate(number=Window(Count("pk")))
    rows = list(counted.values_list("pk", "uid", "name", "added_at", "responsible__name", "number")[:size])
    told = [Newcomer(pk, uid, name, at, who or "") for pk, uid, name, at, who, _number in rows]
    return (rows[0][-1] if rows else 0), told


def unplanned(viewer: User, *, size: int = LINES) -> list[Unplanned]:
    """The viewer's own clients for whom nothing is planned, who were added last first."""
    held = Holding.objects.filter(client=OuterRef("pk"), is_preferred=True)
    phone = held.filter(contact_point__kind=ContactPoint.Kind.PHONE).values("typed")[:1]
    mine = Client.objects.visible_to(viewer).filter(
        Q(figures=None) | Q(figures__next_due_on=None),
        responsible=viewer,
        forgotten_at=None,
        archived_at=None,
    )
    found = mine.order_by("-pk").annotate(phone=Subquery(phone)).values_list("pk", "uid", "name", "phone")
    return [
        Unplanned(pk, uid, name, shown(viewer, "people.client.phone", told or "") or "")
        for pk, uid, name, told in found[:size]
    ]
