"""Putting letters and calls into the outbox, and looking after it.

The row and the job that delivers it are written in the caller's transaction: a rollback takes back both.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import get_language

from pomni.kit import clock
from pomni.post import mail, outgoing
from pomni.post.delivery import deliver
from pomni.post.models import FORGOTTEN, LONGEST_DEDUPE, Channel, Kind, Outgoing, Status

KEPT = timedelta(days=7)
CHUNK = 50  # rows in one transaction, which must stay short: others wait for it


def post_letter(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    dedupe: str,
    language: str = "",
    good_until: datetime | None = None,
) -> Outgoing:
    """Write a letter that leaves once this transaction is committed, at least once and under one Message-ID.

    `to` is one address, with or without a name: `Анна <anna@example.org>`. `html` is the same letter in HTML,
    already safe. `dedupe` (at most 200 characters) names the occasion: the same occasion twice is one letter,
    the first one. After `good_until` it does not leave any more. Without mail being set up, it waits. Raises
    Refused where `to` is not an address. `language`: the one it is written in; otherwise the one in force.
    """
    payload = {
        "to": mail.mailbox(to),
        "subject": mail.one_line(subject),
        "text": mail.storable(text),
        "html": mail.storable(html),
        "language": language or get_language() or "",
    }
    return _post(Outgoing(kind=Kind.MAIL, dedupe=dedupe, payload=payload, good_until=good_until))


def post_message(
    *, channel: str, to: str, text: str, dedupe: str, good_until: datetime | None = None
) -> Outgoing:
    """Write a message to a phone or a name in a messenger (`post.models.Channel`) that leaves once this transaction is committed.

    `to` is as the gateway of the channel takes it: a phone with a plus and its code, or the name in the messenger. `dedupe` and
    `good_until` as for letters. A channel without a gateway (`gateways.set_up`) gives the row up, with a sentence.
    """
    payload = {"channel": Channel(channel).value, "to": mail.one_line(to), "text": mail.storable(text)}
    return _post(Outgoing(kind=Kind.MESSAGE, dedupe=dedupe, payload=payload, good_until=good_until))


def post_webhook(*, url: str, body: Mapping[str, Any], sign_with: str, dedupe: str) -> Outgoing:
    """Write a call that will be made once this transaction is committed: a POST of `body` as JSON.

    `sign_with` names the secret (`webhook.secret_of`) that signs it; the secret itself is not stored.
    `dedupe` as for letters. Raises Refused where the address may not be called; a host is looked up only when
    the call is made.
    """
    outgoing.check(url)
    text = mail.storable(json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False))
    payload = {"url": url, "body": text, "sign_with": sign_with}
    return _post(Outgoing(kind=Kind.WEBHOOK, dedupe=dedupe, payload=payload))


def post_carried(*, carrier: str, url: str, dedupe: str) -> Outgoing:
    """Write a call that its carrier (`carriers.carries`) makes once this transaction is committed. `url` is for the log."""
    return _post(Outgoing(kind=Kind.WEBHOOK, dedupe=dedupe, payload={"carrier": carrier, "url": url}))


def try_again(row: Outgoing) -> bool:
    """Let a row that was given up start anew, with all its attempts. Returns whether it could."""
    fresh = {"status": Status.WAITING, "attempts": 0, "not_before": clock.now(), "good_until": None}
    with transaction.atomic():
        given_up = Outgoing.objects.filter(pk=row.pk, status=Status.FAILED, is_emptied=False)
        started = bool(given_up.update(**fresh))
        if started:
            deliver.enqueue(uid=str(row.uid))
    return started


def drop(row: Outgoing) -> bool:
    """Give a row up that could not be delivered: what was in it is emptied, where it was to go stays. False otherwise."""
    failed = Outgoing.objects.filter(pk=row.pk, status=Status.FAILED, is_emptied=False)
    with transaction.atomic():
        found = failed.select_for_update().first()
        if found is None:
            return False
        found.empty()
        found.save(update_fields=["payload", "is_emptied"])
    return True


def rouse() -> int:
    """Give a new job to rows whose time is long past: mail was set up since, or a job was lost.

    Returns how many there were; at most CHUNK.
    """
    now = clock.now()
    forgotten = Outgoing.objects.forgotten(now)
    if not mail.is_set_up():
        forgotten = forgotten.exclude(kind=Kind.MAIL)
    with transaction.atomic():
        uids = list(forgotten.order_by("id").values_list("uid", flat=True)[:CHUNK])
        Outgoing.objects.filter(uid__in=uids).unfinished().update(status=Status.WAITING, not_before=now)
        for uid in uids:
            deliver.enqueue(uid=str(uid))
    return len(uids)


def send_held() -> None:
    """Let all letters that wait leave soon, in the caller's transaction: the mail server is another one since."""
    long_due = clock.now() - FORGOTTEN
    waiting = Outgoing.objects.filter(kind=Kind.MAIL, status=Status.WAITING, not_before__gt=long_due)
    waiting.update(not_before=long_due)
    rouse()  # the first ones at once; the pulse of `tasks` goes on with the others


def empty_old() -> int:
    """Take the contents out of rows that left more than a week ago; where they went, and when, stays.

    Returns how many there were; at most CHUNK.
    """
    old = Outgoing.objects.filter(status=Status.SENT, is_emptied=False, sent_at__lt=clock.now() - KEPT)
    with transaction.atomic():
        rows = list(old.order_by("sent_at")[:CHUNK])
        for row in rows:
            row.empty()
        Outgoing.objects.bulk_update(rows, ["payload", "is_emptied"])
    return len(rows)


def _post(row: Outgoing) -> Outgoing:
    if not 0 < len(row.dedupe) <= LONGEST_DEDUPE:
        raise ValueError(f"a dedupe key has 1 to {LONGEST_DEDUPE} characters")
    with transaction.atomic():
        # No check first: two who write the same key at this moment both pass it.
        Outgoing.objects.bulk_create([row], ignore_conflicts=True)
        written = Outgoing.objects.get(dedupe=row.dedupe)
        if written.uid == row.uid:
            deliver.enqueue(uid=str(row.uid))
    return written
