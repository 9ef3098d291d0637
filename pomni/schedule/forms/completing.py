"""The form by which a visit is completed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.billing.commands import Paid, Sold
from pomni.billing.queries import Means, Prices, Thing, Way, certificate_by_code, thing_chosen_by, usual_way
from pomni.catalog.queries import services
from pomni.kit.clock import today
from pomni.kit.forms import OnceForm, choice_field
from pomni.schedule.commands import Next, Promised
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import agreed, performers
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, MoneyField, WallTimeField

FURTHER, PAYMENTS = 4, 2  # what one may add at once
NOBODY = ("", "–")
BOUGHT = "bought"  # the cover of a line: the package that is bought with it
MONEY = [(one.value, one.label) for one in (Way.CASH, Way.CARD, Way.TRANSFER)]


@dataclass(frozen=True)
class Row:
    """The fields of one line, as they stand beside each other."""

    thing: Any  # a service that was booked, or whatever else was done or sold
    user: Any
    quantity: Any
    price: Any
    cover: Any  # None where no package could pay for it


def _holding_told(held: Any, part: Any) -> str:
    return held.name if part.left is None else f"{held.name} ({part.left})"


class CompleteForm(OnceForm):
    """What was done and by whom, at what price, how it is paid, and what comes after."""

    marks_optional = False  # most of it is, and is filled in already

    discount = forms.DecimalField(
        label=_("Discount, per cent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    why = forms.CharField(label=_("Why there is a discount"), max_length=300, required=False)
    advice = forms.CharField(
        label=_("What you advised"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It becomes a note on the card."),
    )  # fmt: skip
    promise = forms.CharField(label=_("Not to forget"), max_length=500, required=False)
    promise_until = DayField(label=_("Until"), required=False)
    next_day = DayField(label=_("Next visit, day"), required=False)
    next_begins = WallTimeField(label=pgettext_lazy("an hour", "At"), required=False)
    next_service = forms.ChoiceField(label=_("For what"), required=False)

    takes_focus = False
    certificate: Any = None  # the one that is brought

    def __init__(self, *args: Any, visit: Any, means: Means, viewer: Any, currency: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.visit, self.means, self.currency = visit, means, currency
        self.agreed = agreed(visit)
        self.offered = {str(one.uid): one for one in services(viewer).order_by("sorted_as", "pk")}
        self.offered |= {str(one.service.uid): one.service for one in self.agreed}
        self.people = {str(user.uid): user for user in performers(viewer)}
        self.people |= {str(one.user.uid): one.user for one in self.agreed if one.user}
        self.numbers = range(len(self.agreed) + FURTHER)
        further = [self.data.get(f"thing-{number}", "") for number in self.numbers]
        self.chosen_by = thing_chosen_by(viewer, further)
        self.likely: list[int] = []  # parts of packages that are chosen already, once for each line
        for number in self.numbers:
            line = self.agreed[number] if number < len(self.agreed) else None
            self._offer(number, line)
            self._offer_cover(number, line)
        for number in range(PAYMENTS):
            self._ask_payment(number, viewer)
        same = _("the same as this time")
        choice_field(self, "next_service").choices = [("", same), *self._services()]
        if self.data.get("next_over"):
            self.offer_over()
        if visit.client_id is None:
            for name in ("advice", "promise", "promise_until"):
                del self.fields[name]

    def offer_over(self) -> None:
        """Somebody is taken at the next time: whoever may is asked whether to book all the same."""
        self.fields["next_over"] = forms.BooleanField(
            label=_("Book all the same, over what is there"), required=False
        )

    @property
    def rows(self) -> list[Row]:
        """The lines, those that were booked first."""
        return [self._row(number) for number in self.numbers]

    @property
    def booked_rows(self) -> list[Row]:
        """The lines that were booked."""
        return self.rows[: len(self.agreed)]

    @property
    def covered_first(self) -> list[int | None]:
        """The places of the lines that packages pay for as long as nothing else is chosen: what was bought for that is used."""
        return [place for place, row in enumerate(self.booked_rows) if row.cover and row.cover.value()]

    @property
    def further_rows(self) -> list[Row]:
        """Those that may be added."""
        return self.rows[len(self.agreed) :]

    @property
    def has_further(self) -> bool:
        """Whether something was added."""
        return any(any(row.thing.value() or ()) for row in self.further_rows)

    @property
    def payments(self) -> list[tuple[Any, Any]]:
        """Each way of paying with its sum."""
        return [(self[f"way-{number}"], self[f"amount-{number}"]) for number in range(PAYMENTS)]

    def clean(self) -> dict[str, Any]:
        """A discount has its reason, and a next visit both day and hour."""
        words: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(words.get("next_day")) != bool(words.get("next_begins")):
            missing = "next_begins" if words.get("next_day") else "next_day"
            if missing not in self.errors:
                self.add_error(missing, _("A next visit needs its day and its hour."))
        if any(words.get(f"way-{number}") == "code" for number in range(PAYMENTS)):
            self.certificate = certificate_by_code(words.get("code", ""))
            if self.certificate is None:
                self.add_error("code", _("There is no gift certificate with this code."))
        return words

    def sold(self) -> list[Sold]:
        """The lines at the prices that were written, else as booked, else as they are today."""
        return [one for _number, one in self._done]

    def covered_places(self) -> list[int | None]:
        """The places of the lines that packages pay for."""
        return [one.line for one in self._covered_lines()]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        words, key = self.cleaned_data, super().words()["key"]
        day, begins = words.get("next_day"), words.get("next_begins")
        after = (
            Next(day, begins, self._next_lines(), over=bool(words.get("next_over")))
            if day and begins
            else None
        )
        text = words.get("promise", "").strip()
        return {
            "lines": self.sold(),
            "paid": [*self._covered_lines(), *self._paid()],
            "discount": words.get("discount") or Decimal(0),
            "why": words.get("why", ""),
            "advice": words.get("advice", ""),
            "next_visit": after,
            "promise": Promised(text, words.get("promise_until")) if text else None,
            "key": key,
        }

    # --- Inside ------------------------------------------------------------------------------------------------------

    def _services(self) -> list[tuple[str, str]]:
        return [(uid, one.name) for uid, one in self.offered.items()]

    def _offer(self, number: int, line: Any) -> None:
        people = [NOBODY, *((uid, user.name) for uid, user in self.people.items())]
        make = self.fields.__setitem__
        if line:
            make(f"service-{number}", forms.ChoiceField(
                label=_now("Service %(number)s") % {"number": number + 1}, required=False,
                initial=str(line.service.uid), choices=[("", _("not done")), *self._services()],
            ))  # fmt: skip
        else:
            thing = OneOfManyField("billing:things", label=_("Service, good, package or gift certificate"))
            looks_among(thing, self.chosen_by)
            make(f"thing-{number}", thing)
        make(f"user-{number}", forms.ChoiceField(
            label=_("By whom"), choices=people, required=False,
            initial=str(line.user.uid) if line and line.user else "",
        ))  # fmt: skip
        make(f"quantity-{number}", forms.DecimalField(
            label=pgettext_lazy("how many", "Number"), required=False, min_value=Decimal("0.001"), max_digits=9,
            decimal_places=3, initial=1 if line else None,
        ))  # fmt: skip
        make(f"price-{number}", MoneyField(
            label=_("Price"), required=False, min_value=0, currency=self.currency, initial=line and line.price
        ))  # fmt: skip

    def _offer_cover(self, number: int, line: Any) -> None:
        """A package pays for a line that was booked: one that the client has, or one that they buy at the same time."""
        if not line or self.visit.client_id is None:
            return
        parts = self.means.for_service(line.service_id)
        choices = [(f"{held.uid}.{part.pk}", _holding_told(held, part)) for held, part in parts]
        self.fields[f"cover-{number}"] = forms.ChoiceField(
            label=_("From a package"), required=False, initial=self._likely_cover(parts),
            choices=[("", _("no")), *choices, (BOUGHT, _("the one that is bought now"))],
        )  # fmt: skip

    def _likely_cover(self, parts: list[Any]) -> str:
        """What the client has bought for this before is used, as long as it lasts for all lines of the visit."""
        for held, part in parts:
            if part.left is None or part.left > self.likely.count(part.pk):
                self.likely.append(part.pk)
                return f"{held.uid}.{part.pk}"
        return ""

    def _ask_payment(self, number: int, viewer: Any) -> None:
        ways: list[tuple[str, Any]] = [("", _("is owed") if number == 0 else "–")]
        if viewer.may("billing.payment.take"):
            ways += MONEY
            ways += [(Way.BALANCE.value, _("From the balance"))] if self.means.balance > 0 else []
            ways += [(f"holding.{one.uid}", one.name) for one in self.means.certificates]
            ways += [("code", _("Gift certificate by its code"))]
            self.fields.setdefault("code", forms.CharField(
                label=_("Code of the certificate"), max_length=40, required=False
            ))  # fmt: skip
        self.fields[f"way-{number}"] = forms.ChoiceField(
            label=_("How it is paid") if number == 0 else _("And"), choices=ways, required=False,
            initial=self._likely_way(viewer) if number == 0 and len(ways) > 1 else "",
        )  # fmt: skip
        if number == 0 and not self.is_bound:
            self.fields["way-0"].widget.attrs["autofocus"] = (
                True  # all that is above it stands as it was booked
            )
        self.fields[f"amount-{number}"] = MoneyField(
            label=pgettext_lazy("of a payment", "Amount"), required=False, min_value=Decimal("0.01"),
            currency=self.currency, help_text=_("Empty: all of it.") if number == 0 else _("Empty: the rest."),
        )  # fmt: skip

    def _likely_way(self, viewer: Any) -> str:
        """What is chosen already: a debt is written down because somebody says so, never because nobody chose a way.

        Who has paid enough before pays from that; the others as the colleague was paid last. Where nothing is left to be
        paid, no payment comes of it.
        """
        total = sum((one.price or Decimal(0) for one in self.agreed), Decimal(0))
        usual = usual_way(viewer, self.visit.location)
        return Way.BALANCE.value if 0 < total <= self.means.balance else usual

    def _row(self, number: int) -> Row:
        cover = self[f"cover-{number}"] if f"cover-{number}" in self.fields else None
        thing = self[f"service-{number}" if number < len(self.agreed) else f"thing-{number}"]
        return Row(thing, self[f"user-{number}"], self[f"quantity-{number}"], self[f"price-{number}"], cover)

    @cached_property
    def _done(self) -> list[tuple[int, Sold]]:
        return list(self._lines())

    def _lines(self) -> Iterator[tuple[int, Sold]]:
        """Each line that was done, with its number in the form."""
        words = self.cleaned_data
        chosen = {n: thing for n in self.numbers if (thing := self._thing(n))}
        place = self.visit.location
        prices = Prices(chosen.values(), day=today(ZoneInfo(place.zone)), location=place)
        for number, thing in chosen.items():
            user = self.people.get(words.get(f"user-{number}", ""))
            line = self.agreed[number] if number < len(self.agreed) else None
            is_as_booked = line and (line.service_id, line.user_id) == (
                thing.record.pk,
                user.pk if user else None,
            )
            usual = line.price if line and is_as_booked else prices.of(thing, user)
            price = words.get(f"price-{number}")
            if line and price == line.price and usual != line.price:
                price = None  # it was left as it stood for another service
            quantity = words.get(f"quantity-{number}") or Decimal(1)
            yield (
                number,
                thing.sold(
                    user=user, quantity=quantity, price=usual if price is None else price, usual=usual
                ),
            )

    def _thing(self, number: int) -> Thing | None:
        words = self.cleaned_data
        if number >= len(self.agreed):
            return words.get(f"thing-{number}")
        uid = words.get(f"service-{number}")
        return Thing("service", self.offered[uid]) if uid else None

    def _covered_lines(self) -> list[Paid]:
        told = [self._covered(number, place) for place, (number, _one) in enumerate(self._done)]
        return [one for one in told if one]

    def _covered(self, number: int, place: int) -> Paid | None:
        chosen = self.cleaned_data.get(f"cover-{number}")
        if chosen == BOUGHT:
            bought = next((at for at, (_n, one) in enumerate(self._done) if one.package), -1)
            return Paid(Way.PACKAGE.value, line=place, bought=bought)
        for held, part in self.means.for_service(self.agreed[number].service_id) if chosen else ():
            if chosen == f"{held.uid}.{part.pk}":
                return Paid(Way.PACKAGE.value, holding=held, allowance=part, line=place)
        return None

    def _paid(self) -> Iterator[Paid]:
        words = self.cleaned_data
        for number in range(PAYMENTS):
            if way := words.get(f"way-{number}"):
                yield self.means.paid(way, words.get(f"amount-{number}"), self.certificate)

    def _next_lines(self) -> tuple[Wanted, ...]:
        uid = self.cleaned_data.get("next_service")
        if not uid:
            return ()
        users = [line.user for line in self.agreed if line.user]
        service = self.offered[uid]
        return (Wanted(service, users[0] if users else None),)
