"""Forms of tasks, meetings, and of what is to be remembered."""

from pomni.agenda.forms.meetings import (
    AddMeetingForm,
    ComposeMeetingForm,
    EditHeldMeetingForm,
    EditMeetingForm,
    was_meeting,
)
from pomni.agenda.forms.promises import (
    AddPromiseForm,
    ClosePromiseForm,
    ComposePromiseForm,
    EditClosedPromiseForm,
    EditPromiseForm,
    was_promise,
)
from pomni.agenda.forms.tasks import (
    LATER,
    AddTaskForm,
    ComposeTaskForm,
    EditDoneTaskForm,
    EditTaskForm,
    day_of,
    was_task,
)

__all__ = [
    "LATER",
    "AddMeetingForm",
    "AddPromiseForm",
    "AddTaskForm",
    "ClosePromiseForm",
    "ComposeMeetingForm",
    "ComposePromiseForm",
    "ComposeTaskForm",
    "EditClosedPromiseForm",
    "EditDoneTaskForm",
    "EditHeldMeetingForm",
    "EditMeetingForm",
    "EditPromiseForm",
    "EditTaskForm",
    "day_of",
    "was_meeting",
    "was_promise",
    "was_task",
]
