"""The four things to remember about a client: agreements, next steps, expectations and obligations."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.agenda.models.sought import Sought
from pomni.agenda.models.tasks import TaskQuerySet
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class PromiseQuerySet(TaskQuerySet):
    """Promises: reached as tasks are."""

    def open(self) -> "PromiseQuerySet":
        """Those still to be kept."""
        return self.filter(state=Promise.State.OPEN)


class Promise(Sought, MadeOnce):
    """What is to be remembered about a client until it is kept, broken or let go. A due day without an hour is a date.

    `owes` says whose turn it is: ours, the client's, or both sides'.
    """

    see: ClassVar[str] = "agenda.promise.see"
    titled_by: ClassVar[str] = "text"

    class Kind(models.TextChoices):
        """Which of the four things it is."""

        AGREEMENT = "agreement", _("Agreement")
        NEXT_STEP = "next_step", _("Next step")
        EXPECTATION = "expectation", _("The {client} expects")
        OBLIGATION = "obligation", _("We promised")

    class Owes(models.TextChoices):
        """Who is to do it."""

        US = "us", pgettext_lazy("who owes it", "We")
        CLIENT = "client", pgettext_lazy("who owes it", "The {client}")
        BOTH = "both", pgettext_lazy("who owes it", "Both")

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", pgettext_lazy("of a promise", "Open")
        KEPT = "kept", pgettext_lazy("of a promise", "Kept")
        BROKEN = "broken", pgettext_lazy("of a promise", "Broken")
        LET_GO = "let_go", pgettext_lazy("of a promise", "Let go")

    class Source(models.TextChoices):
        """From what it was taken; empty: it was written down by itself."""

        NOTE = "note", pgettext_lazy("about a client", "Note")
        INTERACTION = "interaction", _("Contact")
        TASK = "task", _("Task")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="promises")
    kind = models.CharField(pgettext_lazy("of a promise", "What it is"), max_length=12, choices=Kind)
    owes = models.CharField(max_length=8, choices=Owes)
    text = models.CharField(pgettext_lazy("of a promise", "What is to be remembered"), max_length=500)
    due_on = models.DateField(_("Until"), null=True)
    due_time = models.TimeField(_("At"), null=True)  # wall time of the location; only beside a day
    responsible = models.ForeignKey(
        "team.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="promises",
        verbose_name=_("Responsible"),
    )
    entered_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source, blank=True)
    source_uid = models.UUIDField(
        null=True
    )  # of that record: it outlives merging, and leads nowhere by itself
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(_("What came of it"), max_length=1000, blank=True)
    evidence = models.CharField(_("What shows it"), max_length=500, blank=True)  # words, or an address

    objects: ClassVar[Any] = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["responsible", "due_on", "id"], condition=Q(state="open"), name="promises_open_of"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="promises_open_by_day"),
            models.Index(fields=["client", "state", "due_on"], name="promises_of_client"),
            models.Index(fields=["closed_at", "id"], name="promises_closed"),
            models.Index(
                fields=["source_uid"], condition=Q(source_uid__isnull=False), name="promises_of_source"
            ),
        ]

    def __str__(self) -> str:
        return self.text or gettext("Erased promise")
