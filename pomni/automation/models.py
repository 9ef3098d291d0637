"""Webhooks: addresses outside that are told what happens, and the log of the calls."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.post.models import Outgoing
from pomni.team.access import MadeOnce
from pomni.team.models import User

OVERLAP = timedelta(hours=24)  # for so long a call is signed with the secret before the last one, too


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks."""

    def here(self) -> "WebhookQuerySet":
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def listening(self) -> "WebhookQuerySet":
        """Those that are told what happens."""
        return self.here().filter(state=Webhook.State.ON).select_related("by")


class Webhook(MadeOnce):
    """An address outside that is told what happens, as far as the colleague who answers for it may see it."""

    see: ClassVar[str] = "automation.webhook.see"

    class State(models.TextChoices):
        """Whether it is called, and if not, why."""

        ON = "on", _("Works")
        OFF = "off", _("Switched off")
        FAILED = "failed", _("Stopped: its calls failed")
        LOST = "lost", _("Stopped: whoever made it lost access")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120)
    url = models.CharField(_("Address"), max_length=500)
    kinds = models.JSONField(default=list)  # of the events that it is told; empty: all
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # with whose reach it is told
    state = models.CharField(max_length=10, choices=State, default=State.ON)
    generation = models.PositiveIntegerField(default=1)  # of the secret
    rotated_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Whether it is called at all."""
        return self.state == self.State.ON and self.removed_at is None

    def hears(self, kind: str) -> bool:
        """Whether it asked for events of this kind."""
        return not self.kinds or kind in self.kinds

    def signs_with(self) -> list[str]:
        """The names of the secrets that sign its calls at present, the newest first."""
        told = [f"webhook:{self.uid}:{self.generation}"]
        if self.generation > 1 and self.rotated_at and now() - self.rotated_at < OVERLAP:
            told.append(f"webhook:{self.uid}:{self.generation - 1}")
        return told


class WebhookReplay(MadeOnce):
    """That a webhook is told again what happened since a time."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="replays")
    since = models.DateTimeField()
    at = models.DateTimeField()  # what happened later is told anyway
    count = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.webhook} since {self.since}"


class WebhookDelivery(MadeOnce):
    """One call: of what, with which answer. How far it has come stands in its row of the outbox.

    `body` is what was sent last. It is kept for a week, and no longer than the personal facts in it may be kept.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    moment_id = models.BigIntegerField(null=True)  # none: a trial call
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    outgoing = models.OneToOneField(Outgoing, on_delete=models.PROTECT, related_name="+")
    response_code = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    body = models.TextField(blank=True)
    body_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "-id"], name="calls_of_webhook"),
            models.Index(fields=["moment_id"], name="calls_of_moment"),
            models.Index(fields=["at"], name="calls_by_time"),
            models.Index(fields=["body_at"], condition=Q(body_at__isnull=False), name="calls_to_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook_id}"
