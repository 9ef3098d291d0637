from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries
from pomni.catalog.api.offered import CHANGE, SEE, OfferedIn, by_name
from pomni.kit.later import later as _
from pomni.team.doors import acts, key_of, operation

router = Router(tags=["tax rates"])


class StepOut(Schema):
    """From which day (null: always) how many per cent a tax is (null: exempt)."""

    starts_on: date | None
    percent: Decimal | None


class StepIn(Schema):
    model_config = ConfigDict(extra="forbid")

    percent: Decimal | None = Field(None, ge=0, lt=100, max_digits=4, decimal_places=2)
    starts_on: date | None = None


class TaxRateOut(Schema):
    """A tax rate. `percents`: in the order of their days; before the first of them it is not in force."""

    uid: UUID
    name: str
    percents: list[StepOut]
    archived: bool
    added_at: datetime


class TaxRatesOut(Schema):
    items: list[TaxRateOut]
    next: str | None


class TaxRateIn(StepIn):
    name: str = Field(min_length=1, max_length=80)


class EditTaxRateIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)


@router.get("/tax-rates", response=TaxRatesOut, summary=_("List tax rates"), operation_id="list_tax_rates")
@operation(SEE)
def list_tax_rates(request, asked: Query[OfferedIn]):
    found = by_name(queries.tax_rates(request.user, archived=asked.archived), asked, of="tax rates")
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post(
    "/tax-rates", response={201: TaxRateOut}, summary=_("Add a tax rate"), operation_id="add_tax_rate"
)
@operation(CHANGE)
def add_tax_rate(request, told: TaxRateIn):
    return Status(201, _out(commands.add_tax_rate(**told.dict(), by=request.user, key=key_of(request))))


@router.get(
    "/tax-rates/{uid}", response=TaxRateOut, summary=_("Read a tax rate"), operation_id="read_tax_rate"
)
@operation(SEE)
def read_tax_rate(request, uid: UUID):
    return _out(queries.tax_rate(request.user, uid))


@router.patch(
    "/tax-rates/{uid}", response=TaxRateOut, summary=_("Rename a tax rate"), operation_id="edit_tax_rate"
)
@operation(CHANGE)
def edit_tax_rate(request, uid: UUID, told: EditTaxRateIn):
    one = queries.tax_rate(request.user, uid)
    return _out(commands.edit_tax_rate(one, name=told.name, by=request.user))


@router.put(
    "/tax-rates/{uid}/percent",
    response=TaxRateOut,
    summary=_("Say how many per cent a tax is from a day on"),
    operation_id="set_tax_percent",
)
@operation(CHANGE)
def set_tax_percent(request, uid: UUID, told: StepIn):
    one = queries.tax_rate(request.user, uid)
    return _out(commands.set_tax_percent(one, **told.dict(), by=request.user))


@acts(
    router,
    "/tax-rates/{uid}",
    ("archive", commands.archive_tax_rate, _("Archive a tax rate")),
    ("restore", commands.restore_tax_rate, _("Offer a tax rate again")),
    response=TaxRateOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.tax_rate(request.user, uid), by=request.user))


def _out(one):
    return {name: getattr(one, name) for name in ("uid", "name", "added_at")} | {
        "percents": [{"starts_on": first or None, "percent": number} for first, number in one.steps],
        "archived": bool(one.archived_at),
    }
