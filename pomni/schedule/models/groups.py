"""Classes: visits to which several clients come, each with a seat."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.schedule.models.visits import Visit
from pomni.team.access import VisibleQuerySet


class Group(models.Model):
    """That a service is for several clients at once, and for how many."""

    service = models.OneToOneField("catalog.Service", on_delete=models.CASCADE, related_name="group")
    seats = models.PositiveSmallIntegerField()

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return f"{self.service_id} has {self.seats} seats"


class SeatQuerySet(VisibleQuerySet[Any]):
    """Seats: reached as their visits are."""

    def own(self, user: Any) -> Q:
        """Those of the user's visits."""
        return Q(visit__in=Visit.objects.filter(Visit.objects.all().own(user)).values("pk"))

    def of_team(self, user: Any) -> Q:
        """Those of the team's visits."""
        return Q(visit__in=Visit.objects.filter(Visit.objects.all().of_team(user)).values("pk"))

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those of visits there."""
        return Q(visit__location__in=locations)

    def held(self) -> "SeatQuerySet":
        """Those that are not given back."""
        return self.exclude(status=Seat.Status.LEFT)


class Seat(models.Model):
    """One client's seat in a class. The database keeps classes from being oversold.

    Seats are numbered: of those that are held none has the number of another one, and none a number above `of`, how many
    seats the visit has.
    """

    class Status(models.TextChoices):
        """Whether they come, or came."""

        ENROLLED = "enrolled", pgettext_lazy("of a seat", "Enrolled")
        ATTENDED = "attended", pgettext_lazy("of a seat", "Came")
        MISSED = "missed", pgettext_lazy("of a seat", "Did not come")
        LEFT = "left", pgettext_lazy("of a seat", "Given back")

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="roster")
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ENROLLED)
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], condition=~Q(status="left"), name="one_on_a_seat"
            ),
            models.UniqueConstraint(
                fields=["visit", "client"], condition=~Q(status="left"), name="one_seat_each"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=F("of")), name="no_seat_beyond"),
        ]

    def __str__(self) -> str:
        return f"seat {self.number} of {self.visit_id}"
