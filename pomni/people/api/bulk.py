"""Changes of very many clients for programs: looked at, started, watched, stopped and taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.later import later as _
from pomni.people import commands
from pomni.people.queries import bulk as queries
from pomni.team.doors import acts, key_of, operation

router = Router(tags=["clients"])
CHANGE = "people.client.change"


class BulkIn(Schema):
    """`filters`: those of the list of clients, as its address has them behind "?". `what`: tag, untag, responsible,
    location, source, category, archive, restore, or the key of a custom field (own_…). `value`: a name, a text or a uid,
    "nobody" or "none" for no colleague and no location; several uids for a field that takes several. Fields of files
    are not changed so."""

    model_config = ConfigDict(extra="forbid")

    filters: str = Field("", max_length=2000)
    what: str = Field(max_length=60)
    value: str | bool | int | float | list[str] | None = None


class LookedOut(Schema):
    """What looking counted: how many the list has, would change, are so already, and cannot be changed."""

    found: int
    change: int
    already: int
    full: int
    out_of_reach: int


class BulkOut(Schema):
    uid: UUID
    what: str
    value: str
    state: str
    looked: LookedOut
    rows: int
    at_row: int
    changed: int
    passed: int
    undone: int
    kept: int
    may_be_undone: bool
    began_at: datetime | None
    ended_at: datetime | None
    trouble: str


@router.post(
    "/bulk-changes",
    response={201: BulkOut},
    summary=_("See what a change of all {clients} of a list would do"),
    operation_id="ask_bulk_change",
)
@operation(CHANGE)
def ask_bulk_change(request, told: BulkIn):
    asked = queries.understood(told.filters)
    made = commands.ask_bulk_change(
        asked=asked, what=told.what, value=told.value, by=request.user, key=key_of(request)
    )
    return Status(201, _out(request, made))


@router.get(
    "/bulk-changes/{uid}",
    response=BulkOut,
    summary=_("Read how far a change of many {clients} is"),
    operation_id="read_bulk_change",
)
@operation(CHANGE)
def read_bulk_change(request, uid: UUID):
    return _out(request, queries.bulk_change(request.user, uid))


@acts(
    router,
    "/bulk-changes/{uid}",
    ("start", commands.start_bulk_change, _("Start a change of many {clients}")),
    ("stop", commands.stop_bulk_change, _("Stop a change of many {clients}")),
    ("undo", commands.undo_bulk_change, _("Take back a change of many {clients}")),
    response=BulkOut,
    capability=CHANGE,
)
def move_bulk_change(request, uid: UUID, command):
    return _out(request, command(queries.bulk_change(request.user, uid), by=request.user))


def _out(request: Any, change: Any) -> dict[str, Any]:
    names = ("uid", "what", "state", "looked", "rows", "at_row", "changed", "passed", "undone", "kept")
    told = {name: getattr(change, name) for name in (*names, "began_at", "ended_at", "trouble")}
    shown = queries.shown_value(request.user, change)
    return told | {"value": shown, "may_be_undone": queries.may_be_undone(change)}
