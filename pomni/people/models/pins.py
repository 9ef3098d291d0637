"""What of a client's timeline is pinned above it."""

from django.db import models

from pomni.memory.models import Moment
from pomni.people.models.clients import Client


class Pin(models.Model):
    """That a moment stands above the timeline of a client, for everybody who may read it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="pins", db_index=False)
    moment = models.ForeignKey(Moment, on_delete=models.PROTECT, related_name="+", db_index=False)
    pinned_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    pinned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "moment"], name="pinned_once")]

    def __str__(self) -> str:
        return f"{self.moment_id} pinned"
