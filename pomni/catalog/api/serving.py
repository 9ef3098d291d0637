from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries
from pomni.kit.later import later as _
from pomni.team import queries as team
from pomni.team.doors import PageIn, acts, key_of, named, operation

router = Router(tags=["services"])
SEE, CHANGE = "catalog.service.see", "catalog.service.change"


class PhaseIO(Schema):
    """A part of a service: its minutes, and whether somebody's hands are needed meanwhile."""

    model_config = ConfigDict(extra="forbid")

    minutes: int = Field(ge=1, le=1440)
    hands: bool = True


class ServiceOut(Schema):
    """A service. `minutes` are those of all phases; `before` and `after` are minutes of break. `price`: null is on request."""

    uid: UUID
    name: str
    category: str
    code: str
    minutes: int
    phases: list[PhaseIO]
    before: int
    after: int
    price: Decimal | None
    hue: int | None
    season: list[int]
    repeat_days: int | None
    tax_rate: UUID | None
    is_online: bool
    about: str
    archived: bool
    added_at: datetime


class ServicesOut(Schema):
    items: list[ServiceOut]
    next: str | None


class ServicesIn(PageIn):
    q: str = Field("", max_length=200)
    archived: bool = False


class PerformerIn(Schema):
    """A colleague who performs a service; `price` and `minutes` only where they are not everybody's."""

    model_config = ConfigDict(extra="forbid")

    colleague: UUID
    price: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)
    minutes: int | None = Field(None, ge=1, le=1440)


class PerformerOut(Schema):
    colleague: UUID
    name: str
    price: Decimal | None
    minutes: int | None


class PerformersOut(Schema):
    items: list[PerformerOut]


class PerformersIn(Schema):
    model_config = ConfigDict(extra="forbid")

    performers: list[PerformerIn] = Field(max_length=500)


class _Words(Schema):
    model_config = ConfigDict(extra="forbid")

    category: str = Field("", max_length=80)
    code: str = Field("", max_length=40)
    phases: list[PhaseIO] = Field([], max_length=100)
    before: int = Field(0, ge=0, le=240)
    after: int = Field(0, ge=0, le=240)
    price: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)
    hue: int | None = Field(None, ge=0, le=359)
    season: list[int] = Field([], max_length=12)
    repeat_days: int | None = Field(None, ge=1, le=3650)
    tax_rate: UUID | None = None
    is_online: bool = True
    about: str = Field("", max_length=2000)


class ServiceIn(_Words):
    name: str = Field(min_length=1, max_length=200)
    minutes: int | None = Field(None, ge=1, le=1440)


class EditServiceIn(_Words):
    """Only what is sent is changed."""

    name: str = Field("", min_length=1, max_length=200)
    minutes: int = Field(0, ge=1, le=1440)


@router.get("/services", response=ServicesOut, summary=_("List services"), operation_id="list_services")
@operation(SEE)
def list_services(request, asked: Query[ServicesIn]):
    told = asked.dict()
    found = queries.service_page(request.user, words=told.pop("q"), **told)
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post("/services", response={201: ServiceOut}, summary=_("Add a service"), operation_id="add_service")
@operation(CHANGE)
def add_service(request, told: ServiceIn):
    made = commands.add_service(**_words(request, told.dict()), by=request.user, key=key_of(request))
    return Status(201, _out(made))


@router.get("/services/{uid}", response=ServiceOut, summary=_("Read a service"), operation_id="read_service")
@operation(SEE)
def read_service(request, uid: UUID):
    return _out(queries.service(request.user, uid))


@router.patch(
    "/services/{uid}", response=ServiceOut, summary=_("Change a service"), operation_id="edit_service"
)
@operation(CHANGE)
def edit_service(request, uid: UUID, told: EditServiceIn):
    one = queries.service(request.user, uid)
    return _out(commands.edit_service(one, **_words(request, told.dict(exclude_unset=True)), by=request.user))


@router.get(
    "/services/{uid}/performers",
    response=PerformersOut,
    summary=_("List who performs a service"),
    operation_id="list_performers",
)
@operation(SEE)
def list_performers(request, uid: UUID):
    return _performers(request, queries.service(request.user, uid))


@router.put(
    "/services/{uid}/performers",
    response=PerformersOut,
    summary=_("Say who performs a service"),
    operation_id="set_performers",
)
@operation(CHANGE)
def set_performers(request, uid: UUID, told: PerformersIn):
    one = queries.service(request.user, uid)
    chosen = [
        (team.colleague(request.user, row.colleague), row.price, row.minutes) for row in told.performers
    ]
    return _performers(request, commands.set_performers(one, performers=chosen, by=request.user))


@acts(
    router,
    "/services/{uid}",
    ("archive", commands.archive_service, _("Archive a service")),
    ("restore", commands.restore_service, _("Offer a service again")),
    response=ServiceOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.service(request.user, uid), by=request.user))


def _words(request, told: dict[str, Any]) -> dict[str, Any]:
    if told.get("tax_rate"):
        told["tax_rate"] = named(
            lambda uid: queries.tax_rate(request.user, uid), told["tax_rate"], "tax_rate"
        )
    if "phases" in told:
        told["phases"] = [(one["minutes"], one["hands"]) for one in told["phases"]]
    return told


def _performers(request, one):
    names = ("price", "minutes")
    items = [
        {"colleague": row.user.uid, "name": row.user.name} | {name: getattr(row, name) for name in names}
        for row in queries.performers_of(request.user, one)
    ]
    return {"items": items}


def _out(one):
    names = (
        "uid",
        "name",
        "code",
        "minutes",
        "before",
        "after",
        "price",
        "hue",
        "season",
        "repeat_days",
        "is_online",
        "about",
    )
    told = {name: getattr(one, name) for name in (*names, "added_at")}
    return told | {
        "category": one.category.name if one.category else "",
        "phases": [{"minutes": minutes, "hands": hands} for minutes, hands in one.phases],
        "tax_rate": one.tax_rate.uid if one.tax_rate else None,
        "archived": bool(one.archived_at),
    }
