from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries
from pomni.catalog.api.offered import CHANGE, SEE, OfferedIn, Price, by_name
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.team import queries as team
from pomni.team.doors import acts, key_of, named, operation

router = Router(tags=["price lists"])


class PriceListOut(Schema):
    """A price list. It holds from its first day (null: always) to its last one, at its locations (none: at all of them)."""

    uid: UUID
    name: str
    starts_on: date | None
    ends_on: date | None
    locations: list[UUID]
    archived: bool
    added_at: datetime


class PriceListsOut(Schema):
    items: list[PriceListOut]
    next: str | None


class _Words(Schema):
    model_config = ConfigDict(extra="forbid")

    starts_on: date | None = None
    ends_on: date | None = None
    locations: list[UUID] = Field([], max_length=200)


class PriceListIn(_Words):
    name: str = Field(min_length=1, max_length=120)


class EditPriceListIn(_Words):
    """Only what is sent is changed."""

    name: str = Field("", min_length=1, max_length=120)


class ListedIn(Schema):
    """A price of a service or of a good, one of the two; null: as in the catalogue."""

    model_config = ConfigDict(extra="forbid")

    service: UUID | None = None
    good: UUID | None = None
    price: Price | None


class ListedOut(Schema):
    service: UUID | None
    good: UUID | None
    name: str
    price: Decimal


class PricesIn(Schema):
    """What is not named stays as it is."""

    model_config = ConfigDict(extra="forbid")

    prices: list[ListedIn] = Field(min_length=1, max_length=200)


class PricesOut(Schema):
    items: list[ListedOut]


@router.get(
    "/price-lists", response=PriceListsOut, summary=_("List price lists"), operation_id="list_price_lists"
)
@operation(SEE)
def list_price_lists(request, asked: Query[OfferedIn]):
    found = by_name(queries.price_lists(request.user, archived=asked.archived), asked, of="price lists")
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post(
    "/price-lists", response={201: PriceListOut}, summary=_("Add a price list"), operation_id="add_price_list"
)
@operation(CHANGE)
def add_price_list(request, told: PriceListIn):
    words = _words(told.dict())
    return Status(201, _out(commands.add_price_list(**words, by=request.user, key=key_of(request))))


@router.get(
    "/price-lists/{uid}",
    response=PriceListOut,
    summary=_("Read a price list"),
    operation_id="read_price_list",
)
@operation(SEE)
def read_price_list(request, uid: UUID):
    return _out(queries.price_list(request.user, uid))


@router.patch(
    "/price-lists/{uid}",
    response=PriceListOut,
    summary=_("Change a price list"),
    operation_id="edit_price_list",
)
@operation(CHANGE)
def edit_price_list(request, uid: UUID, told: EditPriceListIn):
    one, words = queries.price_list(request.user, uid), _words(told.dict(exclude_unset=True))
    return _out(commands.edit_price_list(one, **words, by=request.user))


@router.get(
    "/price-lists/{uid}/prices",
    response=PricesOut,
    summary=_("List the prices of a price list"),
    operation_id="list_prices",
)
@operation(SEE)
def list_prices(request, uid: UUID):
    return _prices(queries.price_list(request.user, uid))


@router.patch(
    "/price-lists/{uid}/prices",
    response=PricesOut,
    summary=_("Change prices of a price list"),
    operation_id="set_prices",
)
@operation(CHANGE)
def set_prices(request, uid: UUID, told: PricesIn):
    one = queries.price_list(request.user, uid)
    prices = {_priced(request, row): row.price for row in told.prices}
    return _prices(commands.set_prices(one, prices=prices, by=request.user))


@acts(
    router,
    "/price-lists/{uid}",
    ("archive", commands.archive_price_list, _("Archive a price list")),
    ("restore", commands.restore_price_list, _("Let a price list hold again")),
    response=PriceListOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.price_list(request.user, uid), by=request.user))


def _words(told: dict[str, Any]) -> dict[str, Any]:
    if "locations" in told:
        told["locations"] = [
            named(team.location, uid, "locations") for uid in dict.fromkeys(told["locations"])
        ]
    return told


def _priced(request, row):
    if bool(row.service) == bool(row.good):
        raise Refused(str(_("Name a service or a good, one of the two, with each price.")), field="prices")
    if row.service:
        return named(lambda uid: queries.service(request.user, uid), row.service, "prices")
    return named(lambda uid: queries.good(request.user, uid), row.good, "prices")


def _prices(one):
    items = [
        {"service": None, "good": None, "name": told.record.name, "price": told.price}
        | {told.kind: told.record.uid}
        for told in queries.prices_in(one)
    ]
    return {"items": items}


def _out(one):
    names = ("uid", "name", "starts_on", "ends_on", "added_at")
    return {name: getattr(one, name) for name in names} | {
        "locations": [place.uid for place in one.locations.all()],
        "archived": bool(one.archived_at),
    }
