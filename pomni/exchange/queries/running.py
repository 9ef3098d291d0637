"""Reading about an import that was begun: how far it is, what it did, what could not be taken."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import formats

from pomni.exchange.journal import REST, faults_titles, more_titles
from pomni.exchange.models import Fault, Import
from pomni.exchange.sources import source_of
from pomni.exchange.writing.cells import harmless
from pomni.kit.clock import now
from pomni.kit.paging import Page, page_of
from pomni.people.queries import clients_now
from pomni.team.models import User

SHOWN = 50
RUN = "exchange.import.run"
BEFORE = ("change_reading", "match_columns", "try_import", "drop_import")
# What can be done next with an import in a state, by the names that programs know; taking back is asked apart.
NEXT: dict[str, tuple[str, ...]] = {
    "read": BEFORE,
    "trying": BEFORE,
    "tried": ("start_import", *BEFORE),
    "running": ("pause_import", "stop_import"),
    "paused": ("resume_import", "stop_import"),
    "failed": ("resume_import", "stop_import"),
}


@dataclass(frozen=True)
class Line:
    """One row of an import: its number in the file, whom or what it made or changed, and why it was not taken back."""

    number: int
    client: Any
    kept: str


def minutes_left(import_: Import) -> int | None:
    """How many minutes it will take still, 0 for less than one; None where nobody knows yet.

    Told by how quick it has been since it last began to run.
    """
    since, done = import_.figures.get("since"), import_.at_row - import_.figures.get("since_row", 0)
    if not since or done < SHOWN:
        return None
    took = (now() - datetime.fromisoformat(since)).total_seconds()
    return round(took / done * max(0, import_.rows - import_.at_row) / 60)


def is_waiting(import_: Import) -> bool:
    """Whether it stands in line behind another import."""
    others = Import.objects.filter(state__in=(Import.State.RUNNING, Import.State.UNDOING)).exclude(
        pk=import_.pk
    )
    return import_.at_row == import_.figures.get("since_row", 0) and others.exists()


def may_be_undone(import_: Import) -> bool:
    """Whether what it did is still known, and not taken back yet."""
    if import_.state == Import.State.UNDONE:
        return any(import_.figures.get(name) for name in REST)
    return (
        import_.state in {"done", "paused", "failed"} and bool(import_.began_at) and import_.is_known_by_line
    )


def next_acts(viewer: User, import_: Import) -> list[str]:
    """What the viewer may do with it now, by the names that programs know."""
    if not viewer.may(RUN):
        return []
    acts = NEXT.get(import_.state, ())
    return [*acts, "undo_import"] if may_be_undone(import_) else [*acts]


def numbers(import_: Import) -> dict[str, int]:
    """Of which kinds of lines there are how many."""
    if import_.state == Import.State.UNDONE:
        return {"kept": sum(import_.figures.get(name, 0) for name in ("kept", *REST))}
    kept = import_.is_known_by_line
    return {"added": import_.added if kept else 0, "changed": import_.changed if kept else 0}


def taken_back(import_: Import) -> dict[str, int]:
    """How far the taking back is."""
    return {"done": import_.lines.filter(undone=True).count(), "rows": import_.lines.count()}


def lines(viewer: User, import_: Import, *, of: str, after: int = 0) -> tuple[list[Line], int]:
    """Clients that the import "added", "changed", or "kept" when it was taken back, in the order of the file.

    Those behind the key `after`; returns them with the key after which the next begin, or 0. A client out of the
    viewer's reach is None.
    """
    rows = list(_taken(import_, of).filter(pk__gt=after).order_by("pk")[: SHOWN + 1])
    return _lines(viewer, import_, rows[:SHOWN]), rows[SHOWN - 1].pk if len(rows) > SHOWN else 0


def line_page(
    viewer: User, import_: Import, *, of: str, after: str | None = None, limit: int = SHOWN
) -> Page[Line]:
    """The same page by page, for programs."""
    found = page_of(
        _taken(import_, of), by=("pk",), of=f"{of} by import {import_.pk}", after=after, limit=limit
    )
    return Page(_lines(viewer, import_, found.items), found.next)


def _taken(import_: Import, of: str) -> QuerySet[Any]:
    found: QuerySet[Any] = import_.lines
    return found.exclude(kept="") if of == "kept" else found.filter(is_new=of == "added")


def _lines(viewer: User, import_: Import, rows: list[Any]) -> list[Line]:
    if not import_.is_of_clients:
        offered = source_of(import_.of).named(viewer, {row.record_id for row in rows})
        return [Line(row.number, offered.get(row.record_id), row.kept) for row in rows]
    known = clients_now(viewer, {row.client_id for row in rows})
    return [Line(row.number, known.get(row.client_id), row.kept) for row in rows]


def fault_page(import_: Import, *, after: str | None = None, limit: int = SHOWN) -> Page[Fault]:
    """The rows that could not be taken, page by page in the order of the file."""
    of = f"faults of import {import_.pk}"
    return page_of(import_.faults.all(), by=("number", "pk"), of=of, after=after, limit=limit)


def faults(import_: Import, *, size: int = SHOWN) -> list[Fault]:
    """The first rows that could not be taken."""
    return list(import_.faults.order_by("number", "pk")[:size])


def faults_file(viewer: User, import_: Import) -> Iterator[str]:
    """The rows that could not be taken as a file to mend and send again: as they were, with their number and the reason."""
    sign = ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","
    yield "\ufeff" + _line([*faults_titles(import_), *more_titles()], sign)
    width = len(import_.columns)
    for fault in import_.faults.order_by("number", "pk").iterator(chunk_size=500):
        cells = [*fault.cells, *[""] * (width - len(fault.cells))]
        reason = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
        yield _line([*cells, fault.number, reason], sign)


def _line(cells: Iterable[Any], sign: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerow([harmless(cell) for cell in cells])
    return text.getvalue()
