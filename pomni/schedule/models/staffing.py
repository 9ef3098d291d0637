"""How many colleagues a location needs at least."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.schedule.models.things import ThingQuerySet
from pomni.team.access import MadeOnce


class Minimum(MadeOnce):
    """That a location needs so many colleagues at least: all together, of a role, or who perform services of a category.

    On these weekdays; for each minute from `begins` until `ends`, or, where no hours are told, on the day at all.
    """

    see: ClassVar[str] = "schedule.working.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(pgettext_lazy("of colleagues", "At least"))
    weekdays = models.JSONField(default=list)  # [0, 4]: Mondays and Fridays; empty: every day
    begins = models.TimeField(pgettext_lazy("an hour of the day", "From"), null=True)
    ends = models.TimeField(pgettext_lazy("an hour of the day", "Until"), null=True)
    role = models.ForeignKey("team.Role", null=True, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey("catalog.Category", null=True, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[Any] = ThingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["location"], name="minimums_of_location")]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="a_minimum_is_somebody"),
            models.CheckConstraint(condition=Q(role=None) | Q(category=None), name="a_minimum_is_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} at {self.location_id}"

    @property
    def of(self) -> str:
        """Of whom they are: the name of the role or the category; "" for anybody."""
        return str(self.role or self.category or "")

    @property
    def whom(self) -> str:
        """The same, also where it is anybody."""
        return self.of or str(_("All colleagues"))
