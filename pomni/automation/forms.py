from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import EditForm, OnceForm, choice_field


def _name():
    return forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=120, help_text=_("Which program is told.")
    )


def _url():
    return forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where Pomni sends what happened, such as https://example.org/pomni."),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


def _kinds():
    return forms.MultipleChoiceField(
        label=_("Only these events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class _Kinds(forms.Form):
    """Lets one choose among kinds of events, by the area that they belong to."""

    def __init__(self, *args, kinds, **more):
        super().__init__(*args, **more)
        self.kinds = kinds
        named = [(kind.name, kind.title) for kind in kinds]
        choice_field(self, "kinds").choices = named

    @property
    def kinds_by_area(self):
        chosen = set(self["kinds"].value() or ())
        return [
            (area, [(kind, kind.name in chosen) for kind in some])
            for area, some in groupby(self.kinds, lambda kind: kind.area)
        ]


class AddWebhookForm(_Kinds, OnceForm):
    name, url, kinds = _name(), _url(), _kinds()


class ChangeWebhookForm(_Kinds, EditForm):
    name, url, kinds = _name(), _url(), _kinds()

    def clean_kinds(self):
        return sorted(self.cleaned_data["kinds"])

    def words(self):
        told = super().words()
        told.pop("seen")
        return told


class ReplayForm(OnceForm):
    takes_focus = False  # one card of several on its page
    since = forms.DateTimeField(
        label=_("Since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class TryForm(OnceForm):
    takes_focus = False
