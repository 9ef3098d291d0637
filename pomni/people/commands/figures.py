"""Figures of a client that follow from what the floors above keep, written in the transaction of what they follow from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pomni.people.models import Client, ClientFigures
from pomni.team.access import command
from pomni.team.models import User


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is ahead of a client: the earliest day of what is to be done next, whether anything is, promises open."""

    due_on: date | None = None
    is_planned: bool = False
    promises: int = 0


@command("people.client.see", quiet="what follows from a task is told by the task's own event")
def note_next_due(client: Client, *, due: Callable[[], Ahead], by: User) -> Ahead:
    """Keep what is to be done next about a client, and until when.

    `due` tells it, asked behind the lock of the figures, so that two who finish tasks at once both count. `by` is who
    caused it. The client is locked before its figures, as contacts do it.
    """
    known = Client.objects.select_for_update(no_key=True).filter(pk=client.pk)
    planned = known.values_list("has_next_step", flat=True).get()
    ClientFigures.objects.bulk_create([ClientFigures(client=client)], ignore_conflicts=True)
    figures = ClientFigures.objects.select_for_update().get(pk=client.pk)
    ahead = due()
    if (figures.next_due_on, figures.promises_open) != (ahead.due_on, ahead.promises):
        ClientFigures.objects.filter(pk=client.pk).update(
            next_due_on=ahead.due_on, promises_open=ahead.promises
        )
    if planned != ahead.is_planned:
        Client.objects.filter(pk=client.pk).update(has_next_step=ahead.is_planned)
    return ahead


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands, in the company's money: what really came in from them, and what they paid less what they bought."""

    paid: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)


@command("people.client.see", quiet="what follows from a sale or a payment is told by its own event")
def note_standing(client: Client, *, standing: Callable[[], Standing], by: User) -> Standing:
    """Keep what a client paid, and their balance. `standing` tells it, asked behind the lock of the figures."""
    list(Client.objects.select_for_update(no_key=True).filter(pk=client.pk).values("pk"))
    ClientFigures.objects.bulk_create([ClientFigures(client=client)], ignore_conflicts=True)
    figures = ClientFigures.objects.select_for_update().get(pk=client.pk)
    told = standing()
    if (figures.paid, figures.balance) != (told.paid, told.balance):
        ClientFigures.objects.filter(pk=client.pk).update(paid=told.paid, balance=told.balance)
    return told
