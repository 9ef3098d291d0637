from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.schedule import commands, queries
from pomni.team.doors import PageIn, key_of, operation

router = Router(tags=["visits"])
SEE = "schedule.visit.see"


class VisitViewOut(Schema):
    """What narrows the list of visits, its order and its columns, kept under a name. `query`: the words of the list's address."""

    uid: UUID
    name: str
    query: str
    is_shared: bool
    may_change: bool


class VisitViewsOut(Schema):
    items: list[VisitViewOut]
    next: str | None


class VisitViewIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    query: str = Field("", max_length=1000)
    is_shared: bool = False


class VisitViewPatch(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=80)
    query: str | None = Field(None, max_length=1000)
    is_shared: bool | None = None


@router.get(
    "/visit-views",
    response=VisitViewsOut,
    summary=_("List views of the list of visits"),
    operation_id="list_visit_views",
)
@operation(SEE)
def visit_views(request, asked: Query[PageIn]):
    found = queries.saved_views(request.user)
    part = page_of(found, by=("name", "pk"), of="visit views", after=asked.after, limit=asked.limit)
    return {"items": [_out(request, one) for one in part.items], "next": part.next}


@router.post(
    "/visit-views",
    response={201: VisitViewOut},
    summary=_("Save a view of the list of visits"),
    operation_id="save_view",
)
@operation(SEE)
def save_view(request, told: VisitViewIn):
    made = commands.save_view(**told.dict(), by=request.user, key=key_of(request))
    return Status(201, _out(request, made))


@router.get(
    "/visit-views/{uid}",
    response=VisitViewOut,
    summary=_("Read a view of the list of visits"),
    operation_id="read_view",
)
@operation(SEE)
def visit_view(request, uid: UUID):
    return _out(request, queries.saved_view(request.user, uid))


@router.patch(
    "/visit-views/{uid}",
    response=VisitViewOut,
    summary=_("Change a view of the list of visits"),
    operation_id="change_view",
)
@operation(SEE)
def change_view(request, uid: UUID, told: VisitViewPatch):
    words = told.dict(exclude_unset=True, exclude_none=True)
    one = commands.change_view(queries.saved_view(request.user, uid), by=request.user, **words)
    return _out(request, one)


@router.delete(
    "/visit-views/{uid}",
    response={204: None},
    summary=_("Delete a view of the list of visits"),
    operation_id="delete_view",
)
@operation(SEE)
def delete_view(request, uid: UUID):
    commands.delete_view(queries.saved_view(request.user, uid), by=request.user)
    return Status(204, None)


def _out(request: Any, one: Any) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("uid", "name", "query", "is_shared")}
    return told | {"may_change": queries.may_change_view(request.user, one)}
