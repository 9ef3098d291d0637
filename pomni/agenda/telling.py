"""Telling colleagues of the meetings that they are invited to. In the transaction of what happened."""

from collections.abc import Iterable

from django.urls import reverse

from pomni.agenda.models import Meeting
from pomni.agenda.notices import (
    MeetingAnswered,
    MeetingCancelled,
    MeetingDeclined,
    MeetingMoved,
    MeetingPlanned,
    MeetingWithoutYou,
)
from pomni.memory.models import Moment
from pomni.team.models import User
from pomni.team.notices import Kind, notify

PLANNED, MOVED, CANCELLED, DECLINED, COMES = "planned", "moved", "cancelled", "declined", "comes"
WITHOUT = "without"
KINDS: dict[str, type[Kind]] = {
    PLANNED: MeetingPlanned,
    MOVED: MeetingMoved,
    CANCELLED: MeetingCancelled,
    DECLINED: MeetingDeclined,
    COMES: MeetingAnswered,
    WITHOUT: MeetingWithoutYou,
}


def tell(users: Iterable[User], meeting: Meeting, what: str, *, moment: Moment, by: User) -> None:
    """These colleagues learn what became of a meeting, save the one who did it."""
    # Whoever was taken off a meeting may not find its page any more.
    page = reverse("agenda:meetings") if what == WITHOUT else reverse("agenda:meeting", args=[meeting.uid])
    facts = {"by": by.name, "day": meeting.day.isoformat(), "at": f"{meeting.begins:%H:%M}"}
    others = [user for user in users if user.pk != by.pk]
    notify(others, KINDS[what], dedupe=f"moment:{moment.pk}", url=page, **facts)


def people_of(meeting: Meeting) -> list[User]:
    """Whoever holds it, and those who are invited."""
    found = [row.user for row in meeting.guests.select_related("user").order_by("pk")]
    return [*filter(None, [meeting.responsible]), *found]


def coming_to(meeting: Meeting) -> list[User]:
    """Whoever holds it, and those who are invited and did not decline."""
    found = [
        row.user for row in meeting.guests.filter(declined_at=None).select_related("user").order_by("pk")
    ]
    return [*filter(None, [meeting.responsible]), *found]
