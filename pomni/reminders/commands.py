"""Every write about messages to clients: which are sent, by what, and what clients answer."""

from contextlib import suppress
from datetime import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.post import gateway_settings, gateways
from pomni.post.models import Channel, Gateway
from pomni.reminders import events, rules
from pomni.reminders.ahead import plan_ahead
from pomni.reminders.models import CHANNELS, Manner, Message, Reply, ReplyAddress, Rule, Wish
from pomni.reminders.planning import manner
from pomni.schedule.commands import cancel_own, set_status
from pomni.team import company
from pomni.team.access import ANYBODY, command
from pomni.team.links import digest_of, new_secret
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

CHANGE, GATEWAY = "reminders.rule.change", "reminders.gateway.change"
LONGEST_BEFORE = 60 * 24 * 60  # minutes: sixty days
MOST_RULES = 20
State = Message.State


@command(CHANGE, makes=Rule)
def add_rule(
    *, occasion: str, texts: dict[str, str], by: User, minutes: int = 0, unless_confirmed: bool = False
) -> Rule:
    """Have clients written to on an occasion, with these texts by language; visits to come are planned for at once."""
    if Rule.objects.filter(removed_at=None).count() >= MOST_RULES:
        raise Refused(_("Twenty messages are the most. Remove one first."))
    words: dict[str, Any] = {"minutes": _minutes(occasion, minutes), "texts": _texts(texts)}
    rule = Rule.objects.create(occasion=occasion, unless_confirmed=unless_confirmed, added_at=now(), **words)
    remember(events.RuleAdded(rule_id=rule.pk, occasion=occasion, **words), by=by)
    plan_ahead.enqueue(rule=rule.pk)
    return rule


@command(CHANGE)
def edit_rule(rule: Rule, *, by: User, **changes: Any) -> Rule:
    """Change when a message goes and what it says. What is planned follows; what was sent stays as it was."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if "minutes" in changes:
        changes["minutes"] = _minutes(rule.occasion, changes["minutes"])
    if "texts" in changes:
        changes["texts"] = _texts(changes["texts"])
    if diff := apply_changes(rule, changes):
        remember(events.RuleEdited(rule_id=rule.pk, changes=diff), by=by)
    if "minutes" in diff:
        Message.objects.filter(rule=rule, state=State.PLANNED).delete()
        plan_ahead.enqueue(rule=rule.pk)
    return rule


@command(CHANGE)
def remove_rule(rule: Rule, *, by: User) -> None:
    """Nothing is sent by this rule any more, not even what is planned. Twice is once."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.removed_at is None:
        rule.removed_at = now()
        rule.save(update_fields=["removed_at"])
        planned = Message.objects.filter(rule=rule, state=State.PLANNED)
        planned.update(state=State.DROPPED, because=Message.Because.REMOVED)
        remember(events.RuleRemoved(rule_id=rule.pk, occasion=rule.occasion), by=by)


@command(CHANGE)
def set_manner(
    *,
    by: User,
    channels: list[str],
    quiet_from: time | None = None,
    quiet_till: time | None = None,
) -> Manner:
    """Say by which channels in turn clients are written to, and in which hours they are not."""
    if (quiet_from is None) != (quiet_till is None):
        raise Refused(_("Write both hours, or neither."), field="quiet_till")
    if not channels or set(channels) - dict(CHANNELS).keys():
        raise Refused(_("Choose one of the answers."), field="first")
    row = manner()
    after = {
        "channels": list(dict.fromkeys(channels)), "quiet_from": quiet_from, "quiet_till": quiet_till,
    }  # fmt: skip
    before = {name: getattr(row, name) for name in after}
    diff = {
        name: [_plain(before[name]), _plain(after[name])] for name in after if before[name] != after[name]
    }
    row, _made = Manner.objects.update_or_create(pk=1, defaults=after)
    if diff:
        remember(events.MannerSet(company_id=company.current().pk or 1, changes=diff), by=by)
    return row


@command("people.client.change")
def set_wish(client: "Client", *, by: User, channel: str = "", is_silent: bool = False) -> Wish:
    """Note by what a client wants to be written to about visits ("": as the company does), or that they want no messages."""
    if channel and channel not in dict(CHANNELS):
        raise Refused(_("Choose one of the answers."), field="channel")
    was = Wish.objects.filter(client=client).first() or Wish(client=client)
    after = {"channel": channel, "is_silent": is_silent}
    diff = {name: [getattr(was, name), word] for name, word in after.items() if getattr(was, name) != word}
    wish, _made = Wish.objects.update_or_create(client=client, defaults=after)
    if diff:
        remember(events.WishSet(client_id=client.pk, changes=diff), by=by)
    return wish


# --- Gateways ----------------------------------------------------------------------------------------------------------


@command(GATEWAY)
def set_gateway(*, channel: str, by: User, secret: str = "", **words: Any) -> Gateway:
    """Set up by what messages of a channel leave, and switch it on. An empty secret leaves the one that is kept."""
    if changed := gateway_settings.write(channel, secret=secret, **words):
        one = gateway_settings.gateway_of(channel)
        told: dict[str, Any] = {
            "channel": one.get_channel_display(),
            "host": gateways.host_of(one),
            "fields": changed,
        }
        remember(events.GatewaySet(company_id=company.current().pk or 1, **told), by=by)
    return gateway_settings.gateway_of(channel)


