"""When colleagues work: what comes round, the days that differ, and when somebody is away."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet
from pomni.team.models import RoleHeld


class WorkingQuerySet(VisibleQuerySet[Any]):
    """Rows about when a colleague works."""

    def own(self, user: Any) -> Q:
        """The user's own."""
        return Q(user=user)

    def of_team(self, user: Any) -> Q:
        """Those of the user's team."""
        return Q(user__in=user.grants.teammates) | Q(user=user)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those of colleagues who hold a role at one of the locations."""
        return Q(user__in=RoleHeld.objects.filter(location__in=locations).values("user"))


class AtPlaceQuerySet(WorkingQuerySet):
    """Rows about when a colleague works at a location."""

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those at the locations."""
        return Q(location__in=locations)


class Pattern(models.Model):
    """Hours that come round: `days` from `begins_on` on, seven of them for a week, four for two on and two off."""

    see: ClassVar[str] = "schedule.working.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    days = models.JSONField(default=list)  # [[["09:00", "13:00"], ["14:00", "18:00"]], [], …]
    off_on_holidays = models.BooleanField(default=True)

    objects: ClassVar[Any] = AtPlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "begins_on"], name="patterns_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.begins_on}"


class WorkDay(models.Model):
    """The hours of one day at one location, whatever comes round; none: a day off."""

    see: ClassVar[str] = "schedule.working.see"

    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    hours = models.JSONField(default=list)  # [["09:00", "13:00"], …]

    objects: ClassVar[Any] = AtPlaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day", "location"], name="one_workday")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"


class Absence(MadeOnce):
    """That a colleague is away on these days, asked for by them or written down by somebody."""

    class Why(models.TextChoices):
        """Why somebody is away."""

        VACATION = "vacation", pgettext_lazy("of an absence", "Vacation")
        SICK = "sick", pgettext_lazy("of an absence", "Sick leave")
        OTHER = "other", pgettext_lazy("of an absence", "Other")

    class State(models.TextChoices):
        """What was answered."""

        ASKED = "asked", pgettext_lazy("of an absence", "Asked for")
        APPROVED = "approved", pgettext_lazy("of an absence", "Approved")
        DECLINED = "declined", pgettext_lazy("of an absence", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("of an absence", "Withdrawn")

    see: ClassVar[str] = "schedule.absence.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.VACATION)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    about = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = WorkingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "begins_on"], name="absences_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="an_absence_lasts")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.begins_on}"

    @property
    def number(self) -> int:
        """How many days it is, the first and the last one included."""
        return (self.ends_on - self.begins_on).days + 1
