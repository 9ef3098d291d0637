"""What completing a visit did, and what it may be paid with."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from pomni.billing import queries as billing
from pomni.kit.ids import as_uuid
from pomni.schedule.models import Completion, Line, Visit
from pomni.team.models import User


def means_of(visit: Visit, on: date) -> billing.Means:
    """What the client of a visit has to pay with on that day."""
    return billing.means_of(visit.client, on)


def agreed(visit: Visit) -> list[Line]:
    """The lines of a visit as they were booked."""
    return list(visit.lines.select_related("service__tax_rate", "user").order_by("place"))


def as_booked(rows: Iterable[Line]) -> list[Any]:
    """These lines of a visit as they are sold, at the prices that were agreed."""
    return [
        billing.Thing("service", one.service).sold(user=one.user, price=one.price, usual=one.price)
        for one in rows
    ]


def completion(viewer: User, uid: Any) -> Completion:
    """What one completing of a visit within reach did. Raises Http404."""
    rows = Completion.objects.filter(visit__in=Visit.objects.visible_to(viewer))
    rows = rows.select_related(
        "visit__location",
        "visit__client",
        "sale",
        "note",
        "promise",
        "next_visit",
        "completed_by",
        "undone_by",
    )
    found: Completion = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def last_completion(viewer: User, visit_uid: Any) -> Completion:
    """What the last completing of a visit within reach did, undone or not. Raises Http404."""
    rows = Completion.objects.filter(
        visit__in=Visit.objects.visible_to(viewer), visit__uid=as_uuid(visit_uid)
    )
    found = rows.order_by("-pk").first()
    if found is None:
        raise Http404
    return completion(viewer, found.uid)


def completion_of(visit: Visit) -> Completion | None:
    """What completed a visit, as it stands."""
    found: Completion | None = Completion.objects.filter(visit=visit, undone_at=None).first()
    return found
