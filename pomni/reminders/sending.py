"""Sending what is due. The row, the letter or message and what is remembered are written in one transaction."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.memory.commands import remember
from pomni.post.commands import post_letter, post_message
from pomni.post.models import Outgoing, Status
from pomni.reminders import events, rules
from pomni.reminders.models import EMAIL, Manner, Message, Rule, Wish
from pomni.reminders.planning import manner, quiet_of
from pomni.reminders.reaching import open_channels, ways_to
from pomni.reminders.wording import written
from pomni.team import company
from pomni.team.robots import robot

Occasion, State, Because = Rule.Occasion, Message.State, Message.Because
ROBOT = "Reminders"
STROKE = 50


def send_due() -> bool:
    """Send what is due, each once however many workers look. Returns whether there may be more."""
    due = Message.objects.filter(state=State.PLANNED, due_at__lte=now()).order_by("due_at", "pk")
    found = list(due.values_list("pk", flat=True)[:STROKE])
    for pk in found:
        with transaction.atomic():
            if one := _locked(pk, State.PLANNED):
                _send(one)
    return len(found) == STROKE


def follow_failures() -> bool:
    """What could not be delivered goes by the next channel, while it is of use. Returns whether there may be more."""
    failed = Outgoing.objects.filter(status=Status.FAILED).values("pk")
    found = Message.objects.filter(state=State.SENT, outgoing__in=failed).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:STROKE])
    for pk in keys:
        with transaction.atomic():
            if one := _locked(pk, State.SENT):
                one.tried = [*one.tried, one.channel]
                because = _useless(one)
                if because or not _go(one, _wish_of(one)):
                    _drop(one, because or Because.FAILED)
    return len(keys) == STROKE


def _locked(pk: int, state: str) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",), skip_locked=True)
    found: Message | None = (
        rows.select_related("rule", "visit__client", "visit__location").filter(pk=pk, state=state).first()
    )
    return found  # None: another worker has it


def _send(one: Message) -> None:
    how, wish = manner(), _wish_of(one)
    if because := _useless(one) or (Because.SILENT if wish.is_silent else ""):
        _drop(one, because)
    elif span := rules.quiet_span(now(), quiet_of(how), one.visit.zone):
        Message.objects.filter(pk=one.pk).update(due_at=span[1])
    elif not _go(one, wish, how):
        _drop(one, Because.NO_WAY)


def _useless(one: Message) -> str:
    """Why it is of no use any more; "" where it is."""
    visit, occasion = one.visit, one.rule.occasion
    if one.rule.removed_at:
        return Because.REMOVED
    if visit.version != one.version or visit.is_standing == (occasion == Occasion.CANCELLED):
        return Because.CHANGED
    if visit.client is None or visit.client.forgotten_at or visit.client.archived_at:
        return Because.NO_WAY
    if occasion == Occasion.AFTER:
        return "" if visit.status == "completed" else Because.CHANGED
    if visit.begins_at <= now() or _is_overtaken(one):
        return Because.PAST
    if visit.is_standing and visit.status not in ("booked", "confirmed"):
        return Because.PAST
    return Because.CONFIRMED if one.rule.unless_confirmed and visit.status == "confirmed" else ""


def _is_overtaken(one: Message) -> bool:
    """Whether a later reminder of the same visit is due as well, after a time in which no worker ran."""
    if one.rule.occasion != Occasion.BEFORE:
        return False
    later = Message.objects.filter(visit=one.visit_id, version=one.version, state=State.PLANNED)
    return bool(
        later.filter(rule__occasion=Occasion.BEFORE, due_at__gt=one.due_at, due_at__lte=now()).exists()
    )


def _wish_of(one: Message) -> Wish:
    return Wish.objects.filter(client=one.visit.client_id).first() or Wish()


def _go(one: Message, wish: Wish, how: Manner | None = None) -> bool:
    """Let it leave by the first channel that was not tried yet. Returns whether there is one."""
    how, can = how or manner(), open_channels()
    ways = ways_to(one.visit.client, how.channels, wished=wish.channel)
    way = next((way for way in ways if way[0] in can and way[0] not in one.tried), None)
    text, language = written(one.rule.texts, one.visit)
    if way is None or not text:
        return False
    one.channel, one.to = way
    one.text, one.state, one.sent_at = text, State.SENT, now()
    one.outgoing = _post(one, language)
    one.save()
    told = events.MessageSent(
        visit_id=one.visit_id, client_id=one.visit.client_id, channel=one.get_channel_display(), text=text
    )
    remember(told, by=robot(ROBOT))
    return True


def _post(one: Message, language: str) -> Any:
    until = None if one.rule.occasion == Occasion.AFTER else one.visit.begins_at
    dedupe = f"visit:{one.visit.uid}:{one.version}:{one.rule_id}:{one.channel}"
    if one.channel != EMAIL:
        return post_message(channel=one.channel, to=one.to, text=one.text, dedupe=dedupe, good_until=until)
    with translation.override(language):
        subject = _("%(company)s: your visit") % {"company": company.current().name}
    words = {"subject": subject, "text": one.text, "language": language}
    return post_letter(to=one.to, dedupe=dedupe, good_until=until, **words)


def _drop(one: Message, because: str) -> None:
    told = {"state": State.DROPPED, "because": because, "tried": one.tried}
    Message.objects.filter(pk=one.pk).update(**told)
