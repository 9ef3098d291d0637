"""One attempt to deliver one row of the outbox, and when the next one is.

The network is never talked to inside a transaction: the row is claimed and committed, then the letter goes,
then the row is ended. A worker killed between the last two sends again, so a letter or call leaves at least
once.
"""

import logging
from datetime import datetime, timedelta

from pomni.jobs.declare import GiveUp, RetryAt, task
from pomni.jobs.running import steadily, where
from pomni.kit import clock
from pomni.post import gateways, mail, webhook
from pomni.post.carriers import carrier_of
from pomni.post.models import Kind, Outgoing, Status
from pomni.post.troubles import Undelivered

logger = logging.getLogger(__name__)

# Minutes before each new attempt: two and a half days in all, so that a week-end without a server loses
# nothing.
WAITS = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 720, 1200)
DEATHS = 20  # attempts of the queue beyond ours, for workers that are killed


@task(attempts=len(WAITS) + 1 + DEATHS, key="outgoing:{uid}")
def deliver(uid: str) -> None:
    """Deliver the row with this uid, if it still has to leave."""
    row = Outgoing.objects.filter(uid=uid).first()
    if row is None or row.status in {Status.SENT, Status.FAILED}:
        return
    if row.kind == Kind.MAIL and not mail.is_set_up():
        return  # it waits; `tasks.rouse` takes it up when mail is set up
    claimed = Outgoing.objects.claim(uid, clock.now())
    if claimed is None:
        raise RetryAt(row.not_before)
    try:
        answer_id = _carry(claimed)
    except Undelivered as trouble:
        _end_badly(claimed, trouble)
    except Exception as bug:
        logger.error("outbox: %s %s could not be sent: %s", claimed.kind, claimed.uid, where(bug))
        _end_badly(claimed, Undelivered("internal", type(bug).__name__))
    else:
        steadily(
            lambda: claimed.mark_sent(clock.now(), answer_id)
        )  # it has left: a moment without database is waited out


def _carry(row: Outgoing) -> str:
    """Make one attempt; gives the number that a provider of messages gave it, or ""."""
    if row.good_until and clock.now() > row.good_until:
        raise Undelivered("too_late", for_good=True)
    if carry := carrier_of(row):
        carry(row)
    elif row.kind == Kind.MAIL:
        mail.send(mail.letter(dedupe=row.dedupe, **row.payload))
    elif row.kind == Kind.MESSAGE:
        return gateways.send(key=str(row.uid), **row.payload)
    else:
        webhook.send(uid=str(row.uid), **row.payload)
    return ""


def _end_badly(row: Outgoing, trouble: Undelivered) -> None:
    if trouble.for_good or row.attempts > len(WAITS):
        row.give_up(trouble)
        logger.warning("outbox: %s %s given up: %s", row.kind, row.uid, trouble.code)
        raise GiveUp(trouble) from None
    until = next_attempt(row.attempts, clock.now())
    row.put_off(until, trouble)
    raise RetryAt(until) from None


def next_attempt(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts (1 = the first) have failed."""
    return now + timedelta(minutes=WAITS[attempts - 1])
