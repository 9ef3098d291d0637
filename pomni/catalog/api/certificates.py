from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.catalog import commands, queries, rules
from pomni.catalog.api.offered import CHANGE, SEE, OfferedIn, by_name
from pomni.kit.later import later as _
from pomni.team.doors import acts, key_of, operation

router = Router(tags=["gift certificates"])


class CertificateOut(Schema):
    """A kind of gift certificate. `amount`: null where it is told when one is sold; `days`: null without an end."""

    uid: UUID
    name: str
    amount: Decimal | None
    days: int | None
    archived: bool
    added_at: datetime


class CertificatesOut(Schema):
    items: list[CertificateOut]
    next: str | None


class _Words(Schema):
    model_config = ConfigDict(extra="forbid")

    amount: Decimal | None = Field(None, gt=0, max_digits=12, decimal_places=2)
    days: int | None = Field(None, ge=1, le=rules.MOST_DAYS)


class CertificateIn(_Words):
    name: str = Field(min_length=1, max_length=200)


class EditCertificateIn(_Words):
    """Only what is sent is changed."""

    name: str = Field("", min_length=1, max_length=200)


@router.get(
    "/certificates",
    response=CertificatesOut,
    summary=_("List gift certificates"),
    operation_id="list_certificates",
)
@operation(SEE)
def list_certificates(request, asked: Query[OfferedIn]):
    found = by_name(queries.certificates(request.user, archived=asked.archived), asked, of="certificates")
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post(
    "/certificates",
    response={201: CertificateOut},
    summary=_("Add a gift certificate"),
    operation_id="add_certificate",
)
@operation(CHANGE)
def add_certificate(request, told: CertificateIn):
    made = commands.add_certificate(**told.dict(), by=request.user, key=key_of(request))
    return Status(201, _out(made))


@router.get(
    "/certificates/{uid}",
    response=CertificateOut,
    summary=_("Read a gift certificate"),
    operation_id="read_certificate",
)
@operation(SEE)
def read_certificate(request, uid: UUID):
    return _out(queries.certificate(request.user, uid))


@router.patch(
    "/certificates/{uid}",
    response=CertificateOut,
    summary=_("Change a gift certificate"),
    operation_id="edit_certificate",
)
@operation(CHANGE)
def edit_certificate(request, uid: UUID, told: EditCertificateIn):
    one = queries.certificate(request.user, uid)
    return _out(commands.edit_certificate(one, **told.dict(exclude_unset=True), by=request.user))


@acts(
    router,
    "/certificates/{uid}",
    ("archive", commands.archive_certificate, _("Archive a gift certificate")),
    ("restore", commands.restore_certificate, _("Offer a gift certificate again")),
    response=CertificateOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(queries.certificate(request.user, uid), by=request.user))


def _out(one):
    names = ("uid", "name", "amount", "days", "added_at")
    return {name: getattr(one, name) for name in names} | {"archived": bool(one.archived_at)}
