"""Forms of goods, tax rates and gift certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog import rules
from pomni.catalog.forms.rates import NeedsViewer, RateField
from pomni.catalog.models import Unit
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.ui.widgets import DayField, MoneyField

DAYS = _("Counted from the day on which it is sold. Empty: without an end.")


# --- Goods -----------------------------------------------------------------------------------------------------------


class _GoodWords(NeedsViewer):
    name = forms.CharField(label=pgettext_lazy("of a good", "Name"), max_length=200)
    category = forms.CharField(
        label=_("Category"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "categories", "autocomplete": "off"}),
        help_text=_("Choose one, or write a new one."),
    )
    price = MoneyField(label=_("Price"), required=False, min_value=0, help_text=_("Empty: told on request."))
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.PIECE)
    barcode = forms.CharField(
        label=_("Barcode"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Scan it, or write a code of your own."),
    )
    sku = forms.CharField(label=_("SKU"), max_length=40, required=False)
    tax_rate = RateField()
    for_sale = forms.BooleanField(label=_("For sale"), required=False, initial=True)
    for_use = forms.BooleanField(label=_("For use in work"), required=False)
    about = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AddGoodForm(_GoodWords, OnceForm):
    """A new good."""


class EditGoodForm(_GoodWords, EditForm):
    """A good that is there."""


# --- Tax rates -------------------------------------------------------------------------------------------------------


class PercentForm(Form):
    """How many per cent a tax is from a day on."""

    percent = forms.DecimalField(
        label=_("Per cent"),
        required=False,
        min_value=0,
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("Empty: exempt."),
    )
    starts_on = DayField(label=_("From which day"), required=False, help_text=_("Empty: always."))


class AddRateForm(PercentForm, OnceForm):
    """A new tax rate."""

    name = forms.CharField(label=pgettext_lazy("of a tax rate", "Name"), max_length=80)
    field_order = ("name", "percent", "starts_on")


class RenameRateForm(Form):
    """Another name of a tax rate."""

    name = forms.CharField(label=pgettext_lazy("of a tax rate", "Name"), max_length=80)


class UsualRatesForm(Form):
    """Which of the usual rates of the country the company wants."""

    takes_focus = False
    names = forms.MultipleChoiceField(label=_("Rates"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, usual: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["names"] = forms.MultipleChoiceField(
            label=_("Rates"),
            choices=usual,
            initial=[name for name, _told in usual],
            widget=forms.CheckboxSelectMultiple,
        )


# --- Gift certificates -------------------------------------------------------------------------------------------------


class _CertificateWords(NeedsViewer):
    name = forms.CharField(label=pgettext_lazy("of a certificate", "Name"), max_length=200)
    amount = MoneyField(
        label=_("Amount"), required=False, help_text=_("Empty: told when the certificate is sold.")
    )
    days = forms.IntegerField(
        label=_("Valid, days"), required=False, min_value=1, max_value=rules.MOST_DAYS, help_text=DAYS
    )


class AddCertificateForm(_CertificateWords, OnceForm):
    """A new gift certificate."""


class EditCertificateForm(_CertificateWords, EditForm):
    """A gift certificate that is there."""
