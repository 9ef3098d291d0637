"""The outbox: a row for each letter or call that is to leave, written with the change that it tells of; and the mail server."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pomni.kit import clock
from pomni.kit.ids import uuid7
from pomni.post.troubles import Undelivered, sentence

LONGEST_DEDUPE = 200
# A row that nobody has touched for so long after its time has lost its job, or waited for mail to be set up.
FORGOTTEN = timedelta(minutes=5)


class Kind(models.TextChoices):
    """What a row is."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    MESSAGE = "message"


class Channel(models.TextChoices):
    """By what a message reaches a phone."""

    SMS = "sms", "SMS"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    VIBER = "viber", "Viber"


class Status(models.TextChoices):
    """How far a row has come: waiting → sending → sent, or back to waiting, or failed for good."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Moves and choices of many rows."""

    def claim(self, uid: str | uuid.UUID, at: datetime) -> "Outgoing | None":
        """Begin an attempt: the row, now `sending`; None where it is done or not due.

        One job at a time works on a row (the queue sees to it), so a row that is `sending` was left by a dead
        one.
        """
        due = Q(status=Status.WAITING, not_before__lte=at) | Q(status=Status.SENDING)
        if not self.filter(due, uid=uid).update(
            status=Status.SENDING, claimed_at=at, attempts=F("attempts") + 1
        ):
            return None
        return self.get(uid=uid)

    def forgotten(self, at: datetime) -> Self:
        """Rows whose time has long come, and which no job seems to work on."""
        since = at - FORGOTTEN
        left = Q(status=Status.SENDING, claimed_at__lte=since)
        return self.filter(Q(status=Status.WAITING, not_before__lte=since) | left)

    def unfinished(self) -> Self:
        """Rows that have still to leave."""
        return self.filter(status__in=[Status.WAITING, Status.SENDING])


class Outgoing(models.Model):
    """One letter or call. `uid` is the same in every attempt, and so is what leaves."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    dedupe = models.CharField(max_length=LONGEST_DEDUPE, unique=True)
    payload = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    not_before = models.DateTimeField(default=clock.now)
    good_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, default="", blank=True)
    last_detail = models.TextField(default="", blank=True)
    answer_id = models.CharField(
        max_length=200, default="", blank=True
    )  # the provider's own number of a message
    is_emptied = models.BooleanField(default=False)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="post_outgoing_kind", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="post_outgoing_status", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="post_outgoing_sent_at", condition=Q(status=Status.SENT) ^ Q(sent_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(
                name="post_unfinished", fields=["not_before"], condition=Q(status__in=["waiting", "sending"])
            ),
            models.Index(name="post_failed", fields=["-id"], condition=Q(status="failed")),
            models.Index(
                name="post_to_empty", fields=["sent_at"], condition=Q(status="sent", is_emptied=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def trouble(self) -> str:
        """Why the last attempt failed, as a sentence in the reader's language; empty where none has."""
        return sentence(self.last_error, self.last_detail)

    def mark_sent(self, at: datetime, answer_id: str = "") -> None:
        """The attempt succeeded."""
        told = {"last_error": "", "last_detail": "", "answer_id": answer_id}
        self._end_attempt(status=Status.SENT, sent_at=at, **told)

    def put_off(self, until: datetime, trouble: Undelivered) -> None:
        """The attempt failed; the next one is at `until`."""
        said = {"last_error": trouble.code, "last_detail": trouble.detail}
        self._end_attempt(status=Status.WAITING, not_before=until, **said)

    def give_up(self, trouble: Undelivered) -> None:
        """No attempt will follow, unless a person asks for one."""
        self._end_attempt(status=Status.FAILED, last_error=trouble.code, last_detail=trouble.detail)

    def empty(self) -> None:
        """Forget what was in it; not saved yet."""
        self.payload = {name: self.payload[name] for name in ("to", "url") if name in self.payload}
        self.is_emptied = True

    def _end_attempt(self, **changes: Any) -> None:
        # Only the attempt that still holds the row may end it: one that was given up for dead changes
        # nothing, except that a success is always worth knowing.
        mine = Outgoing.objects.filter(pk=self.pk, status=Status.SENDING, claimed_at=self.claimed_at)
        if changes["status"] == Status.SENT:
            mine = Outgoing.objects.filter(pk=self.pk).exclude(status=Status.SENT)
        mine.update(claimed_at=None, **changes)


class MailServer(models.Model):
    """The mail server that was set up in the browser: one row, where the machine's own settings name none.

    The password is sealed with a key outside of the database, for this very server: see `sealed`.
    """

    class Security(models.TextChoices):
        """How the way to the server is protected."""

        TLS = "tls", _("TLS from the start (mostly port 465)")
        STARTTLS = "starttls", _("STARTTLS (mostly port 587)")
        NONE = "none", _("None: everybody on the way can read along")

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=10, choices=Security.choices)
    username = models.CharField(max_length=254, blank=True)
    password = models.TextField(blank=True)  # sealed
    sender = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="post_one_mail_server"),
            models.CheckConstraint(
                condition=Q(security__in=["tls", "starttls", "none"]), name="post_mail_server_security"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def purpose(self) -> str:
        """For whom the password is sealed: it opens for no other server, name or protection."""
        return json.dumps([self.host, self.port, self.security, self.username])


class Gateway(models.Model):
    """By what the messages of one channel leave; one a channel. Its secret is sealed for the host that is called."""

    class Kind(models.TextChoices):
        """How it sends."""

        FILE = "file", _("Into a folder, for trying out")
        HTTP = "http", _("By a call to a provider")

    class Sends(models.TextChoices):
        """What stands in the body of a call."""

        JSON = "json", "JSON"
        FORM = "form", _("Form (name=value)")
        NOTHING = "nothing", _("Nothing: all stands in the address")

    TYPES: ClassVar[dict[str, str]] = {
        Sends.JSON: "application/json; charset=utf-8",
        Sends.FORM: "application/x-www-form-urlencoded; charset=utf-8",
    }

    channel = models.CharField(max_length=10, choices=Channel.choices, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FILE)
    is_on = models.BooleanField(default=True)
    url = models.CharField(max_length=1000, blank=True)
    method = models.CharField(max_length=6, default="POST")
    headers = models.TextField(max_length=4000, blank=True)
    sends = models.CharField(max_length=10, choices=Sends.choices, default=Sends.JSON)
    body = models.TextField(max_length=4000, blank=True)
    success_path = models.CharField(max_length=100, blank=True)
    success_is = models.CharField(max_length=200, blank=True)  # values with commas between
    id_path = models.CharField(max_length=100, blank=True)
    secret = models.TextField(blank=True)  # sealed

    def __str__(self) -> str:
        return self.channel

    @property
    def purpose(self) -> str:
        """For whom the secret is sealed: it opens for no other channel or host."""
        parts = urlsplit(self.url)
        return json.dumps(["gateway", self.channel, parts.scheme, parts.netloc])

    @property
    def success_values(self) -> set[str]:
        """What may stand at `success_path` in the answer to a call that worked."""
        return {one.strip() for one in self.success_is.split(",")}
