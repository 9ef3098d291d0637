from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.facts import commands
from pomni.facts.queries import CLIENT, defining, fields
from pomni.kit.later import later as _
from pomni.team.doors import acts, key_of, operation

router = Router(tags=["fields"])
CHANGE = "facts.field.change"
Kind = Literal["text", "number", "money", "date", "choice", "many", "yes_no", "client", "colleague", "file"]
Decides = Literal["", "shown", "required"]


class ChoiceOut(Schema):
    uid: UUID
    name: str


class FieldOut(Schema):
    """A custom field. `key` names it in lists, exports and conditions (there behind “people.”)."""

    uid: UUID
    key: str
    name: str
    kind: Kind
    hint: str
    is_required: bool
    decides: Decides
    condition: dict[str, Any]
    choices: list[ChoiceOut]
    archived: bool


class FieldsOut(Schema):
    items: list[FieldOut]


class FieldIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    kind: Kind
    hint: str = Field("", max_length=200)
    is_required: bool = False
    decides: Decides = ""
    condition: dict[str, Any] = {}
    choices: list[str] = Field([], max_length=200)


class EditFieldIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=80)
    hint: str | None = Field(None, max_length=200)
    is_required: bool | None = None
    decides: Decides | None = None
    condition: dict[str, Any] | None = None
    choices: list[str] | None = Field(None, max_length=200)


@router.get("/fields", response=FieldsOut, summary=_("List custom fields"), operation_id="list_fields")
@operation("people.client.see")
def list_fields(request):
    return {"items": [_told(one) for one in fields(CLIENT)]}


@router.post("/fields", response={201: FieldOut}, summary=_("Add a custom field"), operation_id="add_field")
@operation(CHANGE)
def add_field(request, told: FieldIn):
    return Status(201, _out(commands.add_field(**told.dict(), by=request.user, key=key_of(request))))


@router.patch(
    "/fields/{uid}", response=FieldOut, summary=_("Change a custom field"), operation_id="change_field"
)
@operation(CHANGE)
def change_field(request, uid: UUID, told: EditFieldIn):
    words = told.dict(exclude_unset=True, exclude_none=True)
    field = defining.own_field(request.user, uid)
    return _out(commands.change_field(field, by=request.user, **words))


@acts(
    router,
    "/fields/{uid}",
    ("archive", commands.archive_field, _("Archive a custom field")),
    ("restore", commands.restore_field, _("Restore a custom field")),
    response=FieldOut,
    capability=CHANGE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(command(defining.own_field(request.user, uid), by=request.user))


def _out(field):
    return _told(defining.as_kept(field))


def _told(one):
    names = ("uid", "key", "name", "kind", "hint", "is_required", "decides", "condition")
    told = {name: getattr(one, name) for name in names}
    choices = [{"uid": c.uid, "name": c.name} for c in one.choices if not c.is_archived]
    return told | {"choices": choices, "archived": one.is_archived}
