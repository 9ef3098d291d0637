"""Who waits for a time that becomes free, and to whom one is offered."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.schedule.models.visits import Visit
from pomni.team.access import MadeOnce, VisibleQuerySet


class WaitingQuerySet(VisibleQuerySet[Any]):
    """Entries of the waiting list."""

    def own(self, user: Any) -> Q:
        """Those for the user, those they wrote down, and those of their own clients."""
        return Q(user=user) | Q(added_by=user) | Q(client__responsible=user)

    def of_team(self, user: Any) -> Q:
        """Those for the user's team, and of clients of theirs."""
        return Q(user__in=user.grants.teammates) | Q(client__responsible__in=user.grants.teammates)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those who would come there, or anywhere."""
        return Q(location__in=locations) | Q(location=None)


class Waiting(MadeOnce):
    """A client who would come if a time became free: for what, to whom, where, and on which days."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", pgettext_lazy("of the waiting list", "Waits")
        BOOKED = "booked", pgettext_lazy("of the waiting list", "Booked")
        DROPPED = "dropped", pgettext_lazy("of the waiting list", "Does not wait any more")

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+")
    services = models.ManyToManyField("catalog.Service", related_name="+")
    user = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    location = models.ForeignKey("team.Location", null=True, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(_("From the day"))
    last = models.DateField(_("Until the day"))
    weekdays = models.JSONField(default=list)  # [0, 4]: Mondays and Fridays; empty: any day
    part = models.CharField(_("Part of the day"), max_length=10, blank=True)  # of rules.PARTS; "": any
    comment = models.CharField(_("Comment"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = WaitingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "last"], name="who_waits"),
            models.Index(fields=["client"], name="waits_of_client"),
        ]
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="one_waits_for_days")]

    def __str__(self) -> str:
        return f"{self.client_id} waits"

    @property
    def wanted(self) -> list[Any]:
        """The services, in the order in which they are done."""
        return sorted(self.services.all(), key=lambda one: one.pk)


class OfferQuerySet(VisibleQuerySet[Any]):
    """Offers: reached as those who wait are."""

    def own(self, user: Any) -> Q:
        """Those to whoever the user has on the list."""
        return Q(waiting__in=Waiting.objects.filter(Waiting.objects.all().own(user)).values("pk"))

    def of_team(self, user: Any) -> Q:
        """Those to whoever the user's team has on the list."""
        return Q(waiting__in=Waiting.objects.filter(Waiting.objects.all().of_team(user)).values("pk"))

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those of times there."""
        return Q(location__in=locations)


class Offer(models.Model):
    """A time that became free and is held for one who waits, until somebody answers or the hold runs out."""

    class State(models.TextChoices):
        """What was answered."""

        OPEN = "open", pgettext_lazy("of an offer", "Asked")
        TAKEN = "taken", pgettext_lazy("of an offer", "Taken")
        DECLINED = "declined", pgettext_lazy("of an offer", "Declined")
        RUN_OUT = "run_out", pgettext_lazy("of an offer", "Not answered in time")

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    waiting = models.ForeignKey(Waiting, on_delete=models.CASCADE, related_name="offers")
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    performed_by = models.JSONField(default=list)  # for each service whose key, or null
    freed = models.JSONField(default=list)  # the whole stretch that became free, as two instants
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    until = models.DateTimeField()  # as long as it is held
    offered_at = models.DateTimeField()

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "until"], name="offers_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["waiting"], condition=Q(state="open"), name="one_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.begins_at} for {self.waiting_id}"
