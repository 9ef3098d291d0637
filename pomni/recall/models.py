"""Who is due for what: rows that follow from visits, kept so that a list of them is read along an index."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from pomni.team.access import HangingQuerySet


class DueQuerySet(HangingQuerySet[Any]):
    """Rows that hang on a client."""

    def waiting(self, at: Any) -> "DueQuerySet":
        """Of clients who are still ours, and have nothing booked ahead."""
        there = self.filter(client__archived_at=None, client__forgotten_at=None)
        return there.filter(Q(ahead_at=None) | Q(ahead_at__lte=at))


class Due(models.Model):
    """That a client is to be invited again for a service, from a day on. Reckoned anew whenever their visits change."""

    see: ClassVar[str] = "recall.due.see"

    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey("catalog.Service", on_delete=models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    last_on = models.DateField()
    interval_on = models.DateField(null=True)  # by the service
    rhythm_on = models.DateField(null=True)  # by the client's own rhythm
    rhythm_days = models.PositiveSmallIntegerField(null=True)
    rhythm_gaps = models.PositiveSmallIntegerField(default=0)
    rhythm_of_category = models.BooleanField(default=False)
    due_on = models.DateField()  # the first of the two
    ahead_at = models.DateTimeField(null=True)  # the last visit that the client has booked, for whatever

    objects: ClassVar[Any] = DueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="due_by_day"),
            models.Index(fields=["service", "due_on", "id"], name="due_of_service"),
        ]
        constraints = [models.UniqueConstraint(fields=["client", "service"], name="due_once_for_a_service")]

    def __str__(self) -> str:
        return f"client {self.client_id} for {self.service_id} on {self.due_on}"
