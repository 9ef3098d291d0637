"""What imports and exports keep of clients is let go: after its time, and at once of those who are forgotten."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from pomni.exchange import arriving, export_run
from pomni.exchange.commands.running import let_go_of_import
from pomni.exchange.models import Export, Fault, Import, Taken, TakenOffer
from pomni.kit.clock import now
from pomni.kit.pace import in_strokes
from pomni.memory.viewing import sightings
from pomni.team.robots import command_line

KEPT = timedelta(days=30)
FRESH = timedelta(days=1)  # a file whose row may still be on its way
STOPPED = (Import.State.PAUSED, Import.State.FAILED)
OVER = (Import.State.DONE, Import.State.UNDONE, Import.State.DROPPED)

# What stood in a cell, as reasons quote it in three languages; and numbers, which some tell without quotes.
CELL = re.compile(r"(?<=[“„«])[^”»]+(?=[”»])|\d[\d\s.-]{2,}\d")


def let_go_of_old(before: datetime | None = None) -> int:
    """Of imports that ended before an instant, or were left lying as long, the counts stay and nothing else.

    By default a month ago. Returns how many there were.
    """
    ended, lying = _old_imports(before or now() - KEPT)
    for import_ in [*ended, *lying]:
        arriving.remove(import_.stored)
        for model in (Taken, TakenOffer, Fault):
            _delete(model, import_)
        changes: dict[str, Any] = {"stored": "", "trial": {"let_go": True}, "figures": {}}
        if import_.state not in OVER:
            ended_as = Import.State.DONE if import_.began_at else Import.State.DROPPED
            changes |= {"state": ended_as, "ended_at": now()}
        Import.objects.filter(pk=import_.pk).update(**changes)
    return len(ended) + len(lying)


def old_leftovers(before: datetime) -> int:
    """How many imports keep more than counts, and are older than an instant."""
    return sum(map(len, _old_imports(before)))


def old_files(before: datetime) -> int:
    """How many files of exports are older than an instant."""
    return Export.objects.filter(state=Export.State.DONE, ended_at__lt=before).count()


def drop_old_files(before: datetime) -> int:
    """Delete the files of exports that are older than an instant."""
    return export_run.delete_old_exports(before)


def _old_imports(before: datetime) -> tuple[list[Import], list[Import]]:
    ended = Import.objects.filter(state__in=OVER, ended_at__lt=before).exclude(trial={"let_go": True})
    left = Q(added_at__lt=before, began_at=None) | Q(began_at__lt=before, state__in=STOPPED)
    return list(ended), list(Import.objects.filter(left).exclude(state__in=OVER))


def forget(keys: Collection[int]) -> None:
    """What an import kept of this client, so as to give it back, is deleted: there is nobody to give it to.

    `keys` are all under which the client was ever kept: what came in or went out with a card that was merged since
    is known by that card's own.

    So are files that went out with this client in them, and every file that is on its way in: nobody can tell any more
    which of them hold the client, and one that was taken in later would bring them back.
    """
    Taken.objects.filter(client_id__in=keys).delete()
    # A row that was set aside is bound to nobody: any of them may have told of this client. Its number stays, and the
    # reason without what stood in the cell.
    kept = list(
        Fault.objects.filter(whole__of=Import.Of.CLIENTS).exclude(cells=[]).values_list("pk", flat=True)
    )
    in_strokes(kept, _clear_faults)
    for import_ in Import.objects.filter(of=Import.Of.CLIENTS).exclude(stored=""):
        if import_.state in OVER:
            arriving.remove(import_.stored)
            Import.objects.filter(pk=import_.pk).update(stored="")
        else:
            let_go_of_import(import_, by=command_line())
    for export in Export.objects.exclude(state__in=export_run.OPEN):
        if _held(export, keys):
            if export.state == Export.State.DONE:
                export_run.drop_file(export)
            Export.objects.filter(pk=export.pk).update(asked=_without_words(export.asked))


def _clear_faults(pks: list[int]) -> None:
    rows = list(Fault.objects.filter(pk__in=pks))
    for row in rows:
        row.cells, row.reason = [], CELL.sub("…", row.reason)
    Fault.objects.bulk_update(rows, ["cells", "reason"])


def _held(export: Export, keys: Collection[int]) -> bool:
    found = sightings(
        since=export.added_at,
        until=export.ended_at or now(),
        by_id=export.made_by_id,
        record="people.client",
        record_ids=keys,
        copied=True,
    )
    return found.exists()


def _without_words(asked: dict[str, Any]) -> dict[str, Any]:
    """The filters without what was searched for: that may be a name."""
    query = QueryDict(asked.get("query", ""), mutable=True)
    query.pop("q", None)
    return asked | {"query": query.urlencode()}


def remove_strays() -> int:
    """Delete files that no import knows: what a killed process left of one that was coming in. Returns how many."""
    known = set(Import.objects.exclude(stored="").values_list("stored", flat=True))
    old, there, gone = (now() - FRESH).timestamp(), arriving.path_of(arriving.FOLDER), 0
    for path in there.glob("*"):
        if f"{arriving.FOLDER}/{path.name}" not in known and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _delete(model: Any, import_: Import) -> None:
    pks = list(model.objects.filter(whole=import_).values_list("pk", flat=True))
    in_strokes(pks, lambda some: model.objects.filter(pk__in=some).delete())
