"""Forms of absences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form, OnceForm
from pomni.schedule.models import Absence
from pomni.schedule.queries import reached_colleagues
from pomni.ui.widgets import DayField


class AskAbsenceForm(OnceForm):
    """The days on which one wants to be away, and why."""

    begins_on = DayField(label=pgettext_lazy("of an absence", "First day"))
    ends_on = DayField(label=pgettext_lazy("of an absence", "Last day"))
    why = forms.ChoiceField(
        label=_("Why"), choices=Absence.Why.choices, initial=Absence.Why.VACATION, widget=forms.RadioSelect
    )
    about = forms.CharField(
        label=pgettext_lazy("of an absence", "Comment"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AddAbsenceForm(AskAbsenceForm):
    """The same of a colleague, by whoever may approve it."""

    field_order = ("user",)
    user = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.uid): one for one in reached_colleagues(viewer, "schedule.absence.approve")}
        self.fields["user"].choices = [(uid, one.name) for uid, one in self.people.items()]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return told | {"user": self.people[told["user"]]}


class AnswerForm(Form):
    """What is said with an answer."""

    takes_focus = False
    answer = forms.CharField(label=_("What you say to it"), max_length=300, required=False)
