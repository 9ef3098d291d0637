"""Writing payments in what a command does: from money, from what was paid before, and back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils.translation import gettext as _

from pomni.billing import events
from pomni.billing.models import Allowance, Holding, Payment, Sale, SaleLine
from pomni.billing.selling import Paid
from pomni.billing.standing import on_balance, owed
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.team import company
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

Way = Payment.Way


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
            found, visits = positive(one.amount), 0
        if found > due:
            raise Refused(_("This is more than is to be paid. Take what is owed."), field="paid")
        if one.way == Way.CERTIFICATE:
            _from_certificate(sale, one, found)
        elif one.way == Way.BALANCE:
            _from_balance(sale, found)
        elif one.way not in Way.values:
            raise Refused(_("Choose how it is paid."), field="paid")
        due -= found
        now_paid = Paid(one.way, found, one.holding, one.allowance)
        made.append(written(sale, sale.client, sale.location, now_paid, by, visits))
    remember_many((events.PaymentTaken(**told(one)) for one in made), by=by)
    return made


def from_bought(paid: Paid, bought: dict[int, Holding], lines: Sequence[SaleLine]) -> Paid:
    """A payment with the part of a package that pays; one that is bought in the same sale is there by now. Raises Refused."""
    if paid.way != Way.PACKAGE or paid.allowance is not None:
        return paid
    line = next((one for one in lines if one.place == paid.line), None)
    holding = paid.holding if paid.bought is None else bought.get(paid.bought)
    if line is None or holding is None:
        raise Refused(_("Say for what the package pays."), field="paid")
    parts = holding.allowances.prefetch_related("services").order_by("pk")
    fits = [
        one for one in parts if line.service_id in ({it.pk for it in one.services.all()} or {line.service_id})
    ]
    if not fits:
        names = {"package": holding.name, "what": line.name}
        raise Refused(_("The package %(package)s is not for %(what)s.") % names, field="paid")
    left = [one for one in fits if one.left is None or one.left >= line.quantity]
    return replace(paid, holding=holding, allowance=(left or fits)[0])


def reverse(payments: Sequence[Payment], by: User, sale: Sale | None = None) -> list[Payment]:
    """Give these payments back: what came from a package or a certificate is there again."""
    made = []
    for one in payments:
        back = Paid(one.way, -one.amount, one.holding, one.allowance)
        row = written(sale or one.sale, one.client, one.location, back, by, -one.visits, reverses=one)
        if one.allowance_id:
            Allowance.objects.filter(pk=one.allowance_id).update(left=F("left") + one.visits)
        if one.way == Way.CERTIFICATE:
            held = Holding.objects.filter(pk=one.holding_id or 0)
            held.update(amount_left=F("amount_left") + one.amount)
        made.append(row)
    remember_many((events.PaymentReversed(**told(one)) for one in made), by=by)
    return made


def written(
    sale: Sale | None,
    client: "Client | None",
    location: Location,
    paid: Paid,
    by: User,
    visits: int = 0,
    reverses: Payment | None = None,
) -> Payment:
    """One row of money that came or went, at the present instant."""
    made: Payment = Payment.objects.create(
        sale=sale, client=client, location=location, day=today(ZoneInfo(location.zone)), at=now(), way=paid.way,
        amount=paid.amount or 0, taken_by=None if by.is_robot else by, holding=paid.holding, allowance=paid.allowance,
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
        names = {"package": paid.holding.name, "what": line.name}
        raise Refused(_("The package %(package)s is not for %(what)s.") % names, field="paid")
    visits = int(line.quantity)
    if visits != line.quantity:
        raise Refused(_("A package pays for whole visits."), field="paid")
    there = Allowance.objects.filter(Q(left__gte=visits) | Q(visits=None), pk=allowance.pk)
    if not there.update(left=F("left") - visits):
        name = {"package": paid.holding.name}
        raise Refused(_("The package %(package)s has no visits left for this.") % name, field="paid")
    return line.amount, visits


def _from_certificate(sale: Sale, paid: Paid, amount: Decimal) -> None:
    if paid.holding is None or paid.holding.kind != Holding.Kind.CERTIFICATE:
        raise Refused(_("Say which gift certificate it is."), field="paid")
    _may_use(sale, paid.holding)
    held = Holding.objects.filter(pk=paid.holding.pk, amount_left__gte=amount)
    if not held.update(amount_left=F("amount_left") - amount):
        name = {"name": paid.holding.name}
        raise Refused(_("There is not so much left on %(name)s.") % name, field="paid")


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


def positive(amount: Decimal | None) -> Decimal:
    """The amount. Raises Refused where there is none."""
    if amount is None or amount <= 0:
        raise Refused(_("Write how much is paid."), field="amount")
    return amount


def told(payment: Payment) -> dict[str, Any]:
    """The facts that the events of a payment have."""
    names = ("client_id", "sale_id", "location_id", "amount", "way", "visits")
    told = {"payment_id": payment.pk, "currency": company.current().currency}
    return told | {name: getattr(payment, name) for name in names}
