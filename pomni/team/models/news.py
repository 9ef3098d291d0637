"""What a colleague is told, and the marks by which an open page learns that there is something new."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from pomni.kit.ids import uuid7
from pomni.team.access import VisibleQuerySet
from pomni.team.models.people import User


class NoticeQuerySet(VisibleQuerySet["Notice"]):
    """Notices: everybody's are their own alone."""

    def visible_to(self, user: Any, capability: str = "") -> "NoticeQuerySet":
        """Those that were written to the user."""
        return self.filter(user=user)

    def own(self, user: Any) -> Q:
        """Those that were written to the user."""
        return Q(user=user)


class Notice(models.Model):
    """Something that a colleague should know, told in their language whenever they read it."""

    see: ClassVar[str] = ""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)  # a kind of team.notices
    facts = models.JSONField(default=dict)  # what fills the places of its sentence
    url = models.CharField(max_length=300, blank=True)  # the page where it can be acted upon
    dedupe = models.CharField(max_length=200)  # the same occasion twice is one notice
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "dedupe"], name="one_notice_of_an_occasion")]
        indexes = [
            models.Index(fields=["user", "-id"], name="team_notice_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="team_notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class LiveMark(models.Model):
    """How often something happened that open pages should learn: "user:5" for one person, "all" for everybody."""

    topic = models.CharField(max_length=60, unique=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.topic}: {self.number}"
