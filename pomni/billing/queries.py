"""Reading sales, payments, and what clients hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.shortcuts import get_object_or_404

from pomni.billing.models import DiscountLimit, Holding, Payment, Sale, SaleLine
from pomni.billing.offering import (
    KINDS,
    Means,
    Prices,
    Thing,
    certificate_by_code,
    counted,
    holdings_of,
    means_of,
    thing_chosen_by,
    things_answering,
    things_by_key,
    usual_way,
)
from pomni.billing.selling import DISCOUNT, limit_of
from pomni.billing.standing import on_balance, owed, standing_of
from pomni.billing.told import PaidIn, SoldIn, certificate_brought, paid_as_told, sold_as_told
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.queries import clients_by_id
from pomni.team.models import Location, Role, User

__all__ = [
    "KINDS",
    "DayOfSales",
    "Means",
    "PaidIn",
    "Prices",
    "SoldIn",
    "Thing",
    "Way",
    "certificate_brought",
    "certificate_by_code",
    "counted",
    "counter_of",
    "day_of_sales",
    "discount_limit",
    "free_balance",
    "holdings_of",
    "holdings_page",
    "last_sales",
    "limits",
    "lines_of",
    "means_of",
    "owed_of",
    "paid_as_told",
    "payment",
    "payments_of",
    "payments_page",
    "sale",
    "sales_page",
    "sold_as_told",
    "sold_to_use",
    "standing",
    "thing_chosen_by",
    "things_answering",
    "things_by_key",
    "usual_way",
]

Way = Payment.Way
NOTHING = Decimal(0)
OF_CARD = 5


@dataclass(frozen=True)
class DayOfSales:
    """What was sold on a day, and what came in by each way of paying."""

    sales: list[tuple[Sale, Any]]  # with the client, where they are within reach
    sold: Decimal
    ways: list[tuple[Any, Decimal, bool]]  # its name, the sum, whether it is money that came in
    money: Decimal
    others: list[tuple[Payment, Any]]  # that came for no sale of this day: prepayments, debts


def sale(viewer: User, uid: Any) -> Sale:
    """One sale within reach. Raises Http404."""
    rows = Sale.objects.visible_to(viewer).select_related("client", "location", "sold_by", "reverses")
    found: Sale = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def payment(viewer: User, uid: Any) -> Payment:
    """One payment within reach. Raises Http404."""
    rows = Payment.objects.visible_to(viewer).select_related("client", "location", "sale")
    found: Payment = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def lines_of(sale: Sale) -> list[SaleLine]:
    """What was sold, in its order."""
    return list(
        sale.lines.select_related("performed_by", "service", "good", "package", "certificate").order_by(
            "place"
        )
    )


def sold_to_use(sale: Sale) -> list[Holding]:
    """Packages and certificates that were sold in it, with what is left of each."""
    rows = Holding.objects.filter(line__sale=sale).prefetch_related("allowances__services")
    return list(rows.order_by("line__place"))


def payments_of(sale: Sale) -> list[Payment]:
    """How it was paid, with what was given back."""
    rows = sale.payments.select_related("taken_by", "holding", "reversed_by", "reverses")
    return list(rows.order_by("pk"))


def owed_of(sale: Sale) -> Decimal:
    """What is still to be paid of a sale."""
    return owed(sale)


def counter_of(sale: Sale) -> Sale | None:
    """The sale that reverses this one."""
    found: Sale | None = Sale.objects.filter(reverses=sale).first()
    return found


def sales_page(
    viewer: User, *, client: Any = None, day: date | None = None, after: str | None = None, limit: int = USUAL
) -> Page[Sale]:
    """A page of sales, newest first."""
    rows = Sale.objects.visible_to(viewer).select_related("client", "location", "sold_by", "reverses")
    rows = rows.prefetch_related("lines__performed_by", "lines__service", "payments")
    if client is not None:
        rows = rows.filter(client=client)
    if day is not None:
        rows = rows.filter(day=day)
    of = f"sales {getattr(client, 'pk', '')} {day}"
    return page_of(rows, by=("-at", "-pk"), of=of, after=after, limit=limit)


def payments_page(
    viewer: User, *, client: Any = None, after: str | None = None, limit: int = USUAL
) -> Page[Any]:
    """A page of payments, newest first."""
    rows = Payment.objects.visible_to(viewer).select_related(
        "client", "sale", "taken_by", "holding", "reverses"
    )
    if client is not None:
        rows = rows.filter(client=client)
    return page_of(
        rows, by=("-at", "-pk"), of=f"payments {getattr(client, 'pk', '')}", after=after, limit=limit
    )


def day_of_sales(viewer: User, location: Location, day: date) -> DayOfSales:
    """The sales of a day at a location, oldest first, as far as the viewer reaches them: five statements."""
    rows: Any = Sale.objects.visible_to(viewer).filter(location=location, day=day)
    rows = rows.select_related("reverses", "reversed_by").prefetch_related("lines").order_by("at", "pk")
    sales = list(rows.annotate(paid=Sum("payments__amount")))
    taken = Payment.objects.visible_to(viewer).filter(location=location, day=day)
    sums = dict(taken.order_by().values_list("way").annotate(Sum("amount")))
    of_other_days = (
        taken.exclude(sale__in=[one.pk for one in sales]).select_related("sale").order_by("at", "pk")
    )
    others = list(of_other_days)
    ways = [(way.label, sums[way.value], way.value in Payment.MONEY) for way in Way if way.value in sums]
    money = sum((told for _name, told, is_money in ways if is_money), NOTHING)
    clients = clients_by_id(viewer, {one.client_id for one in [*sales, *others] if one.client_id})
    sold = sum((one.total for one in sales), NOTHING)
    named = [(one, clients.get(one.client_id)) for one in sales]
    return DayOfSales(named, sold, ways, money, [(one, clients.get(one.client_id)) for one in others])


def sold_on(viewer: User, location: Location, day: date) -> Decimal:
    """What was sold on a day at a location, less what was reversed, as far as the viewer reaches it."""
    rows: Any = Sale.objects.visible_to(viewer).filter(location=location, day=day)
    sold: Decimal | None = rows.aggregate(sold=Sum("total"))["sold"]
    return sold or NOTHING


# --- Of a client -----------------------------------------------------------------------------------------------------


def last_sales(viewer: User, client: Any) -> list[Sale]:
    """The newest sales to a client, with their lines."""
    rows: Any = Sale.objects.visible_to(viewer).filter(client=client).prefetch_related("lines")
    rows = rows.select_related("reverses", "reversed_by").annotate(paid=Sum("payments__amount"))
    return list(rows.order_by("-at", "-pk")[:OF_CARD])


def free_balance(client: Any) -> Decimal:
    """What lies on a client's balance to pay with."""
    return on_balance(client.pk) if client else NOTHING


def standing(client: Any) -> Any:
    """What came in from a client, and their balance."""
    return standing_of(client.pk)


def holdings_page(viewer: User, client: Any, *, after: str | None = None, limit: int = USUAL) -> Page[Any]:
    """A page of what a client holds, newest first."""
    rows = Holding.objects.visible_to(viewer).filter(client=client).prefetch_related("allowances__services")
    return page_of(rows, by=("-sold_at", "-pk"), of=f"holdings {client.pk}", after=after, limit=limit)


# --- Discounts -------------------------------------------------------------------------------------------------------


def discount_limit(viewer: User) -> Decimal | None:
    """How much off the viewer may give, in per cent: nothing without the right, None without a limit."""
    return limit_of(viewer) if viewer.may(DISCOUNT) else NOTHING


def limits() -> list[tuple[Role, Decimal | None]]:
    """The roles that may give discounts, each with its limit."""
    known = dict(DiscountLimit.objects.values_list("role", "per_cent"))
    return [(role, known.get(role.pk)) for role in Role.objects.order_by("pk") if role.grants.get(DISCOUNT)]
