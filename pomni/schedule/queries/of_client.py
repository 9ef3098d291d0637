"""The visits of one client, for their card and for whoever is about to talk to them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from pomni.kit.clock import now
from pomni.schedule.models import Line, Visit
from pomni.team.models import User

NEWEST = 60  # visits that are looked at: those to come, and the last ones
SHOWN = 3


@dataclass(frozen=True, slots=True)
class OfClient:
    """One visit in a few words: `what` is its first service, `who` performs that."""

    uid: Any
    status: str
    state: str
    day: date
    at: time
    begins_at: datetime
    location: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Known:
    """The visits of a client: the next ones, the last ones, newest first, and how often nobody came of those looked at."""

    ahead: list[OfClient]
    past: list[OfClient]
    missed: int
    late: int  # how often they cancelled so late that it counts like that


def visits_of(viewer: User, client: Any) -> Known:
    """What the viewer may know of a client's visits, in one statement; those that were cancelled in time are left out."""
    first = Line.objects.filter(visit=OuterRef("pk")).order_by("place")
    rows = (
        Visit.objects.visible_to(viewer)
        .filter(client=client)
        .exclude(status=Visit.Status.CANCELLED, is_late=False)
        .order_by("-begins_at", "-pk")
        .annotate(
            what=Subquery(first.values("service__name")[:1]), who=Subquery(first.values("user__name")[:1])
        )
        .values_list("uid", "status", "zone", "begins_at", "location__name", "what", "who")[:NEWEST]
    )
    told = [_told(*row) for row in rows]
    ahead = [
        one
        for one in told
        if one.begins_at >= now() and one.status not in (Visit.Status.NO_SHOW, Visit.Status.CANCELLED)
    ]
    past = [one for one in told if one.begins_at < now() and one.status != Visit.Status.CANCELLED]
    missed = sum(one.status == Visit.Status.NO_SHOW for one in past)
    late = sum(one.status == Visit.Status.CANCELLED for one in told)
    return Known(ahead[::-1][:SHOWN], past[:SHOWN], missed, late)


def _told(uid: Any, status: str, zone: str, begins: datetime, place: str, what: str, who: str) -> OfClient:
    local = begins.astimezone(ZoneInfo(zone))
    state = str(Visit.Status(status).label)
    return OfClient(uid, status, state, local.date(), local.time(), begins, place, what or "", who or "")
