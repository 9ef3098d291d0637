from uuid import UUID

from ninja import Query, Router, Status

from pomni.kit.later import later as _
from pomni.people import commands, queries
from pomni.people.api.schemas import (
    AddInteractionIn,
    AddNoteIn,
    EditInteractionIn,
    EditNoteIn,
    InteractionOut,
    InteractionsOut,
    NoteOut,
    NotesOut,
)
from pomni.people.queries import writing
from pomni.people.seen import seen
from pomni.team.doors import PageIn, acts, key_of, operation

router = Router(tags=["clients"])
NOTES, NOTE = "people.note.see", "people.note.add"
CONTACTS, CONTACT = "people.interaction.see", "people.interaction.add"
OF_NOTE = "/clients/{uid}/notes/{note}"
OF_CONTACT = "/clients/{uid}/interactions/{interaction}"


@router.get(
    "/clients/{uid}/notes",
    response=NotesOut,
    summary=_("List notes about a {client}"),
    operation_id="list_notes",
)
@operation(NOTES)
def notes(request, uid: UUID, page: Query[PageIn]):
    found = writing.notes_page(request.user, _shown(request, uid), **page.dict())
    return {"items": [_note(one) for one in found.items], "next": found.next}


@router.post(
    "/clients/{uid}/notes",
    response={201: NoteOut},
    summary=_("Write a note about a {client}"),
    operation_id="add_note",
)
@operation(NOTE)
def add_note(request, uid: UUID, told: AddNoteIn):
    client = queries.client(request.user, uid)
    return Status(201, _note(commands.add_note(client, **told.dict(), by=request.user, key=key_of(request))))


@router.patch(OF_NOTE, response=NoteOut, summary=_("Change a note"), operation_id="edit_note")
@operation(NOTE)
def edit_note(request, uid: UUID, note: UUID, told: EditNoteIn):
    found = _the_note(request, uid, note)
    words = told.dict(exclude_none=True, exclude_unset=True)
    return _note(commands.edit_note(found, by=request.user, **words))


@acts(
    router,
    OF_NOTE,
    ("withdraw", commands.withdraw_note, _("Take a note back")),
    ("restore", commands.restore_note, _("Put a note back")),
    response=NoteOut,
    capability=NOTE,
)
def take_note_back(request, uid: UUID, note: UUID, command):
    return _note(command(_the_note(request, uid, note), by=request.user))


@router.get(
    "/clients/{uid}/interactions",
    response=InteractionsOut,
    summary=_("List contacts with a {client}"),
    operation_id="list_interactions",
)
@operation(CONTACTS)
def interactions(request, uid: UUID, page: Query[PageIn]):
    found = writing.interactions_page(request.user, _shown(request, uid), **page.dict())
    return {"items": [_contact(one) for one in found.items], "next": found.next}


@router.post(
    "/clients/{uid}/interactions",
    response={201: InteractionOut},
    summary=_("Write down a contact with a {client}"),
    operation_id="add_interaction",
)
@operation(CONTACT)
def add_interaction(request, uid: UUID, told: AddInteractionIn):
    client = queries.client(request.user, uid)
    made = commands.add_interaction(client, **told.dict(), by=request.user, key=key_of(request))
    return Status(201, _contact(made))


@router.patch(
    OF_CONTACT, response=InteractionOut, summary=_("Change a contact"), operation_id="edit_interaction"
)
@operation(CONTACT)
def edit_interaction(request, uid: UUID, interaction: UUID, told: EditInteractionIn):
    found = _the_contact(request, uid, interaction)
    words = told.dict(exclude_none=True, exclude_unset=True)
    return _contact(commands.edit_interaction(found, by=request.user, **words))


@acts(
    router,
    OF_CONTACT,
    ("withdraw", commands.withdraw_interaction, _("Take a contact back")),
    ("restore", commands.restore_interaction, _("Put a contact back")),
    response=InteractionOut,
    capability=CONTACT,
)
def take_contact_back(request, uid: UUID, interaction: UUID, command):
    return _contact(command(_the_contact(request, uid, interaction), by=request.user))


def _shown(request, uid):
    return seen(request, queries.client(request.user, uid))


def _the_note(request, uid, note):
    return writing.note(request.user, _shown(request, uid), note)


def _the_contact(request, uid, interaction):
    return writing.interaction(request.user, _shown(request, uid), interaction)


def _note(note):
    plain = ("uid", "to_finish", "written_at", "changed_at", "withdrawn_at")
    told = {name: getattr(note, name) for name in plain}
    # What was taken back is not told any more, as on the card.
    return told | {"text": "" if note.withdrawn_at else note.text, "by": _by(note)}


def _contact(one):
    gone = bool(one.withdrawn_at)
    texts = {name: "" if gone else getattr(one, name) for name in ("where", "occasion", "outcome")}
    plain = ("uid", "how", "side", "at", "written_at", "changed_at", "withdrawn_at")
    return {name: getattr(one, name) for name in plain} | texts | {"by": _by(one)}


def _by(record):
    return record.written_by.name if record.written_by else ""
