"""Views of the list of visits that are kept under a name."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views of the list of visits."""

    def shown_to(self, user: Any) -> "SavedViewQuerySet":
        """The user's own, and the shared ones. A private one is nobody else's, not even a director's."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(MadeOnce):
    """What narrows the list of visits, its order and its columns, under a name: the words of an address and nothing else.

    What it finds depends on whoever looks, and on the day.
    """

    see: ClassVar[str] = "schedule.visit.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a view", "Name"), max_length=80)
    owner = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    is_shared = models.BooleanField(default=False)
    query = models.CharField(max_length=1000, blank=True)  # as `VisitsAsked` writes it
    changed_at = models.DateTimeField()

    objects: ClassVar[Any] = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="saved_views_by_name")]

    def __str__(self) -> str:
        return self.name
