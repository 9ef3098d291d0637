"""What messages tell of a client, for themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.kit.giving import Disclosed
from pomni.reminders.models import Message, Reply
from pomni.reminders.queries import wish_of
from pomni.team.models import User

Row = list[Disclosed]


def of_messages(_viewer: User, client: Any) -> list[Row]:
    """What was written to the client about visits, what they answered, and how they want to be written to."""
    wish = wish_of(client)
    rows = [
        [
            Disclosed("sent_at", _("When"), one.sent_at),
            Disclosed("channel", pgettext("a message", "by"), one.channel, one.get_channel_display()),
            Disclosed("to", _("To"), one.to),
            Disclosed("text", _("Text"), one.text),
        ]
        for one in Message.objects.filter(visit__client=client, state=Message.State.SENT).order_by("pk")
    ]
    rows += [
        [Disclosed("at", _("When"), one.at), Disclosed("answer", _("Answer"), one.text)]
        for one in Reply.objects.filter(visit__client=client).order_by("pk")
    ]
    if wish.pk:
        rows.append(
            [
                Disclosed("channel", pgettext("a message", "by"), wish.channel, wish.get_channel_display()),
                Disclosed("is_silent", _("Wants no messages about visits"), wish.is_silent),
            ]
        )
    return rows
