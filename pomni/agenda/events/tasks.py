"""What happens to tasks. What a task says may tell of a client, so it is erased with the client."""

from datetime import date, time
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Edits, Event, HandsOver, Kept, Personal

OURS = Kept("names of colleagues are the company's own")
LABELS = {
    "title": pgettext_lazy("of a task", "what is to be done"),
    "about": pgettext_lazy("of a task", "more about it"),
    "due_on": pgettext_lazy("of a task", "until when"),
    "due_time": pgettext_lazy("of a task", "at what time"),
    "responsible": _("responsible"),
    "outcome": pgettext_lazy("of a task", "what came of it"),
    "repeat": pgettext_lazy("of a task", "how it repeats"),
    "checklist": pgettext_lazy("of a task", "checklist"),
}


class TaskAdded(
    Event, says=_("set the task “%(title)s”"), about="agenda.Task", icon="list-todo", body="more"
):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]
    more: Annotated[str, Personal()] = ""  # what the task says besides its title
    due_on: date | None = None
    due_time: time | None = None
    responsible_id: int | None = None

    def sets(self) -> dict[str, Any]:
        told = {"title": self.title, "about": self.more, "responsible": self.responsible_id}
        return told | {"due_on": self.due_on, "due_time": self.due_time}


class TaskEdited(
    Edits, Event, says=_("changed the task “%(title)s”: %(fields)s"), about="agenda.Task", icon="list-todo"
):
    labels: ClassVar[dict[str, Any]] = LABELS

    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]
    changes: Annotated[dict[str, list[Any]], Personal()]

    @classmethod
    def said_as(cls, field: str, value: Any) -> str:
        if field == "checklist" and isinstance(value, list):
            return ", ".join(f"{'✓ ' if one['is_done'] else ''}{one['text']}" for one in value)
        if field == "repeat" and value:
            return str(value)
        return super().said_as(field, value)


class TaskFinished(
    Event,
    says=_("finished the task “%(title)s”"),
    about="agenda.Task",
    icon="circle-check",
    body="outcome",
):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]
    outcome: Annotated[str, Personal()] = ""


class TaskReopened(Event, says=_("opened the task “%(title)s” again"), about="agenda.Task", icon="list-todo"):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]


class TaskDropped(Event, says=_("dropped the task “%(title)s”"), about="agenda.Task", icon="list-todo"):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]


class TaskRestored(
    Event, says=_("took the task “%(title)s” up again"), about="agenda.Task", icon="list-todo"
):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]


class TaskAccepted(Event, says=_("took on the task “%(title)s”"), about="agenda.Task", icon="circle-check"):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]


class TaskDeclined(
    Event, says=_("declined the task “%(title)s”"), about="agenda.Task", icon="list-todo", body="reason"
):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]
    reason: Annotated[str, Personal()] = ""
    responsible_id: int | None = None  # whose it is again

    def sets(self) -> dict[str, Any]:
        return {"responsible": self.responsible_id}


class TaskHandedOver(
    HandsOver,
    Event,
    says=_("handed over the task “%(title)s”. From %(before)s to %(after)s"),
    about="agenda.Task",
    icon="arrow-right-left",
):
    task_id: int
    client_id: int | None
    title: Annotated[str, Personal()]
    responsible_id: int | None
    before: Annotated[str, OURS]
    after: Annotated[str, OURS]  # empty: nobody
