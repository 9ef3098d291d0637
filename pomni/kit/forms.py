"""Forms check the words that come in; what is decided is decided by commands."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pomni.kit.columns import column
from pomni.kit.errors import Conflict, Refused
from pomni.kit.ids import uuid7

DJANGOS = forms.Field.default_error_messages["required"]
LEFT_OUT: Any = None  # what stands for a field of the form above that this one does without: Django's own way


def fields_from(model: type[models.Model], *names: str) -> tuple[Any, ...]:
    """Form fields that mirror the model's: same label, length and checks."""
    return tuple(column(model, name).formfield() for name in names)


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of that name, where it is known to be one of choices."""
    return cast(forms.ChoiceField, form.fields[name])


class Form(forms.Form):
    """A form that hands its words to a command and shows what the command refuses beside the field it concerns."""

    required_css_class = "required"
    marks_optional = True  # fields that may stay empty say so
    takes_focus = True  # the page is there for this form: one may begin to type at once
    result: Any = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if field.error_messages.get("required") is DJANGOS:
                field.error_messages["required"] = _("Fill this in.")  # says what to do, not what a field is
        if self.takes_focus and not self.is_bound:
            self._take_focus()

    def _take_focus(self) -> None:
        """At the first field that is seen. Its bound field is not asked for: Django keeps those, and a form that puts another
        field into the place of one would go on showing the one that was there.
        """
        seen = (field for field in self.fields.values() if not field.widget.is_hidden)
        if first := next(seen, None):
            first.widget.attrs["autofocus"] = True

    def carries_out(self, act: Callable[..., Any], *records: Any, **more: Any) -> bool:
        """Check the words and give them to the command. Returns whether it was done; `result` is what it returned."""
        if not self.is_valid():
            return False
        try:
            self.result = act(*records, **self.words(), **more)
        except Conflict as conflict:
            self.conflicts = conflict.both
            self.add_error(None, str(conflict))
            return False
        except Refused as no:
            self.add_error(no.field if no.field in self.fields else None, str(no))
            return False
        return True

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return self.cleaned_data


class OnceForm(Form):
    """A form that makes something: sent twice, by a double click or a retry, it makes it once."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["once"].initial = str(uuid7())

    def words(self) -> dict[str, Any]:
        """What is handed to the command, with the key of this very form."""
        told = dict(super().words())
        return told | {"key": told.pop("once") or str(uuid7())}


class EditForm(Form):
    """A form that edits a record and carries what its fields were when it was opened.

    So only what the person really changed is handed on, and the command can tell a change of somebody else's from
    what was there: `words()` gives the changed fields, `seen` what each of them was.
    """

    def __init__(self, data: Any = None, *, was: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, initial=was, **more)
        self.conflicts: dict[str, tuple[Any, Any]] = {}
        for name in list(self.fields):
            hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._text(name, was))
            self.fields[f"was-{name}"] = hidden

    def _text(self, name: str, was: dict[str, Any] | None) -> str:
        value = (was or {}).get(name)
        return "" if value is None else str(getattr(value, "uid", value))

    @cached_property
    def own_fields(self) -> list[str]:
        """The names of the fields that a person sees."""
        return [name for name in self.fields if not name.startswith("was-")]

    def words(self) -> dict[str, Any]:
        """The changed fields, and `seen`: what each of them was when the form was opened."""
        changed, seen = {}, {}
        for name in self.own_fields:
            was = self.cleaned_data[f"was-{name}"]
            if self._text(name, self.cleaned_data) != was:
                changed[name], seen[name] = self.cleaned_data[name], was
        return changed | {"seen": seen}

    @property
    def conflict_lines(self) -> list[dict[str, Any]]:
        """The fields in dispute, for a page that shows both values."""
        return [
            {
                "label": self.fields[name].label,
                "mine": self._shown(name, mine),
                "theirs": self._shown(name, theirs),
            }
            for name, (mine, theirs) in self.conflicts.items()
        ]

    def _shown(self, name: str, text: str) -> str:
        """A value as the person chose it: where the field offers choices, the words of the choice."""
        return str(dict(getattr(self.fields[name], "choices", ())).get(text, text))

    @property
    def keep_mine(self) -> list[tuple[str, str]]:
        """What to send again so that one's own values stay: the other's values count as seen."""
        return self._again({name: mine for name, (mine, _theirs) in self.conflicts.items()})

    @property
    def take_theirs(self) -> list[tuple[str, str]]:
        """What to send again so that the other's values stay, with one's changes to other fields."""
        return self._again({name: theirs for name, (_mine, theirs) in self.conflicts.items()})

    def _again(self, settled: dict[str, str]) -> list[tuple[str, str]]:
        again = []
        for name in self.own_fields:
            again.append((name, settled.get(name, self._text(name, self.cleaned_data))))
            theirs = self.conflicts[name][1] if name in self.conflicts else self.cleaned_data[f"was-{name}"]
            again.append((f"was-{name}", theirs))
        return again
