"""Reading about files. The first argument is whoever reads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.documents import previews
from pomni.documents.models import File
from pomni.documents.storing import path_of
from pomni.kit.errors import Refused
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.prepared import records_of
from pomni.people import queries as people
from pomni.team.models import User

ON_CARD = 6


@dataclass(frozen=True)
class Beside:
    """The uids of the files that lie next to one on its card, or None."""

    newer: Any
    older: Any


def files_of(viewer: User, client: Any) -> QuerySet[File]:
    """The files on the card of a client whom the viewer reaches, newest first."""
    found = File.objects.visible_to(viewer).filter(client=client, removed_at=None)
    return found.select_related("added_by").order_by("-added_at", "-pk")


def on_card(viewer: User, client: Any) -> tuple[list[File], bool]:
    """The newest files of a client, and whether there are more."""

    def compose(client: int) -> QuerySet[File]:
        return files_of(viewer, client)[: ON_CARD + 1]

    found = records_of(("files on a card", viewer.pk, viewer.access_stamp), compose, client.pk)
    return found[:ON_CARD], len(found) > ON_CARD


def file_page(viewer: User, client: Any, *, after: str | None = None, limit: int = USUAL) -> Page[File]:
    """A page of the files of a client, newest first: behind the cursor `after`. Raises Refused where it is not one of ours."""
    found = files_of(viewer, client)
    return page_of(found, by=("-added_at", "-pk"), of=f"files {client.uid}", after=after, limit=limit)


def file(viewer: User, uid: Any, *, removed: bool = False) -> File:
    """One file; with `removed`, one that may have been removed. Raises Http404 where there is none within reach."""
    found = File.objects.visible_to(viewer).select_related("added_by", "client")
    one = get_object_or_404(found if removed else found.filter(removed_at=None), uid=uid)
    people.client(viewer, one.client.uid)  # whoever does not reach the client does not reach what hangs on it
    return one


def beside(viewer: User, file: File) -> Beside:
    """What lies next to a file on its card."""
    found = files_of(viewer, file.client_id).select_related(None)
    at, pk = file.added_at, file.pk
    newer = found.filter(Q(added_at__gt=at) | Q(added_at=at, pk__gt=pk)).order_by("added_at", "pk")
    older = found.filter(Q(added_at__lt=at) | Q(added_at=at, pk__lt=pk))
    return Beside(*(rows.values_list("uid", flat=True).first() for rows in (newer, older)))


def content(file: File) -> Path:
    """Where the bytes of a file lie. Raises Refused where they are missing."""
    path = path_of(file.stored)
    if not path.is_file():
        raise Refused(
            _(
                "The contents of this file are missing on the computer that Pomni runs on. "
                "Whoever looks after Pomni can bring them back from a backup."
            )
        )
    return path


def small_picture(file: File) -> Path | None:
    """The small picture of a file, if it has one."""
    return previews.small(file)


def picture(file: File, number: int) -> Path | None:
    """The picture of a file, or of a page of it, if there is one."""
    return previews.page(file, number)


def pages_shown(file: File) -> range:
    """The numbers of the pictures of a file that are shown."""
    return range(1, previews.shown_pages(file) + 1)


def missing() -> int:
    """How many files had no contents when they were last looked at. It tells of the machine: for `doctor`."""
    return File.objects.exclude(lost_at=None).count()
