"""Forms about oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import Form
from pomni.team.forms.offers import choose
from pomni.team.models import LANGUAGES


class PinForm(Form):
    pin = forms.CharField(
        label=_("PIN"),
        max_length=8,
        help_text=_("4 to 8 digits."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class UnlockForm(Form):
    takes_focus = False  # the PIN takes it: who it is, is mostly chosen already
    person = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect)
    pin = forms.CharField(
        label=_("PIN"),
        max_length=8,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people, **more):
        super().__init__(*args, **more)
        self.people = {str(person.uid): person for person in people}
        choose(self, "person", [(uid, person.name) for uid, person in self.people.items()])


class LanguageForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
