"""Names in the order that the company has now."""

from collections.abc import Collection

from pomni.people.models import Client
from pomni.people.naming import name_in_order, put_in_order
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.change", quiet="names follow the company's order of names, and that is remembered")
def put_names_in_order(*, clients: Collection[int], by: User) -> int:
    """Compose the names of these clients of their parts anew; one that was never taken apart stays. Returns how many changed."""
    found = Client.objects.visible_to(by, "people.client.change").filter(pk__in=clients, forgotten_at=None)
    others = [
        client
        for client in found.select_for_update().order_by("pk")
        if client.kind == Client.Kind.PERSON and name_in_order(client) != client.name
    ]
    for client in others:
        client.name = name_in_order(client)
        put_in_order(client)
    Client.objects.bulk_update(others, ["name", "sorted_as", "found_by"], batch_size=100)
    return len(others)
