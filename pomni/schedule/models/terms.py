"""How visits are booked at a location, and when it is closed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pomni.kit.ids import uuid7
from pomni.schedule.models.things import ThingQuerySet
from pomni.team.access import MadeOnce


class Terms(models.Model):
    """What holds for booking at a location. One that has no row has these defaults."""

    location = models.OneToOneField("team.Location", on_delete=models.CASCADE, related_name="+")
    lead = models.PositiveIntegerField(_("Not sooner than, minutes from now"), default=60)
    horizon = models.PositiveSmallIntegerField(_("Not later than, days from now"), default=90)
    step = models.PositiveSmallIntegerField(_("Minutes between two starts"), default=15)
    hold = models.PositiveSmallIntegerField(_("A freed time is held for, minutes"), default=60)
    most_a_day = models.PositiveSmallIntegerField(_("Visits a day, all together"), null=True)
    most_each = models.PositiveSmallIntegerField(_("Visits a day, of each {specialist}"), null=True)
    # Until so many hours before it may whoever comes move or cancel a visit by themselves; None: they ask the desk.
    own_change = models.PositiveSmallIntegerField(
        _("{Clients} move and cancel by themselves until, hours before"), null=True, default=12
    )
    # After how many visits that a client missed within a year a prepayment is asked; none: never.
    prepay_after = models.PositiveSmallIntegerField(_("Ask for a prepayment after, no-shows"), null=True)
    # A client who cancels later than so many hours before counts as one who did not come; none: never.
    late_hours = models.PositiveSmallIntegerField(_("Cancelled late: less than, hours before"), null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(step__gte=5), name="starts_lie_apart")]

    def __str__(self) -> str:
        return f"booking at {self.location_id}"


class Closure(MadeOnce):
    """That a location is closed from one wall time to another, with the reason."""

    see: ClassVar[str] = "schedule.terms.change"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(_("Why"), max_length=200)

    objects: ClassVar[Any] = ThingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["location", "ends_at"], name="closures_of_location")]
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="a_closure_lasts")
        ]

    def __str__(self) -> str:
        return self.why
