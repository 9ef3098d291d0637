"""Forms of payments and of discounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.billing import queries
from pomni.billing.commands import Paid, Sold
from pomni.billing.queries import Way
from pomni.kit.clock import today
from pomni.kit.forms import Form, OnceForm, choice_field
from pomni.people.queries import client_chosen_by
from pomni.team.queries import colleagues
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import MoneyField

LINES, PAYMENTS = 5, 2  # that a sale may have at once
MONEY = [(one.value, one.label) for one in (Way.CASH, Way.CARD, Way.TRANSFER)]


class PaymentForm(OnceForm):
    """Money that comes in: how much, and how."""

    amount = MoneyField(label=pgettext_lazy("of a payment", "Amount"), min_value=Decimal("0.01"))
    way = forms.ChoiceField(label=_("How it is paid"), choices=MONEY, widget=forms.RadioSelect)

    def __init__(self, *args: Any, currency: str, **more: Any) -> None:
        super().__init__(*args, **more)
        amount: Any = self.fields["amount"]
        amount.widget.currency = currency
        self.fields["way"].initial = Way.CASH.value


class SalePaymentForm(PaymentForm):
    """A payment for what was sold: also from the balance, or by a gift certificate, whose code is told."""

    code = forms.CharField(label=_("Code of the certificate"), max_length=40, required=False)

    def __init__(self, *args: Any, on_balance: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        before = [(Way.BALANCE.value, _("From the balance"))] if on_balance else []
        ways = [*MONEY, *before, (Way.CERTIFICATE.value, _("Gift certificate by its code"))]
        choice_field(self, "way").choices = ways

    def clean(self) -> dict[str, Any]:
        """A certificate is known by its code."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("way") == Way.CERTIFICATE:
            told["holding"] = queries.certificate_by_code(told.get("code", ""))
            if told["holding"] is None:
                self.add_error("code", _("There is no gift certificate with this code."))
        return told

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        return {name: value for name, value in told.items() if name != "code"}


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


@dataclass(frozen=True)
class Row:
    """The fields of one line of a sale, as they stand beside each other."""

    thing: Any
    user: Any
    quantity: Any
    price: Any


