"""Putting a client away, and taking them out again."""

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.events import ClientArchived, ClientRestored
from pomni.people.models import Client
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.archive")
def archive_client(client: Client, *, by: User) -> Client:
    """The client leaves lists and what is suggested; the card stays, and can be restored. Twice is once."""
    return _put(client, by, away=True)


@command("people.client.archive")
def restore_client(client: Client, *, by: User) -> Client:
    """An archived client stands in lists again. Refused for one who was erased; twice is once."""
    return _put(client, by, away=False)


def _put(client: Client, by: User, *, away: bool) -> Client:
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
    if bool(client.archived_at) != away:
        client.archived_at = now() if away else None
        client.save(update_fields=["archived_at"])
        told = ClientArchived if away else ClientRestored
        remember(told(client_id=client.pk), by=by)
    return client
