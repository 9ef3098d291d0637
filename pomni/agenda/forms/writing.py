"""Forms of what is understood while one types, and of writing a line down about a client."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.agenda.events.promises import SORTS
from pomni.agenda.forms.promises import kind_and_owes
from pomni.kit.errors import Refused
from pomni.kit.forms import Form, OnceForm, choice_field
from pomni.people.queries import client_chosen_by
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField, written


class ItemForm(Form):
    """One thing that was understood: whether it is taken, what it is, who sees to it, until when."""

    takes_focus = False
    is_on = forms.BooleanField(required=False)
    text = forms.CharField(widget=forms.HiddenInput(attrs={"id": False}), max_length=500)
    sort = forms.ChoiceField(label=pgettext_lazy("of a promise", "What it is"), choices=list(SORTS.items()))
    owner = forms.ChoiceField(label=_("Responsible"))
    due_on = DayField(label=_("Until"), required=False)
    due_time = WallTimeField(label=_("At"), required=False)

    def __init__(self, *args: Any, people: list[tuple[Any, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = {str(uid): name for uid, name in people}
        choice_field(self, "owner").choices = list(self.names.items())

    @property
    def shown(self) -> list[Any]:
        """The fields that can be changed."""
        return [self[name] for name in ("sort", "owner", "due_on", "due_time")]

    @property
    def told_sort(self) -> Any:
        """What it is, in words."""
        return SORTS.get(self["sort"].value() or "", "")

    @property
    def told(self) -> list[str]:
        """Who sees to it, and until when, in words."""
        on, at = (self[name].value() for name in ("due_on", "due_time"))
        said = [
            self.names.get(self["owner"].value(), ""),
            _as_written(on),
            f"{at:%H:%M}" if isinstance(at, time) else at,
        ]
        return [one for one in said if one]

    def chosen(self) -> dict[str, Any] | None:
        """What is to be written down; None where it was switched off. Raises Refused where it cannot be read."""
        told = dict(self.initial)
        if self.is_bound:
            if not self.data.get(f"{self.prefix}-is_on"):
                return None
            if not self.is_valid():
                said = {"text": self.data.get(f"{self.prefix}-text", ""), "wrong": _first(self.errors)}
                raise Refused(_now("“%(text)s”: %(wrong)s") % said)
            told = dict(self.cleaned_data)
        sort, as_read = told.pop("sort"), self.initial["sort"]
        words = {name: told[name] for name in ("text", "owner", "due_on", "due_time")} | kind_and_owes(sort)
        if sort == as_read:
            words["owes"] = self.initial["owes"]
        return words if words["due_on"] else words | {"due_time": None}


def _as_written(day: Any) -> str:
    return written(day) if isinstance(day, date) else day or ""


def _first(errors: Any) -> str:
    return str(next(iter(errors.values()))[0])


class WriteDownForm(OnceForm):
    """A line about a client, as one would say it."""

    field_order = ("client", "text")

    client = OneOfManyField("agenda:clients", label=_("{Client}"), always_answered=True)
    text = forms.CharField(
        label=pgettext_lazy("to be written down", "What happened, what was promised"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: “@anna send the plan by Friday”. What is understood stands below."),
    )

    def __init__(self, *args: Any, viewer: Any, client: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.fields["client"].initial = client
        if client and not self.is_bound:  # then one may begin to write at once
            self.fields["client"].widget.attrs.pop("autofocus", None)
            self.fields["text"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """It is about a client."""
        told = super().clean() or {}
        if not told.get("client") and "client" not in self.errors:
            self.add_error("client", _("Choose the {client}."))
        return told


class NextStepForm(OnceForm):
    """What is to be done next for a client, in one line."""

    takes_focus = True
    text = forms.CharField(
        label=_("What is next?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("For example: call back on Friday at 10"),
    )
