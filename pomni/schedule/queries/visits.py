"""One visit, with all that stands on its page."""

from typing import Any

from django.shortcuts import get_object_or_404

from pomni.kit.ids import as_uuid
from pomni.schedule.models import Line, Taken, Visit
from pomni.team.models import User


def visit(viewer: User, uid: Any) -> Visit:
    """One visit within reach. Raises Http404."""
    rows = Visit.objects.visible_to(viewer).select_related("location", "client", "booked_by")
    found: Visit = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def lines_of(visit: Visit) -> list[Line]:
    """Its services in their order, with who performs them."""
    return list(visit.lines.select_related("service", "user").order_by("place"))


def things_of(visit: Visit) -> list[str]:
    """The rooms and devices that it takes, by name."""
    rows = Taken.objects.filter(visit=visit, thing__isnull=False).values_list("thing__name", flat=True)
    return sorted(set(rows))


def is_over(visit: Visit) -> bool:
    """Whether it was booked over another one."""
    return Taken.objects.filter(visit=visit, is_over=True).exists()
