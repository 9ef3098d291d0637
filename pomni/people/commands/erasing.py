"""Forgetting a person on request."""

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.module import function_named, offered
from pomni.memory.commands import remember, shred
from pomni.people import erasures
from pomni.people.cleared import clear_the_log
from pomni.people.commands.known import _erase_known
from pomni.people.commands.merging import _forget_merges, _former_numbers, _merges_told
from pomni.people.commands.writing import _erase_written
from pomni.people.events import ClientForgotten
from pomni.people.models import Client, ClientFigures
from pomni.people.points import let_go_of_all
from pomni.team.access import command
from pomni.team.models import User

# What of a client's own row is erased with the person.
PERSONAL = (
    "name",
    "family",
    "given",
    "patronymic",
    "called",
    "sex",
    "birth_day",
    "tax_id",
    "position",
    "address",
    "source",
    "alert",
    "allergies",
    "about",
    "category",
    "language",
    "address_label",
    "legal_name",
    "legal_address",
    "kpp",
    "ogrn",
    "regon",
    "krs",
    "account",
    "bik",
    "corr_account",
    "swift",
    "bank",
    "sorted_as",
    "found_by",
    "made_of",
)


@command("people.client.forget")
def forget_client(client: Client, *, by: User) -> Client:
    """Erase the personal data of a client on request; what was paid and when stays. It cannot be undone."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
    for uid in (client.uid, *_former_numbers(client)):  # a backup may be older than a merge
        erasures.write_down(uid)
    remember(ClientForgotten(client_id=client.pk, former_ids=_erase(client)), by=by)
    clear_the_log.enqueue()
    return client


def _erase(client: Client) -> list[int]:
    """Erase one person, in the caller's transaction. Returns the keys of the cards that had become this one."""
    for path in offered(
        "forgets"
    ):  # what the floors above keep in words about the client, by whose names it is found
        function_named(path)(client.pk)
    let_go_of_all(client)
    for field in PERSONAL:
        setattr(client, field, "")
    client.birth_year, client.works_at, client.made_key, client.forgotten_at = None, None, None, now()
    client.has_next_step = False  # what was open is dropped by now
    ClientFigures.objects.filter(client=client).update(
        next_due_on=None, promises_open=0, next_visit_at=None, visit_ahead_at=None
    )
    client.tags.clear()
    client.save()
    client.staff.update(works_at=None)  # nobody works at an organisation that is no longer known
    _erase_written(client)
    _erase_known(client)
    former = _forget_merges(client)
    for pk in former:
        for path in offered("forgets"):
            function_named(path)(pk)
    shred(client.pk, also=_merges_told([client.pk, *former]))
    return former
