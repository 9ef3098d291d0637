"""What is told to a client of when they are expected again, and how they were invited."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.kit.giving import Disclosed
from pomni.recall.models import Due, Invitation
from pomni.team.models import User

Row = list[Disclosed]


def of_due(_viewer: User, client: Any) -> list[Row]:
    """For what they are to be invited again, from when on, and by what rhythm of theirs."""
    return [
        [
            Disclosed("service", _("Service"), one.service.name),
            Disclosed("last_on", _("Last visit"), one.last_on),
            Disclosed("due_on", _("Due from"), one.due_on),
            Disclosed("rhythm_days", _("Own rhythm, days"), one.rhythm_days),
            Disclosed("put_off_until", _("Not to be invited before"), one.put_off_until),
            Disclosed("put_off_why", _("Why"), one.put_off_why),
        ]
        for one in Due.objects.filter(client=client).select_related("service").order_by("pk")
    ]


def of_invitations(_viewer: User, client: Any) -> list[Row]:
    """How they were invited, and with what words."""
    rows = Invitation.objects.filter(client=client).select_related("service").order_by("pk")
    return [
        [
            Disclosed("at", _("When"), one.at),
            Disclosed("service", _("Service"), one.service.name),
            Disclosed("way", pgettext("a message", "by"), one.way, one.get_way_display()),
            Disclosed("to", _("To"), one.to),
            Disclosed("text", _("Text"), one.text),
            Disclosed("state", _("State"), one.state, one.get_state_display()),
        ]
        for one in rows
    ]
