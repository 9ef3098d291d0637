"""How a client stands: what they paid, and their balance, told downwards in the transaction of what changes it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum

from pomni.billing.models import Payment, Sale
from pomni.people.commands import Standing, note_standing
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

NOTHING = Decimal(0)


def hold_client(client_id: int | None) -> None:
    """Lock a client before the money that is counted up for them: whoever merges or erases takes them in this order."""
    if client_id:
        clients: Any = Sale._meta.get_field("client").related_model
        list(
            clients._default_manager.order_by()
            .select_for_update(no_key=True)
            .filter(pk=client_id)
            .values("pk")
        )


def keep_standing(client: "Client | None", by: User) -> None:
    """The card and the lists know what the client paid, and their balance."""
    if client is not None:
        note_standing(client, standing=lambda: standing_of(client.pk), by=by)


def standing_of(client_id: int) -> Standing:
    """What really came in from a client, and what they paid less what they bought."""
    of_client = Payment.objects.filter(client=client_id)
    paid = of_client.aggregate(
        money=Sum("amount", filter=Q(way__in=Payment.MONEY)), all=Sum("amount", filter=~Q(way="balance"))
    )
    sold = Sale.objects.filter(client=client_id).aggregate(total=Sum("total"))["total"] or NOTHING
    return Standing(paid=paid["money"] or NOTHING, balance=(paid["all"] or NOTHING) - sold)


def on_balance(client_id: int) -> Decimal:
    """What lies on a client's balance to pay with: what was paid without a sale, less what was used of it."""
    of_client = Payment.objects.filter(client=client_id)
    told = of_client.aggregate(
        came=Sum("amount", filter=Q(sale=None)), went=Sum("amount", filter=Q(way="balance"))
    )
    return (told["came"] or NOTHING) - (told["went"] or NOTHING)


def owed(sale: Sale) -> Decimal:
    """What is still to be paid of a sale."""
    paid = Payment.objects.filter(sale=sale).aggregate(paid=Sum("amount"))["paid"]
    return sale.total - (paid or NOTHING)
