"""What happens to messages about visits. What is written to somebody goes with them; how the company writes is its own."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Event, Kept, Personal

OURS = Kept("how the company writes to everybody is its own")
BY = {"channel": pgettext_lazy("a message", "by")}


class RuleAdded(Event, says=_("added a message about visits"), about="reminders.Rule", icon="send"):
    rule_id: int
    occasion: Annotated[str, OURS]
    minutes: int
    texts: Annotated[dict[str, str], OURS]


class RuleEdited(Event, says=_("changed a message about visits"), about="reminders.Rule", icon="send"):
    rule_id: int
    changes: Annotated[dict[str, list[Any]], OURS]


class RuleRemoved(Event, says=_("removed a message about visits"), about="reminders.Rule", icon="send"):
    rule_id: int
    occasion: Annotated[str, OURS]


class MannerSet(Event, says=_("changed how {clients} are written to"), about="team.Company", icon="send"):
    company_id: int
    changes: Annotated[dict[str, list[Any]], OURS]


class GatewaySet(Event, says=_("set up the gateway for %(channel)s"), about="team.Company", icon="send"):
    company_id: int
    channel: Annotated[str, OURS]
    host: Annotated[str, OURS]
    fields: Annotated[list[str], OURS]


class GatewaySwitchedOff(
    Event, says=_("switched off the gateway for %(channel)s"), about="team.Company", icon="send"
):
    company_id: int
    channel: Annotated[str, OURS]


class RepliesOpened(
    Event, says=_("opened an address for answers by %(channel)s"), about="team.Company", icon="send"
):
    company_id: int
    channel: Annotated[str, OURS]


class WishSet(Event, says=_("noted how to write about visits"), about="people.Client", icon="send"):
    client_id: int
    changes: Annotated[dict[str, list[Any]], Personal()]


class MessageSent(
    Event, says=_("wrote about a visit"), about="schedule.Visit", icon="send", body="text", details=BY
):
    visit_id: int
    client_id: int | None
    channel: Annotated[str, Kept("by what way a message went says nothing of the person")]
    text: Annotated[str, Personal()]


class VisitConfirmed(
    Event, says=_("noted that the {client} confirmed a visit"), about="schedule.Visit", icon="circle-check"
):
    visit_id: int
    client_id: int | None
    way: Annotated[str, Kept("by what way an answer came says nothing of the person")]


class ReplyHeard(
    Event, says=_("heard an answer about a visit"), about="schedule.Visit", icon="send", body="text"
):
    visit_id: int
    client_id: int | None
    text: Annotated[str, Personal()]
