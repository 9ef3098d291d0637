"""What happens to money. What was bought says something of a person; that so much was paid is kept with the books."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit import figures
from pomni.memory.events import Event, Kept, Personal

OURS = Kept("names of colleagues and of roles are the company's own")
WAY = Kept("which of a few ways it is says nothing of the person")
WAYS = {
    "cash": pgettext_lazy("a way to pay", "Cash"),
    "card": pgettext_lazy("a way to pay", "Card"),
    "transfer": pgettext_lazy("a way to pay", "Transfer"),
    "package": pgettext_lazy("a way to pay", "Package"),
    "certificate": pgettext_lazy("a way to pay", "Gift certificate"),
    "balance": pgettext_lazy("a way to pay", "Balance"),
}


def in_money(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    """These facts as sums of money in the reader's language."""
    return facts | {
        name: _told(facts[name], lambda sum_: figures.money(sum_, facts["currency"])) for name in names
    }


def _told(value: Any, write: Callable[[Decimal], str]) -> str:
    try:
        return write(Decimal(str(value)))
    except InvalidOperation:  # what is no number is told as it is
        return str(value)


class SaleMade(
    Event, says=_("sold for %(total)s: %(what)s"), about="billing.Sale", icon="banknote", body="why"
):
    sale_id: int
    client_id: int | None
    location_id: int
    total: Decimal
    currency: Annotated[str, WAY]
    what: Annotated[str, Personal()]
    discount: Decimal = Decimal(0)
    why: Annotated[str, Personal()] = ""  # there is a discount

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return in_money(facts, "total")


class SaleReversed(
    Event, says=_("reversed a sale of %(total)s"), about="billing.Sale", icon="undo-2", body="why"
):
    sale_id: int
    client_id: int | None
    location_id: int
    total: Decimal
    currency: Annotated[str, WAY]
    why: Annotated[str, Personal()] = ""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return in_money(facts, "total")


class PaymentTaken(
    Event, says=_("took a payment: %(amount)s, %(way)s"), about="billing.Payment", icon="banknote"
):
    payment_id: int
    client_id: int | None
    sale_id: int | None
    location_id: int
    amount: Decimal
    currency: Annotated[str, WAY]
    way: Annotated[str, WAY]
    visits: int = 0

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return in_money(facts, "amount") | {"way": WAYS.get(facts["way"], facts["way"])}


class PaymentReversed(
    Event, says=_("gave a payment back: %(amount)s, %(way)s"), about="billing.Payment", icon="undo-2"
):
    payment_id: int
    client_id: int | None
    sale_id: int | None
    location_id: int
    amount: Decimal
    currency: Annotated[str, WAY]
    way: Annotated[str, WAY]
    visits: int = 0

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return in_money(facts, "amount") | {"way": WAYS.get(facts["way"], facts["way"])}


class DiscountLimitSet(
    Event, says=_("said how much off %(name)s may give: %(per_cent)s"), about="team.Role", icon="percent"
):
    role_id: int
    name: Annotated[str, OURS]
    per_cent: Decimal | None  # None: no limit

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        told = facts["per_cent"]
        limit = (
            _("without a limit") if told is None else _told(told, lambda share: f"{figures.number(share)} %")
        )
        return facts | {"per_cent": str(limit)}
