"""What happens to meetings. What a meeting says may tell of a client, so it is erased with the client."""

from datetime import date, time
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Edits, Event, HandsOver, Kept, Personal

OURS = Kept("names of colleagues are the company's own")
ZONE = Kept("the time zone of a place says nothing of the person")
LABELS = {
    "title": pgettext_lazy("of a meeting", "what it is about"),
    "place": pgettext_lazy("of a meeting", "where"),
    "about": pgettext_lazy("of a meeting", "agenda"),
    "location": _("{location}"),
    "day": pgettext_lazy("of a meeting", "day"),
    "begins": pgettext_lazy("of a meeting", "from"),
    "ends": pgettext_lazy("of a meeting", "to"),
    "responsible": _("responsible"),
    "guests": pgettext_lazy("of a meeting", "colleagues"),
    "clients": _("{clients}"),
    "outcome": pgettext_lazy("of a task", "what came of it"),
}


class MeetingAdded(
    Event,
    says=_("planned the meeting “%(title)s”"),
    about="agenda.Meeting",
    icon="calendar-days",
    body="more",
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]
    more: Annotated[str, Personal()] = ""  # its agenda
    place: Annotated[str, Personal()] = ""
    day: date
    begins: time
    ends: time
    zone: Annotated[str, ZONE]
    responsible_id: int | None = None
    colleague_ids: list[int] = []

    def sets(self) -> dict[str, Any]:
        told = {"title": self.title, "about": self.more, "place": self.place, "day": self.day}
        return told | {"begins": self.begins, "ends": self.ends, "responsible": self.responsible_id}


class MeetingEdited(
    Edits,
    Event,
    says=_("changed the meeting “%(title)s”: %(fields)s"),
    about="agenda.Meeting",
    icon="calendar-days",
):
    labels: ClassVar[dict[str, Any]] = LABELS
    of_clients: ClassVar[frozenset[str]] = frozenset({"clients"})

    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]
    changes: Annotated[dict[str, list[Any]], Personal()]


class MeetingHeld(
    Event, says=_("held the meeting “%(title)s”"), about="agenda.Meeting", icon="circle-check", body="outcome"
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]
    outcome: Annotated[str, Personal()] = ""


class MeetingReopened(
    Event, says=_("opened the meeting “%(title)s” again"), about="agenda.Meeting", icon="calendar-days"
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]


class MeetingCancelled(
    Event, says=_("cancelled the meeting “%(title)s”"), about="agenda.Meeting", icon="calendar-days"
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]


class MeetingRestored(
    Event, says=_("planned the meeting “%(title)s” again"), about="agenda.Meeting", icon="calendar-days"
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]


class MeetingDeclined(
    Event, says=_("declined the meeting “%(title)s”"), about="agenda.Meeting", icon="calendar-days"
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]


class MeetingAccepted(
    Event,
    says=_("comes to the meeting “%(title)s” after all"),
    about="agenda.Meeting",
    icon="calendar-days",
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]


class MeetingHandedOver(
    HandsOver,
    Event,
    says=_("handed over the meeting “%(title)s”. From %(before)s to %(after)s"),
    about="agenda.Meeting",
    icon="arrow-right-left",
):
    meeting_id: int
    client_id: int | None
    client_ids: list[int] = []
    title: Annotated[str, Personal()]
    responsible_id: int | None
    before: Annotated[str, OURS]
    after: Annotated[str, OURS]  # empty: nobody
