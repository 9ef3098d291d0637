"""The trace that whoever is shown something of a client leaves: forms, timelines and lists of one client as well as the card."""

from typing import Any

from django.db.models import Model

from pomni.memory import sightings
from pomni.team.seeing_as import who_looks


def seen[Shown: Model](request: Any, client: Shown) -> Shown:
    """The client, noted as seen by whoever really asks; once in a while, for a card and its parts are one look."""
    sightings.note_part(client, by=who_looks(request))
    return client
