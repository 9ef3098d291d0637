from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.facts import queries as facts
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.people import commands
from pomni.people.queries import segmented
from pomni.people.queries.asked import USUAL
from pomni.team.doors import PageIn, acts, key_of, operation

router = Router(tags=["segments"])
SEE = "people.client.see"


class FactOut(Schema):
    """Something that may be asked of clients: its kind, and the operators, each with what it is told with."""

    key: str
    title: str
    kind: str
    operators: dict[str, str]


class FactsOut(Schema):
    items: list[FactOut]


class SegmentOut(Schema):
    """A segment. `roles` and `locations`: with whose people alone it is shared; none: with all who see clients. `count` is how
    many clients the caller would find in it now, `trouble` why it cannot be asked."""

    uid: UUID
    name: str
    is_shared: bool
    roles: list[UUID]
    locations: list[UUID]
    may_change: bool
    condition: dict[str, Any]
    words: list[str]
    sort: str
    columns: list[str]
    archived: bool
    count: int | None
    trouble: str


class SegmentNamedOut(Schema):
    uid: UUID
    name: str
    is_shared: bool
    may_change: bool


class SegmentsOut(Schema):
    items: list[SegmentNamedOut]
    next: str | None


class SegmentIn(Schema):
    """`condition` is a group ({"all": […]}, {"any": […]} or {"none": […]}) of groups and lines
    ({"fact": "people.birthday", "is": "next", "value": 7}); the facts are listed at /facts."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    condition: dict[str, Any] = {}
    is_shared: bool = False
    roles: list[UUID] = Field(
        [], max_length=100, description="With none and no locations: with all who see clients."
    )
    locations: list[UUID] = Field([], max_length=500)
    sort: str = Field("", max_length=45)
    columns: list[str] = Field(list(USUAL), max_length=30)


class EditSegmentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=80)
    condition: dict[str, Any] | None = None
    is_shared: bool | None = None
    roles: list[UUID] | None = Field(None, max_length=100)
    locations: list[UUID] | None = Field(None, max_length=500)
    sort: str | None = Field(None, max_length=45)
    columns: list[str] | None = Field(None, max_length=30)


@router.get(
    "/facts", response=FactsOut, summary=_("List what may be asked of {clients}"), operation_id="list_facts"
)
@operation(SEE)
def list_facts(request):
    told = [
        {
            "key": fact.key,
            "title": str(fact.title),
            "kind": fact.kind,
            "operators": {key: operator.wants for key, operator in fact.operators.items()},
        }
        for fact in facts.facts_open_to(request.user)
    ]
    return {"items": told}


@router.get("/segments", response=SegmentsOut, summary=_("List segments"), operation_id="list_segments")
@operation(SEE)
def list_segments(request, asked: Query[PageIn]):
    found = segmented.segments(request.user)
    part = page_of(found, by=("name", "pk"), of="segments", after=asked.after, limit=asked.limit)
    items = [
        {"uid": one.uid, "name": one.name, "is_shared": one.is_shared, "may_change": _may(request, one)}
        for one in part.items
    ]
    return {"items": items, "next": part.next}


@router.post(
    "/segments", response={201: SegmentOut}, summary=_("Make a segment"), operation_id="make_segment"
)
@operation(SEE)
def make_segment(request, told: SegmentIn):
    made = commands.make_segment(**told.dict(), by=request.user, key=key_of(request))
    return Status(201, _out(request, made))


@router.get("/segments/{uid}", response=SegmentOut, summary=_("Read a segment"), operation_id="read_segment")
@operation(SEE)
def read_segment(request, uid: UUID):
    return _out(request, segmented.segment(request.user, uid))


@router.patch(
    "/segments/{uid}", response=SegmentOut, summary=_("Change a segment"), operation_id="change_segment"
)
@operation(SEE)
def change_segment(request, uid: UUID, told: EditSegmentIn):
    words = told.dict(exclude_unset=True, exclude_none=True)
    one = commands.change_segment(segmented.segment(request.user, uid), by=request.user, **words)
    return _out(request, one)


@acts(
    router,
    "/segments/{uid}",
    ("archive", commands.archive_segment, _("Archive a segment")),
    ("restore", commands.restore_segment, _("Restore a segment")),
    response=SegmentOut,
    capability=SEE,
)
def put_away_or_back(request, uid: UUID, command):
    return _out(request, command(segmented.segment(request.user, uid), by=request.user))


def _may(request, one):
    return segmented.may_change(request.user, one)


def _out(request, one):
    roles, locations = segmented.shared_with(one)
    told = {
        "uid": one.uid,
        "name": one.name,
        "is_shared": one.is_shared,
        "roles": [role.uid for role in roles],
        "locations": [place.uid for place in locations],
        "may_change": _may(request, one),
        "condition": one.condition,
        "sort": one.sort,
        "columns": one.columns.split(",") if one.columns else [],
        "archived": bool(one.archived_at),
    }
    try:
        condition = facts.condition_of(one.condition, request.user)
    except Refused as no:
        return told | {"words": [], "count": None, "trouble": str(no)}
    said = [line.words for line in facts.in_words(condition, request.user)]
    return told | {"words": said, "count": segmented.number(request.user, condition), "trouble": ""}
