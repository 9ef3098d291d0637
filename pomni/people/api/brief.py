"""The brief of a client for programs: a telephone that shows who is calling, an assistant that prepares a meeting."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.kit.module import BriefLine
from pomni.memory import sightings
from pomni.people.api.schemas import ClientOut
from pomni.people.api.told import client_told
from pomni.people.queries import brief
from pomni.people.queries.whole import ALL, whole_clients
from pomni.team.doors import operation
from pomni.team.seeing_as import who_looks

router = Router(tags=["clients"])
SEE = "people.client.see"


class BriefIn(Schema):
    phone: str = Field(
        "", max_length=40, description="In any spelling; with the country, or as dialled at home."
    )
    tax_id: str = Field("", max_length=30)


class BriefLineOut(Schema):
    """One line: what, what there is to add, and when it happened or is due: a day, or an instant."""

    text: str
    note: str
    at: datetime | date | None
    is_late: bool


class BriefPartOut(Schema):
    key: str
    title: str
    lines: list[BriefLineOut]


class BriefOut(Schema):
    """A client as one is about to meet them. `warning`: the alert and the allergies, which come first. `contacts`: how many,
    null for whoever may not see them."""

    client: ClientOut
    warning: str
    contacts: int | None
    parts: list[BriefPartOut]


class BriefsOut(Schema):
    """Who is reached by the phone, or has the number: several where a family or a firm shares it, six at most, the archived
    last. `is_more`: others have it, too."""

    items: list[BriefOut]
    is_more: bool


@router.get(
    "/brief",
    response=BriefsOut,
    summary=_("Read the brief of whoever has a phone or a tax number"),
    operation_id="find_briefs",
)
@operation(SEE)
def briefs(request, asked: Query[BriefIn]):
    if bool(asked.phone) == bool(asked.tax_id):
        raise Refused(gettext("Ask by a phone or by a tax number: by one of them."), field="phone")
    if asked.phone:
        found = brief.clients_by_phone(request.user, asked.phone)
    else:
        found = brief.clients_by_tax_id(request.user, asked.tax_id)
    return {"items": _told(request, [client.uid for client in found.clients]), "is_more": found.is_more}


@router.get(
    "/clients/{uid}/brief",
    response=BriefOut,
    summary=_("Read the brief of a {client}"),
    operation_id="read_brief",
)
@operation(SEE)
def brief_of(request, uid: UUID):
    (told,) = _told(request, [uid])
    return told


def _told(request: Any, uids: list[UUID]) -> list[dict[str, Any]]:
    found = [brief.brief_of(request.user, uid) for uid in uids]
    sightings.note(*(one.client for one in found), by=who_looks(request))
    whole = {one.pk: one for one in whole_clients(request.user, [one.client.pk for one in found], own=ALL)}
    return [
        {
            "client": client_told(whole[one.client.pk]),
            "warning": one.warning,
            "contacts": one.strip.contacts,
            "parts": [
                {"key": part.key, "title": part.title, "lines": [_line(line) for line in part.lines]}
                for part in one.parts
            ],
        }
        for one in found
    ]


def _line(line: BriefLine) -> dict[str, Any]:
    return {"text": line.text, "note": line.note, "at": line.at, "is_late": line.is_late}
