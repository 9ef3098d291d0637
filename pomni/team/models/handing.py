"""What was handed over when a colleague left: kept thing by thing, so that it goes on where it stopped, and comes back."""

from django.db import models

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce
from pomni.team.models.people import User


class Handing(MadeOnce):
    """One hand-over of what was a colleague's, to one or to several."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="handings")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"handing {self.pk}"


class HandedThing(models.Model):
    """That one thing goes to one successor, or to nobody. `kind` is the key of its pile, `thing` its key there."""

    handing = models.ForeignKey(Handing, on_delete=models.CASCADE, related_name="things", db_index=False)
    kind = models.CharField(max_length=40)
    thing = models.BigIntegerField()
    heir = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_given = models.BooleanField(default=False)
    is_back = models.BooleanField(default=False)

    class Meta:
        # However often it is sent, a thing has one successor.
        constraints = [models.UniqueConstraint(fields=["handing", "kind", "thing"], name="one_successor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
