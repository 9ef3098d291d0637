"""What happens to invitations. What is written to somebody goes with them."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Event, Kept, Personal

WAY = Kept("by what way a message went, or why it did not, says nothing of the person")
BY = {"way": pgettext_lazy("a message", "by")}


class ClientInvited(
    Event,
    says=_("invited to come again: %(what)s"),
    about="people.Client",
    icon="send",
    body="text",
    details=BY,
):
    client_id: int
    what: Annotated[str, Personal()]
    way: Annotated[str, WAY]
    text: Annotated[str, Personal()]


class InvitationDropped(
    Event, says=_("did not send an invitation: %(why)s"), about="people.Client", icon="send"
):
    client_id: int
    why: Annotated[str, WAY]


class InvitingPutOff(
    Event,
    says=_("put off inviting them to come again: %(what)s"),
    about="people.Client",
    icon="clock",
    body="why",
    details={"until": pgettext_lazy("inviting", "not before")},
):
    client_id: int
    what: Annotated[str, Personal()]
    until: date
    why: Annotated[str, Personal()]


class InvitingTakenUp(
    Event,
    says=_("put them into the list of whom to invite again: %(what)s"),
    about="people.Client",
    icon="rotate-cw",
):
    client_id: int
    what: Annotated[str, Personal()]
