"""Previews of files: drawn in a child process, kept beside the files, made anew whenever they are missing."""

import threading
from pathlib import Path

from pomni.documents.models import File
from pomni.documents.rules import previewed_as
from pomni.documents.storing import keep, path_of, previews_of, remove
from pomni.jobs.declare import task
from pomni.kit import previewer

MOST_PAGES = 20  # of a PDF are shown
SMALL = "small"
PATIENCE = 10  # seconds that a page waits for another to be drawn
_one_at_a_time = threading.BoundedSemaphore(
    1
)  # in a process that answers pages: a child takes a core for itself


@task(attempts=3, key="preview:{file_id}")
def draw_preview(file_id: int) -> None:
    """Draw the picture of a file, or of its first page, and write down what came of it."""
    file = File.objects.filter(pk=file_id).first()
    if file is None or not (what := previewed_as(file.media_type)):
        return
    try:
        made = previewer.drawn(path_of(file.stored), what)
    except previewer.NoPreview as none:
        File.objects.filter(pk=file_id).update(preview=none.why)
        return
    except FileNotFoundError:
        File.objects.filter(pk=file_id).update(preview=File.Preview.NONE)
        return
    _keep(file, 1, made)
    if not File.objects.filter(pk=file_id).update(preview=File.Preview.MADE, pages=made.pages):
        remove([file.stored])  # it was erased while it was drawn


def small(file: File) -> Path | None:
    """The small picture of a file; None where there is none."""
    return _there(file, SMALL, 1)


def page(file: File, number: int) -> Path | None:
    """The picture of a file, or of a page of a PDF, drawn now where it is missing; None where there is none."""
    if not 1 <= number <= shown_pages(file):
        return None
    return _there(file, str(number), number)


def shown_pages(file: File) -> int:
    """How many pictures of a file are shown."""
    return min(file.pages or 1, MOST_PAGES) if file.preview == File.Preview.MADE else 0


def _there(file: File, name: str, number: int) -> Path | None:
    there = previews_of(file.stored) / f"{name}.webp"
    if file.preview != File.Preview.MADE or there.exists():
        return there if file.preview == File.Preview.MADE else None
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        return None
    try:
        _keep(file, number, previewer.drawn(path_of(file.stored), previewed_as(file.media_type), page=number))
    except (previewer.NoPreview, FileNotFoundError):
        return None
    finally:
        _one_at_a_time.release()
    return there


def _keep(file: File, number: int, made: previewer.Drawn) -> None:
    folder = previews_of(file.stored)
    keep(folder / f"{number}.webp", made.picture)
    if number == 1:
        keep(folder / f"{SMALL}.webp", made.small)
