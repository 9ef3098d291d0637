"""Visits that come again by a rule."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from pomni.kit.ids import uuid7
from pomni.schedule.models.visits import Visit
from pomni.team.access import MadeOnce, VisibleQuerySet


class SeriesQuerySet(VisibleQuerySet[Any]):
    """Series: reached as any of their visits is."""

    def own(self, user: Any) -> Q:
        """Those with visits of the user's."""
        return Q(pk__in=Visit.objects.filter(Visit.objects.all().own(user)).values("series"))

    def of_team(self, user: Any) -> Q:
        """Those with visits of the user's team."""
        return Q(pk__in=Visit.objects.filter(Visit.objects.all().of_team(user)).values("series"))

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those with visits there."""
        return Q(pk__in=Visit.objects.filter(location__in=locations).values("series"))


class Series(MadeOnce):
    """Visits that were booked together. Each of them is a visit like any other, and keeps the hour of its wall clock."""

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule = models.CharField(max_length=200)  # RFC 5545: "FREQ=WEEKLY;COUNT=10"
    first = models.DateField()
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = SeriesQuerySet.as_manager()

    def __str__(self) -> str:
        return self.rule
