"""What is to be done next about a client, told downwards to the client's figures in the transaction of what changes it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q, QuerySet, Value

from pomni.agenda.models import Meeting, Promise, Task
from pomni.kit.prepared import rows_of
from pomni.people.commands import Ahead, note_next_due
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

STEP = Q(kind=Promise.Kind.NEXT_STEP)


def keep_next(client: "Client | None", by: User) -> None:
    """The card, the lists and the board know what is to be done next, and how much is promised."""
    if client is not None:
        note_next_due(client, due=lambda: ahead_of(client.pk), by=by)


def ahead_of(client_id: int) -> Ahead:
    """What is open about a client: open tasks, next steps and meetings count as what is done next."""
    days, steps, promises = [], 0, 0
    for due_on, number, promised in rows_of("ahead of a client", _compose, client_id):
        days += [due_on] if due_on else []
        steps, promises = steps + number, promises + promised
    return Ahead(due_on=min(days, default=None), is_planned=bool(steps), promises=promises)


def hold_client(client_id: int | None) -> None:
    """Lock a client before what hangs on it: whoever erases or merges clients takes them in this order."""

    def compose(pk: int) -> QuerySet[Any, Any]:
        held = _clients().select_for_update(no_key=True).filter(pk=pk)
        return held.values_list("pk")

    if client_id:
        rows_of("client held", compose, client_id)


def _clients() -> Any:
    return Promise._meta.get_field("client").related_model._default_manager.order_by()


def _compose(client_id: int) -> list[QuerySet[Any, Any]]:
    tasks = Task.objects.open().filter(client=client_id).order_by().values("client")
    promises = Promise.objects.open().filter(client=client_id).order_by().values("client")
    told = tasks.annotate(on=Min("due_on"), steps=Count("pk"), number=Value(0))
    more = promises.annotate(
        on=Min("due_on", filter=STEP), steps=Count("pk", filter=STEP), number=Count("pk")
    )
    meetings = Meeting.objects.open().about(client_id).order_by().values("client")
    met = meetings.annotate(on=Min("day"), steps=Count("pk"), number=Value(0))
    return [one.values_list("on", "steps", "number") for one in (told, more, met)]
