"""That there was contact with a client, where a module above keeps the record of it: told downwards in its transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from pomni.kit import bulk
from pomni.people.commands.writing import _count_touches
from pomni.people.models import Client, Touch
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.see", quiet="what follows from a meeting is told by the meeting's own event")
def note_touch(client: Client, *, kind: str, record_id: int, at: datetime | None, by: User) -> None:
    """There was contact at this instant, or (None) there was none after all. `kind` and `record_id` name the record of it.

    `by` is who caused it.
    """
    Client.objects.select_for_update(no_key=True).filter(pk=client.pk).values_list("pk").get()
    Touch.objects.filter(kind=kind, record_id=record_id).delete()
    if at:
        Touch.objects.create(client=client, at=at, kind=kind, record_id=record_id)
    _count_touches(client.pk)


class Touched(NamedTuple):
    """Contact with a client: the key of the record of it, and when it was."""

    client_id: int
    record_id: int
    at: datetime


@command("people.client.see", quiet="what follows from records is told by their own events")
def note_touches(*, kind: str, touches: Sequence[Touched], by: User) -> None:
    """There was contact with many: of these records none is told yet. The clients are locked by whoever calls."""
    bulk.put(
        Touch,
        ("client_id", "at", "kind", "record_id"),
        [(one.client_id, one.at, kind, one.record_id) for one in touches],
    )
    for pk in sorted({one.client_id for one in touches}):
        _count_touches(pk)


@command("people.client.see", quiet="what follows from records is told by their own events")
def drop_touches(*, kind: str, records: Collection[int], by: User) -> None:
    """There was no contact after all, as far as these records told of any."""
    found = Touch.objects.filter(kind=kind, record_id__in=records)
    clients = sorted(set(found.values_list("client_id", flat=True)))
    found.delete()
    for pk in clients:
        _count_touches(pk)
