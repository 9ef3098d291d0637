"""What is let go of: files of erased clients at once, removed ones after 30 days, and every night what no row knows."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from pomni.documents.models import File
from pomni.documents.storing import everything, path_of, remove
from pomni.kit import uploads
from pomni.kit.clock import now
from pomni.kit.pace import in_strokes

KEPT = timedelta(days=30)  # a removed file
FRESH = timedelta(days=1)  # bytes whose row may still be on its way


def erase_files_of(keys: Collection[int]) -> None:
    """Delete all files of a client, kept under any of these keys, removed ones too: the rows now, the bytes once that is
    committed.
    """
    _delete(File.objects.filter(client_id__in=keys))


def sweep() -> None:
    """The nightly round."""
    gone = File.objects.filter(removed_at__lt=now() - KEPT)
    in_strokes(list(gone.values_list("pk", flat=True)), lambda pks: _delete(gone.filter(pk__in=list(pks))))
    remove(_strays())
    uploads.sweep(now() - FRESH)
    _note_missing()


def _delete(files: QuerySet[File]) -> None:
    with transaction.atomic():
        names = list(files.select_for_update().order_by("pk").values_list("stored", flat=True))
        files.filter(stored__in=names).delete()
        transaction.on_commit(lambda: remove(names))


def _strays() -> list[str]:
    """What lies on the disk and no row knows. What is young may belong to a row that is about to be written."""
    old = (now() - FRESH).timestamp()
    found = {stored for stored, written in everything() if written < old}
    known = File.objects.order_by().values_list("stored", flat=True)
    return sorted(found.difference(known.iterator(chunk_size=5000)))


def _note_missing() -> None:
    """Note of each row whether its bytes are there, for `doctor` and for whoever opens the file."""
    rows = File.objects.order_by("pk").values_list("pk", "stored", "lost_at")
    lost, found = [], []
    for pk, stored, lost_at in rows.iterator(chunk_size=5000):
        is_there = path_of(stored).exists()
        if is_there and lost_at:
            found.append(pk)
        elif not is_there and not lost_at:
            lost.append(pk)
    File.objects.filter(pk__in=found).update(lost_at=None)
    File.objects.filter(pk__in=lost).update(lost_at=now())
