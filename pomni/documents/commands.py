"""Every write about files. Bytes are laid down before (`storing.laid`): no command waits for the disk of strangers' files."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.documents import previews
from pomni.documents.events import FileAdded, FileRemoved, FileRenamed, FileRestored
from pomni.documents.models import File
from pomni.documents.rules import clean_name, previewed_as, renamed
from pomni.documents.storing import Laid
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.memory.queries import moments_of_record
from pomni.team.access import command
from pomni.team.models import User

ADD, REMOVE = "documents.file.add", "documents.file.remove"


@command(ADD, makes=File)
def add_file(client: Any, *, name: str, content: Laid, by: User) -> File:
    """Put a file onto a client's card, under its sender's name, made harmless. Its preview is drawn afterwards."""
    _refuse_unreached(client, by)
    _refuse_erased(client)
    file = File.objects.create(
        client=client,
        name=clean_name(name),
        media_type=content.media_type,
        size=content.size,
        sha256=content.sha256,
        stored=content.stored,
        preview=File.Preview.WAITING if previewed_as(content.media_type) else File.Preview.NONE,
        added_by=None if by.is_robot else by,
        added_at=now(),
    )
    remember(
        FileAdded(
            client_id=file.client_id,
            file_id=file.pk,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
        ),
        by=by,
    )
    if file.preview:
        previews.draw_preview.enqueue(file.pk)
    return file


@command(ADD)
def rename_file(file: File, *, name: str, by: User) -> File:
    """Give a file another name. A name that says no kind of file keeps that of the old one."""
    file = _locked(file)
    before, file.name = file.name, renamed(file.name, name)
    if file.name != before:
        file.save(update_fields=["name"])
        remember(
            FileRenamed(client_id=file.client_id, file_id=file.pk, before=before, after=file.name), by=by
        )
    return file


@command(REMOVE)
def remove_file(file: File, *, by: User) -> File:
    """Take a file off the card. For 30 days it can be brought back; then its bytes are deleted."""
    return _off_the_card(_locked(file), by)


@command(REMOVE)
def restore_file(file: File, *, by: User) -> File:
    """Bring a removed file back onto the card."""
    return _onto_the_card(_locked(file), by)


@command(ADD)
def take_back_file(file: File, *, by: User) -> File:
    """Take a file off the card that `by` has added within a day: the wrong one was chosen, or the wrong card.

    Raises NotAllowed where somebody else has added it, or the day is over: then it takes the right to remove files.
    """
    file = _locked(file)
    _refuse_others(file, by)
    return _off_the_card(file, by)


@command(ADD)
def put_back_file(file: File, *, by: User) -> File:
    """Undo `take_back_file`. Raises NotAllowed where somebody else has removed it since."""
    file = _locked(file)
    _refuse_others(file, by)
    if file.removed_at is not None:
        removed = moments_of_record("documents.file", file.pk).filter(kind=FileRemoved.kind)
        if removed.values_list("by_id", flat=True).first() != by.pk:
            raise NotAllowed(_("A colleague has removed this file."), capability=REMOVE)
    return _onto_the_card(file, by)


def _off_the_card(file: File, by: User) -> File:
    if file.removed_at is None:
        file.removed_at = now()
        file.save(update_fields=["removed_at"])
        remember(FileRemoved(client_id=file.client_id, file_id=file.pk, name=file.name), by=by)
    return file


def _onto_the_card(file: File, by: User) -> File:
    if file.removed_at is not None:
        file.removed_at = None
        file.save(update_fields=["removed_at"])
        remember(FileRestored(client_id=file.client_id, file_id=file.pk, name=file.name), by=by)
    return file


def _refuse_others(file: File, by: User) -> None:
    if not file.is_fresh_of(by):
        sentence = _("Only whoever added a file can take it back, and within a day.")
        raise NotAllowed(sentence, capability=REMOVE)


def _locked(file: File) -> File:
    found = File.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if found is None:  # erased meanwhile, or its 30 days are over
        raise Refused(_("This file is deleted; there is nothing left to change."))
    return found


def _refuse_unreached(client: Any, by: User) -> None:
    """A client may be within sight and still not among those to whom `by` may add files."""
    if not type(client)._default_manager.visible_to(by, ADD).filter(pk=client.pk).exists():
        raise NotAllowed(_("Your role does not allow this for this record."), capability=ADD)


def _refuse_erased(client: Any) -> None:
    """Locked, so that no file comes to a client who is being erased at this moment."""
    locked = type(client)._default_manager.select_for_update(no_key=True)
    if locked.values_list("forgotten_at", flat=True).get(pk=client.pk):
        raise Refused(_("The personal data of this {client} were erased; no file can be added."))
