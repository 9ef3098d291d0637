"""Forms of tasks. A colleague or a client is typed and chosen from a list that the server draws; typed alone does too."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.agenda import queries
from pomni.agenda.models import Task
from pomni.agenda.repeating import CHOICES, choice_of, rule_of
from pomni.agenda.working import working_day
from pomni.kit import clock
from pomni.kit.forms import LEFT_OUT, EditForm, OnceForm, choice_field, fields_from
from pomni.kit.ids import as_uuid
from pomni.people.queries import client_chosen_by
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField

WHEN = (
    ("today", pgettext_lazy("when a task is due", "Today")),
    ("tomorrow", pgettext_lazy("when a task is due", "Tomorrow")),
    ("working", pgettext_lazy("when a task is due", "In 2 working days")),
    ("week", pgettext_lazy("when a task is due", "In a week")),
)
AHEAD = {"today": 0, "tomorrow": 1, "week": 7}
WORKING_DAYS = 2
LATER = (
    ("tomorrow", pgettext_lazy("put off a task", "Till tomorrow")),
    ("working", pgettext_lazy("put off a task", "By 2 working days")),
    ("week", pgettext_lazy("put off a task", "By a week")),
)
ONCE = ("", _("Does not repeat"))


def day_of(when: str, client: Any = None) -> date:
    """The day that one of the choices of `WHEN` or `LATER` means, by the clock and the hours of the client's place."""
    place = client.location if client else None
    if when == "working":
        return working_day(WORKING_DAYS, place)
    return clock.today(ZoneInfo(place.zone) if place else None) + timedelta(days=AHEAD[when])


def lines_of(text: str) -> list[str]:
    """The lines of a checklist as it was typed."""
    return [line for line in (one.strip() for one in text.splitlines()) if line]


def was_task(task: Task) -> dict[str, Any]:
    """What the form for an open one shows first."""
    names = ("title", "about", "due_on", "due_time", "responsible")
    told = {name: getattr(task, name) for name in names}
    repeat = choice_of(task.repeat, task.repeats_from) or task.repeat
    return told | {"repeat": repeat, "checklist": "\n".join(one["text"] for one in task.checklist)}


class When(forms.RadioSelect):
    """A few days to choose from at one touch."""

    template_name = "agenda/_when.html"


def owner_of(viewer: Any) -> Callable[[str, str], Any]:
    """Finds the colleague who is chosen, or whose name was typed."""

    def find(uid: str, typed: str) -> Any:
        known = queries.owners(viewer)
        if uid:
            return known.filter(uid__in=[as_uuid(uid)]).first()
        named = [user for user in queries.owners_answering(viewer, typed.split()) if user.name]
        exact = [user for user in named if user.name.casefold() == typed.casefold()] or named
        return exact[0] if len(exact) == 1 else None

    return find


class AddTaskForm(OnceForm):
    """A task in a few words: what, until when, about whom, and who is to do it."""

    field_order: tuple[str, ...] = (
        "title", "when", "due_on", "due_time", "client", "responsible", "repeat", "checklist", "about",
    )  # fmt: skip

    title, about = fields_from(Task, "title", "about")
    repeat = forms.ChoiceField(label=_("Repeats"), choices=[ONCE, *CHOICES.items()], required=False)
    checklist = forms.CharField(
        label=pgettext_lazy("of a task", "Checklist"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Each line is one thing to tick."),
    )
    when = forms.ChoiceField(label=_("Until"), choices=WHEN, widget=When, required=False, initial="")
    due_on = DayField(label=_("Another day"), required=False)
    due_time = WallTimeField(label=_("At"), required=False, help_text=_("By the clock of the place."))
    responsible = OneOfManyField("agenda:owners", label=_("Responsible"), always_answered=True)
    client = OneOfManyField("agenda:clients", label=_("{Client}"))

    def __init__(self, *args: Any, viewer: Any, client: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if "about" in self.fields:
            self.fields["about"].widget.attrs["rows"] = 3
        looks_among(self.fields["responsible"], owner_of(viewer))
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.fields["responsible"].initial, self.fields["client"].initial = viewer, client

    def clean(self) -> dict[str, Any]:
        """A day is chosen or written, not both."""
        told = super().clean() or {}
        if told.get("when") and told.get("due_on"):
            self.add_error("due_on", _("You chose a day above and wrote one as well. Leave one of them."))
        return told

    def words(self) -> dict[str, Any]:
        """What is handed to the command: the day is counted from today."""
        told = super().words()
        client = told.pop("client")
        if when := told.pop("when"):
            told["due_on"] = day_of(when, client)
        if "checklist" in told:
            told["checklist"] = lines_of(told["checklist"])
        if told.get("repeat") and told["due_on"]:
            told["repeat"] = rule_of(told["repeat"], told["due_on"])
        return told


class ComposeTaskForm(AddTaskForm):
    """The same on a client's card, where one writes many things and begins with none."""

    takes_focus = False
    about = due_time = repeat = checklist = LEFT_OUT


class EditTaskForm(EditForm):
    """An open task."""

    takes_focus = False
    title, about = fields_from(Task, "title", "about")
    due_on = DayField(label=_("Until"), required=False)
    due_time = WallTimeField(label=_("At"), required=False)
    responsible = OneOfManyField("agenda:owners", label=_("Responsible"), always_answered=True)
    repeat = forms.ChoiceField(label=_("Repeats"), choices=[ONCE, *CHOICES.items()], required=False)
    checklist = forms.CharField(
        label=pgettext_lazy("of a task", "Checklist"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Each line is one thing to tick."),
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["about"].widget.attrs["rows"] = 3
        looks_among(self.fields["responsible"], owner_of(viewer), lambda: queries.owners(viewer))
        if (rule := (more.get("was") or {}).get("repeat")) and rule not in CHOICES:  # a program's own rule
            choice_field(self, "repeat").choices = [ONCE, (rule, rule), *CHOICES.items()]

    def words(self) -> dict[str, Any]:
        """What is handed to the command: the rule of the row, the lines of the checklist."""
        told = super().words()
        day = self.cleaned_data.get("due_on")
        if told.get("repeat") in CHOICES and day:
            told["repeat"] = rule_of(told["repeat"], day)
        if "checklist" in told:
            told["checklist"] = lines_of(told["checklist"])
        for name in ("repeat", "checklist"):
            told["seen"].pop(name, None)
        return told


class EditDoneTaskForm(EditForm):
    """A finished task: only what came of it can still be told."""

    takes_focus = False
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
