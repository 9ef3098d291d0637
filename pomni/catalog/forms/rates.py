"""Choosing a tax rate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models import TaxRate
from pomni.catalog.queries import tax_rates
from pomni.team.models import User


class RateField(forms.ChoiceField):
    """One of the tax rates, or none. Gives the record."""

    def __init__(self) -> None:
        self.known: dict[str, TaxRate] = {}
        super().__init__(label=_("Tax rate"), required=False)

    def offer(self, viewer: User, *, had: TaxRate | None = None) -> None:
        """Offers the rates that can be chosen, and the one that the record has, be it archived."""
        rates = [*tax_rates(viewer)]
        if had and had not in rates:
            rates.append(had)
        self.known = {str(one.uid): one for one in rates}
        named = [(uid, one.name) for uid, one in self.known.items()]
        self.choices = [("", pgettext_lazy("a tax rate", "none")), *named]

    def prepare_value(self, value: Any) -> Any:
        """By its public identifier."""
        return str(value.uid) if isinstance(value, TaxRate) else value

    def clean(self, value: Any) -> Any:
        """The rate, or None."""
        return self.known.get(super().clean(value))


class NeedsViewer(forms.Form):
    """A form that offers what its viewer may choose, in the company's money."""

    def __init__(self, *args: Any, viewer: User, currency: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, RateField):
                field.offer(viewer, had=(self.initial or {}).get("tax_rate"))
            if hasattr(field.widget, "currency"):
                field.widget.currency = currency
