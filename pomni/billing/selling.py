"""What a sale is made from, and what a discount asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _

from pomni.billing import rules
from pomni.billing.models import Allowance, DiscountLimit, Holding
from pomni.catalog.queries import tax_percent
from pomni.kit import figures
from pomni.kit.errors import Refused
from pomni.team.models import RoleHeld, User

if TYPE_CHECKING:
    from pomni.catalog.models import Certificate, Good, Package, Service

DISCOUNT = "billing.discount.give"
ONE = Decimal(1)


@dataclass(frozen=True)
class Sold:
    """One thing that is sold: at what price for one (None: on request, which must be said), where it `usual`ly is another.

    A price below the usual one is a discount. Tax is what the catalogue says for the day of the sale.
    """

    service: "Service | None" = None
    user: User | None = None  # who performed it
    quantity: Decimal = ONE
    price: Decimal | None = None
    usual: Decimal | None = None
    name: str = ""
    good: "Good | None" = None
    package: "Package | None" = None
    certificate: "Certificate | None" = None

    @property
    def record(self) -> Any:
        """What of the catalogue it is; None where it only has a name."""
        return self.service or self.good or self.package or self.certificate

    @property
    def called(self) -> str:
        """By what name it is sold."""
        return self.name or (self.record.name if self.record else "")

    @property
    def is_held(self) -> bool:
        """Whether it is used later: whoever buys it holds something then."""
        return bool(self.package or self.certificate)


@dataclass(frozen=True)
class Paid:
    """One payment: how, and how much (None: all that is still to be paid).

    From a package: which line of the sale one of its allowances pays for; where the package is bought in the same sale,
    `bought` is the place of its line.
    """

    way: str
    amount: Decimal | None = None
    holding: Holding | None = None
    allowance: Allowance | None = None
    line: int | None = None  # its place in the sale
    bought: int | None = None


def sums_of_lines(
    lines: Sequence[Sold], per_cent: Decimal, rates: Sequence[Decimal | None]
) -> list[rules.Sums]:
    """What each line comes to, `rates`: per cent of tax in each. Raises Refused, with the field."""
    if not 0 < len(lines) <= rules.MOST_LINES:
        raise Refused(_("Say what was done or sold."), field="lines")
    if not 0 <= per_cent <= rules.HUNDRED:
        raise Refused(_("A discount is between 0 and 100 per cent."), field="discount")
    return [_sums(one, per_cent, rate) for one, rate in zip(lines, rates, strict=True)]


def rates_of_lines(lines: Sequence[Sold], day: date) -> list[Decimal | None]:
    """How many per cent of tax stand in the price of each line on a day: a statement for each kind of thing."""
    kinds: list[list[Any]] = [
        [one.service for one in lines if one.service],
        [one.good for one in lines if one.good],
        [one.package for one in lines if one.package],
    ]
    for records in kinds:
        prefetch_related_objects(records, "tax_rate")
    # Of a certificate the tax is not known before it is used.
    return [tax_percent(getattr(one.record, "tax_rate", None), day) for one in lines]


def check_offered(lines: Sequence[Sold], *, is_known: bool) -> None:
    """Raises Refused for what is not sold, or not so; `is_known`: whether it is said who buys."""
    for one in lines:
        told = {"what": one.called}
        wanted = one.good or one.package or one.certificate
        if wanted and (wanted.archived_at or (one.good and not one.good.for_sale)):
            raise Refused(_("%(what)s is not sold any more. Choose something else.") % told, field="lines")
        if one.package and not is_known:
            raise Refused(_("Say who buys %(what)s: its visits belong to them.") % told, field="lines")
        if one.is_held and one.quantity != 1:
            raise Refused(
                _("%(what)s is sold singly: write each in a line of its own.") % told, field="lines"
            )


def _sums(one: Sold, per_cent: Decimal, tax_rate: Decimal | None) -> rules.Sums:
    if one.price is None:
        told = {"what": one.called}
        raise Refused(_("The price of %(what)s is not known. Write it.") % told, field="lines")
    if one.price < 0 or one.quantity <= 0:
        told = {"what": one.called}
        raise Refused(
            _("Of %(what)s, the price and the number cannot be below nothing.") % told, field="lines"
        )
    words: dict[str, Any] = {"usual": one.usual, "per_cent": per_cent, "tax_rate": tax_rate}
    return rules.sums_of(one.price, one.quantity, **words)


def check_discount(sums: Sequence[rules.Sums], why: str, by: User) -> None:
    """Raises Refused where a discount is given without the right, beyond the limit of one's role, or without a reason."""
    if not any(one.discount > 0 for one in sums):
        return
    if not by.may(DISCOUNT):
        raise Refused(_("Your role gives no discounts. Take the usual prices."), field="discount")
    limit = limit_of(by)
    if limit is not None and any(rules.is_beyond(one, limit) for one in sums):
        sentence = _("Your role gives %(limit)s per cent off at most. Ask somebody who may give more.")
        raise Refused(sentence % {"limit": figures.number(limit)}, field="discount")
    if not why:
        raise Refused(_("Say why there is a discount."), field="why")


def limit_of(user: User) -> Decimal | None:
    """How much off this colleague may give, in per cent, by their roles with that right; None: without a limit."""
    held = RoleHeld.objects.filter(user=user).select_related("role")
    roles = {one.role_id for one in held if one.role.grants.get(DISCOUNT)}
    limits = DiscountLimit.objects.filter(role__in=roles)
    if len(limits) < len(roles):
        return None
    most: Decimal | None = limits.aggregate(most=Max("per_cent"))["most"]
    return most
