"""Bulk acts on rows chosen in a list: one command each, on as many of them as are within reach.

Each returns what it really changed, which is all that its reverse needs.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.people.events import ClientArchived, ClientEdited, ClientHandedOver, ClientRestored
from pomni.people.models import Client, Tag
from pomni.people.words import MOST_TAGS, coined, tags_of, tags_text
from pomni.team.access import command
from pomni.team.models import User

CHANGE, ARCHIVE = "people.client.change", "people.client.archive"


@command(CHANGE)
def hand_over_chosen(*, heirs: Mapping[int, User | None], by: User) -> dict[int, User | None]:
    """Each of these clients (their keys) is answered for by the colleague named for it from now on; None: by nobody.

    Returns who answered for each changed one before: handed in again, it is the reverse.
    """
    rows = _locked(by, CHANGE, heirs).select_related("responsible")
    before = {row.pk: row.responsible for row in rows if row.responsible_id != _key(heirs[row.pk])}
    for heir in {heirs[pk] for pk in before}:
        theirs = [pk for pk in before if heirs[pk] == heir]
        Client.objects.filter(pk__in=theirs).update(responsible=heir)
    told = (
        ClientHandedOver(
            client_id=pk, responsible_id=_key(heirs[pk]), before=_name(was), after=_name(heirs[pk])
        )
        for pk, was in before.items()
    )
    remember_many(told, by=by)
    return before


@command(CHANGE)
def tag_chosen(*, clients: Collection[int], tag: str, by: User) -> list[int]:
    """Give these clients a tag, coined where the company has none of this name. Returns those who had it not before.

    Raises Refused (field `tag`) for a name that is none. Who has as many tags as a client may have is passed over.
    """
    try:
        told = coined(tags_of([tag]))
    except Refused as no:
        raise Refused(str(no), field="tag") from None
    if not told:
        raise Refused(_("Name the tag."), field="tag")
    rows = _locked(by, CHANGE, clients).exclude(tags=told[0])
    had = {pk: tags for pk, tags in _tags_of(rows).items() if len(tags) < MOST_TAGS}
    link = Client.tags.through
    link.objects.bulk_create([link(client_id=pk, tag_id=told[0].pk) for pk in had], ignore_conflicts=True)
    _remember_tags({pk: (tags, [*tags, told[0]]) for pk, tags in had.items()}, by)
    return list(had)


@command(CHANGE)
def untag_chosen(*, clients: Collection[int], tag: str, by: User) -> list[int]:
    """Take a tag (its name, in whatever spelling) from these clients. Returns those who had it."""
    gone = Tag.objects.filter(folded=spelling.fold(tag)).first()
    if not gone:
        return []
    had = _tags_of(_locked(by, CHANGE, clients).filter(tags=gone))
    Client.tags.through.objects.filter(client__in=had, tag=gone).delete()
    _remember_tags({pk: (tags, [one for one in tags if one != gone]) for pk, tags in had.items()}, by)
    return list(had)


@command(ARCHIVE)
def archive_chosen(*, clients: Collection[int], by: User) -> list[int]:
    """These clients leave the lists; their cards stay. Returns those who were not archived yet."""
    rows = [row.pk for row in _locked(by, ARCHIVE, clients).filter(archived_at=None)]
    Client.objects.filter(pk__in=rows).update(archived_at=now())
    remember_many((ClientArchived(client_id=pk) for pk in rows), by=by)
    return rows


@command(ARCHIVE)
def restore_chosen(*, clients: Collection[int], by: User) -> list[int]:
    """These clients stand in the lists again. Returns those who were archived."""
    rows = [row.pk for row in _locked(by, ARCHIVE, clients).exclude(archived_at=None)]
    Client.objects.filter(pk__in=rows).update(archived_at=None)
    remember_many((ClientRestored(client_id=pk) for pk in rows), by=by)
    return rows


def _locked(by: User, capability: str, clients: Iterable[int]) -> QuerySet[Client, Client]:
    """Those of these clients that `by` reaches so far, erased ones left out: nobody else changes them meanwhile."""
    mine = Client.objects.visible_to(by, capability).filter(pk__in=list(clients), forgotten_at=None)
    rows: QuerySet[Client, Client] = Client.objects.filter(pk__in=mine.values("pk"))
    return rows.order_by("pk").select_for_update(of=("self",))


def _tags_of(rows: QuerySet[Client, Client]) -> dict[int, list[Tag]]:
    return {row.pk: list(row.tags.all()) for row in rows.prefetch_related("tags")}


def _remember_tags(changed: Mapping[int, tuple[list[Tag], list[Tag]]], by: User) -> None:
    told: dict[int, list[Any]] = {pk: [tags_text(tags) for tags in both] for pk, both in changed.items()}
    remember_many((ClientEdited(client_id=pk, changes={"tags": both}) for pk, both in told.items()), by=by)


def _key(user: User | None) -> int | None:
    return user.pk if user else None


def _name(user: User | None) -> str:
    return user.name if user else ""
