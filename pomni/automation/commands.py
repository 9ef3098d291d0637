"""Every write about webhooks."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.automation import events, queries
from pomni.automation.models import Webhook, WebhookDelivery, WebhookReplay
from pomni.automation.outbox import TRIAL, write_call
from pomni.automation.replays import carry_out_replay
from pomni.kit.changes import apply_changes
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.memory.models import Moment
from pomni.post import outgoing, web_address
from pomni.post.models import Status
from pomni.team.access import ANYBODY, command
from pomni.team.models import User
from pomni.team.notices import WebhookStopped, notify

CHANGE = "automation.webhook.change"
LONGEST_REPLAY = timedelta(days=30)


@command(CHANGE, makes=Webhook)
def add_webhook(*, name: str, url: str, by: User, kinds: Collection[str] = ()) -> Webhook:
    """Have an address outside told what happens, as far as `by` may see it. No kinds: of everything."""
    _check(url, kinds, by)
    webhook = Webhook.objects.create(name=name, url=url, kinds=sorted(set(kinds)), by=by, added_at=now())
    remember(events.WebhookAdded(webhook_id=webhook.pk, name=name, host=web_address.read(url).host), by=by)
    return webhook


@command(CHANGE)
def change_webhook(webhook: Webhook, *, by: User, **changes: Any) -> Webhook:
    """Change name, address or kinds. Whoever changes more than the name answers for it from then on, with their reach."""
    webhook = _locked(webhook)
    if "kinds" in changes:
        changes["kinds"] = sorted(set(changes["kinds"]))
    _check(changes.get("url", webhook.url), changes.get("kinds", ()), by)
    diff = apply_changes(webhook, changes)
    if diff.keys() - {"name"}:
        _take_over(webhook, by)
    if diff:
        remember(events.WebhookChanged(webhook_id=webhook.pk, name=webhook.name, fields=sorted(diff)), by=by)
    return webhook


@command(CHANGE)
def switch_on_webhook(webhook: Webhook, *, by: User) -> Webhook:
    """It is told what happens from now on, as far as `by` may see it; what was missed can be sent again."""
    webhook = _locked(webhook)
    if webhook.is_on:
        return webhook
    _check(webhook.url, webhook.kinds, by)
    _take_over(webhook, by)
    webhook.state, webhook.failing_since = Webhook.State.ON, None
    webhook.save(update_fields=["state", "failing_since"])
    remember(events.WebhookSwitchedOn(webhook_id=webhook.pk, name=webhook.name), by=by)
    return webhook


@command(CHANGE)
def switch_off_webhook(webhook: Webhook, *, by: User) -> Webhook:
    """It is told nothing any more, not even what waits already."""
    webhook = _locked(webhook)
    if webhook.state != Webhook.State.OFF:
        webhook.state = Webhook.State.OFF
        webhook.save(update_fields=["state"])
        remember(events.WebhookSwitchedOff(webhook_id=webhook.pk, name=webhook.name), by=by)
    return webhook


@command(CHANGE)
def rotate_secret(webhook: Webhook, *, by: User) -> Webhook:
    """A new secret signs the calls from now on; for a day they carry the signature of the last one, too."""
    webhook = _locked(webhook)
    webhook.generation, webhook.rotated_at = webhook.generation + 1, now()
    webhook.save(update_fields=["generation", "rotated_at"])
    remember(events.SecretRotated(webhook_id=webhook.pk, name=webhook.name), by=by)
    return webhook


@command(CHANGE)
def remove_webhook(webhook: Webhook, *, by: User) -> None:
    """It is called no more and is gone from the list; what was remembered of it stays."""
    webhook = _locked(webhook)
    webhook.state, webhook.removed_at = Webhook.State.OFF, now()
    webhook.save(update_fields=["state", "removed_at"])
    remember(events.WebhookRemoved(webhook_id=webhook.pk, name=webhook.name), by=by)


@command(CHANGE, makes=WebhookDelivery)
def try_webhook(webhook: Webhook, *, by: User) -> WebhookDelivery:
    """Make a trial call, which tells of nothing but the webhook itself. It works also while it is switched off."""
    webhook = _locked(webhook)
    remember(events.WebhookTried(webhook_id=webhook.pk, name=webhook.name), by=by)
    return write_call(webhook, kind=TRIAL)


@command(CHANGE, makes=WebhookDelivery)
def replay_delivery(delivery: WebhookDelivery, *, by: User) -> WebhookDelivery:
    """Make a call once more, in a new row of the log: of the same event, as its maker may see it today."""
    webhook = _locked(delivery.webhook)
    _must_be_on(webhook)
    if delivery.outgoing.status in {Status.WAITING, Status.SENDING}:
        raise Refused(_("This call is still on its way. Wait until it has arrived or was given up."))
    remember(events.WebhookReplayed(webhook_id=webhook.pk, name=webhook.name), by=by)
    if delivery.moment_id is None:
        return write_call(webhook, kind=TRIAL)
    moment = Moment.objects.get(pk=delivery.moment_id)
    return write_call(webhook, moment=moment, occasion=f"again:{delivery.pk}:{now().timestamp()}")


@command(CHANGE, makes=WebhookReplay)
def replay_since(webhook: Webhook, *, since: datetime, by: User) -> WebhookReplay:
    """Make the calls of everything that happened since, once more: for a receiver that was down or lost what it had."""
    webhook, at = _locked(webhook), now()
    _must_be_on(webhook)
    if since >= at:
        raise Refused(_("Choose a time that has passed."), field="since")
    if at - since > LONGEST_REPLAY:
        raise Refused(_("Calls can be sent again for the last 30 days."), field="since")
    asked = WebhookReplay.objects.create(webhook=webhook, since=since, at=at)
    remember(events.WebhookReplayed(webhook_id=webhook.pk, name=webhook.name), by=by)
    carry_out_replay.enqueue(replay_id=asked.pk)
    return asked


@command(ANYBODY)
def stop_webhook(webhook: Webhook, *, why: str, by: User) -> Webhook:
    """The house itself stops a webhook: `failing`, `gone`, or `maker` where whoever answers for it lost access."""
    webhook = _locked(webhook)
    if not webhook.is_on:
        return webhook
    webhook.state = Webhook.State.LOST if why == "maker" else Webhook.State.FAILED
    webhook.save(update_fields=["state"])
    remember(events.WebhookStopped(webhook_id=webhook.pk, name=webhook.name, why=why), by=by)
    notify(
        queries.keepers(),
        WebhookStopped,
        dedupe=f"webhook-stopped:{webhook.pk}:{webhook.failing_since or now()}",
        url=reverse("automation:webhook", args=[webhook.uid]),
        name=webhook.name,
    )
    return webhook


def _locked(webhook: Webhook) -> Webhook:
    found = Webhook.objects.here().select_for_update(of=("self",)).filter(pk=webhook.pk).first()
    if found is None:
        raise Refused(_("This webhook was removed."))
    return found


def _take_over(webhook: Webhook, by: User) -> None:
    """Nobody directs to an address of theirs what only somebody else may see, nor reads what was told with their reach."""
    if webhook.by_id != by.pk:
        WebhookDelivery.objects.filter(webhook=webhook).exclude(body="").update(body="", body_at=None)
    webhook.by = by
    webhook.save(update_fields=["by"])


def _check(url: str, kinds: Collection[str], by: User) -> None:
    try:
        outgoing.check(url)
    except Refused as no:
        raise Refused(str(no), field="url") from None
    known = {kind.name for kind in queries.kinds_open_to(by)}
    if set(kinds) - known:
        raise Refused(_("Some of these events are unknown, or not yours to see."), field="kinds")


def _must_be_on(webhook: Webhook) -> None:
    if not webhook.is_on:
        raise Refused(_("This webhook is switched off. Switch it on first."))
