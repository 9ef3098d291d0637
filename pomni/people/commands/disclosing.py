"""Giving a client what is kept of them, on their own request."""

from django.utils.translation import gettext as _

from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.giving import Disclosure
from pomni.kit.module import all_modules, fields_of, function_named, offered
from pomni.memory import sightings
from pomni.memory.commands import remember
from pomni.memory.viewing import EXPORTED
from pomni.people.disclosing import Part
from pomni.people.events import ClientDisclosed
from pomni.people.models import Client
from pomni.team.access import command
from pomni.team.models import User


@command("people.client.disclose")
def disclose_client(client: Client, *, by: User) -> list[Part]:
    """All that every module keeps of a client, for themselves. That it was given is remembered, and counts as an export.

    NotAllowed where `by` is kept from a part or a field: nobody gives a part for the whole.
    """
    client = Client.objects.select_related("works_at", "location").get(pk=client.pk)
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to tell."))
    parts: list[Disclosure] = sorted(offered("discloses"), key=lambda one: one.order)
    _sees_all(by, parts)
    found = [Part(one.key, one.title, list(function_named(one.tell)(by, client))) for one in parts]
    told = {part.key: len(part.rows) for part in found if part.rows}
    remember(ClientDisclosed(client_id=client.pk, parts=told), by=by)
    sightings.write("people.client", [client.pk], by=by, how=EXPORTED)
    return [part for part in found if part.rows]


def _sees_all(by: User, parts: list[Disclosure]) -> None:
    lacking = [one for one in parts if not by.may(one.capability)]
    kept_from = [
        field for module in all_modules() for field in fields_of(module) if by.field_rule(field.name)
    ]
    if lacking or kept_from:
        sentence = _(
            "Your role does not show you all that is kept of a {client}, and what they get must be whole. Ask a {director}."
        )
        raise NotAllowed(sentence, capability=lacking[0].capability if lacking else "people.client.disclose")
