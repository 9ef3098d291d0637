"""Tasks."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.agenda.models.sought import Sought
from pomni.kit.ids import uuid7
from pomni.team.access import HangingQuerySet, MadeOnce


class TaskQuerySet(HangingQuerySet[Any]):
    """Tasks. One about a client is reached as the client is, too: else the day of the next task would tell of a secret."""

    def own(self, user: Any) -> Q:
        """Those that the user is to do, has set, or that are about one of the user's own clients."""
        return Q(responsible=user) | Q(entered_by=user) | super().own(user)

    def of_team(self, user: Any) -> Q:
        """Those that somebody of the user's team is to do, or that are about a client of theirs."""
        return Q(responsible__in=user.grants.teammates) | super().of_team(user)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those about clients who belong to one of the locations, or to none yet."""
        return Q(client__isnull=False) & super().at_locations(locations)

    def open(self) -> "TaskQuerySet":
        """Those still to be done."""
        return self.filter(done_at=None, dropped_at=None)


class Task(Sought, MadeOnce):
    """Something to be done, by one colleague, mostly about a client. A due day without an hour is a date."""

    see: ClassVar[str] = "agenda.task.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(pgettext_lazy("of a task", "What is to be done"), max_length=200)
    about = models.TextField(pgettext_lazy("about a task", "More"), max_length=4000, blank=True)
    due_on = models.DateField(_("Until"), null=True)
    due_time = models.TimeField(_("At"), null=True)  # wall time of the location; only beside a day
    responsible = models.ForeignKey(
        "team.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
        verbose_name=_("Responsible"),
    )
    entered_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    # Who made it the responsible colleague's; empty where they took it themselves, and of what is older than the field.
    given_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(_("What came of it"), max_length=1000, blank=True)
    dropped_at = models.DateTimeField(null=True)  # let go: it need not be done any more
    awaits_answer = models.BooleanField(default=False)  # whoever is asked to do it has not said yes or no yet
    checklist = models.JSONField(
        default=list
    )  # [{"text": "Take the keys", "is_done": false}], in their order
    repeat = models.CharField(_("Repeats"), max_length=120, blank=True)  # a rule of RFC 5545; empty: once
    repeats_from = models.DateField(null=True)  # the first day of the row, from which the rule counts
    next_one = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="one_before"
    )  # made when this one was finished

    objects: ClassVar[Any] = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["responsible", "due_on", "id"],
                condition=Q(done_at=None, dropped_at=None),
                name="tasks_open_of",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(done_at=None, dropped_at=None),
                name="tasks_open_by_day",
            ),
            models.Index(fields=["client", "done_at", "due_on"], name="tasks_of_client"),
            # Of done ones alone: SQLite would look for open ones in it, too, and miss the index by their day.
            models.Index(fields=["done_at", "id"], condition=Q(done_at__isnull=False), name="tasks_done"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Erased task")
