"""Forms of the four things to remember."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.agenda import queries
from pomni.agenda.events.promises import SORTS, sort_of
from pomni.agenda.forms.tasks import AddTaskForm, owner_of
from pomni.agenda.models import Promise
from pomni.kit.forms import LEFT_OUT, EditForm, Form, fields_from
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField

CLOSINGS = (
    ("kept", pgettext_lazy("of a promise", "Kept")),
    ("broken", pgettext_lazy("of a promise", "Broken")),
    ("let_go", pgettext_lazy("of a promise", "Let go")),
)


def kind_and_owes(sort: str) -> dict[str, str]:
    """What a command is told for one of the `SORTS`; who owes it is left open where only one can."""
    kind, _dot, owes = sort.partition(".")
    return {"kind": kind, "owes": owes}


class AddPromiseForm(AddTaskForm):
    """What is to be remembered: what it is, until when, about whom, and who sees to it."""

    field_order = ("text", "sort", "when", "due_on", "due_time", "client", "responsible")

    title = about = repeat = checklist = LEFT_OUT
    (text,) = fields_from(Promise, "text")
    sort = forms.ChoiceField(
        label=pgettext_lazy("of a promise", "What it is"), choices=list(SORTS.items()), initial="next_step"
    )

    def clean(self) -> dict[str, Any]:
        """It is about a client."""
        told = super().clean() or {}
        if not told.get("client") and "client" not in self.errors:
            self.add_error("client", _("Choose the {client}."))
        return told

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return told | kind_and_owes(told.pop("sort"))


class ComposePromiseForm(AddPromiseForm):
    """The same on a client's card, where one writes many things and begins with none."""

    takes_focus = False
    due_time = LEFT_OUT


class EditPromiseForm(EditForm):
    """An open thing to remember."""

    takes_focus = False
    (text,) = fields_from(Promise, "text")
    sort = forms.ChoiceField(label=pgettext_lazy("of a promise", "What it is"), choices=list(SORTS.items()))
    due_on = DayField(label=_("Until"), required=False)
    due_time = WallTimeField(label=_("At"), required=False)
    responsible = OneOfManyField("agenda:owners", label=_("Responsible"), always_answered=True)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        looks_among(self.fields["responsible"], owner_of(viewer), lambda: queries.owners(viewer))

    def words(self) -> dict[str, Any]:
        """What is handed to the command: what it is stands in two columns."""
        told = super().words()
        if "sort" in told:
            was = kind_and_owes(told["seen"].pop("sort"))
            told |= kind_and_owes(told.pop("sort"))
            told["seen"]["kind"] = was["kind"]
        return told


class EditClosedPromiseForm(EditForm):
    """A closed one: what came of it, and what shows it, can still be told."""

    takes_focus = False
    outcome = forms.CharField(
        label=_("What came of it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=500,
        required=False,
        help_text=_("A few words, or the address of a file or of a line of the timeline."),
    )


class ClosePromiseForm(Form):
    """How it ended."""

    takes_focus = False
    state = forms.ChoiceField(
        label=pgettext_lazy("of a promise", "How it ended"),
        choices=CLOSINGS,
        initial="kept",
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("What came of it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=500,
        required=False,
        help_text=_("A few words, or the address of a file or of a line of the timeline."),
    )


def was_promise(promise: Promise) -> dict[str, Any]:
    """What the form for an open one shows first."""
    names = ("text", "due_on", "due_time", "responsible")
    told = {name: getattr(promise, name) for name in names}
    return told | {"sort": sort_of(promise.kind, promise.owes)}
