"""Who is due for what: rows that follow from visits, kept so that a list is read along an index; and who was invited."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.post.models import Channel, Outgoing
from pomni.team.access import HangingQuerySet

BY_PHONE = "phone"
WAYS = ((BY_PHONE, pgettext_lazy("invited", "Phone call")), ("email", _("E-mail")), *Channel.choices)


class DueQuerySet(HangingQuerySet[Any]):
    """Rows that hang on a client."""

    def waiting(self, at: Any) -> "DueQuerySet":
        """Of clients who are still ours, and have nothing booked ahead."""
        there = self.filter(client__archived_at=None, client__forgotten_at=None)
        return there.filter(Q(ahead_at=None) | Q(ahead_at__lte=at))


class Due(models.Model):
    """That a client is to be invited again for a service, from a day on. Reckoned anew whenever their visits change."""

    see: ClassVar[str] = "recall.due.see"
    is_reckoned: ClassVar[bool] = True  # it keeps nobody whom an import brought from being taken back

    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey("catalog.Service", on_delete=models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(
        "team.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    last_on = models.DateField()
    interval_on = models.DateField(null=True)  # by the service
    rhythm_on = models.DateField(null=True)  # by the client's own rhythm
    rhythm_days = models.PositiveSmallIntegerField(null=True)
    rhythm_gaps = models.PositiveSmallIntegerField(default=0)
    rhythm_of_category = models.BooleanField(default=False)
    due_on = models.DateField()  # the first of the two
    ahead_at = models.DateTimeField(null=True)  # the last visit that the client has booked, for whatever
    put_off_until = models.DateField(null=True)  # before this day they are not invited, and why not
    put_off_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = DueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="due_by_day"),
            models.Index(fields=["service", "due_on", "id"], name="due_of_service"),
            models.Index(fields=["user", "due_on", "id"], name="due_of_colleague"),
            models.Index(fields=["location", "due_on", "id"], name="due_at_location"),
            models.Index(
                fields=["due_on", "id"], condition=Q(interval_on__isnull=False), name="due_by_interval"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(rhythm_on__isnull=False), name="due_by_rhythm"),
            models.Index(
                fields=["put_off_until"], condition=Q(put_off_until__isnull=False), name="due_put_off"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["client", "service"], name="due_once_for_a_service")]

    def __str__(self) -> str:
        return f"client {self.client_id} for {self.service_id} on {self.due_on}"


class InvitationQuerySet(HangingQuerySet[Any]):
    """Rows that hang on a client."""


class Invitation(models.Model):
    """That a client is invited to come again: by a message, which is an offer, or by a call for which a task is set."""

    class State(models.TextChoices):
        """How far it is. Whether a message that is sent has arrived stands in the outbox."""

        PLANNED = "planned", pgettext_lazy("of an invitation", "On its way")
        SENT = "sent", pgettext_lazy("of an invitation", "Sent")
        ASKED = "asked", pgettext_lazy("of an invitation", "To be called")
        DROPPED = "dropped", pgettext_lazy("of an invitation", "Not sent")

    class Because(models.TextChoices):
        """Why a client is not invited."""

        BOOKED = "booked", _("has a visit ahead")
        LATELY = "lately", _("was invited within the last two weeks")
        CONSENT = "consent", _("no consent to advertising by a channel that reaches them")
        NO_WAY = "no_way", _("no channel that reaches them")
        SILENT = "silent", _("wants no messages")
        NO_CALL = "no_call", _("declined advertising by phone, or has no phone")

    see: ClassVar[str] = "recall.due.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey("catalog.Service", on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=60)  # of the location where they were last: for hours of quiet
    by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=WAYS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    to = models.CharField(max_length=254, blank=True)
    text = models.TextField(blank=True)
    outgoing = models.OneToOneField(Outgoing, null=True, on_delete=models.SET_NULL, related_name="+")
    visit = models.ForeignKey(
        "schedule.Visit", null=True, on_delete=models.SET_NULL, related_name="+"
    )  # that came of it

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "at"], name="invitations_of_client"),
            models.Index(fields=["at", "id"], name="invitations_by_time"),
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="invitations_to_send"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
