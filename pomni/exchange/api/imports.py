"""Imports: a file is sent, tried, taken in, watched, and taken back. How its columns are matched stands in `matching`."""

from typing import Any
from uuid import UUID

from ninja import File, Form, Query, Router, Status, UploadedFile

from pomni.exchange.api.schemas import (
    FaultsOut,
    ImportedIn,
    ImportedPageOut,
    ImportOut,
    ImportsOut,
    OfFile,
    TrialOut,
)
from pomni.exchange.commands import running, wizard
from pomni.exchange.journal import REST
from pomni.exchange.queries import running as queries
from pomni.exchange.queries.wizard import import_of, imports, reading_of
from pomni.exchange.taking import take_file, try_import
from pomni.exchange.told import in_words, preset_in
from pomni.exchange.trial import COUNTS
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.team.doors import PageIn, acts, key_of, operation

router = Router(tags=["imports"])
SEE, RUN = "exchange.import.see", "exchange.import.run"
OF_LINE = ("uid", "of", "name", "kind", "state", "rows", "at_row", "added", "changed", "same", "faulty")
OF_ONE = ("size", "trouble")
TIMES = ("added_at", "began_at", "ended_at")
OF_BACK = ("removed", "restored", "kept", *REST)
OF_TRIAL = ("state", "at_row", "trouble")


@router.get("/imports", response=ImportsOut, summary=_("List imports"), operation_id="list_imports")
@operation(SEE)
def list_imports(request, page: Query[PageIn]):
    found = page_of(imports(request.user), by=("-pk",), of="imports", **page.dict())
    return {"items": [_line(one) for one in found.items], "next": found.next}


@router.post(
    "/imports",
    response={201: ImportOut},
    summary=_("Send a file to bring {clients}, visits, services or goods in"),
    operation_id="add_import",
)
@operation(RUN)
def add_import(request, file: File[UploadedFile], of: Form[OfFile] = "clients"):
    made = take_file(file=file, name=file.name or "", of=of, by=request.user, key=key_of(request))
    return Status(201, import_told(request, made))


@router.get(
    "/imports/{uid}", response=ImportOut, summary=_("Read how far an import is"), operation_id="read_import"
)
@operation(SEE)
def read_import(request, uid: UUID):
    return import_told(request, import_of(request.user, uid))


@router.delete(
    "/imports/{uid}",
    response={204: None},
    summary=_("Give up an import before it begins"),
    operation_id="drop_import",
)
@operation(RUN)
def drop_import(request, uid: UUID):
    wizard.drop_import(import_of(request.user, uid), by=request.user)
    return Status(204, None)


@acts(
    router,
    "/imports/{uid}",
    ("try", try_import, _("Have an import tried")),
    ("start", running.start_import, _("Start an import that was tried")),
    ("pause", running.pause_import, _("Pause an import")),
    ("resume", running.resume_import, _("Let an import go on")),
    ("stop", running.stop_import, _("Stop an import; what came in stays")),
    ("undo", running.undo_import, _("Take an import back")),
    response=ImportOut,
    capability=RUN,
)
def move_import(request, uid: UUID, command):
    return import_told(request, command(import_of(request.user, uid), by=request.user))


@router.get(
    "/imports/{uid}/trial",
    response=TrialOut,
    summary=_("Read what an import would do"),
    operation_id="read_trial",
)
@operation(RUN)
def read_trial(request, uid: UUID):
    import_ = import_of(request.user, uid)
    trial = import_.trial
    told = {name: trial.get(name, 0) for name in ("faulty", *COUNTS) if name != "fault"}
    told |= {name: getattr(import_, name) for name in OF_TRIAL} | {"faults": trial.get("faults", [])}
    examples = [{**one, "says": in_words(one, import_.of)} for one in trial.get("examples", ())]
    strangers = [{"name": name, "rows": rows} for name, rows in trial.get("strangers", ())]
    return told | {"examples": examples, "strangers": strangers}


@router.get(
    "/imports/{uid}/faults",
    response=FaultsOut,
    summary=_("List the rows of an import that could not be taken"),
    operation_id="list_faults",
)
@operation(SEE)
def list_faults(request, uid: UUID, page: Query[PageIn]):
    found = queries.fault_page(import_of(request.user, uid), **page.dict())
    names = ("number", "column", "reason", "cells")
    items = [{name: getattr(fault, name) for name in names} for fault in found.items]
    return {"items": items, "next": found.next}


@router.get(
    "/imports/{uid}/clients",
    response=ImportedPageOut,
    summary=_("List the {clients}, visits, services or goods that an import added, changed or kept"),
    operation_id="list_imported",
)
@operation(SEE)
def list_imported(request, uid: UUID, asked: Query[ImportedIn]):
    import_ = import_of(request.user, uid)
    found = queries.line_page(request.user, import_, **asked.dict())
    items = [
        {"number": line.number, "kept": line.kept}
        | {name: getattr(line.client, name, None) for name in ("uid", "name")}
        for line in found.items
    ]
    return {"items": items, "next": found.next}


def import_told(request: Any, import_: Any) -> dict[str, Any]:
    """The import as `ImportOut` has it."""
    preset, figures, is_running = preset_in(import_), import_.figures, import_.state == "running"
    told = _line(import_) | {name: getattr(import_, name) for name in OF_ONE}
    told |= {name: figures.get(name, 0) for name in ("organisations", "notes", "tasks")}
    return told | {
        "program": preset.name if preset else "",
        "reading": _reading(reading_of(import_)),
        "is_waiting": is_running and queries.is_waiting(import_),
        "minutes_left": queries.minutes_left(import_) if is_running else None,
        "back": _back(import_),
        "next": queries.next_acts(request.user, import_),
    }


def _line(import_: Any) -> dict[str, Any]:
    told = {name: getattr(import_, name) for name in (*OF_LINE, *TIMES)}
    return told | {"made_by": import_.made_by.name if import_.made_by else None}


def _reading(reading: Any) -> dict[str, Any]:
    told = {name: getattr(reading, name) for name in ("encoding", "delimiter", "sheet", "sheets", "dates")}
    return told | {"header_row": reading.header_row if reading.header else 0}


def _back(import_: Any) -> dict[str, Any] | None:
    if import_.state not in {"undoing", "undone"}:
        return None
    figures = {name: import_.figures.get(name, 0) for name in OF_BACK}
    return queries.taken_back(import_) | figures
