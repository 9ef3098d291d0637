from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import EditForm, OnceForm, fields_from
from pomni.people.models import Client


def _offer(form, viewer, locations):
    """Choices come from queries; a field that the viewer may not see in full cannot be edited either."""
    places = {str(place.uid): place for place in locations}
    field = form.fields["location"]
    field.choices = [("", _("No {location}")), *((uid, place.name) for uid, place in places.items())]
    field.coerce = places.get
    if not places:
        form.fields.pop("location")
        form.fields.pop("was-location", None)
    for name in ("phone", "email"):
        if viewer.field_rule(f"people.client.{name}"):
            form.fields.pop(name)
            form.fields.pop(f"was-{name}", None)


class AddClientForm(OnceForm):
    name, kind = fields_from(Client, "name", "kind")
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    location = forms.TypedChoiceField(label=_("{Location}"), required=False, empty_value=None)

    def __init__(self, *args, viewer, locations, **more):
        super().__init__(*args, **more)
        _offer(self, viewer, locations)


class EditClientForm(EditForm):
    name, kind = fields_from(Client, "name", "kind")
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    location = forms.TypedChoiceField(label=_("{Location}"), required=False, empty_value=None)

    def __init__(self, *args, viewer, locations, **more):
        super().__init__(*args, **more)
        _offer(self, viewer, locations)
