"""Rooms and devices, and which services take them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet


class ThingQuerySet(VisibleQuerySet[Any]):
    """Rooms and devices: nobody's own; they stand at a location."""

    def own(self, user: Any) -> Q:
        """None: a room is the company's."""
        return Q(pk__in=())

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those that stand there."""
        return Q(location__in=locations)


class Kind(models.Model):
    """What rooms and devices of one use are called, so that a service can ask for any of them: "chair", "laser"."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a room or a device", "Kind"), max_length=80)
    folded = models.CharField(max_length=160, unique=True)

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return self.name


class Thing(MadeOnce):
    """A room or a device. It takes `capacity` visits at a time: a hall with six mats is one thing."""

    see: ClassVar[str] = "schedule.thing.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="things", verbose_name=_("Kind"))
    location = models.ForeignKey(
        "team.Location", on_delete=models.PROTECT, related_name="things", verbose_name=_("{Location}")
    )
    name = models.CharField(pgettext_lazy("of a room or a device", "Name"), max_length=120)
    capacity = models.PositiveSmallIntegerField(_("Visits at a time"), default=1)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ThingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "name"], name="one_thing_of_a_name"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_thing_takes_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """That a service takes a thing of this kind, in these of its phases; an empty list: all along."""

    service = models.ForeignKey("catalog.Service", on_delete=models.CASCADE, related_name="needs")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="needed_by")
    phases = models.JSONField(default=list)  # [0, 2]: the numbers of the phases

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "kind"], name="needs_a_kind_once")]

    def __str__(self) -> str:
        return f"{self.service_id} needs {self.kind_id}"
