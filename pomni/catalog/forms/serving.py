import calendar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog import rules
from pomni.catalog.forms.rates import NeedsViewer, RateField
from pomni.kit.errors import Refused
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.ui.widgets import HUES, MoneyField


class PhasesField(forms.CharField):
    """Parts of a service as they are written: 30 + (40) + 20."""

    def prepare_value(self, value):
        """As it is written; what was typed stays as typed."""
        return value if isinstance(value, str) else rules.phases_told(value or ())

    def clean(self, value):
        """Phases as the command takes them."""
        try:
            return rules.phases_in(super().clean(value))
        except Refused as no:
            raise ValidationError(str(no)) from None


class _ServiceWords(NeedsViewer):
    name = forms.CharField(label=pgettext_lazy("of a service", "Name"), max_length=200)
    category = forms.CharField(
        label=_("Category"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
        help_text=_("Choose one, or write a new one."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=rules.LONGEST)
    price = MoneyField(label=_("Price"), required=False, min_value=0, help_text=_("Empty: told on request."))
    code = forms.CharField(label=pgettext_lazy("of a service", "Code"), max_length=40, required=False)
    phases = PhasesField(
        label=_("Phases"),
        required=False,
        help_text=_(
            "Only where nobody's hands are needed for a while: the minutes of its parts, those in brackets."
            " Dyeing hair is 30 + (40) + 20."
        ),
    )
    before = forms.IntegerField(
        label=_("Break before, minutes"), min_value=0, max_value=rules.LONGEST_BREAK, required=False
    )
    after = forms.IntegerField(
        label=_("Break after, minutes"), min_value=0, max_value=rules.LONGEST_BREAK, required=False
    )
    hue = forms.TypedChoiceField(
        label=_("Colour"),
        choices=[("", pgettext_lazy("a colour", "none")), *HUES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    season = forms.TypedMultipleChoiceField(
        label=_("Only in these months"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(month, MONTHS[month]) for month in range(1, len(calendar.month_name))],
    )
    repeat_days = forms.IntegerField(
        label=_("Comes again after, days"),
        min_value=1,
        max_value=rules.MOST_DAYS,
        required=False,
        help_text=_("After how many days a {client} is due again: 180 for a check-up twice a year."),
    )
    tax_rate = RateField()
    is_online = forms.BooleanField(label=_("Offered in online booking"), required=False, initial=True)
    about = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_before(self):
        return self.cleaned_data["before"] or 0

    def clean_after(self):
        return self.cleaned_data["after"] or 0


class AddServiceForm(_ServiceWords, OnceForm):
    pass


class EditServiceForm(_ServiceWords, EditForm):
    pass


class CategoryForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a category", "Name"), max_length=80)


class PerformersForm(Form):
    """For each colleague a tick, a price and minutes of their own."""

    takes_focus = False

    def __init__(self, *args, rows, currency, **more):
        super().__init__(*args, **more)
        self.rows = rows
        for row in rows:
            pk = row.user.pk
            self.fields[f"performs-{pk}"] = forms.BooleanField(
                label=row.user.name, required=False, initial=row.performs
            )
            self.fields[f"price-{pk}"] = MoneyField(
                label=_("Price"), required=False, min_value=0, initial=row.price, currency=currency
            )
            self.fields[f"minutes-{pk}"] = forms.IntegerField(
                label=_("Minutes"),
                required=False,
                min_value=1,
                max_value=rules.LONGEST,
                initial=row.minutes,
                widget=forms.NumberInput(attrs={"class": "short"}),
            )

    def lines(self):
        """Each colleague with the three fields."""
        return [
            (row, *(self[f"{name}-{row.user.pk}"] for name in ("performs", "price", "minutes")))
            for row in self.rows
        ]

    def words(self):
        told = self.cleaned_data
        chosen = [row.user for row in self.rows if told[f"performs-{row.user.pk}"]]
        return {
            "performers": [(user, told[f"price-{user.pk}"], told[f"minutes-{user.pk}"]) for user in chosen]
        }
