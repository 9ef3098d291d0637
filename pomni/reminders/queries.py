"""Reading what clients are written. The first argument is whoever reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.post.models import Channel, Gateway, Status
from pomni.reminders.models import Message, Reply, ReplyAddress, Rule, Wish
from pomni.reminders.planning import manner, quiet_of
from pomni.reminders.reaching import open_channels, ways_to_many
from pomni.reminders.rules import quiet_span
from pomni.team.links import digest_of
from pomni.team.models import User

OCCASIONS = Rule.Occasion.choices
BEFORE = Rule.Occasion.BEFORE
CHANNELS = frozenset(Channel.values)


def rules_of(_viewer: User) -> list[Rule]:
    """What is sent, in the order of a visit's life."""
    order = Rule.Occasion.values
    found = Rule.objects.filter(removed_at=None)
    return sorted(found, key=lambda one: (order.index(one.occasion), -one.minutes, one.pk))


def rule(_viewer: User, uid: Any) -> Rule:
    """One rule that holds. Raises Http404."""
    return get_object_or_404(Rule.objects.filter(removed_at=None), uid=as_uuid(uid))


@dataclass(frozen=True)
class Reached:
    """How a client is reached, the way that they wish for first; `is_silent`: they want no messages at all."""

    ways: list[tuple[str, str]]  # (channel, address); only channels by which something can leave
    is_silent: bool


def reached(clients: Sequence[Any]) -> dict[int, Reached]:
    """How each of these clients is reached, by key; as many statements however many they are. No reader's reach is asked."""
    wishes = {one.client_id: one for one in Wish.objects.filter(client__in=[one.pk for one in clients])}
    wished = {pk: one.channel for pk, one in wishes.items()}
    ways, can = ways_to_many(clients, manner().channels, wished), open_channels()
    return {
        pk: Reached([way for way in found if way[0] in can], pk in wishes and wishes[pk].is_silent)
        for pk, found in ways.items()
    }


def quiet_until(zone: str) -> datetime | None:
    """When the hours of quiet end in which nobody in this zone is written to now; None outside of them."""
    span = quiet_span(now(), quiet_of(manner()), zone)
    return span[1] if span else None


@dataclass(frozen=True)
class Way:
    """A channel, and the gateway that is set up for it."""

    channel: str
    label: str
    gateway: Gateway | None
    hears: bool


def ways(_viewer: User) -> list[Way]:
    """Every channel of messages, with what is set up for it."""
    known = {one.channel: one for one in Gateway.objects.all()}
    hear = set(ReplyAddress.objects.values_list("channel", flat=True))
    return [Way(code, str(label), known.get(code), code in hear) for code, label in Channel.choices]


def messages_of(visit: Any) -> QuerySet[Message]:
    """What was and will be sent about a visit that the reader reaches, oldest first."""
    return Message.objects.filter(visit=visit).select_related("rule", "outgoing").order_by("due_at", "pk")


def replies_of(visit: Any) -> QuerySet[Reply]:
    """What the client answered."""
    return Reply.objects.filter(visit=visit).order_by("pk")


def state_of(one: Message) -> tuple[str, str]:
    """How far a message is, as a word for programs, and the tone of its badge."""
    if one.state != Message.State.SENT:
        return one.state, ""
    if one.outgoing is None or one.outgoing.status == Status.SENT:
        return "delivered", "success"
    if one.outgoing.status == Status.FAILED:
        return "failed", "danger"
    return ("late", "warning") if one.outgoing.last_error else ("sending", "")


def wish_of(client: Any) -> Wish:
    """What a client wishes; where they said nothing, an empty one."""
    return Wish.objects.filter(client=client).first() or Wish(client=client)


def reply_address(channel: str, secret: str) -> ReplyAddress | None:
    """The address of answers with this secret."""
    return ReplyAddress.objects.filter(channel=channel, digest=digest_of(secret)).first()
