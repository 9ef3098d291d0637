"""Sales: made whole, reversed whole."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _

from pomni.billing import events, rules
from pomni.billing.models import Allowance, Holding, Payment, Sale, SaleLine
from pomni.billing.paying import pay, reverse
from pomni.billing.selling import Paid, Sold, check_discount, sums_of_lines
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
    sums = sums_of_lines(lines, discount)
    check_discount(sums, why, by)
    if paid:
        allow(by, TAKE)
    hold_client(client.pk if client else None)
    sale = _kept(client, location, rules.total_of(sums), why, by)
    rows = _lines(sale, lines, sums)
    off = sum((one.discount for one in sums), rules.NOTHING)
    told: dict[str, Any] = {
        "what": ", ".join(row.name for row in rows),
        "discount": off,
        "why": why if off else "",
    }
    remember(events.SaleMade(**_told(sale), **told), by=by)
    payments = pay(sale, paid, rows, by)
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
    _end_holdings(sale)
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


def _lines(sale: Sale, lines: Sequence[Sold], sums: Sequence[rules.Sums]) -> list[SaleLine]:
    keys = bulk.take_keys(SaleLine, len(lines))
    rows = [
        SaleLine(
            pk=key, sale=sale, place=place, service=one.service, name=one.called[:200], quantity=one.quantity,
            price=told.price, discount=told.discount, tax_rate=one.tax_rate, tax=told.tax, amount=told.amount,
            performed_by=one.user,
        )
        for place, (key, one, told) in enumerate(zip(keys, lines, sums, strict=True))
    ]  # fmt: skip
    SaleLine.objects.bulk_create(rows)
    return rows


def _end_holdings(sale: Sale) -> None:
    """What was sold to be used later is there no more; what of it was used already keeps the sale."""
    held = Holding.objects.filter(line__sale=sale)
    used = Allowance.objects.filter(holding__in=held).exclude(left=F("visits")).exists()
    if used or held.exclude(amount_left=F("amount")).exists():
        raise Refused(_("A package or a certificate of this sale was used already. Take that back first."))
    held.update(ended_at=now(), amount_left=0, amount=0)
    Allowance.objects.filter(holding__in=held).update(left=0, visits=0)


def _told(sale: Sale) -> dict[str, Any]:
    names = ("client_id", "location_id", "total")
    told = {"sale_id": sale.pk, "currency": company.current().currency}
    return told | {name: getattr(sale, name) for name in names}
