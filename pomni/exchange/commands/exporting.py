"""Exports: asked for by a person, written by the worker, kept for a week."""

import secrets
from collections.abc import Sequence

from django.utils.translation import gettext as _

from pomni.exchange.events import (
    ExportAsked,
    ExportDeleted,
    ExportFetched,
    ExportHalted,
    ExportWritten,
    VisitsExportAsked,
    VisitsExportWritten,
)
from pomni.exchange.export_run import OPEN, drop_file, write_export
from pomni.exchange.models import Export
from pomni.exchange.notices import ClientsExported, ExportReady, VisitsExported, VisitsExportReady
from pomni.exchange.subjects import subject_of
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import allow, command
from pomni.team.models import User
from pomni.team.notices import notify
from pomni.team.queries import directors

RUN, SEE = "exchange.export.run", "exchange.export.see"


@command(RUN, makes=Export)
def ask_export(
    *, format: str, query: str, columns: Sequence[str], of: str = Export.Of.CLIENTS, by: User
) -> Export:
    """Have a list of clients, or of visits, written to a file: what of it is within reach (`query`, as in its address).

    The worker writes it. Raises Refused where no column is chosen, or one that `by` may not see.
    """
    subject = subject_of(of)
    allow(by, subject.see)
    if format not in subject.formats:
        raise Refused(_("Visits go into a table: choose XLSX or CSV."), field="format")
    known = subject.columns()
    chosen = [key for key in known if key in columns]
    if not chosen:
        raise Refused(_("Choose at least one column."), field="columns")
    if any(by.field_rule(known[key].field) == "hide" for key in chosen if known[key].field):
        raise Refused(_("Your role hides one of these columns from you. Leave it out."), field="columns")
    export = Export.objects.create(
        made_by=by,
        added_at=now(),
        of=of,
        format=format,
        asked={"query": query},
        columns=chosen,
        mark=_new_mark(),
    )
    told = VisitsExportAsked if of == Export.Of.VISITS else ExportAsked
    remember(told(export_id=export.pk, format=format, mark=export.mark), by=by)
    write_export.enqueue(pk=export.pk)
    return export


@command(RUN)
def finish_export(export: Export, *, stored: str, rows: int, size: int, by: User) -> Export:
    """The file is whole: its maker may fetch it, and the directors learn of it."""
    export.stored, export.rows, export.at_row, export.size = stored, rows, rows, size
    export.state, export.ended_at = Export.State.DONE, now()
    export.save(update_fields=["stored", "rows", "at_row", "size", "state", "ended_at"])
    is_of_visits = export.of == Export.Of.VISITS
    told = VisitsExportWritten if is_of_visits else ExportWritten
    remember(told(export_id=export.pk, rows=rows, mark=export.mark, format=export.format), by=by)
    ready, exported = (VisitsExportReady, VisitsExported) if is_of_visits else (ExportReady, ClientsExported)
    notify([by], ready, dedupe=f"export:{export.pk}", url=f"/exchange/exports/{export.uid}/", rows=rows)
    others = directors().exclude(pk=by.pk)
    notify(others, exported, dedupe=f"exported:{export.pk}", name=by.name, rows=rows)
    return export


@command(RUN)
def fail_export(export: Export, *, trouble: str, by: User) -> Export:
    """It cannot be written: why is told on its page. One that has ended stays as it is."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.state in OPEN:
        export.state, export.trouble, export.ended_at = Export.State.FAILED, trouble, now()
        export.save(update_fields=["state", "trouble", "ended_at"])
        remember(ExportHalted(export_id=export.pk, format=export.format, mark=export.mark), by=by)
    return export


@command(SEE)
def fetch_export(export: Export, *, by: User) -> Export:
    """Its maker takes the file; the first time is remembered. Raises Refused where it is gone or not theirs."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.made_by_id != by.pk:
        raise Refused(_("An export belongs to whoever made it. Make one of your own."))
    if export.state != Export.State.DONE:
        raise Refused(_("This file is not there any more. Export anew."))
    if not export.fetched_at:
        export.fetched_at = now()
        export.save(update_fields=["fetched_at"])
        remember(ExportFetched(export_id=export.pk, mark=export.mark), by=by)
    return export


@command(SEE)
def delete_export(export: Export, *, by: User) -> Export:
    """Delete the file before its week is over; that it was made stays written."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.state == Export.State.DONE:
        drop_file(export)
        remember(ExportDeleted(export_id=export.pk, mark=export.mark), by=by)
    return export


def _new_mark() -> str:
    """Short, so that it can be read out over the telephone; without letters that look alike."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _n in range(4)) for _m in range(3))
