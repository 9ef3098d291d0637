"""That there was contact with a client, where a module above keeps the record of it: told downwards in its transaction."""

from datetime import datetime

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
