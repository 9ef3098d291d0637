"""The trace that whoever is shown something of a client leaves: forms, timelines and lists of one client as well as the card."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from pomni.memory import sightings
from pomni.memory.viewing import LISTED
from pomni.team.seeing_as import who_looks


def seen[Shown: Model](request: Any, client: Shown) -> Shown:
    """The client, noted as seen by whoever really asks; once in a while, for a card and its parts are one look."""
    sightings.note_part(client, by=who_looks(request))
    return client


def answered(request: Any, keys: Iterable[int]) -> None:
    """The same of clients who answer to what is typed, by their keys: a short list, and each letter makes a new one."""
    sightings.note_list("people.client", keys, by=who_looks(request), how=LISTED)
