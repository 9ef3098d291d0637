"""Payments: what comes in, what was paid before and is used, and what is given back."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pomni.billing import events
from pomni.billing.models import Holding, Payment, Sale
from pomni.billing.paying import pay, positive, reverse, told, written
from pomni.billing.selling import Paid
from pomni.billing.standing import hold_client, keep_standing, on_balance
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

TAKE = "billing.payment.take"


@command(TAKE, makes=Payment)
def take_payment(
    sale: Sale, *, way: str, amount: Decimal, by: User, holding: Holding | None = None
) -> Payment:
    """A payment for a sale that is not paid yet. Raises Refused where it is more than is owed."""
    hold_client(sale.client_id)
    sale = Sale.objects.select_for_update(of=("self",)).select_related("client", "location").get(pk=sale.pk)
    if sale.reverses_id or Sale.objects.filter(reverses=sale).exists():
        raise Refused(_("This sale was reversed. There is nothing to be paid."))
    made = pay(sale, [Paid(way, amount, holding)], [], by)
    keep_standing(sale.client, by)
    return made[0]


@command(TAKE, makes=Payment)
def take_prepayment(client: "Client", *, location: Location, way: str, amount: Decimal, by: User) -> Payment:
    """Money that comes before anything is sold: it lies on the client's balance. Raises Refused."""
    hold_client(client.pk)
    if way not in Payment.MONEY:
        raise Refused(_("Choose how it is paid."), field="way")
    made = written(None, client, location, Paid(way, positive(amount)), by)
    remember(events.PaymentTaken(**told(made)), by=by)
    keep_standing(client, by)
    return made


@command(TAKE)
def give_back(payment: Payment, *, by: User) -> Payment:
    """A payment that was taken wrongly, or is given back: a row of its own, both are kept. Twice is once. Raises Refused."""
    hold_client(payment.client_id)
    rows = Payment.objects.select_for_update(of=("self",)).select_related("client", "location", "sale")
    payment = rows.get(pk=payment.pk)
    if payment.reverses_id:
        raise Refused(_("This itself gave a payment back."))
    if done := Payment.objects.filter(reverses=payment).first():
        return done
    if payment.sale_id is None and on_balance(payment.client_id or 0) < payment.amount:
        raise Refused(_("A part of this was used already. Take that back first."))
    made = reverse([payment], by)[0]
    keep_standing(payment.client, by)
    return made
