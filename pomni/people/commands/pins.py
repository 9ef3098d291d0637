"""What is pinned above a client's timeline."""

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.events.pins import MomentPinned, MomentUnpinned
from pomni.people.models import Client, Pin
from pomni.people.queries.moments import is_readable
from pomni.team.access import command
from pomni.team.models import User

MOST = 5  # what is always on top is read only while it is short


@command("people.note.add")
def pin_moment(client: Client, *, moment: int, by: User) -> Client:
    """Pin a moment of the client, by its number, above the timeline; one that is pinned stays so.

    Refused where it is not on the timeline as `by` reads it, where five are pinned already, or the client was erased.
    """
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.forgotten_at:
        raise Refused(
            _("The personal data of this {client} were erased; nothing can be written here any more.")
        )
    if not is_readable(by, client, moment):
        raise Refused(_("This line is not on the timeline any more. Open the card anew."))
    pinned = set(Pin.objects.filter(client=client).values_list("moment_id", flat=True))
    if moment in pinned:
        return client
    if len(pinned) >= MOST:
        told = {"most": MOST}
        raise Refused(_("%(most)s lines are pinned already. Unpin one that matters less first.") % told)
    Pin.objects.create(client=client, moment_id=moment, pinned_by=by, pinned_at=now())
    remember(MomentPinned(client_id=client.pk, moment_id=moment), by=by)
    return client


@command("people.note.add")
def unpin_moment(client: Client, *, moment: int, by: User) -> Client:
    """Take a pinned moment off the top of the timeline; one that is not pinned stays as it is."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    if Pin.objects.filter(client=client, moment=moment).delete()[0]:
        remember(MomentUnpinned(client_id=client.pk, moment_id=moment), by=by)
    return client
