"""Visits, what is done in them, and who and what is taken by them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.schedule.models.things import Thing
from pomni.team.access import MadeOnce, VisibleQuerySet
from pomni.team.live import bump_places


class VisitQuerySet(VisibleQuerySet[Any]):
    """Visits: a specialist's own are those that they perform something in."""

    def own(self, user: Any) -> Q:
        """Those in which the user performs something, those they booked, and those of their own clients."""
        performed = Line.objects.filter(user=user).values("visit")
        return Q(pk__in=performed) | Q(booked_by=user) | Q(client__responsible=user)

    def of_team(self, user: Any) -> Q:
        """Those in which somebody of the user's team performs something, or of clients of theirs."""
        team = user.grants.teammates
        performed = Line.objects.filter(user__in=team).values("visit")
        return Q(pk__in=performed) | Q(client__responsible__in=team)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those that take place there."""
        return Q(location__in=locations)

    def standing(self) -> "VisitQuerySet":
        """Those that take place or took place: nobody is taken by one that was cancelled or missed."""
        return self.exclude(status__in=(Visit.Status.CANCELLED, Visit.Status.NO_SHOW))


class Visit(MadeOnce):
    """Somebody comes, or a hall is taken. Its instants are in UTC; beside them stands what the wall clock was to show."""

    class Status(models.TextChoices):
        """How far a visit is."""

        BOOKED = "booked", pgettext_lazy("of a visit", "Booked")
        CONFIRMED = "confirmed", pgettext_lazy("of a visit", "Confirmed")
        ARRIVED = "arrived", pgettext_lazy("of a visit", "Arrived")
        STARTED = "started", pgettext_lazy("of a visit", "In progress")
        COMPLETED = "completed", pgettext_lazy("of a visit", "Completed")
        CANCELLED = "cancelled", pgettext_lazy("of a visit", "Cancelled")
        NO_SHOW = "no_show", pgettext_lazy("of a visit", "No-show")

    class Source(models.TextChoices):
        """Who booked it, and how."""

        DESK = "desk", pgettext_lazy("of a visit", "At the desk")
        ONLINE = "online", pgettext_lazy("of a visit", "Online")
        API = "api", pgettext_lazy("of a visit", "By a program")
        IMPORT = "import", pgettext_lazy("of a visit", "By an import")

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.CASCADE, related_name="visits")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="visits")
    series = models.ForeignKey("schedule.Series", null=True, on_delete=models.SET_NULL, related_name="visits")
    seats = models.PositiveSmallIntegerField(null=True)  # of a class (`Seat`); null: one client comes
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # What was agreed: when a zone changes its clock, these stay and the instants follow.
    day = models.DateField()
    begins = models.TimeField()
    zone = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BOOKED)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.DESK)
    comment = models.TextField(pgettext_lazy("of a visit", "Comment"), max_length=2000, blank=True)
    # At the client's, where it takes place there, and the minutes on the way: whoever performs it is taken for them, too.
    address = models.CharField(max_length=300, blank=True)
    travel_before = models.PositiveSmallIntegerField(default=0)
    travel_after = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(
        default=0
    )  # SEQUENCE of the calendar file; grows when the time does
    booked_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # the work is done; what is left is to complete it
    completed_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=300, blank=True)  # why it was cancelled
    is_cancelled_by_client = models.BooleanField(null=True)
    is_late = models.BooleanField(default=False)  # cancelled by them so late that it counts as a no-show

    objects: ClassVar[Any] = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["location", "begins_at"], name="visits_of_day"),
            models.Index(fields=["client", "begins_at"], name="visits_of_client"),
            models.Index(fields=["begins_at", "id"], name="visits_by_time"),
            models.Index(fields=["booked_at", "id"], name="visits_as_booked"),
            models.Index(fields=["status", "begins_at", "id"], name="visits_by_state"),
            models.Index(fields=["source", "begins_at", "id"], name="visits_by_source"),
        ]
        constraints = [models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="a_visit_lasts")]

    def __str__(self) -> str:
        return str(self.uid)

    def save(self, *args: Any, **more: Any) -> None:
        """Whoever looks at the day of its location learns of it, whichever act changes a visit."""
        super().save(*args, **more)
        bump_places(self.location_id)

    @property
    def travel(self) -> tuple[int, int]:
        """Minutes on the way before it and after it."""
        return self.travel_before, self.travel_after

    @property
    def is_standing(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status not in (Visit.Status.CANCELLED, Visit.Status.NO_SHOW)


class Line(models.Model):
    """One service of a visit: when, by whom, and at what price, as agreed at booking."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    service = models.ForeignKey("catalog.Service", on_delete=models.PROTECT, related_name="lines")
    user = models.ForeignKey("team.User", null=True, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_beside = models.BooleanField(default=False)  # begins together with the one before it, not behind it
    phases = models.JSONField(default=list)  # as they were when it was booked
    # The keys of the things that were chosen for it: nothing else tells them while a visit that was cancelled takes nothing.
    chosen = models.JSONField(default=list)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["user", "begins_at"], name="lines_of_specialist")]
        constraints = [models.UniqueConstraint(fields=["visit", "place"], name="lines_in_order")]

    def __str__(self) -> str:
        return f"{self.visit_id}, line {self.place}"


class Taken(models.Model):
    """That somebody, or one place of a thing, is taken. The one table of occupancy.

    The database itself keeps it free of overlaps (`pomni.schedule.guard`): of two rows for the same person, or for the same
    place of the same thing, that are not `is_over`, the one ends before the other begins.
    """

    visit = models.ForeignKey(Visit, null=True, on_delete=models.CASCADE, related_name="taken")
    line = models.ForeignKey(Line, null=True, on_delete=models.CASCADE, related_name="taken")
    # Held for somebody on the waiting list to whom it is offered: there is no visit yet.
    offer = models.ForeignKey("schedule.Offer", null=True, on_delete=models.CASCADE, related_name="taken")
    user = models.ForeignKey("team.User", null=True, on_delete=models.PROTECT, related_name="+")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.PROTECT, related_name="taken")
    unit = models.PositiveSmallIntegerField(default=0)  # which of the places of the thing
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_over = models.BooleanField(default=False)  # booked over another one, by right and on purpose

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "begins_at"], name="taken_of_user", condition=Q(user__isnull=False)),
            models.Index(
                fields=["thing", "begins_at"], name="taken_of_thing", condition=Q(thing__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="is_taken_for_a_while"),
            models.CheckConstraint(condition=Q(user=None) ^ Q(thing=None), name="one_is_taken"),
            models.CheckConstraint(condition=Q(visit=None) ^ Q(offer=None), name="is_taken_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.thing_id} is taken by {self.visit_id}"
