"""Calls of webhooks: written into the outbox when something happened, and made when they leave.

What a call tells is put together at each attempt, as the colleague who answers for the webhook may see it then: nobody's
rights are older than a call, and what was erased meanwhile is not told.
"""

import time
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from pomni.automation import payload, queries
from pomni.automation.commands import stop_webhook
from pomni.automation.models import Webhook, WebhookDelivery
from pomni.automation.outbox import CARRIER, answers_still, write_call
from pomni.kit.clock import now, today
from pomni.kit.pace import in_strokes
from pomni.memory.listening import memo
from pomni.memory.models import Concern, Moment
from pomni.people.events import ClientMerged
from pomni.post import webhook as transport
from pomni.post.carriers import carries
from pomni.post.delivery import WAITS
from pomni.post.models import Outgoing
from pomni.post.troubles import Undelivered
from pomni.team.notices import WebhookFailed, notify
from pomni.team.robots import robot

MOST_FAILING = timedelta(days=3)  # after so long without an answer a webhook is stopped
BODIES_LAST = timedelta(days=7)
CALLS_LAST = timedelta(days=90)


def call_webhooks(moment: Moment) -> None:
    """Write down a call of every webhook that wants to hear of this moment and whose maker may. Heard twice, called once."""
    for webhook in _listening():
        if not webhook.hears(moment.kind):
            continue
        if not answers_still(webhook):
            webhook.state = stop_webhook(webhook, why="maker", by=robot("Webhooks")).state
        elif payload.is_told(webhook.by, moment):
            write_call(webhook, moment=moment)


def _listening() -> list[Webhook]:
    kept = memo()
    if "webhooks" not in kept:
        kept["webhooks"] = list(Webhook.objects.listening())
    return [webhook for webhook in kept["webhooks"] if webhook.is_on]


@carries(CARRIER)
def carry(row: Outgoing) -> None:
    """One attempt of one call. Raises Undelivered where it fails."""
    delivery = WebhookDelivery.objects.select_related("webhook__by").get(outgoing=row)
    webhook, body = delivery.webhook, _body_of(delivery)
    began = time.monotonic()
    try:
        answer = transport.send(
            uid=str(row.uid), url=webhook.url, body=body, sign_with=" ".join(webhook.signs_with())
        )
    except Undelivered as trouble:
        code = int(trouble.detail) if trouble.code == "answered" else None
        _note(delivery, body, code, began)
        _failed(webhook, trouble, row)
        raise
    _note(delivery, body, answer, began)
    Webhook.objects.filter(pk=webhook.pk, failing_since__isnull=False).update(failing_since=None)


def _body_of(delivery: WebhookDelivery) -> str:
    webhook = delivery.webhook
    if webhook.is_on and not answers_still(webhook):
        stop_webhook(webhook, why="maker", by=robot("Webhooks"))
    if delivery.moment_id is None:
        return payload.trial_body(webhook)
    moment = Moment.objects.get(pk=delivery.moment_id)
    webhook.refresh_from_db(fields=["state", "removed_at"])
    if not webhook.is_on or not payload.is_told(webhook.by, moment):
        raise Undelivered("withdrawn", for_good=True)
    return payload.body_for(webhook.by, moment)


def _note(delivery: WebhookDelivery, body: str, code: int | None, began: float) -> None:
    row = WebhookDelivery.objects.filter(pk=delivery.pk)
    row.update(response_code=code, took_ms=round((time.monotonic() - began) * 1000))
    # Somebody may have been forgotten while the call was made, or a colleague taken the webhook over.
    known = Moment.objects.filter(pk=OuterRef("moment_id")).exclude(salt="")
    row.filter(webhook__by=delivery.webhook.by_id).filter(Q(moment_id=None) | Exists(known)).update(
        body=body, body_at=now()
    )


def _failed(webhook: Webhook, trouble: Undelivered, row: Outgoing) -> None:
    at = now()
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=at)
    webhook.refresh_from_db()
    if not webhook.is_on:
        return
    if trouble.for_good and trouble.detail == "410":
        stop_webhook(webhook, why="gone", by=robot("Webhooks"))
    elif _fails_too_long(webhook.failing_since, at):
        stop_webhook(webhook, why="failing", by=robot("Webhooks"))
    elif row.attempts > len(WAITS):
        _tell_of_failure(webhook)


def _fails_too_long(since: datetime | None, at: datetime) -> bool:
    return since is not None and at - since >= MOST_FAILING


def _tell_of_failure(webhook: Webhook) -> None:
    page, once_a_day = (
        reverse("automation:webhook", args=[webhook.uid]),
        f"webhook-failed:{webhook.pk}:{today()}",
    )
    notify(queries.keepers(), WebhookFailed, dedupe=once_a_day, url=page, name=webhook.name)


# --- What is forgotten ---------------------------------------------------------------------------------------------


def forget_bodies(keys: Collection[int]) -> None:
    """Take what was told of a client, kept under any of these keys, out of the log.

    Their facts are shredded already: no later call tells them.
    """
    concerned = Concern.objects.filter(client_id__in=keys).values("moment_id")
    WebhookDelivery.objects.filter(moment_id__in=concerned).update(body="", body_at=None)
    # A merge that was taken back concerns the other card, but was shredded with this one.
    merges = WebhookDelivery.objects.filter(kind=ClientMerged.kind, body_at__isnull=False)
    shredded = Moment.objects.filter(pk__in=merges.values("moment_id"), salt="").values("pk")
    merges.filter(moment_id__in=shredded).update(body="", body_at=None)


def empty_bodies() -> None:
    """Take out what was sent more than a week ago."""
    old = WebhookDelivery.objects.filter(body_at__lt=now() - BODIES_LAST).values_list("pk", flat=True)
    in_strokes(
        list(old), lambda pks: WebhookDelivery.objects.filter(pk__in=pks).update(body="", body_at=None)
    )


def drop_old_calls() -> None:
    """Drop the rows of calls that were made long ago; the outbox keeps where and when."""
    old = WebhookDelivery.objects.filter(at__lt=now() - CALLS_LAST).values_list("pk", flat=True)
    in_strokes(list(old), lambda pks: WebhookDelivery.objects.filter(pk__in=pks).delete())
