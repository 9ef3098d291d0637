"""Clients that may be one, clients that became one, and the journal by which they can be two again."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.people.models.clients import Client
from pomni.team.access import VisibleQuerySet


class PairQuerySet(VisibleQuerySet["DuplicatePair"]):
    """Pairs; one is reached by whoever reaches both of its clients."""

    def visible_to(self, user: Any, capability: str = "") -> "PairQuerySet":
        """The pairs of which the user reaches both with the capability."""
        within = Client.objects.visible_to(user, capability or self.model.see).filter(forgotten_at=None)
        both = (Exists(within.filter(pk=OuterRef(side))) for side in ("left", "right"))
        return self.filter(*both)


class DuplicatePair(models.Model):
    """Two clients that look like one. What somebody has said of them is kept: they are not suggested again."""

    see: ClassVar[str] = "people.client.merge"

    class State(models.TextChoices):
        """What was said of the two."""

        OPEN = "open", pgettext_lazy("of duplicates", "To look at")
        LATER = "later", pgettext_lazy("of duplicates", "Later")
        NOT_ONE = "not_one", _("No duplicates")

    # The lower key first, so that two are one row.
    left = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    right = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # from 0 to 1
    reasons = models.JSONField(default=list)  # codes of people.likeness
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="one_pair"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="lower_key_first"),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="pairs_by_score")]

    def __str__(self) -> str:
        return f"{self.left_id} and {self.right_id}"


class Uncompared(models.Model):
    """A client who was added or changed, and is to be compared with the others soon; the key 0 stands for all of them."""

    client_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"client {self.client_id}"


class FormerNumber(models.Model):
    """The public number of a client who was merged into another: addresses that were kept elsewhere still lead there."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="former_numbers")
    uid = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"{self.uid}"


class MergeQuerySet(VisibleQuerySet["Merge"]):
    """Merges; one is reached by whoever reaches the client who stayed."""

    def visible_to(self, user: Any, capability: str = "") -> "MergeQuerySet":
        """The merges whose client the user reaches with the capability."""
        within = Client.objects.visible_to(user, capability or self.model.see)
        return self.filter(Exists(within.filter(pk=OuterRef("kept_id"))))


class Merge(models.Model):
    """That a client became one with another: the whole row of the one who went, and all that moved.

    Bare keys, no foreign ones: who stayed may go into a third client later. Forgetting the client empties `row` and `moved`.
    """

    see: ClassVar[str] = "people.client.merge"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField(db_index=True)
    gone_uid = models.UUIDField()
    row = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kept_id", "-id"], name="merges_into_client")]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"

    @property
    def can_be_undone(self) -> bool:
        """Whether it still stands, and is still known in full."""
        return self.undone_at is None and bool(self.row)
