"""How programs tell of what is sold and paid: the same words wherever something is sold."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from pomni.billing.models import Holding
from pomni.billing.offering import Prices, certificate_by_code, things_by_key
from pomni.billing.selling import Paid, Sold
from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.team import queries as team
from pomni.team.doors import named
from pomni.team.models import Location, User

Kind = Literal["service", "good", "package", "certificate", "other"]
Way = Literal["cash", "card", "transfer", "package", "certificate", "balance"]


class SoldIn(Schema):
    """One thing that is sold: something of the catalogue, or (`other`) what only has a name.

    `price` left out: the usual one of today at the place. A lower one is a discount.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    thing: UUID | None = None
    name: str = Field("", max_length=200)
    colleague: UUID | None = None
    quantity: Decimal = Field(Decimal(1), gt=0, max_digits=9, decimal_places=3)
    price: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)


class PaidIn(Schema):
    """One payment; `amount` left out: all that is still to be paid.

    A package pays for the line at the place `line` (0 is the first): one that the client holds (`holding`), or one that is
    bought in the same sale at the place `bought`. A certificate is named by its `code`.
    """

    model_config = ConfigDict(extra="forbid")

    way: Way
    amount: Decimal | None = Field(None, gt=0, max_digits=12, decimal_places=2)
    holding: UUID | None = None
    code: str = Field("", max_length=40)
    line: int | None = Field(None, ge=0)
    bought: int | None = Field(None, ge=0)


def sold_as_told(viewer: User, lines: Sequence[SoldIn], place: Location) -> list[Sold]:
    """The lines that a program tells of, at the prices that it says or at those of today. Raises Refused."""
    known = things_by_key(viewer, [_key(one) for one in lines])
    prices = Prices(known.values(), day=today(ZoneInfo(place.zone)), location=place)
    told = []
    for one in lines:
        user = (
            named(lambda uid: team.colleague(viewer, uid), one.colleague, "lines") if one.colleague else None
        )
        words: dict[str, Any] = {"user": user, "quantity": one.quantity, "price": one.price}
        if one.kind == "other":
            told.append(Sold(name=_name_of(one), **words))
        elif thing := known.get(_key(one)):
            usual = prices.of(thing, user)
            told.append(
                thing.sold(**words | {"price": usual if one.price is None else one.price}, usual=usual)
            )
        else:
            raise Refused(_("Nothing that is sold has this identifier. Send another one."), field="lines")
    return told


def paid_as_told(viewer: User, paid: Sequence[PaidIn]) -> list[Paid]:
    """The payments that a program tells of. Raises Refused where a holding or a code is not known."""
    return [Paid(one.way, one.amount, _held(viewer, one), line=one.line, bought=one.bought) for one in paid]


def certificate_brought(code: str) -> Holding:
    """The gift certificate with this code. Raises Refused."""
    found = certificate_by_code(code)
    if found is None:
        raise Refused(_("There is no gift certificate with this code."), field="code")
    return found


def _held(viewer: User, one: PaidIn) -> Holding | None:
    if one.code:
        return certificate_brought(one.code)
    rows = Holding.objects.visible_to(viewer)
    return (
        named(lambda uid: get_object_or_404(rows, uid=as_uuid(uid)), one.holding, "paid")
        if one.holding
        else None
    )


def _key(one: SoldIn) -> str:
    return f"{one.kind}.{one.thing}"


def _name_of(one: SoldIn) -> str:
    if not (name := " ".join(one.name.split())):
        raise Refused(_("Say what was done or sold."), field="lines")
    return name
