"""One change of very many clients: whom it is about, how far it is, and what each was before."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet


class BulkChangeQuerySet(VisibleQuerySet["BulkChange"]):
    """Bulk changes: each belongs to whoever made it."""

    def own(self, user: Any) -> Q:
        """Those that the user made."""
        return Q(made_by=user)


class BulkChange(MadeOnce):
    """The same change of all clients that a list found: looked at first, made in the background, taken back if asked.

    `keys` are the clients that it is about, in the order in which they are taken; `at_row` is how many were.
    """

    see: ClassVar[str] = "people.client.change"

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Ready to start")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    undone_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    asked = models.TextField(blank=True)  # the words of the list, as its address has them
    what = models.CharField(max_length=60)  # the key of the act: "tag", "location", "own_…"
    value = models.JSONField(null=True)  # what it sets: a name, a key, a text
    shown = models.CharField(pgettext_lazy("of a change", "To"), max_length=300, blank=True)
    reach = models.JSONField(default=list)  # how far its maker reached when it began
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    keys = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0)
    looked = models.JSONField(default=dict)  # what looking beforehand counted
    changed = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)  # were so already, or could not be changed
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # could not be taken back
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)

    objects: ClassVar[Any] = BulkChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_by", "-id"], name="bulk_changes_of_maker")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class BulkRow(models.Model):
    """What a bulk change found at one client: kept for as long as it can be taken back."""

    whole = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="done", db_index=False)
    client_id = models.BigIntegerField(db_index=True)
    before = models.JSONField(null=True)
    undone = models.BooleanField(default=False)
    kept = models.CharField(max_length=8, blank=True)  # why it was not: "changed", "merged", "reach"

    class Meta:
        indexes = [
            models.Index(fields=["whole", "undone", "id"], name="bulk_rows_of_change"),
        ]

    def __str__(self) -> str:
        return f"client {self.client_id} of {self.whole_id}"
