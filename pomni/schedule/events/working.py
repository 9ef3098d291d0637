"""What happens to working time: hours, absences, the timesheet, how many are needed, and what is published."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Event
from pomni.schedule.events.visits import OURS


class PatternSet(
    Event, says=_("said which hours of %(name)s come round"), about="schedule.Pattern", icon="clock"
):
    pattern_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    location_id: int
    begins_on: date
    days: Annotated[list[list[list[str]]], OURS]


class PatternEnded(
    Event, says=_("said until when hours of %(name)s come round"), about="schedule.Pattern", icon="clock"
):
    pattern_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    ends_on: date


class DaysSet(Event, says=_("said when %(name)s works on single days"), about="team.User", icon="clock"):
    user_id: int
    name: Annotated[str, OURS]
    location_id: int
    days: list[date]
    hours: Annotated[list[list[str]] | None, OURS]


class ClockedIn(Event, says=_("clocked in"), about="schedule.Clocked", icon="clock"):
    clocked_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    day: date


class ClockedOut(Event, says=_("clocked out"), about="schedule.Clocked", icon="clock"):
    clocked_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    day: date


class HoursAdded(
    Event, says=_("wrote down hours that %(name)s worked: %(hours)s"), about="schedule.Clocked", icon="clock"
):
    clocked_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    day: date
    hours: Annotated[str, OURS]


class HoursCorrected(
    Event,
    says=_("corrected hours that %(name)s worked: %(hours)s; it was %(was)s"),
    about="schedule.Clocked",
    icon="clock",
):
    clocked_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    day: date
    was: Annotated[str, OURS]
    hours: Annotated[str, OURS]


class HoursDropped(
    Event, says=_("took away hours that %(name)s worked: %(was)s"), about="schedule.Clocked", icon="clock"
):
    clocked_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    day: date
    was: Annotated[str, OURS]


OF_DAYS = {
    "first": pgettext_lazy("of an absence", "from"),
    "last": pgettext_lazy("of an absence", "until"),
}
AWAY = {
    "begins_on": pgettext_lazy("of an absence", "from"),
    "ends_on": pgettext_lazy("of an absence", "until"),
}


class AbsenceAsked(
    Event, says=_("asked that %(name)s be away"), about="schedule.Absence", icon="sun", details=AWAY
):
    absence_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    begins_on: date
    ends_on: date


class AbsenceAdded(
    Event, says=_("wrote down that %(name)s is away"), about="schedule.Absence", icon="sun", details=AWAY
):
    absence_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    begins_on: date
    ends_on: date


class AbsenceAnswered(
    Event,
    says=_("answered when %(name)s asked to be away"),
    about="schedule.Absence",
    icon="sun",
    details=AWAY,
):
    absence_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    begins_on: date
    ends_on: date
    is_approved: bool


class AbsenceWithdrawn(
    Event, says=_("withdrew the absence of %(name)s"), about="schedule.Absence", icon="sun", details=AWAY
):
    absence_id: int
    colleague_id: int
    name: Annotated[str, OURS]
    begins_on: date
    ends_on: date


class MinimumAdded(
    Event,
    says=_("said that %(name)s needs at least so many colleagues: %(number)s"),
    about="schedule.Minimum",
    icon="users-round",
):
    minimum_id: int
    location_id: int
    name: Annotated[str, OURS]
    number: int
    weekdays: list[int]
    span: Annotated[list[str], OURS]
    of: Annotated[str, OURS]


class MinimumEdited(
    Event,
    says=_("changed how many colleagues %(name)s needs"),
    about="schedule.Minimum",
    icon="users-round",
):
    minimum_id: int
    location_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class MinimumDropped(
    Event,
    says=_("said that %(name)s does not need so many colleagues any more: %(number)s"),
    about="schedule.Minimum",
    icon="users-round",
):
    minimum_id: int
    location_id: int
    name: Annotated[str, OURS]
    number: int
    weekdays: list[int]
    span: Annotated[list[str], OURS]
    of: Annotated[str, OURS]


class HoursPublished(
    Event, says=_("published the hours of %(name)s"), about="team.Location", icon="clock", details=OF_DAYS
):
    location_id: int
    name: Annotated[str, OURS]
    first: date
    last: date
    colleague_ids: list[int]  # who was told anything new


class HoursReminded(
    Event,
    says=_("reminded colleagues of the hours of %(name)s that they have not seen"),
    about="team.Location",
    icon="bell",
):
    location_id: int
    name: Annotated[str, OURS]
    colleague_ids: list[int]


class HoursSeen(
    Event,
    says=_("saw their published hours, days: %(days)s"),
    about="team.User",
    icon="clock",
    details=OF_DAYS,
):
    user_id: int
    name: Annotated[str, OURS]
    first: date
    last: date
    days: int
