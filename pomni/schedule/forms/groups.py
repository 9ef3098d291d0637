"""Forms of classes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import Form
from pomni.people.queries import client_chosen_by
from pomni.ui.choosing import OneOfManyField, looks_among


class SeatsForm(Form):
    """For how many clients at once a service is."""

    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=2,
        max_value=500,
        required=False,
        help_text=_("Empty: one {client} at a time."),
    )


class EnrolForm(Form):
    """Who gets a seat."""

    client = OneOfManyField(
        "agenda:clients",
        label=_("{Client}"),
        required=True,
        error_messages={"required": _("Choose who comes.")},
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        looks_among(self.fields["client"], client_chosen_by(viewer))

    def words(self) -> dict[str, Any]:
        """The client goes beside."""
        return {}
