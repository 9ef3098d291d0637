from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries
from pomni.catalog.api.offered import CHANGE, SEE, Price, with_rate
from pomni.kit.later import later as _
from pomni.team.doors import PageIn, acts, key_of, operation

router = Router(tags=["goods"])
Unit = Literal["pcs", "pack", "set", "pair", "ml", "l", "g", "kg", "m"]
NAMES = ("uid", "name", "sku", "barcode", "unit", "price", "for_sale", "for_use", "about", "added_at")


class GoodOut(Schema):
    """A good. `price`: of one unit, in the company's money, tax included; null is on request."""

    uid: UUID
    name: str
    category: str
    sku: str
    barcode: str
    unit: Unit
    price: Decimal | None
    tax_rate: UUID | None
    for_sale: bool
    for_use: bool
    about: str
    archived: bool
    added_at: datetime


class GoodsOut(Schema):
    items: list[GoodOut]
    next: str | None


class GoodsIn(PageIn):
    """`q`: words of name, SKU or category, or a barcode."""

    q: str = Field("", max_length=200)
    archived: bool = False


class _Words(Schema):
    model_config = ConfigDict(extra="forbid")

    category: str = Field("", max_length=80)
    sku: str = Field("", max_length=40)
    barcode: str = Field("", max_length=40)
    unit: Unit = "pcs"
    price: Price | None = None
    tax_rate: UUID | None = None
    for_sale: bool = True
    for_use: bool = False
    about: str = Field("", max_length=2000)


class GoodIn(_Words):
    name: str = Field(min_length=1, max_length=200)


class EditGoodIn(_Words):
    """Only what is sent is changed."""

    name: str = Field("", min_length=1, max_length=200)


@router.get("/goods", response=GoodsOut, summary=_("List goods"), operation_id="list_goods")
@operation(SEE)
def list_goods(request, asked: Query[GoodsIn]):
    told = asked.dict()
    found = queries.good_page(request.user, words=told.pop("q"), **told)
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post("/goods", response={201: GoodOut}, summary=_("Add a good"), operation_id="add_good")
@operation(CHANGE)
def add_good(request, told: GoodIn):
    words = with_rate(request, told.dict())
    return Status(201, _out(commands.add_good(**words, by=request.user, key=key_of(request))))


@router.get("/goods/{uid}", response=GoodOut, summary=_("Read a good"), operation_id="read_good")
@operation(SEE)
def read_good(request, uid: UUID):
    return _out(queries.good(request.user, uid))


@router.patch("/goods/{uid}", response=GoodOut, summary=_("Change a good"), operation_id="edit_good")
@operation(CHANGE)
def edit_good(request, uid: UUID, told: EditGoodIn):
    one, words = queries.good(request.user, uid), with_rate(request, told.dict(exclude_unset=True))
    return _out(commands.edit_good(one, **words, by=request.user))


@acts(
    router,
    "/goods/{uid}",
    ("archive", commands.archive_good, _("Archive a good")),
    ("restore", commands.restore_good, _("Offer a good again")),
    response=GoodOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.good(request.user, uid), by=request.user))


def _out(one):
    return {name: getattr(one, name) for name in NAMES} | {
        "category": one.category.name if one.category else "",
        "tax_rate": one.tax_rate.uid if one.tax_rate else None,
        "archived": bool(one.archived_at),
    }
