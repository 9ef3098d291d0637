"""Every write about tasks, meetings, what is to be remembered, and reminders of them."""

from pomni.agenda.commands.importing import remove_tasks_of, take_back_tasks, take_tasks
from pomni.agenda.commands.invitations import accept_meeting, decline_meeting
from pomni.agenda.commands.meetings import (
    add_meeting,
    cancel_meeting,
    edit_meeting,
    hand_over_meetings,
    hold_meeting,
    reopen_meeting,
    restore_meeting,
)
from pomni.agenda.commands.promises import (
    OWED_BY,
    add_promise,
    close_promise,
    edit_promise,
    hand_over_promises,
    reopen_promise,
)
from pomni.agenda.commands.reminders import (
    choose_wishes,
    close_calendar,
    drop_reminder,
    open_calendar,
    set_reminder,
)
from pomni.agenda.commands.tasks import (
    accept_task,
    add_task,
    decline_task,
    drop_task,
    edit_task,
    finish_task,
    hand_over_tasks,
    reopen_task,
    restore_task,
    tick_item,
)

__all__ = [
    "OWED_BY",
    "accept_meeting",
    "accept_task",
    "add_meeting",
    "add_promise",
    "add_task",
    "cancel_meeting",
    "choose_wishes",
    "close_calendar",
    "close_promise",
    "decline_meeting",
    "decline_task",
    "drop_reminder",
    "drop_task",
    "edit_meeting",
    "edit_promise",
    "edit_task",
    "finish_task",
    "hand_over_meetings",
    "hand_over_promises",
    "hand_over_tasks",
    "hold_meeting",
    "open_calendar",
    "remove_tasks_of",
    "reopen_meeting",
    "reopen_promise",
    "reopen_task",
    "restore_meeting",
    "restore_task",
    "set_reminder",
    "take_back_tasks",
    "take_tasks",
    "tick_item",
]
