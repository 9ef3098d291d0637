"""Exports: asked for, watched, fetched and deleted."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.exchange.commands import exporting
from pomni.exchange.queries import exporting as queries
from pomni.exchange.sending import sent
from pomni.exchange.subjects import subject_of
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.team.doors import PageIn, key_of, operation

router = Router(tags=["exports"])
RUN, SEE = "exchange.export.run", "exchange.export.see"
BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
Format = Literal["xlsx", "csv", "vcf"]


Of = Literal["clients", "visits"]


class ExportIn(Schema):
    """`filters`: those of the list of clients, or of visits, as its address has them behind "?". `columns`: by key, as at
    /export-columns; left out: all that the caller's roles show."""

    model_config = ConfigDict(extra="forbid")

    of: Of = "clients"
    format: Format = "xlsx"
    filters: str = Field("", max_length=4000)
    columns: list[Annotated[str, Field(max_length=60)]] | None = Field(None, max_length=500)


class ExportOut(Schema):
    """`mark` stands in the file and tells whose copy it is. `trouble`: why it failed. Only its maker may fetch the file."""

    uid: UUID
    of: Of
    format: Format
    state: Literal["waiting", "running", "done", "failed", "gone"]
    rows: int
    at_row: int
    size: int
    mark: str
    made_by: str | None
    added_at: datetime
    ended_at: datetime | None
    fetched_at: datetime | None
    trouble: str


class ExportsOut(Schema):
    items: list[ExportOut]
    next: str | None


class ExportColumnOut(Schema):
    key: str
    title: str


class ExportColumnsOut(Schema):
    items: list[ExportColumnOut]


class ExportColumnsIn(Schema):
    of: Of = "clients"


class ExportCountIn(Schema):
    """`filters`: as one asks for the export."""

    of: Of = "clients"
    filters: str = Field("", max_length=4000)


class ExportCountOut(Schema):
    """How many {clients} or visits such an export would hold now, as far as the right to export goes."""

    rows: int


@router.get(
    "/export-columns",
    response=ExportColumnsOut,
    summary=_("List the columns that an export can have"),
    operation_id="list_export_columns",
)
@operation(RUN)
def list_export_columns(request, asked: Query[ExportColumnsIn]):
    columns = queries.columns_open_to(request.user, asked.of)
    return {"items": [{"key": one.key, "title": str(one.title)} for one in columns]}


@router.get(
    "/export-count",
    response=ExportCountOut,
    summary=_("Count the {clients} or visits that an export would hold"),
    operation_id="count_export",
)
@operation(RUN)
def count_export(request, asked: Query[ExportCountIn]):
    query = subject_of(asked.of).read(asked.filters)
    return {"rows": queries.within(request.user, query, of=asked.of).count()}


@router.get("/exports", response=ExportsOut, summary=_("List exports"), operation_id="list_exports")
@operation(SEE)
def list_exports(request, page: Query[PageIn]):
    found = page_of(queries.exports(request.user), by=("-pk",), of="exports", **page.dict())
    return {"items": [_out(one) for one in found.items], "next": found.next}


@router.post(
    "/exports",
    response={201: ExportOut},
    summary=_("Have a list of {clients} or visits written to a file"),
    operation_id="ask_export",
)
@operation(RUN)
def ask_export(request, told: ExportIn):
    made = exporting.ask_export(
        of=told.of,
        format=told.format,
        query=subject_of(told.of).read(told.filters),
        columns=_columns(request, told.of, told.columns),
        by=request.user,
        key=key_of(request),
    )
    return Status(201, _out(made))


def _columns(request: Any, of: str, chosen: list[str] | None) -> list[str]:
    offered = [one.key for one in queries.columns_open_to(request.user, of)]
    if unknown := set(chosen or ()) - set(offered):
        sentence = gettext("These columns are not offered to you: %(names)s")
        raise Refused(sentence % {"names": ", ".join(sorted(unknown))}, field="columns")
    return offered if chosen is None else chosen


@router.get(
    "/exports/{uid}",
    response=ExportOut,
    summary=_("Read how far an export is"),
    operation_id="read_export",
)
@operation(SEE)
def read_export(request, uid: UUID):
    return _out(queries.export(request.user, uid))


@router.get(
    "/exports/{uid}/file",
    response={200: None},
    summary=_("Download the file of one's own export"),
    operation_id="download_export",
    openapi_extra={"responses": {200: {"description": _("The file."), "content": BYTES}}},
)
@operation(SEE)
def download_export(request, uid: UUID):
    answer = sent(exporting.fetch_export(queries.export(request.user, uid), by=request.user))
    add_never_cache_headers(answer)
    return answer


@router.delete(
    "/exports/{uid}",
    response={204: None},
    summary=_("Delete the file of an export"),
    operation_id="delete_export",
)
@operation(SEE)
def delete_export(request, uid: UUID):
    exporting.delete_export(queries.export(request.user, uid), by=request.user)
    return Status(204, None)


def _out(export: Any) -> dict[str, Any]:
    names = (
        "uid",
        "of",
        "format",
        "state",
        "rows",
        "at_row",
        "size",
        "mark",
        "added_at",
        "ended_at",
        "fetched_at",
    )
    told = {name: getattr(export, name) for name in (*names, "trouble")}
    return told | {"made_by": export.made_by.name if export.made_by else None}
