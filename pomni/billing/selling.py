"""What a sale is made from, and what a discount asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from pomni.billing import rules
from pomni.billing.models import Allowance, DiscountLimit, Holding
from pomni.kit import figures
from pomni.kit.errors import Refused
from pomni.team.models import RoleHeld, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service

DISCOUNT = "billing.discount.give"
ONE = Decimal(1)


@dataclass(frozen=True)
class Sold:
    """One thing that is sold: at what price for one (None: on request, which must be said), where it `usual`ly is another.

    A price below the usual one is a discount.
    """

    service: "Service | None" = None
    user: User | None = None  # who performed it
    quantity: Decimal = ONE
    price: Decimal | None = None
    usual: Decimal | None = None
    name: str = ""
    tax_rate: Decimal | None = None

    @property
    def called(self) -> str:
        """By what name it is sold."""
        return self.name or (self.service.name if self.service else "")


@dataclass(frozen=True)
class Paid:
    """One payment: how, and how much (None: all that is still to be paid).

    From a package: which line of the sale one of its allowances pays for.
    """

    way: str
    amount: Decimal | None = None
    holding: Holding | None = None
    allowance: Allowance | None = None
    line: int | None = None  # its place in the sale


def sums_of_lines(lines: Sequence[Sold], per_cent: Decimal) -> list[rules.Sums]:
    """What each line comes to. Raises Refused, with the field."""
    if not 0 < len(lines) <= rules.MOST_LINES:
        raise Refused(_("Say what was done or sold."), field="lines")
    if not 0 <= per_cent <= rules.HUNDRED:
        raise Refused(_("A discount is between 0 and 100 per cent."), field="discount")
    return [_sums(one, per_cent) for one in lines]


def _sums(one: Sold, per_cent: Decimal) -> rules.Sums:
    if one.price is None:
        told = {"what": one.called}
        raise Refused(_("The price of %(what)s is not known. Write it.") % told, field="lines")
    if one.price < 0 or one.quantity <= 0:
        told = {"what": one.called}
        raise Refused(
            _("Of %(what)s, the price and the number cannot be below nothing.") % told, field="lines"
        )
    words: dict[str, Any] = {"usual": one.usual, "per_cent": per_cent, "tax_rate": one.tax_rate}
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
