"""Visits as other programs number them."""

from typing import Any, ClassVar

from django.db import models

from pomni.schedule.models.visits import Visit


class OutsideVisit(models.Model):
    """The number under which another program knows a visit: a file of it that is sent again brings nothing twice.

    `source` is the program, and what its number is of: "yclients.visit".
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="outside_ids")
    source = models.CharField(max_length=60)
    value = models.CharField(max_length=80)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "value"], name="one_outside_visit")]

    def __str__(self) -> str:
        return f"{self.value} of {self.source}"
