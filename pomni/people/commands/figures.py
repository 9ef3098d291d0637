"""Figures of a client that follow from what the floors above keep, written in the transaction of what they follow from."""

from collections.abc import Callable
from datetime import date

from pomni.people.models import Client, ClientFigures
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.see", quiet="what follows from a task is told by the task's own event")
def note_next_due(client: Client, *, due: Callable[[], date | None], by: User) -> date | None:
    """Keep until when something is to be done next about a client; None: there is nothing with a date.

    `due` tells it, asked behind the lock of the figures, so that two who finish tasks at once both count. `by` is who
    caused it.
    """
    ClientFigures.objects.bulk_create([ClientFigures(client=client)], ignore_conflicts=True)
    figures = ClientFigures.objects.select_for_update().get(pk=client.pk)
    on = due()
    if figures.next_due_on != on:
        ClientFigures.objects.filter(pk=client.pk).update(next_due_on=on)
    return on
