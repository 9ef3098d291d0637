"""What can be done with sales and payments."""

from pomni.billing.commands.limits import set_discount_limit
from pomni.billing.commands.payments import give_back, take_payment, take_prepayment
from pomni.billing.commands.sales import make_sale, reverse_sale
from pomni.billing.selling import Paid, Sold

__all__ = [
    "Paid",
    "Sold",
    "give_back",
    "make_sale",
    "reverse_sale",
    "set_discount_limit",
    "take_payment",
    "take_prepayment",
]
