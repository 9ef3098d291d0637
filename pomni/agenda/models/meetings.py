"""Meetings: planned, with a place and people."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.agenda.models.sought import Sought
from pomni.agenda.models.tasks import TaskQuerySet
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class MeetingQuerySet(TaskQuerySet):
    """Meetings: reached as tasks are, and by each colleague who is invited."""

    def own(self, user: Any) -> Q:
        """Those that the user holds, has planned or is invited to, or that are with one of the user's own clients."""
        return self.invited([user.pk]) | super().own(user)

    def of_team(self, user: Any) -> Q:
        """Those that somebody of the user's team holds or is invited to, or that are with a client of theirs."""
        return self.invited(list(user.grants.teammates)) | super().of_team(user)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those at one of the locations, and those with clients who belong to one of them, or to none yet."""
        return Q(location__in=locations) | super().at_locations(locations)

    def invited(self, users: list[int]) -> Q:
        """Those that one of these colleagues is invited to."""
        return Q(pk__in=MeetingGuest.objects.filter(user__in=users).values("meeting"))

    def of(self, user: Any) -> "MeetingQuerySet":
        """Those that stand in a colleague's calendar: held by them, or with their invitation, unless declined."""
        coming = MeetingGuest.objects.filter(user=user, declined_at=None).values("meeting")
        return self.filter(Q(responsible=user) | Q(pk__in=coming))

    def about(self, client: int) -> "MeetingQuerySet":
        """Those with this client, as the one whom it is about or as one of the others."""
        others = MeetingClient.objects.filter(client=client).values("meeting")
        return self.filter(Q(client=client) | Q(pk__in=others))

    def open(self) -> "MeetingQuerySet":
        """Those that were neither held nor cancelled."""
        return self.filter(held_at=None, cancelled_at=None)


class Meeting(Sought, MadeOnce):
    """A meeting of colleagues, mostly with a client. Its wall time and zone are what was agreed; the instants follow.

    `responsible` holds it. One that ends at or before the hour of its beginning goes on past midnight.
    """

    see: ClassVar[str] = "agenda.meeting.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(pgettext_lazy("of a meeting", "What it is about"), max_length=200)
    place = models.CharField(pgettext_lazy("of a meeting", "Where"), max_length=300, blank=True)
    about = models.TextField(pgettext_lazy("of a meeting", "Agenda"), max_length=4000, blank=True)
    location = models.ForeignKey(
        "team.Location", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("{Location}")
    )
    day = models.DateField(_("Day"))
    begins = models.TimeField(pgettext_lazy("an hour", "From"))  # wall time in `zone`
    ends = models.TimeField(pgettext_lazy("an hour", "To"))
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    responsible = models.ForeignKey(
        "team.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
        verbose_name=_("Responsible"),
    )
    entered_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)  # when somebody said that it took place
    held_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(_("What came of it"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: grows with each change that calendars show

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["responsible", "day", "id"],
                condition=Q(held_at=None, cancelled_at=None),
                name="meetings_open_of",
            ),
            models.Index(fields=["day", "begins", "id"], name="meetings_by_day"),
            models.Index(fields=["client", "held_at", "day"], name="meetings_of_client"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Erased meeting")


class MeetingClient(models.Model):
    """A further client at a meeting, beside the one whom it is about."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="further")
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "client"], name="one_client_at_a_meeting")]

    def __str__(self) -> str:
        return f"{self.client_id} at {self.meeting_id}"


class MeetingGuest(models.Model):
    """A colleague who is invited to a meeting that another one holds."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_guest_at_a_meeting")]
        indexes = [models.Index(fields=["user", "meeting"], name="meetings_of_guest")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.meeting_id}"