class SellForm(OnceForm):
    """What is sold beside visits: things, to whom, and how they are paid."""

    marks_optional = False  # most of it is, and is filled in already

    client = OneOfManyField("agenda:clients", label=_("{Client}"), help_text=_("Empty: somebody passing by."))
    discount = forms.DecimalField(
        label=_("Discount, per cent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    why = forms.CharField(label=_("Why there is a discount"), max_length=300, required=False)
    code = forms.CharField(label=_("Code of the certificate"), max_length=40, required=False)

    def __init__(self, *args: Any, location: Any, viewer: Any, currency: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.location, self.viewer, self.currency = location, viewer, currency
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.people = {str(one.uid): one for one in colleagues(viewer).filter(is_active=True, is_robot=False)}
        self.means = queries.means_of(self._known_client(), self.day)
        keys = [self.data.get(f"thing-{number}", "") for number in range(LINES)]
        self.chosen_by = queries.thing_chosen_by(viewer, keys)
        for number in range(LINES):
            self._offer(number)
        for number in range(PAYMENTS):
            self._ask_payment(number)
        self.brought: Any = None

    @property
    def rows(self) -> list[Row]:
        """The lines."""
        names = ("thing", "user", "quantity", "price")
        return [Row(*(self[f"{name}-{number}"] for name in names)) for number in range(LINES)]

    @property
    def payments(self) -> list[tuple[Any, Any]]:
        """Each way of paying with its sum."""
        return [(self[f"way-{number}"], self[f"amount-{number}"]) for number in range(PAYMENTS)]

    @property
    def day(self) -> date:
        """Today, where it is sold."""
        return today(ZoneInfo(self.location.zone))

    def clean(self) -> dict[str, Any]:
        """A certificate is known by its code."""
        words: dict[str, Any] = super().clean() or self.cleaned_data
        if any(words.get(f"way-{number}") == "code" for number in range(PAYMENTS)):
            self.brought = queries.certificate_by_code(words.get("code", ""))
            if self.brought is None:
                self.add_error("code", _("There is no gift certificate with this code."))
        self._check_packages(words)
        return words

    def covered(self) -> list[int]:
        """The places of the lines that packages pay for."""
        return [one.line for one in self._paid() if one.line is not None]

    def sold(self) -> list[Sold]:
        """The lines at the prices that were written, else at those of today."""
        words = self.cleaned_data
        chosen = {n: thing for n in range(LINES) if (thing := words.get(f"thing-{n}"))}
        prices = queries.Prices(chosen.values(), day=self.day, location=self.location)
        return [self._line(number, thing, prices) for number, thing in chosen.items()]

    def words(self) -> dict[str, Any]:
        """What is handed to the command; the client goes beside."""
        words, key = self.cleaned_data, super().words()["key"]
        return {
            "lines": self.sold(),
            "paid": list(self._paid()),
            "discount": words.get("discount") or Decimal(0),
            "why": words.get("why", ""),
            "key": key,
        }

    # --- Inside ------------------------------------------------------------------------------------------------------

    def _known_client(self) -> Any:
        """Who buys, as far as that is known while the form is drawn."""
        if not self.is_bound:
            return self.initial.get("client")
        return client_chosen_by(self.viewer)(self.data.get("client", ""), "")

    def _check_packages(self, words: dict[str, Any]) -> None:
        """A package pays for a visit that is sold here, each time for another one."""
        chosen = [f"way-{number}" for number in range(PAYMENTS) if _part_of(words.get(f"way-{number}"))]
        places = self._places(words)
        for name in chosen:
            if name not in places:
                self.add_error(
                    name, _("Nothing is sold here that this package pays for. Choose another way.")
                )

    def _places(self, words: dict[str, Any]) -> dict[str, tuple[Any, Any, int]]:
        """By payment: the package, the part of it that pays, and the place of the line for which it does."""
        things = [thing for number in range(LINES) if (thing := words.get(f"thing-{number}"))]
        found: dict[str, tuple[Any, Any, int]] = {}
        for name in (f"way-{number}" for number in range(PAYMENTS)):
            wanted, taken = _part_of(words.get(name)), {place for _one, _part, place in found.values()}
            for place, thing in enumerate(things):
                if not wanted or thing.kind != "service" or place in taken:
                    continue
                parts = self.means.for_service(thing.record.pk)
                if told := next((pair for pair in parts if str(pair[1].pk) == wanted), None):
                    found[name] = (*told, place)
                    break
        return found

    def _offer(self, number: int) -> None:
        label = _("What is sold") if number == 0 else pgettext_lazy("a further line of a sale", "And")
        thing = OneOfManyField("billing:things", label=label)
        thing.error_messages["required"] = _("Say what was done or sold.")
        looks_among(thing, self.chosen_by)
        thing.required = False
        make = self.fields.__setitem__
        make(f"thing-{number}", thing)
        people = [("", "–"), *((uid, user.name) for uid, user in self.people.items())]
        make(f"user-{number}", forms.ChoiceField(label=_("By whom"), choices=people, required=False))
        make(f"quantity-{number}", forms.DecimalField(
            label=pgettext_lazy("how many", "Number"), required=False, min_value=Decimal("0.001"), max_digits=9,
            decimal_places=3, initial=1,
        ))  # fmt: skip
        make(f"price-{number}", MoneyField(
            label=_("Price"), required=False, min_value=0, currency=self.currency,
            help_text=_("Empty: the usual one.") if number == 0 else "",
        ))  # fmt: skip

    def _ask_payment(self, number: int) -> None:
        ways: list[tuple[str, Any]] = [("", _("is owed") if number == 0 else "–")]
        if self.viewer.may("billing.payment.take"):
            ways += MONEY
            ways += [(Way.BALANCE.value, _("From the balance"))] if self.means.balance > 0 else []
            ways += [(f"part.{part.pk}", told) for part, told in self.means.parts]
            ways += [(f"holding.{one.uid}", one.name) for one in self.means.certificates]
            ways += [("code", _("Gift certificate by its code"))]
        self.fields[f"way-{number}"] = forms.ChoiceField(
            label=_("How it is paid") if number == 0 else _("And"), choices=ways, required=False,
            initial=queries.usual_way(self.viewer, self.location) if number == 0 and len(ways) > 1 else "",
        )  # fmt: skip
        self.fields[f"amount-{number}"] = MoneyField(
            label=pgettext_lazy("of a payment", "Amount"), required=False, min_value=Decimal("0.01"),
            currency=self.currency, help_text=_("Empty: all of it.") if number == 0 else _("Empty: the rest."),
        )  # fmt: skip

    def _line(self, number: int, thing: Any, prices: Any) -> Sold:
        words = self.cleaned_data
        user = self.people.get(words.get(f"user-{number}", ""))
        usual = prices.of(thing, user)
        told = words.get(f"price-{number}")
        price = usual if told is None else told
        quantity = words.get(f"quantity-{number}") or Decimal(1)
        sold: Sold = thing.sold(user=user, quantity=quantity, price=price, usual=usual)
        return sold

    def _paid(self) -> Iterator[Paid]:
        words, places = self.cleaned_data, self._places(self.cleaned_data)
        for name in (f"way-{number}" for number in range(PAYMENTS)):
            if name in places:
                held, part, place = places[name]
                yield Paid(Way.PACKAGE.value, holding=held, allowance=part, line=place)
            elif way := words.get(name):
                yield self.means.paid(way, words.get(name.replace("way", "amount")), self.brought)


def _part_of(way: str | None) -> str:
    """The key of the part of a package that a way of paying names; "" where it names none."""
    return way.removeprefix("part.") if way and way.startswith("part.") else ""


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
