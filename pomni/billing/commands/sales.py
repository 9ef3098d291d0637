"""Sales: made whole, reversed whole."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.billing import events, rules
from pomni.billing.holding import check_unused, end_holdings, hold
from pomni.billing.models import Payment, Sale, SaleLine
from pomni.billing.paying import from_bought, pay, reverse
from pomni.billing.selling import Paid, Sold, check_discount, check_offered, rates_of_lines, sums_of_lines
from pomni.billing.standing import hold_client, keep_standing
from pomni.kit import bulk
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team import company
from pomni.team.access import allow, command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

MAKE, REVERSE, TAKE = "billing.sale.make", "billing.sale.reverse", "billing.payment.take"


@command(MAKE, makes=Sale)
def make_sale(
    client: "Client | None" = None,
    *,
    location: Location,
    lines: Sequence[Sold],
    by: User,
    paid: Sequence[Paid] = (),
    discount: Decimal = rules.NOTHING,
    why: str = "",
) -> Sale:
    """Sell these things at once. `discount`: per cent off every line, for which `why` tells the reason.

    What is not paid is owed; nobody owes who is not known. Raises Refused: fields "lines", "discount", "why", "paid".
    """
    why = " ".join(why.split())[:300]
    check_offered(lines, is_known=client is not None)
    rates = rates_of_lines(lines, today(ZoneInfo(location.zone)))
    sums = sums_of_lines(lines, discount, rates)
    check_discount(sums, why, by)
    if paid:
        allow(by, TAKE)
    hold_client(client.pk if client else None)
    sale = _kept(client, location, rules.total_of(sums), why, by)
    rows = _lines(sale, lines, sums, rates)
    held = {one.line_id: one for one in hold(sale, lines, rows)}
    bought = {row.place: held[row.pk] for row in rows if row.pk in held}
    off = sum((one.discount for one in sums), rules.NOTHING)
    told: dict[str, Any] = {
        "what": ", ".join(row.name for row in rows),
        "discount": off,
        "why": why if off else "",
    }
    remember(events.SaleMade(**_told(sale), **told), by=by)
    payments = pay(sale, [from_bought(one, bought, rows) for one in paid], rows, by)
    if client is None and sum((one.amount for one in payments), rules.NOTHING) < sale.total:
        sentence = _("Nobody is known who would owe the rest. Take the whole payment, or say who it is.")
        raise Refused(sentence, field="paid")
    keep_standing(client, by)
    return sale


@command(REVERSE)
def reverse_sale(sale: Sale, *, by: User, why: str = "") -> Sale:
    """Take a sale back whole: a sale of its own stands against it, payments are given back. Twice is once.

    Returns that counter-sale. Raises Refused where a package that was sold in it was used already.
    """
    hold_client(sale.client_id)
    sale = Sale.objects.select_for_update(of=("self",)).select_related("client", "location").get(pk=sale.pk)
    if sale.reverses_id:
        raise Refused(_("This itself reverses a sale."))
    if done := Sale.objects.filter(reverses=sale).first():
        return done
    check_unused(sale)
    counter = _kept(sale.client, sale.location, -sale.total, " ".join(why.split())[:300], by, sale)
    rows = list(sale.lines.order_by("place"))
    for row in rows:
        row.pk, row.sale, row._state.adding = None, counter, True
        row.quantity, row.amount, row.discount = -row.quantity, -row.amount, -row.discount
        row.tax = None if row.tax is None else -row.tax
    SaleLine.objects.bulk_create(rows)
    standing = Payment.objects.filter(sale=sale, reverses=None, reversed_by=None)
    remember(events.SaleReversed(**_told(counter) | {"total": sale.total}, why=counter.why), by=by)
    reverse(
        list(standing.select_related("client", "location", "holding", "allowance").order_by("pk")),
        by,
        counter,
    )
    end_holdings(sale)
    keep_standing(sale.client, by)
    return counter


def _kept(
    client: "Client | None",
    location: Location,
    total: Decimal,
    why: str,
    by: User,
    reverses: Sale | None = None,
) -> Sale:
    made: Sale = Sale.objects.create(
        client=client, location=location, day=today(ZoneInfo(location.zone)), at=now(), total=total, why=why,
        sold_by=None if by.is_robot else by, reverses=reverses,
    )  # fmt: skip
    return made


def _lines(
    sale: Sale, lines: Sequence[Sold], sums: Sequence[rules.Sums], rates: Sequence[Decimal | None]
) -> list[SaleLine]:
    keys = bulk.take_keys(SaleLine, len(lines))
    rows = [
        SaleLine(
            pk=key, sale=sale, place=place, service=one.service, good=one.good, package=one.package,
            certificate=one.certificate, name=one.called[:200], quantity=one.quantity, price=told.price,
            discount=told.discount, tax_rate=rate, tax=told.tax, amount=told.amount, performed_by=one.user,
        )
        for place, (key, one, told, rate) in enumerate(zip(keys, lines, sums, rates, strict=True))
    ]  # fmt: skip
    SaleLine.objects.bulk_create(rows)
    return rows


def _told(sale: Sale) -> dict[str, Any]:
    names = ("client_id", "location_id", "total")
    told = {"sale_id": sale.pk, "currency": company.current().currency}
    return told | {name: getattr(sale, name) for name in names}
