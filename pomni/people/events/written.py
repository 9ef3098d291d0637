"""What is written down about clients: notes, and contacts with what came of them. Texts go with the person."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from pomni.memory.events import Event, Kept, Personal

SET = ("how", "side", "at", "where", "occasion", "outcome")
WAY = Kept("by what two were in touch says nothing of who they were")
DETAILS = {"occasion": _("On what occasion"), "where": _("Where")}
# How a contact is told, by its way and by who began.
CONTACTS = {
    ("call", "ours"): _("called the {client}"),
    ("call", "theirs"): _("the {client} called"),
    ("message", "ours"): _("wrote the {client} a message"),
    ("message", "theirs"): _("the {client} wrote a message"),
    ("letter", "ours"): _("sent the {client} a letter"),
    ("letter", "theirs"): _("the {client} sent a letter"),
    ("meeting", "ours"): _("met the {client}"),
    ("meeting", "theirs"): _("met the {client}, who had asked for it"),
    ("visit", "ours"): _("visited the {client}"),
    ("visit", "theirs"): _("the {client} came by"),
    ("exhibition", "ours"): _("spoke to the {client} at an exhibition"),
    ("exhibition", "theirs"): _("the {client} came up at an exhibition"),
    ("other", "ours"): _("was in touch with the {client}"),
    ("other", "theirs"): _("the {client} got in touch"),
}


class NoteAdded(Event, says=_("wrote a note"), about="people.Note", icon="notebook-pen", body="text"):
    note_id: int
    client_id: int
    text: Annotated[str, Personal()]
    to_finish: bool = False

    def sets(self) -> dict[str, Any]:
        return {"text": self.text, "to_finish": self.to_finish}


class NoteEdited(Event, says=_("changed a note"), about="people.Note", icon="pencil", body="text"):
    note_id: int
    client_id: int
    text: Annotated[str, Personal()]
    to_finish: bool = False

    def sets(self) -> dict[str, Any]:
        return {"text": self.text, "to_finish": self.to_finish}


class NoteWithdrawn(Event, says=_("took a note back"), about="people.Note", icon="undo-2"):
    note_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": True}


class NoteRestored(Event, says=_("put a note back that had been taken back"), about="people.Note"):
    note_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": False}


class ContactTold(BaseModel):
    """What is told of a contact."""

    interaction_id: int
    client_id: int
    how: Annotated[str, WAY]
    side: Annotated[str, WAY]
    at: datetime
    where: Annotated[str, Personal()] = ""
    occasion: Annotated[str, Personal()] = ""
    outcome: Annotated[str, Personal()] = ""

    def sets(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in SET}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"what": CONTACTS.get((facts["how"], facts["side"]), facts["how"])}


class InteractionAdded(
    ContactTold,
    Event,
    says=_("wrote down: %(what)s"),
    about="people.Interaction",
    icon="messages-square",
    body="outcome",
    details=DETAILS,
):
    pass


class InteractionEdited(
    ContactTold,
    Event,
    says=_("changed what was written down: %(what)s"),
    about="people.Interaction",
    icon="pencil",
    body="outcome",
    details=DETAILS,
):
    pass


class InteractionWithdrawn(
    Event, says=_("took back a contact that was written down"), about="people.Interaction", icon="undo-2"
):
    interaction_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": True}


class InteractionRestored(
    Event, says=_("put back a contact that had been taken back"), about="people.Interaction"
):
    interaction_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": False}
