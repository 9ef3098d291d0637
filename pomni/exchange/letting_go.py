"""What imports and exports keep of clients is let go: after its time, and at once of those who are forgotten."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from pomni.exchange import arriving, export_run
from pomni.exchange.models import Export, Fault, Import, Taken
from pomni.kit.clock import now
from pomni.kit.pace import in_strokes
from pomni.memory.viewing import EXPORTED, sightings

KEPT = timedelta(days=30)
FRESH = timedelta(days=1)  # a file whose row may still be on its way
STOPPED = (Import.State.PAUSED, Import.State.FAILED)
OVER = (Import.State.DONE, Import.State.UNDONE, Import.State.DROPPED)


def let_go_of_old() -> int:
    """Of imports that ended a month ago, or were left lying as long, the counts stay and nothing else. Returns how many."""
    before = now() - KEPT
    ended = Import.objects.filter(state__in=OVER, ended_at__lt=before).exclude(trial={"let_go": True})
    left = Q(added_at__lt=before, began_at=None) | Q(began_at__lt=before, state__in=STOPPED)
    lying = Import.objects.filter(left).exclude(state__in=OVER)
    for import_ in [*ended, *lying]:
        arriving.remove(import_.stored)
        for model in (Taken, Fault):
            _delete(model, import_)
        changes: dict[str, Any] = {"stored": "", "trial": {"let_go": True}, "figures": {}}
        if import_.state not in OVER:
            ended_as = Import.State.DONE if import_.began_at else Import.State.DROPPED
            changes |= {"state": ended_as, "ended_at": now()}
        Import.objects.filter(pk=import_.pk).update(**changes)
    return len(ended) + len(lying)


def forget(client_id: int) -> None:
    """What an import kept of this client, so as to give it back, is deleted: there is nobody to give it to.

    So are files that went out with this client in them, and examples of trials, which name who would be changed.
    """
    Taken.objects.filter(client_id=client_id).delete()
    # A row that was set aside is bound to nobody: any of them may have told of this client. Its number and reason stay.
    Fault.objects.update(cells=[])
    for import_ in Import.objects.filter(state__in=OVER).exclude(stored=""):
        arriving.remove(import_.stored)
        Import.objects.filter(pk=import_.pk).update(stored="")
    for export in Export.objects.filter(state=Export.State.DONE):
        told = {"since": export.added_at, "until": export.ended_at or now(), "by_id": export.made_by_id}
        if sightings(**told, record="people.client", record_ids=[client_id]).filter(how=EXPORTED).exists():
            export_run.drop_file(export)
    with transaction.atomic():
        for import_ in Import.objects.select_for_update().filter(state=Import.State.TRIED):
            import_.trial = {name: told for name, told in import_.trial.items() if name != "examples"}
            import_.save(update_fields=["trial"])


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
