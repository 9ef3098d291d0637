from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries, rules
from pomni.catalog.api.offered import CHANGE, SEE, OfferedIn, Price, by_name, with_rate
from pomni.kit.later import later as _
from pomni.team.doors import acts, key_of, named, operation

router = Router(tags=["packages"])
NAMES = ("uid", "name", "price", "days", "about", "added_at")


class RowIO(Schema):
    """So many visits (null: as often as wished while the package is valid), each for any one of these services."""

    model_config = ConfigDict(extra="forbid")

    visits: int | None = Field(None, ge=1, le=rules.MOST_VISITS)
    services: list[UUID] = Field(min_length=1, max_length=50)


class PackageOut(Schema):
    """A package. `price`: of the whole, tax included; `days`: how long it is valid, null without an end."""

    uid: UUID
    name: str
    price: Decimal
    days: int | None
    rows: list[RowIO]
    tax_rate: UUID | None
    about: str
    archived: bool
    added_at: datetime


class PackagesOut(Schema):
    items: list[PackageOut]
    next: str | None


class _Words(Schema):
    model_config = ConfigDict(extra="forbid")

    days: int | None = Field(None, ge=1, le=rules.MOST_DAYS)
    tax_rate: UUID | None = None
    about: str = Field("", max_length=2000)


class PackageIn(_Words):
    name: str = Field(min_length=1, max_length=200)
    price: Price
    rows: list[RowIO] = Field(min_length=1, max_length=30)


class EditPackageIn(_Words):
    """Only what is sent is changed; rows are sent all together."""

    name: str = Field("", min_length=1, max_length=200)
    price: Price = Decimal(0)
    rows: list[RowIO] = Field([], min_length=1, max_length=30)


@router.get("/packages", response=PackagesOut, summary=_("List packages"), operation_id="list_packages")
@operation(SEE)
def list_packages(request, asked: Query[OfferedIn]):
    found = by_name(queries.packages(request.user, archived=asked.archived), asked, of="packages")
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post("/packages", response={201: PackageOut}, summary=_("Add a package"), operation_id="add_package")
@operation(CHANGE)
def add_package(request, told: PackageIn):
    words = _words(request, told.dict())
    return Status(201, _out(commands.add_package(**words, by=request.user, key=key_of(request))))


@router.get("/packages/{uid}", response=PackageOut, summary=_("Read a package"), operation_id="read_package")
@operation(SEE)
def read_package(request, uid: UUID):
    return _out(queries.package(request.user, uid))


@router.patch(
    "/packages/{uid}", response=PackageOut, summary=_("Change a package"), operation_id="edit_package"
)
@operation(CHANGE)
def edit_package(request, uid: UUID, told: EditPackageIn):
    one, words = queries.package(request.user, uid), _words(request, told.dict(exclude_unset=True))
    return _out(commands.edit_package(one, **words, by=request.user))


@acts(
    router,
    "/packages/{uid}",
    ("archive", commands.archive_package, _("Archive a package")),
    ("restore", commands.restore_package, _("Offer a package again")),
    response=PackageOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.package(request.user, uid), by=request.user))


def _words(request, told: dict[str, Any]) -> dict[str, Any]:
    if "rows" in told:
        read = {uid: _service(request, uid) for row in told["rows"] for uid in row["services"]}
        told["rows"] = [(row["visits"], [read[uid] for uid in row["services"]]) for row in told["rows"]]
    return with_rate(request, told)


def _service(request, uid):
    return named(lambda uid: queries.service(request.user, uid), uid, "rows")


def _out(one):
    return {name: getattr(one, name) for name in NAMES} | {
        "rows": [
            {"visits": row.visits, "services": [service.uid for service in row.services]}
            for row in queries.contents_told(one)
        ],
        "tax_rate": one.tax_rate.uid if one.tax_rate else None,
        "archived": bool(one.archived_at),
    }
