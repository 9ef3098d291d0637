from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import ConfigDict

from pomni.kit.later import later as _
from pomni.people import commands, queries
from pomni.people.api.told import own_told
from pomni.people.queries.own import own_of
from pomni.people.seen import seen
from pomni.team.doors import operation

router = Router(tags=["fields"])
SEE, CHANGE = "people.client.see", "people.client.change"


class OwnOut(Schema):
    """What stands in a custom field of a client: a text, a number (with a fraction, its text), an ISO day, true or false,
    the uid of a choice or a list of them; of a link {"uid", "name"}, both null where it leads out of the caller's reach;
    null where nothing does. What is masked ends in its last letters."""

    key: str
    name: str
    kind: str
    value: Any
    shown: str
    is_required: bool


class OwnsOut(Schema):
    items: list[OwnOut]


class OwnIn(Schema):
    """`values` by key; null empties a field. A choice may be told by its uid or its name, a link by its uid, a client also
    by phone, e-mail, tax number or whole name, a colleague by login or name; a file is one of this client's, by its uid."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, Any]
    seen: dict[str, str] = {}


@router.get(
    "/clients/{uid}/own",
    response=OwnsOut,
    summary=_("Read the custom fields of a {client}"),
    operation_id="list_own_values",
)
@operation(SEE)
def list_own_values(request, uid: UUID):
    client = queries.client(request.user, uid)
    return _out(request, client)


@router.patch(
    "/clients/{uid}/own",
    response=OwnsOut,
    summary=_("Write into the custom fields of a {client}"),
    operation_id="fill_own_fields",
)
@operation(CHANGE)
def fill_own_fields(request, uid: UUID, told: OwnIn):
    client = queries.client(request.user, uid)
    commands.fill_own_fields(client, values=told.values, seen=told.seen, checks_told=True, by=request.user)
    return _out(request, client)


def _out(request, client):
    return {
        "items": [
            {
                "key": one.field.key,
                "name": one.field.name,
                "kind": one.field.kind,
                "value": own_told(one.value),
                "shown": one.shown,
                "is_required": one.is_required,
            }
            for one in own_of(request.user, seen(request, client))
        ]
    }