@command(GATEWAY)
def switch_off_gateway(*, channel: str, by: User) -> None:
    """No message leaves by this channel any more. Twice is once."""
    if gateway_settings.switch_off(channel):
        told = {"channel": str(Channel(channel).label)}
        remember(events.GatewaySwitchedOff(company_id=company.current().pk or 1, **told), by=by)


@command(GATEWAY)
def open_replies(
    *, channel: str, by: User, from_field: str = "from", text_field: str = "text", id_field: str = "id"
) -> ReplyAddress:
    """Make the address at which the provider tells what clients answer; the one before stops working.

    Its secret stands on the returned record as `secret`, this once. The fields are what the provider calls things.
    """
    secret = new_secret()
    told = {"from_field": from_field, "text_field": text_field, "id_field": id_field}
    row, _made = ReplyAddress.objects.update_or_create(
        channel=Channel(channel).value, defaults=told | {"digest": digest_of(secret)}
    )
    label = str(Channel(channel).label)
    remember(events.RepliesOpened(company_id=company.current().pk or 1, channel=label), by=by)
    row.secret = secret  # shown once, never stored
    return row


# --- What clients answer -----------------------------------------------------------------------------------------------


@command(ANYBODY)
def confirm_visit(visit: Any, *, by: User, seen: int | None = None, way: str = "") -> Any:
    """The client says that they come. Twice is once; a visit that is further already stays so.

    `seen`: the version of the visit that was on the page: whoever confirms what was moved meanwhile sees the new time first.
    """
    visit = _locked(visit)
    _same(visit, seen)
    if visit.status != "booked":
        if not visit.is_standing:
            raise Refused(_("This visit was cancelled. Call us to book another one."))
        return visit
    visit = set_status(visit, status="confirmed", by=by)
    remember(events.VisitConfirmed(visit_id=visit.pk, client_id=visit.client_id, way=way), by=by)
    return visit


@command(ANYBODY)
def cancel_by_client(visit: Any, *, by: User, seen: int | None = None) -> Any:
    """The client says that they do not come, as early as the company lets them. Twice is once. Raises Refused."""
    visit = _locked(visit)
    if visit.status == "cancelled":
        return visit
    _same(visit, seen)
    return cancel_own(visit, by=by)


@command(ANYBODY)
def hear_reply(*, channel: str, sender: str, text: str, by: User, outside_id: str = "") -> Reply:
    """Write down what a client answered, and take a yes for the next visit about which they were written to there.

    The same number of the provider twice is one answer.
    """
    told = {
        "channel": channel,
        "sender": sender[:254],
        "text": text[:2000],
        "outside_id": outside_id[:200] or None,
    }
    row = Reply(at=now(), is_yes=rules.is_yes(text), **told)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return Reply.objects.get(channel=channel, outside_id=row.outside_id)
    asked = _asked_about(channel, row.sender)
    if asked is None:
        return row
    row.visit = asked
    row.save(update_fields=["visit"])
    remember(events.ReplyHeard(visit_id=asked.pk, client_id=asked.client_id, text=row.text), by=by)
    if row.is_yes:
        with suppress(
            Refused
        ):  # it was cancelled at this very moment: what was answered is kept all the same
            confirm_visit(asked, way=channel, by=by)
    return row


def _asked_about(channel: str, sender: str) -> Any:
    """The next visit about which somebody was written to by this channel, and that waits for an answer."""
    sent = Message.objects.filter(channel=channel, to=sender, state=State.SENT)
    ahead = sent.filter(visit__status="booked", visit__begins_at__gt=now()).order_by("visit__begins_at", "pk")
    found = ahead.select_related("visit").first()
    return found.visit if found else None


def _locked(visit: Any) -> Any:
    return type(visit).objects.select_for_update(of=("self",)).select_related("location").get(pk=visit.pk)


def _same(visit: Any, seen: int | None) -> None:
    if seen is not None and seen != visit.version:
        raise Refused(_("The time of this visit was changed. Look at it once more."))


def _minutes(occasion: str, minutes: int) -> int:
    if occasion not in Rule.Occasion.values:
        raise Refused(_("Choose one of the answers."), field="occasion")
    if occasion == Rule.Occasion.BEFORE and not 0 < minutes <= LONGEST_BEFORE:
        raise Refused(_("Write how long before it: at most sixty days."), field="number")
    return minutes if occasion in (Rule.Occasion.BEFORE, Rule.Occasion.AFTER) else 0


def _texts(texts: dict[str, str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    found = {code: text.strip() for code, text in texts.items() if code in known and text.strip()}
    if not found:
        raise Refused(_("Write the text in one language at least."))
    for code, text in found.items():
        if len(text) > rules.LONGEST:
            raise Refused(_("A message has 1000 characters at most."), field=f"text_{code}")
        if wrong := rules.unknown_words(text):
            told = {"word": "{%s}" % wrong[0], "words": ", ".join("{%s}" % one for one in rules.WORDS)}  # noqa: UP031 (braces)
            sentence = _("%(word)s is not known. These words can stand in a message: %(words)s.") % told
            raise Refused(sentence, field=f"text_{code}")
    return found


def _plain(value: Any) -> Any:
    return f"{value:%H:%M}" if isinstance(value, time) else value
