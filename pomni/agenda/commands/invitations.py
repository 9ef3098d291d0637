"""Every write about invitations to meetings: whether whoever is invited comes."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.agenda.events import MeetingAccepted, MeetingDeclined
from pomni.agenda.models import Meeting, MeetingClient, MeetingGuest
from pomni.agenda.reminding import follow_meeting
from pomni.agenda.telling import COMES, DECLINED, tell
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import User


@command("agenda.meeting.see")
def decline_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Whoever is invited does not come: it leaves their calendar, and whoever holds it is told. Twice is once."""
    meeting, invitation = _invited(meeting, by)
    if not invitation.declined_at:
        _answer(invitation, now())
        follow_meeting(meeting)
        _tell(meeting, MeetingDeclined, DECLINED, by)
    return meeting


@command("agenda.meeting.see")
def accept_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Whoever declined comes after all; whoever is invited and said nothing comes anyway."""
    meeting, invitation = _invited(meeting, by)
    if invitation.declined_at:
        _answer(invitation, None)
        follow_meeting(meeting, new={by.pk})
        _tell(meeting, MeetingAccepted, COMES, by)
    return meeting


def _invited(meeting: Meeting, by: User) -> tuple[Meeting, MeetingGuest]:
    """The meeting and the invitation to it, locked. Refused where there is none, or the meeting is over."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("responsible").get(pk=meeting.pk)
    if meeting.cancelled_at or meeting.held_at:
        raise Refused(_("This meeting is over or cancelled: there is nothing to answer."))
    invitation = MeetingGuest.objects.filter(meeting=meeting, user=by).first()
    if invitation is None:
        raise Refused(_("You are not invited to this meeting, so there is nothing to decline."))
    return meeting, invitation


def _answer(invitation: MeetingGuest, at: Any) -> None:
    invitation.declined_at = at
    invitation.save(update_fields=["declined_at"])


def _tell(meeting: Meeting, event: type[MeetingDeclined | MeetingAccepted], what: str, by: User) -> None:
    further = MeetingClient.objects.filter(meeting=meeting).exclude(client=meeting.client_id)
    told = event(
        meeting_id=meeting.pk,
        client_id=meeting.client_id,
        client_ids=list(further.values_list("client_id", flat=True)),
        title=meeting.title,
    )
    moment = remember(told, by=by)
    tell(filter(None, [meeting.responsible]), meeting, what, moment=moment, by=by)
