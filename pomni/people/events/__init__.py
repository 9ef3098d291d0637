"""What happens to clients, and what is written down about them."""

from pomni.people.events.clients import (
    ClientAdded,
    ClientArchived,
    ClientEdited,
    ClientForgotten,
    ClientHandedOver,
    ClientRestored,
    ClientTakenBack,
)
from pomni.people.events.written import (
    CONTACTS,
    DETAILS,
    InteractionAdded,
    InteractionEdited,
    InteractionRestored,
    InteractionWithdrawn,
    NoteAdded,
    NoteEdited,
    NoteRestored,
    NoteWithdrawn,
)

__all__ = [
    "CONTACTS",
    "DETAILS",
    "ClientAdded",
    "ClientArchived",
    "ClientEdited",
    "ClientForgotten",
    "ClientHandedOver",
    "ClientRestored",
    "ClientTakenBack",
    "InteractionAdded",
    "InteractionEdited",
    "InteractionRestored",
    "InteractionWithdrawn",
    "NoteAdded",
    "NoteEdited",
    "NoteRestored",
    "NoteWithdrawn",
]
