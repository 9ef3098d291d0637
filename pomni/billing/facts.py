"""What may be asked of clients about money."""

from functools import cache

from django.utils.translation import gettext_lazy as _

from pomni.billing.models import Sale
from pomni.facts.queries import Column, Fact, Kind

MONEY = _("Money")


@cache
def of_clients() -> tuple[Fact, ...]:
    """What they paid in all, and their balance: below nothing, they owe."""
    return (
        Fact(
            "billing.paid", _("Paid in all"), Kind.NUMBER, Column("figures__paid", none=0), MONEY,
            needs=(Sale.see,), covers=True,
        ),
        Fact(
            "billing.balance", _("Balance"), Kind.NUMBER, Column("figures__balance", none=0), MONEY,
            needs=(Sale.see,), covers=True,
        ),
    )  # fmt: skip
