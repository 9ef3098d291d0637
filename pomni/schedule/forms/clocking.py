"""Forms of the timesheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form
from pomni.ui.widgets import DayField, WallTimeField


class ClockedForm(Form):
    """When somebody began and ended, by the wall clock of the location."""

    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("of working hours", "Began"))
    ends = WallTimeField(
        label=pgettext_lazy("of working hours", "Ended"),
        help_text=_("Earlier than the beginning: on the next day."),
    )


class AddClockedForm(ClockedForm):
    """The same, and where it was."""

    location = forms.ChoiceField(label=_("{Location}"))

    def __init__(self, *args: Any, places: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {str(one.uid): one for one in places}
        self.fields["location"].choices = [(uid, one.name) for uid, one in self.places.items()]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return told | {"location": self.places[told["location"]]}
