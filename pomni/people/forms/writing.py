"""Forms for what is written down about a client."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pomni.kit.clock import now
from pomni.kit.forms import EditForm, Form, OnceForm, fields_from
from pomni.people.models import Interaction, Note
from pomni.ui.widgets import DayField, TimeField

WHEN = {"at", "at_time"}  # the fields that are one instant together


class AddNoteForm(OnceForm):
    takes_focus = False
    text, to_finish = fields_from(Note, "text", "to_finish")


class ChangingForm(EditForm):
    """An edit form that tells how to send it so that all is as it was before."""

    @property
    def changed(self) -> bool:
        """Whether anything was."""
        return any(
            self._text(name, self.cleaned_data) != self.data.get(f"was-{name}") for name in self.own_fields
        )

    def back(self) -> dict[str, str]:
        """What to send in order to take the change back."""
        words = {}
        for name in self.own_fields:
            field, was = self.fields[name], self.initial.get(name)
            words[f"was-{name}"] = self._text(name, self.cleaned_data)
            if not isinstance(field, forms.BooleanField):
                told = field.widget.format_value(field.prepare_value(was)) or ""
                words[name] = told[0] if isinstance(told, list) else told  # of one choice, a list of it
            elif was:
                words[name] = "on"
        return words


class EditNoteForm(ChangingForm):
    text, to_finish = fields_from(Note, "text", "to_finish")


class _ContactFields(Form):
    """What is told of a contact: `at` and `at_time` are one instant in the zone of the person."""

    how = forms.ChoiceField(label=_("How"), choices=Interaction.How.choices)
    side = forms.ChoiceField(
        label=_("Who began"),
        choices=Interaction.Side.choices,
        initial=Interaction.Side.OURS,
        widget=forms.RadioSelect,
    )
    at = DayField(label=_("Day"))
    at_time = TimeField(label=_("Time"))
    outcome, occasion, where = fields_from(Interaction, "outcome", "occasion", "where")

    def instant(self) -> dt.datetime:
        """When it was."""
        told = self.cleaned_data
        return dt.datetime.combine(told["at"], told["at_time"], timezone.get_current_timezone())


class AddContactForm(OnceForm, _ContactFields):
    takes_focus = False

    def __init__(self, *args: Any, how: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        local = timezone.localtime(now())
        now_told = {"at": local.date(), "at_time": local.time(), "how": how or Interaction.How.CALL}
        self.initial = {**now_told, **self.initial}

    def words(self) -> dict[str, Any]:
        """What is handed to the command, with the day and the time as one instant."""
        told = {name: value for name, value in super().words().items() if name != "at_time"}
        return told | {"at": self.instant()}


class EditContactForm(ChangingForm, _ContactFields):
    def words(self) -> dict[str, Any]:
        """What is handed to the command: what really changed, with the day and the time as one instant."""
        told = super().words()
        seen = {name: was for name, was in told.pop("seen").items() if name not in WHEN}
        if told.keys() & WHEN:
            told = {name: value for name, value in told.items() if name not in WHEN} | {"at": self.instant()}
        return told | {"seen": seen}


def was_note(note: Note) -> dict[str, Any]:
    """What the form for a note shows first."""
    return {"text": note.text, "to_finish": note.to_finish}


def was_contact(contact: Interaction) -> dict[str, Any]:
    """What the form for a contact shows first."""
    local = timezone.localtime(contact.at)
    told = {name: getattr(contact, name) for name in ("how", "side", "outcome", "occasion", "where")}
    return told | {"at": local.date(), "at_time": local.time().replace(second=0, microsecond=0)}
