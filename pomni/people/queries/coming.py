"""Who is to come: a visit that is booked is a next step."""

from django.db.models import Exists, OuterRef

from pomni.kit.clock import now
from pomni.people.models import ClientFigures


def comes() -> Exists:
    """Holds of clients with a visit to come, as the module that keeps visits tells it downwards."""
    return Exists(ClientFigures.objects.filter(pk=OuterRef("pk"), visit_ahead_at__gte=now()))
