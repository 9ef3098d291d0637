"""Sending invitations whose time has come: each is looked at once more, for consents may have ended since."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.memory.commands import remember
from pomni.people.queries import marketing_stands
from pomni.post.commands import post_letter, post_message
from pomni.post.models import Outgoing
from pomni.recall import events
from pomni.recall.models import Invitation
from pomni.recall.sorting import way_of
from pomni.reminders.queries import quiet_until, reached
from pomni.schedule.queries import last_ahead
from pomni.team import company
from pomni.team.robots import robot

State, Because = Invitation.State, Invitation.Because
ROBOT = "Reminders"
STROKE = 50
EMAIL = "email"


def send_due() -> bool:
    """Send what is due, each once however many workers look. Returns whether there may be more."""
    due = Invitation.objects.filter(state=State.PLANNED, due_at__lte=now()).order_by("due_at", "pk")
    found = list(due.values_list("pk", flat=True)[:STROKE])
    for pk in found:
        with transaction.atomic():
            rows = Invitation.objects.select_for_update(of=("self",), skip_locked=True)
            if one := rows.select_related("client").filter(pk=pk, state=State.PLANNED).first():
                _send(one)
    return len(found) == STROKE


def _send(one: Invitation) -> None:
    if because := _useless(one):
        one.state, one.because = State.DROPPED, because
        one.save(update_fields=["state", "because"])
        told = events.InvitationDropped(client_id=one.client_id, why=because)
        remember(told, by=robot(ROBOT))
    elif until := quiet_until(one.zone):
        Invitation.objects.filter(pk=one.pk).update(due_at=until)
    else:
        one.outgoing, one.state = _post(one), State.SENT
        one.save(update_fields=["outgoing", "state"])


def _useless(one: Invitation) -> str:
    """Why it does not go any more; "" where it does."""
    if one.client.forgotten_at or one.client.archived_at or not one.text:
        return Because.NO_WAY
    if last_ahead([one.client_id]):
        return Because.BOOKED
    allowed, _declined = marketing_stands([one.client_id]).get(one.client_id, (frozenset(), frozenset()))
    way, why = way_of(reached([one.client])[one.client_id], allowed)
    if why or way is None:
        return why or Because.NO_WAY
    one.way, one.to = way  # they may be reached otherwise by now
    one.save(update_fields=["way", "to"])
    return ""


def _post(one: Invitation) -> Outgoing:
    dedupe = f"recall:{one.uid}"
    if one.way != EMAIL:
        return post_message(channel=one.way, to=one.to, text=one.text, dedupe=dedupe)
    ours = company.current()
    with translation.override(one.client.language or ours.language):
        subject = _("%(company)s: an invitation") % {"company": ours.name}
    return post_letter(to=one.to, subject=subject, text=one.text, dedupe=dedupe, language=one.client.language)
