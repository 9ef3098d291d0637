from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.facts.models import OwnField
from pomni.kit.forms import Form, OnceForm


class _Decided(forms.ChoiceField):
    always_answered = True


class _FieldWords(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a field", "Name"), max_length=80)
    hint = forms.CharField(
        label=_("Explanation"), max_length=200, required=False, help_text=_("Stands below the field.")
    )
    choices = forms.CharField(
        label=_("What can be chosen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One to a line. For “One of several” and “Any of several” only."),
    )
    is_required = forms.BooleanField(
        label=_("Required"),
        required=False,
        help_text=_("Whoever adds a {client} or fills in the custom fields of a card is asked for it."),
    )
    decides = _Decided(label=_("When it is asked for"), choices=OwnField.Decides.choices, required=False)

    def lines(self):
        return [line for line in self.cleaned_data["choices"].splitlines() if line.strip()]


class AddFieldForm(_FieldWords, OnceForm):
    kind = forms.ChoiceField(label=_("What is written into it"), choices=OwnField.Kind.choices)
    field_order = ("name", "kind", "choices", "hint", "is_required", "decides")

    def words(self):
        return super().words() | {"choices": self.lines()}


class ChangeFieldForm(_FieldWords, Form):
    def __init__(self, *args, is_chosen, **more):
        super().__init__(*args, **more)
        if not is_chosen:
            del self.fields["choices"]

    def words(self):
        told = dict(super().words())
        return told | ({"choices": self.lines()} if "choices" in self.fields else {})
