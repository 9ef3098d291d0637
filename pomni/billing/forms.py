"""Forms of payments and of discounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.billing.queries import Way
from pomni.kit.forms import Form, OnceForm, choice_field
from pomni.ui.widgets import MoneyField

MONEY = [(one.value, one.label) for one in (Way.CASH, Way.CARD, Way.TRANSFER)]


class PaymentForm(OnceForm):
    """Money that comes in: how much, and how."""

    amount = MoneyField(label=pgettext_lazy("of a payment", "Amount"), min_value=Decimal("0.01"))
    way = forms.ChoiceField(label=_("How it is paid"), choices=MONEY, widget=forms.RadioSelect)

    def __init__(self, *args: Any, currency: str, on_balance: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        amount: Any = self.fields["amount"]
        amount.widget.currency = currency
        if on_balance:
            choice_field(self, "way").choices = [*MONEY, (Way.BALANCE.value, _("From the balance"))]
        self.fields["way"].initial = Way.CASH.value


class PrepaymentForm(PaymentForm):
    """Money that comes before anything is sold, and where."""

    at = forms.ChoiceField(label=_("{Location}"))

    def __init__(self, *args: Any, places: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {str(one.uid): one for one in places}
        choice_field(self, "at").choices = [(uid, one.name) for uid, one in self.places.items()]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return told | {"location": self.places[told.pop("at")]}


class ReverseForm(Form):
    """Why a sale is taken back."""

    why = forms.CharField(label=_("Why"), max_length=300, required=False)


class LimitsForm(Form):
    """How much off each role may give, in per cent; nothing written: without a limit."""

    def __init__(self, *args: Any, limits: list[tuple[Any, Decimal | None]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.roles = {f"role-{role.pk}": role for role, _limit in limits}
        for role, limit in limits:
            self.fields[f"role-{role.pk}"] = forms.DecimalField(
                label=str(role), initial=limit, required=False, min_value=0, max_value=100, max_digits=5,
                decimal_places=2, help_text=_("Per cent at most. Empty: without a limit."),
            )  # fmt: skip

    def told(self) -> list[tuple[Any, Decimal | None]]:
        """Each role with its limit."""
        return [(role, self.cleaned_data[name]) for name, role in self.roles.items()]
