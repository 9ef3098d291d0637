"""What completing a visit did, so that it can be shown, and taken back whole."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from pomni.kit.ids import uuid7
from pomni.schedule.models.visits import Visit
from pomni.team.access import MadeOnce


class Completion(MadeOnce):
    """All that one completing of a visit made. Taken back, it stays as what was once done; then there may be another."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="completions")
    sale = models.OneToOneField("billing.Sale", on_delete=models.PROTECT, related_name="completion")
    note = models.ForeignKey("people.Note", null=True, on_delete=models.SET_NULL, related_name="+")
    promise = models.ForeignKey("agenda.Promise", null=True, on_delete=models.SET_NULL, related_name="+")
    next_visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="+")
    completed_at = models.DateTimeField()
    completed_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    was = models.CharField(max_length=10)  # how far the visit was before
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    left = models.JSONField(default=list)  # what stayed when it was undone: "next_visit", "promise", "note"

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(undone_at=None), name="completed_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} at {self.completed_at}"
