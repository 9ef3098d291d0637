"""Tasks, meetings, the four things to remember, and reminders of all of them."""

from pomni.agenda.models.meetings import Meeting, MeetingClient, MeetingGuest, MeetingQuerySet
from pomni.agenda.models.promises import Promise, PromiseQuerySet
from pomni.agenda.models.reminders import Feed, Reminder, Risen, Wishes
from pomni.agenda.models.tasks import Task, TaskQuerySet

__all__ = [
    "Feed",
    "Meeting",
    "MeetingClient",
    "MeetingGuest",
    "MeetingQuerySet",
    "Promise",
    "PromiseQuerySet",
    "Reminder",
    "Risen",
    "Task",
    "TaskQuerySet",
    "Wishes",
]
