"""Arithmetic of sales, without tables: every sum is rounded by line, and totals are the sums of what is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT, HUNDRED, NOTHING = Decimal("0.01"), Decimal(100), Decimal(0)
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Sums:
    """What one line comes to: its price for one, the discount, what is to be paid, and the tax within that."""

    price: Decimal
    discount: Decimal
    amount: Decimal
    tax: Decimal | None

    @property
    def per_cent(self) -> Decimal:
        """How much of the whole the discount is; nothing where the whole is nothing."""
        whole = self.amount + self.discount
        return self.discount * HUNDRED / whole if whole else NOTHING


def folded_code(typed: str) -> str:
    """The code of a certificate as it is kept, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def told_code(code: str) -> str:
    """A code in groups of five, as it is read out."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


def rounded(sum_: Decimal) -> Decimal:
    """To the hundredth part, halves upwards."""
    return sum_.quantize(CENT, ROUND_HALF_UP)


def sums_of(
    price: Decimal,
    quantity: Decimal,
    *,
    usual: Decimal | None = None,
    per_cent: Decimal = NOTHING,
    tax_rate: Decimal | None = None,
) -> Sums:
    """What a line comes to. A price below the `usual` one is a discount, and `per_cent` goes off what is charged then.

    Tax is within the amount: that is how prices are told to people.
    """
    listed = max(price, usual) if usual is not None else price
    charged = rounded(price * quantity)
    amount = charged - rounded(charged * per_cent / HUNDRED)
    tax = None if tax_rate is None else rounded(amount * tax_rate / (HUNDRED + tax_rate))
    return Sums(listed, rounded(listed * quantity) - amount, amount, tax)


def is_beyond(sums: Sums, limit: Decimal) -> bool:
    """Whether a discount is more than so many per cent; what rounding makes of it is nobody's doing."""
    return sums.discount > rounded((sums.amount + sums.discount) * limit / HUNDRED)


def total_of(lines: Iterable[Sums]) -> Decimal:
    """The sum of what is shown."""
    return sum((one.amount for one in lines), NOTHING)
