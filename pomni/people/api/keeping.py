"""Whom somebody should decide about, and the erasing of a person's data, for programs."""

from datetime import datetime
from uuid import UUID

from ninja import Query, Router, Schema

from pomni.kit.later import later as _
from pomni.people import commands, queries
from pomni.people.queries.keeping import page_to_erase
from pomni.team import keeping
from pomni.team.doors import PageIn, operation

router = Router(tags=["clients"])
FORGET = "people.client.forget"


class ToEraseOut(Schema):
    uid: UUID
    name: str
    added_at: datetime
    last_contact_at: datetime | None


class ToEraseListOut(Schema):
    """`is_set`: whether the company has said after how long somebody should decide; without it the list is empty."""

    is_set: bool
    items: list[ToEraseOut]
    next: str | None


class ForgottenOut(Schema):
    uid: UUID
    forgotten_at: datetime


@router.get(
    "/clients-to-erase",
    response=ToEraseListOut,
    summary=_("List {clients} who have been silent for longer than they are kept"),
    operation_id="list_to_erase",
)
@operation(FORGET)
def to_erase(request, asked: Query[PageIn]):
    before = keeping.before("clients")
    page = page_to_erase(request.user, before, after=asked.after, limit=asked.limit)
    return {"is_set": before is not None, "items": page.items, "next": page.next}


@router.post(
    "/clients/{uid}/forget",
    response=ForgottenOut,
    summary=_("Erase the personal data of a {client}; it cannot be undone"),
    operation_id="forget_client",
)
@operation(FORGET)
def forget_client(request, uid: UUID):
    client = queries.client(request.user, uid)
    return client if client.forgotten_at else commands.forget_client(client, by=request.user)
