"""Reminders: when somebody is told of what is due, how they want to be told, and the address of their calendar."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pomni.agenda.models.meetings import Meeting
from pomni.agenda.models.promises import Promise
from pomni.agenda.models.tasks import Task
from pomni.kit.ids import uuid7
from pomni.team.access import VisibleQuerySet

USUAL_BEFORE = 15  # minutes before a meeting, where somebody has chosen nothing


class ReminderQuerySet(VisibleQuerySet["Reminder"]):
    """Reminders: everybody's are their own alone."""

    def visible_to(self, user: Any, capability: str = "") -> "ReminderQuerySet":
        """Those of the user."""
        return self.filter(user=user)

    def own(self, user: Any) -> Q:
        """Those of the user."""
        return Q(user=user)

    def waiting(self) -> "ReminderQuerySet":
        """Those that were not told yet."""
        return self.filter(told_at=None)


class Reminder(models.Model):
    """That a colleague is told of a task, a promise or a meeting some time before it. Told once, in one transaction."""

    see: ClassVar[str] = ""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="reminders")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="reminders")
    promise = models.ForeignKey(Promise, null=True, on_delete=models.CASCADE, related_name="reminders")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="reminders")
    before = models.PositiveIntegerField()  # minutes
    at = models.DateTimeField(null=True)  # when it is told; None: what it is about has no day
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ReminderQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at", "id"], condition=Q(told_at=None), name="reminders_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", what, "before"],
                condition=Q(**{f"{what}__isnull": False}),
                name=f"one_reminder_of_a_{what}",
            )
            for what in ("task", "promise", "meeting")
        ]

    def __str__(self) -> str:
        return f"{self.before} min before, to {self.user_id}"

    @property
    def about(self) -> Any:
        """What it is about."""
        return self.meeting or self.promise or self.task


class Risen(models.Model):
    """That somebody was told of something overdue, as theirs or (`as_lead`) as their team's: each is told to each once.

    It goes with what it is about: once that is closed, or has another day, whoever is told of it later is told anew.
    """

    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+")
    promise = models.ForeignKey(Promise, null=True, on_delete=models.CASCADE, related_name="+")
    as_lead = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "as_lead", what],
                condition=Q(**{f"{what}__isnull": False}),
                name=f"{what}_rises_to_each_once",
            )
            for what in ("task", "promise")
        ]

    def __str__(self) -> str:
        return f"told {self.user_id}"


class Wishes(models.Model):
    """How a colleague wants to be told of what is due. Whoever has no row wants what is usual."""

    see: ClassVar[str] = ""

    user = models.OneToOneField("team.User", on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(_("Quiet from"), null=True)  # wall time of the company
    quiet_till = models.TimeField(_("Quiet until"), null=True)
    before_meetings = models.PositiveIntegerField(_("Before each meeting"), null=True, default=USUAL_BEFORE)
    by_mail = models.BooleanField(_("By e-mail as well"), default=False)

    def __str__(self) -> str:
        return f"wishes of {self.user_id}"


class Feed(models.Model):
    """The secret address at which calendar programs read somebody's meetings, tasks and promises. Kept as a digest."""

    see: ClassVar[str] = ""

    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    key_stamp = models.BigIntegerField()  # it ends with the password, as tokens do
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # kept to the hour
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(withdrawn_at=None), name="one_feed_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
