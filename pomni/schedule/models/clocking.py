"""When colleagues were really at work."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from pomni.kit.ids import uuid7
from pomni.schedule.models.working import AtPlaceQuerySet
from pomni.team.access import MadeOnce


class Clocked(MadeOnce):
    """A stretch of work that somebody clocked in to, and out of; open until then. `day`: on which it began, there."""

    see: ClassVar[str] = "schedule.timesheet.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = AtPlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "day"], name="clocked_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ends_at=None), name="clocked_in_once"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="clocked_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
