"""What completing a visit did, and what it may be paid with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404

from pomni.billing import queries as billing
from pomni.catalog.queries import offers
from pomni.kit.ids import as_uuid
from pomni.schedule.models import Completion, Line, Visit
from pomni.team.models import User


@dataclass(frozen=True)
class Means:
    """What a visit may be paid with beside money: the client's packages by service, certificates, and their balance."""

    holdings: list[Any]
    balance: Decimal
    owed: Decimal  # from before

    @property
    def certificates(self) -> list[Any]:
        """Those with something left."""
        return [one for one in self.holdings if one.amount_left]

    def for_service(self, service_id: int) -> list[tuple[Any, Any]]:
        """Packages, each with the part of it that has a visit left for a service."""
        return billing.allowances_for(self.holdings, service_id)


def means_of(visit: Visit, on: date) -> Means:
    """What the client of a visit has to pay with on that day."""
    if visit.client is None:
        return Means([], Decimal(0), Decimal(0))
    free = billing.free_balance(visit.client)
    stands = billing.standing(visit.client).balance
    return Means(billing.holdings_of(visit.client, on=on), free, max(Decimal(0), free - stands))


def agreed(visit: Visit) -> list[Line]:
    """The lines of a visit as they were booked."""
    return list(visit.lines.select_related("service", "user").order_by("place"))


def usual_prices(services: set[int]) -> dict[tuple[int, int | None], Decimal | None]:
    """What these services cost by now, by service and by who performs them."""
    return {key: offer.price for key, offer in offers(services).items()}


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


def completion_of(visit: Visit) -> Completion | None:
    """What completed a visit, as it stands."""
    found: Completion | None = Completion.objects.filter(visit=visit, undone_at=None).first()
    return found
