"""Who did not come or cancelled too late, and is asked for a prepayment when they are booked again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import ngettext

from pomni.kit.clock import now
from pomni.schedule.models import Visit
from pomni.schedule.queries.terms import terms_of
from pomni.team.models import Location

LOOKED_AT = timedelta(days=365)  # what was longer ago is forgiven
Status = Visit.Status


@dataclass(frozen=True, slots=True)
class Missed:
    """How often within a year a client did not come, and cancelled so late that it counts like that."""

    no_shows: int
    late: int

    @property
    def times(self) -> int:
        """Both together."""
        return self.no_shows + self.late

    @property
    def asks(self) -> str:
        """Why a prepayment is asked, in a sentence for the desk."""
        sentence = ngettext(
            "Did not come or cancelled late %(count)s time within a year. Ask for a prepayment.",
            "Did not come or cancelled late %(count)s times within a year. Ask for a prepayment.",
            self.times,
        )
        return sentence % {"count": self.times}


def asks_prepayment(location: Location, clients: Collection[int]) -> dict[int, Missed]:
    """Which of these clients are asked for a prepayment at a location, and why: two statements at most.

    Nobody is where the location has no such terms, nor whoever has money on their balance.
    """
    after = terms_of(location).prepay_after if clients else None
    if after is None:
        return {}
    missed = Q(status=Status.NO_SHOW) | Q(status=Status.CANCELLED, is_late=True)
    rows = Visit.objects.filter(missed, client__in=clients, begins_at__gte=now() - LOOKED_AT).order_by()
    counted = rows.values("client", "client__figures__balance").annotate(
        no_shows=Count("pk", filter=Q(status=Status.NO_SHOW)),
        late=Count("pk", filter=Q(status=Status.CANCELLED)),
    )
    told = {
        row["client"]: Missed(row["no_shows"], row["late"])
        for row in counted
        if (row["client__figures__balance"] or 0) <= 0
    }
    return {client: one for client, one in told.items() if one.times >= after}


def prepayment_of(visit: Visit) -> str:
    """Why a prepayment is asked before a visit that is to come; "" where none is."""
    if visit.client_id is None or visit.status not in (Status.BOOKED, Status.CONFIRMED):
        return ""
    asked = asks_prepayment(visit.location, [visit.client_id]).get(visit.client_id)
    return asked.asks if asked else ""
