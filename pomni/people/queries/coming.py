"""Who is to come: a visit that is booked is a next step."""

from django.db.models import Exists, OuterRef

from pomni.kit.clock import now
from pomni.people.models import Client, ClientFigures


def visits_begun(most: int) -> list[Client]:
    """Clients whose next visit, as it is kept, has begun by now: for the module that keeps it up; no reader's reach is asked."""
    begun = Client.objects.filter(figures__next_visit_at__lte=now())
    return list(begun.order_by("figures__next_visit_at")[:most])


def comes() -> Exists:
    """Holds of clients with a visit to come, as the module that keeps visits tells it downwards."""
    return Exists(ClientFigures.objects.filter(pk=OuterRef("pk"), visit_ahead_at__gte=now()))
