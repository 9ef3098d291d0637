"""Segments: conditions that are kept under a name, and views of the list of clients with them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce
from pomni.team.models import RoleHeld


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Segments."""

    def shown_to(self, user: Any) -> "SegmentQuerySet":
        """The user's own, and those shared with them. A private one is nobody else's, not even a director's."""
        return self.shown_to_key(user.pk)

    def shown_to_key(self, user: Any) -> "SegmentQuerySet":
        """The same for the key of a user, which may be a parameter of a statement that is kept."""
        held = RoleHeld.objects.filter(user=user)
        at = Segment.locations.through.objects.filter(segment=OuterRef("pk"))
        by_role = Segment.roles.through.objects.filter(segment=OuterRef("pk"), role__in=held.values("role"))
        by_place = at.filter(location__in=held.exclude(location=None).values("location"))
        everywhere = Exists(at) & Exists(held.filter(location=None))
        named = Exists(by_role) | Exists(by_place) | everywhere
        return self.filter(Q(owner=user) | Q(is_shared=True) & (Q(with_some=False) | named))


class Segment(MadeOnce):
    """A condition over clients under a name, with the order and the columns in which it is looked at. Always current.

    `condition` is data of the language of `pomni.facts`; what it finds depends on whoever asks, and on the day.
    """

    see: ClassVar[str] = "people.client.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a segment", "Name"), max_length=80)
    owner = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="segments")
    is_shared = models.BooleanField(default=False)
    # With those alone who hold one of the roles or work at one of the locations: where the last of these is gone, with nobody.
    with_some = models.BooleanField(default=False)
    roles = models.ManyToManyField("team.Role", related_name="+")
    locations = models.ManyToManyField("team.Location", related_name="+")
    condition = models.JSONField(default=dict)
    sort = models.CharField(max_length=45, blank=True)  # as in the address of the list
    columns = models.CharField(max_length=2000, blank=True)  # likewise
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SegmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
