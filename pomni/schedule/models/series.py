"""Visits that come again by a rule."""

from typing import Any, ClassVar

from django.db import models

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class Series(MadeOnce):
    """Visits that were booked together. Each of them is a visit like any other, and keeps the hour of its wall clock."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule = models.CharField(max_length=200)  # RFC 5545: "FREQ=WEEKLY;COUNT=10"
    first = models.DateField()
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return self.rule
