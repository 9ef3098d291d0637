from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.billing import commands, queries, rules
from pomni.billing.queries import PaidIn, SoldIn
from pomni.kit.later import later as _
from pomni.memory import sightings
from pomni.people import queries as people
from pomni.team import queries as team
from pomni.team.doors import PageIn, acts, key_of, named, operation
from pomni.team.seeing_as import who_looks

router = Router(tags=["sales"])
SEE, MAKE, REVERSE, TAKE = (
    f"billing.{act}" for act in ("sale.see", "sale.make", "sale.reverse", "payment.take")
)
Money = Literal["cash", "card", "transfer"]
Way = Literal["cash", "card", "transfer", "package", "certificate", "balance"]
Kind = Literal["service", "good", "package", "certificate", "other"]


class NamedSalePartOut(Schema):
    uid: UUID
    name: str


class AllowanceOut(Schema):
    """Visits of a package, each for any one of these services (none: for any). `left` is null for as often as wished."""

    services: list[NamedSalePartOut]
    visits: int | None
    left: int | None


class HoldingOut(Schema):
    """A package or a gift certificate that was sold: what is left of it. Whoever names the `code` may use a certificate."""

    uid: UUID
    kind: Literal["package", "certificate"]
    name: str
    code: str
    amount: Decimal
    amount_left: Decimal
    sold_at: datetime
    valid_until: date | None
    allowances: list[AllowanceOut]


class HoldingsOut(Schema):
    items: list[HoldingOut]
    next: str | None


class SaleLineOut(Schema):
    """One thing of a sale as it was sold; `tax` is within `amount`, `discount` is of the whole line."""

    kind: Kind
    thing: UUID | None
    name: str
    colleague: NamedSalePartOut | None
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax_rate: Decimal | None
    tax: Decimal | None
    amount: Decimal


class PaymentOut(Schema):
    """Money that came (below nothing: was given back), or what was paid before and is used. Without a sale: a prepayment."""

    uid: UUID
    sale: UUID | None
    client: UUID | None
    day: date
    at: datetime
    way: Way
    amount: Decimal
    visits: int
    reverses: UUID | None


class PaymentsOut(Schema):
    items: list[PaymentOut]
    next: str | None


class SaleOut(Schema):
    """A sale is never edited: a wrong one is reversed whole. `owed` is still to be paid."""

    uid: UUID
    location: NamedSalePartOut
    client: UUID | None
    day: date
    at: datetime
    total: Decimal
    owed: Decimal
    why: str
    reverses: UUID | None
    reversed_by: UUID | None
    lines: list[SaleLineOut]
    payments: list[PaymentOut]
    holdings: list[HoldingOut]


class SaleRowOut(Schema):
    uid: UUID
    location: NamedSalePartOut
    client: UUID | None
    day: date
    at: datetime
    total: Decimal
    what: list[str]
    reverses: UUID | None


class SalesOut(Schema):
    items: list[SaleRowOut]
    next: str | None


class SalesIn(PageIn):
    client: UUID | None = None
    day: date | None = None


class PaymentsIn(PageIn):
    client: UUID | None = None


class MakeSaleIn(Schema):
    """`discount`: per cent off every line, for which `why` tells the reason. What is not paid is owed."""

    model_config = ConfigDict(extra="forbid")

    location: UUID
    client: UUID | None = None
    lines: list[SoldIn] = Field(min_length=1, max_length=rules.MOST_LINES)
    paid: list[PaidIn] = Field([], max_length=20)
    discount: Decimal = Field(Decimal(0), ge=0, le=100, max_digits=5, decimal_places=2)
    why: str = Field("", max_length=300)


class ReverseSaleIn(Schema):
    model_config = ConfigDict(extra="forbid")

    why: str = Field("", max_length=300)


class TakePaymentIn(Schema):
    """A payment for a sale that is not paid yet; a certificate is named by its `code`."""

    model_config = ConfigDict(extra="forbid")

    way: Literal["cash", "card", "transfer", "certificate", "balance"]
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    code: str = Field("", max_length=40)


class TakePrepaymentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    client: UUID
    location: UUID
    way: Money
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)


@router.get("/sales", response=SalesOut, summary=_("List sales"), operation_id="list_sales")
@operation(SEE)
def sales(request, asked: Query[SalesIn]):
    told = asked.dict() | {"client": _client(request, asked.client)}
    found = queries.sales_page(request.user, **told)
    return {"items": [_row(one) for one in found.items], "next": found.next}


@router.post("/sales", response={201: SaleOut}, summary=_("Make a sale"), operation_id="make_sale")
@operation(MAKE)
def make_sale(request, told: MakeSaleIn):
    place = named(team.location, told.location, "location")
    client = _client(request, told.client)
    words: dict[str, Any] = {"discount": told.discount, "why": told.why, "location": place}
    words["lines"] = queries.sold_as_told(request.user, told.lines, place)
    words["paid"] = queries.paid_as_told(request.user, told.paid)
    made = commands.make_sale(*filter(None, [client]), **words, by=request.user, key=key_of(request))
    return Status(201, _told(made))


