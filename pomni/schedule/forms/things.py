"""Forms of rooms and devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form, OnceForm
from pomni.team.queries import location, locations

LIST = forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"})


class _Thing(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a room or a device", "Name"), max_length=120)
    capacity = forms.IntegerField(
        label=_("Visits at a time"),
        min_value=1,
        max_value=200,
        initial=1,
        help_text=_("A hall with six mats takes six."),
    )


class AddThingForm(_Thing, OnceForm):
    """A new room or device."""

    kind = forms.CharField(
        label=pgettext_lazy("of a room or a device", "Kind"),
        max_length=80,
        widget=LIST,
        help_text=_("Services ask for a kind: chair, cabinet, laser. Choose one, or write a new one."),
    )
    at = forms.ChoiceField(label=_("{Location}"))
    field_order = ("name", "kind", "at", "capacity")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["at"] = forms.ChoiceField(
            label=_("{Location}"), choices=[(str(one.uid), one.name) for one in locations()]
        )
        self.order_fields(self.field_order)

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return told | {"location": location(told.pop("at"))}


class EditThingForm(_Thing, Form):
    """A room or device that is there."""


class NeedsForm(Form):
    """What a service takes: for each kind, whether it is needed, and in which phases."""

    takes_focus = False

    def __init__(
        self, *args: Any, kinds: list[str], phases: list[str], needs: dict[str, list[int]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.kinds, self.number = kinds, len(phases)
        for place, kind in enumerate(kinds):
            self.fields[f"needs-{place}"] = forms.BooleanField(
                label=kind, required=False, initial=kind in needs
            )
            if phases:
                self.fields[f"phases-{place}"] = forms.TypedMultipleChoiceField(
                    label=_("Only in these phases"),
                    coerce=int,
                    required=False,
                    choices=list(enumerate(phases)),
                    initial=needs.get(kind, []),
                    widget=forms.CheckboxSelectMultiple,
                )

    def words(self) -> dict[str, Any]:
        """What is handed to the command; all phases are none in particular."""
        told = self.cleaned_data
        chosen = [(place, kind) for place, kind in enumerate(self.kinds) if told[f"needs-{place}"]]
        return {"needs": [(kind, self._phases(told.get(f"phases-{place}") or [])) for place, kind in chosen]}

    def _phases(self, told: list[int]) -> list[int]:
        return [] if len(told) == self.number else told
