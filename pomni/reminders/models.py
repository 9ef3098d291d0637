"""Which messages clients get about their visits, and what was sent."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.post.models import Channel, Outgoing
from pomni.team.access import MadeOnce

EMAIL = "email"
CHANNELS = ((EMAIL, _("E-mail")), *Channel.choices)


class Rule(MadeOnce):
    """On which occasion a client is written to, and what: a text in each language."""

    see: ClassVar[str] = "reminders.rule.see"

    class Occasion(models.TextChoices):
        """What a message follows from, or comes before."""

        BOOKED = "booked", pgettext_lazy("a message", "When a visit is booked")
        BEFORE = "before", pgettext_lazy("a message", "Before a visit")
        MOVED = "moved", pgettext_lazy("a message", "When a visit is moved")
        CANCELLED = "cancelled", pgettext_lazy("a message", "When a visit is cancelled")
        AFTER = "after", pgettext_lazy("a message", "After a visit")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    minutes = models.PositiveIntegerField(default=0)  # before the beginning, or after the end
    unless_confirmed = models.BooleanField(default=False)
    texts = models.JSONField(default=dict)  # by language
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.occasion} {self.minutes}"


class Manner(models.Model):
    """How the company writes to clients: by which channels in turn, and when it leaves them in peace. One row."""

    channels = models.JSONField(default=list)  # in order; those that are not named are not used
    quiet_from = models.TimeField(null=True)
    quiet_till = models.TimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_manner")]

    def __str__(self) -> str:
        return "how clients are written to"


class Wish(models.Model):
    """By what a client wants to be written to about visits, or that they do not."""

    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNELS, blank=True)
    is_silent = models.BooleanField(default=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client"], name="one_wish_a_client")]

    def __str__(self) -> str:
        return f"wish of {self.client_id}"


class Message(models.Model):
    """One message about one version of a visit, by one rule: planned, then sent or dropped. There is never a second one."""

    class State(models.TextChoices):
        """How far it is. Whether one that is sent has arrived stands in the outbox."""

        PLANNED = "planned", pgettext_lazy("of a message", "Planned")
        SENT = "sent", pgettext_lazy("of a message", "Sent")
        DROPPED = "dropped", pgettext_lazy("of a message", "Not sent")

    class Because(models.TextChoices):
        """Why it is not sent."""

        CHANGED = "changed", pgettext_lazy("not sent", "the visit was moved or cancelled")
        PAST = "past", pgettext_lazy("not sent", "it would have come too late")
        CONFIRMED = "confirmed", pgettext_lazy("not sent", "the visit is confirmed already")
        SILENT = "silent", pgettext_lazy("not sent", "the {client} wants no messages")
        NO_WAY = "no_way", pgettext_lazy("not sent", "there is no channel by which they are reached")
        REMOVED = "removed", pgettext_lazy("not sent", "its rule was removed")
        FAILED = "failed", pgettext_lazy("not sent", "it could not be delivered")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    visit = models.ForeignKey(
        "schedule.Visit", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    channel = models.CharField(max_length=10, choices=CHANNELS, blank=True)
    tried = models.JSONField(default=list)  # channels that failed before
    to = models.CharField(max_length=254, blank=True)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    outgoing = models.OneToOneField(Outgoing, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="messages_to_send"),
            models.Index(fields=["to", "sent_at"], condition=~Q(to=""), name="messages_to_whom"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["visit", "version", "rule"], name="one_message_a_version"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class ReplyAddress(models.Model):
    """The secret address at which a provider tells what clients answer, and how it names things. One a channel."""

    channel = models.CharField(max_length=10, choices=Channel.choices, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    from_field = models.CharField(max_length=100, default="from")
    text_field = models.CharField(max_length=100, default="text")
    id_field = models.CharField(max_length=100, default="id")

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return self.channel


class Reply(models.Model):
    """What a client answered, as it came; `visit` is the one that it was about."""

    channel = models.CharField(max_length=10, choices=Channel.choices)
    sender = models.CharField(max_length=254)
    text = models.TextField(blank=True)
    outside_id = models.CharField(max_length=200, null=True)  # the provider's number of it
    at = models.DateTimeField()
    visit = models.ForeignKey("schedule.Visit", null=True, on_delete=models.CASCADE, related_name="replies")
    is_yes = models.BooleanField(default=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "outside_id"], name="one_reply")]

    def __str__(self) -> str:
        return f"reply {self.pk}"