@router.get("/sales/{uid}", response=SaleOut, summary=_("Read a sale"), operation_id="read_sale")
@operation(SEE)
def sale(request, uid: UUID):
    return _told(queries.sale(request.user, uid))


@router.post(
    "/sales/{uid}/reverse", response=SaleOut, summary=_("Reverse a sale whole"), operation_id="reverse_sale"
)
@operation(REVERSE)
def reverse_sale(request, uid: UUID, told: ReverseSaleIn):
    found = queries.sale(request.user, uid)
    return _told(commands.reverse_sale(found, why=told.why, by=request.user))


@router.post(
    "/sales/{uid}/payments",
    response={201: PaymentOut},
    summary=_("Take a payment for a sale"),
    operation_id="take_payment",
)
@operation(TAKE)
def take_payment(request, uid: UUID, told: TakePaymentIn):
    words = {
        "way": told.way,
        "amount": told.amount,
        "holding": queries.certificate_brought(told.code) if told.code else None,
    }
    found = queries.sale(request.user, uid)
    made = commands.take_payment(found, **words, by=request.user, key=key_of(request))
    return Status(201, _payment(queries.payment(request.user, made.uid)))


@router.get("/payments", response=PaymentsOut, summary=_("List payments"), operation_id="list_payments")
@operation(SEE)
def payments(request, asked: Query[PaymentsIn]):
    told = asked.dict() | {"client": _client(request, asked.client)}
    found = queries.payments_page(request.user, **told)
    return {"items": [_payment(one) for one in found.items], "next": found.next}


@router.post(
    "/prepayments",
    response={201: PaymentOut},
    summary=_("Take a prepayment, which lies on the balance"),
    operation_id="take_prepayment",
)
@operation(TAKE)
def take_prepayment(request, told: TakePrepaymentIn):
    place, client = named(team.location, told.location, "location"), _client(request, told.client)
    words = {"location": place, "way": told.way, "amount": told.amount}
    made = commands.take_prepayment(client, **words, by=request.user, key=key_of(request))
    return Status(201, _payment(queries.payment(request.user, made.uid)))


@acts(
    router,
    "/payments/{uid}",
    ("give-back", commands.give_back, _("Give a payment back")),
    response=PaymentOut,
    capability=TAKE,
)
def change_payment(request, uid: UUID, command):
    made = command(queries.payment(request.user, uid), by=request.user)
    return _payment(queries.payment(request.user, made.uid))


@router.get(
    "/clients/{uid}/holdings",
    response=HoldingsOut,
    summary=_("List the packages and gift certificates of a {client}"),
    operation_id="list_holdings",
)
@operation(SEE)
def holdings(request, uid: UUID, asked: Query[PageIn]):
    client = people.client(request.user, uid)
    sightings.note_part(client, by=who_looks(request))
    found = queries.holdings_page(request.user, client, **asked.dict())
    return {"items": [_holding(one) for one in found.items], "next": found.next}


# --- Inside ------------------------------------------------------------------------------------------------------------


def _client(request: Any, uid: UUID | None) -> Any:
    return named(lambda one: people.client(request.user, one), uid, "client") if uid else None


def _told(sale: Any) -> dict[str, Any]:
    counter = queries.counter_of(sale)
    return _row(sale) | {
        "owed": queries.owed_of(sale),
        "why": sale.why,
        "reversed_by": counter.uid if counter else None,
        "lines": [_line(one) for one in queries.lines_of(sale)],
        "payments": [_payment(one, sale) for one in queries.payments_of(sale)],
        "holdings": [_holding(one) for one in queries.sold_to_use(sale)],
    }


def _row(sale: Any) -> dict[str, Any]:
    names = ("uid", "location", "day", "at", "total")
    return {name: getattr(sale, name) for name in names} | {
        "client": sale.client.uid if sale.client else None,
        "what": [one.name for one in sorted(sale.lines.all(), key=lambda one: one.place)],
        "reverses": sale.reverses.uid if sale.reverses else None,
    }


def _line(line: Any) -> dict[str, Any]:
    names = ("name", "quantity", "price", "discount", "tax_rate", "tax", "amount")
    kind = next((kind for kind in queries.KINDS if getattr(line, f"{kind}_id")), "other")
    thing = getattr(line, kind).uid if kind != "other" else None
    told = {name: getattr(line, name) for name in names}
    return told | {"kind": kind, "thing": thing, "colleague": line.performed_by}


def _payment(one: Any, sale: Any = None) -> dict[str, Any]:
    names = ("uid", "day", "at", "way", "amount", "visits")
    of_sale = sale or one.sale
    client = sale.client if sale else one.client
    return {name: getattr(one, name) for name in names} | {
        "sale": of_sale.uid if of_sale else None,
        "client": client.uid if client else None,
        "reverses": one.reverses.uid if one.reverses else None,
    }


def _holding(one: Any) -> dict[str, Any]:
    names = ("uid", "kind", "name", "code", "amount", "amount_left", "sold_at", "valid_until")
    parts = [
        {"services": list(part.services.all()), "visits": part.visits, "left": part.left}
        for part in one.allowances.all()
    ]
    return {name: getattr(one, name) for name in names} | {"allowances": parts}
