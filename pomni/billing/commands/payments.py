"""Payments: what comes in, what was paid before and is used, and what is given back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils.translation import gettext as _

from pomni.billing import events
from pomni.billing.models import Allowance, Holding, Payment, Sale, SaleLine
from pomni.billing.selling import Paid
from pomni.billing.standing import hold_client, keep_standing, on_balance, owed
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember, remember_many
from pomni.team.access import command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

TAKE = "billing.payment.take"
Way = Payment.Way
FROM_HOLDING = (Way.PACKAGE, Way.CERTIFICATE)


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
    made = _written(None, client, location, Paid(way, _positive(amount)), by)
    remember(events.PaymentTaken(**_told(made)), by=by)
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


# --- For sales -------------------------------------------------------------------------------------------------------


def pay(sale: Sale, paid: Sequence[Paid], lines: Sequence[SaleLine], by: User) -> list[Payment]:
    """Write the payments of a sale, behind the lock of its client. Raises Refused (field "paid")."""
    due, made = owed(sale), []
    for one in paid:
        if one.way == Way.PACKAGE:
            found, visits = _from_package(sale, one, lines)
        elif one.amount is None:
            found, visits = _rest(sale, one, due), 0
            if not found:
                continue
        else:
            found, visits = _positive(one.amount), 0
        if found > due:
            raise Refused(_("This is more than is to be paid. Take what is owed."), field="paid")
        if one.way == Way.CERTIFICATE:
            _from_certificate(sale, one, found)
        elif one.way == Way.BALANCE:
            _from_balance(sale, found)
        elif one.way not in Way.values:
            raise Refused(_("Choose how it is paid."), field="paid")
        due -= found
        told = Paid(one.way, found, one.holding, one.allowance)
        made.append(_written(sale, sale.client, sale.location, told, by, visits))
    remember_many((events.PaymentTaken(**_told(one)) for one in made), by=by)
    return made


def reverse(payments: Sequence[Payment], by: User, sale: Sale | None = None) -> list[Payment]:
    """Give these payments back: what came from a package or a certificate is there again."""
    made = []
    for one in payments:
        told = Paid(one.way, -one.amount, one.holding, one.allowance)
        row = _written(sale or one.sale, one.client, one.location, told, by, -one.visits, reverses=one)
        if one.allowance_id:
            Allowance.objects.filter(pk=one.allowance_id).update(left=F("left") + one.visits)
        if one.way == Way.CERTIFICATE:
            held = Holding.objects.filter(pk=one.holding_id)
            held.update(amount_left=F("amount_left") + one.amount)
        made.append(row)
    remember_many((events.PaymentReversed(**_told(one)) for one in made), by=by)
    return made


def _written(
    sale: Sale | None,
    client: "Client | None",
    location: Location,
    paid: Paid,
    by: User,
    visits: int = 0,
    reverses: Payment | None = None,
) -> Payment:
    made: Payment = Payment.objects.create(
        sale=sale, client=client, location=location, day=today(ZoneInfo(location.zone)), at=now(), way=paid.way,
        amount=paid.amount, taken_by=None if by.is_robot else by, holding=paid.holding, allowance=paid.allowance,
        visits=visits, reverses=reverses,
    )  # fmt: skip
    return made


def _from_package(sale: Sale, paid: Paid, lines: Sequence[SaleLine]) -> tuple[Decimal, int]:
    """Take visits of a package for a line; what they pay for is all of it."""
    line = next((one for one in lines if one.place == paid.line), None)
    if line is None or paid.allowance is None or paid.holding is None:
        raise Refused(_("Say for what the package pays."), field="paid")
    _may_use(sale, paid.holding)
    allowance = paid.allowance
    services = set(allowance.services.values_list("pk", flat=True))
    if allowance.holding_id != paid.holding.pk or (services and line.service_id not in services):
        told = {"package": paid.holding.name, "what": line.name}
        raise Refused(_("The package %(package)s is not for %(what)s.") % told, field="paid")
    visits = int(line.quantity)
    if visits != line.quantity:
        raise Refused(_("A package pays for whole visits."), field="paid")
    there = Allowance.objects.filter(Q(left__gte=visits) | Q(visits=None), pk=allowance.pk)
    if not there.update(left=F("left") - visits):
        told = {"package": paid.holding.name}
        raise Refused(_("The package %(package)s has no visits left for this.") % told, field="paid")
    return line.amount, visits


def _from_certificate(sale: Sale, paid: Paid, amount: Decimal) -> None:
    if paid.holding is None or paid.holding.kind != Holding.Kind.CERTIFICATE:
        raise Refused(_("Say which gift certificate it is."), field="paid")
    _may_use(sale, paid.holding)
    held = Holding.objects.filter(pk=paid.holding.pk, amount_left__gte=amount)
    if not held.update(amount_left=F("amount_left") - amount):
        told = {"name": paid.holding.name}
        raise Refused(_("There is not so much left on %(name)s.") % told, field="paid")


def _may_use(sale: Sale, holding: Holding) -> None:
    """A package is its client's own; a certificate is used by whoever brings it."""
    holding = Holding.objects.get(pk=holding.pk)
    if holding.kind == Holding.Kind.PACKAGE and holding.client_id != sale.client_id:
        raise Refused(_("This package belongs to somebody else."), field="paid")
    if holding.ended_at or (holding.valid_until and holding.valid_until < sale.day):
        raise Refused(_("%(name)s is not valid any more.") % {"name": holding.name}, field="paid")


def _from_balance(sale: Sale, amount: Decimal) -> None:
    if sale.client_id is None or on_balance(sale.client_id) < amount:
        raise Refused(_("There is not so much on the balance."), field="paid")


def _rest(sale: Sale, paid: Paid, due: Decimal) -> Decimal:
    """All that is still to be paid, as far as a certificate or the balance goes."""
    if paid.way == Way.CERTIFICATE and paid.holding:
        return min(due, Holding.objects.get(pk=paid.holding.pk).amount_left)
    if paid.way == Way.BALANCE:
        return min(due, on_balance(sale.client_id or 0))
    return due


def _positive(amount: Decimal | None) -> Decimal:
    if amount is None or amount <= 0:
        raise Refused(_("Write how much is paid."), field="amount")
    return amount


def _told(payment: Payment) -> dict[str, object]:
    names = ("client_id", "sale_id", "location_id", "amount", "way", "visits")
    return {"payment_id": payment.pk} | {name: getattr(payment, name) for name in names}
