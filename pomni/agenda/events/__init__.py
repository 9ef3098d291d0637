"""What happens to tasks, to meetings, and to what is to be remembered about clients."""

from pomni.agenda.events.calendars import CalendarClosed, CalendarOpened
from pomni.agenda.events.meetings import (
    MeetingAccepted,
    MeetingAdded,
    MeetingCancelled,
    MeetingDeclined,
    MeetingEdited,
    MeetingHandedOver,
    MeetingHeld,
    MeetingReopened,
    MeetingRestored,
)
from pomni.agenda.events.promises import (
    PromiseAdded,
    PromiseClosed,
    PromiseEdited,
    PromiseHandedOver,
    PromiseReopened,
)
from pomni.agenda.events.tasks import (
    TaskAccepted,
    TaskAdded,
    TaskDeclined,
    TaskDropped,
    TaskEdited,
    TaskFinished,
    TaskHandedOver,
    TaskReopened,
    TaskRestored,
)

__all__ = [
    "CalendarClosed",
    "CalendarOpened",
    "MeetingAccepted",
    "MeetingAdded",
    "MeetingCancelled",
    "MeetingDeclined",
    "MeetingEdited",
    "MeetingHandedOver",
    "MeetingHeld",
    "MeetingReopened",
    "MeetingRestored",
    "PromiseAdded",
    "PromiseClosed",
    "PromiseEdited",
    "PromiseHandedOver",
    "PromiseReopened",
    "TaskAccepted",
    "TaskAdded",
    "TaskDeclined",
    "TaskDropped",
    "TaskEdited",
    "TaskFinished",
    "TaskHandedOver",
    "TaskReopened",
    "TaskRestored",
]
