"""What colleagues were told of their hours, and whether they have seen it."""

from typing import Any, ClassVar

from django.db import models

from pomni.schedule.models.working import AtPlaceQuerySet


class Shift(models.Model):
    """The hours of a colleague on a day at a location as they were published to them; none: a day off.

    It follows what is planned: where that changes, `was` keeps what they had seen, and `seen_at` goes until they see it again.
    """

    see: ClassVar[str] = "schedule.working.see"

    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    hours = models.JSONField(default=list)  # [["09:00", "13:00"], …]
    was = models.JSONField(null=True)  # the same, as they have seen them before a change
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AtPlaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "location"], name="one_shift")]
        indexes = [models.Index(fields=["location", "day"], name="shifts_of_location")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
