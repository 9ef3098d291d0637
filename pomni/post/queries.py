"""How the outbox stands, for pages and the doctor.

These tell of the machine, not of clients, and lie below the people who look: they ask for no viewer.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.db.models import Count, Min, Q

from pomni.kit import clock
from pomni.post import mail
from pomni.post.models import Kind, Outgoing, OutgoingQuerySet, Status


@dataclass(frozen=True)
class Standing:
    """Rows by state; `sent` in the last week; `held`: letters that wait for mail to be set up."""

    waiting: int
    sending: int
    sent: int
    failed: int
    held: int


def standing() -> Standing:
    """How many rows are in which state; quick, however many have left over the years."""
    counts = Outgoing.objects.unfinished().aggregate(
        waiting=Count("id", filter=Q(status=Status.WAITING)),
        sending=Count("id", filter=Q(status=Status.SENDING)),
        held=Count("id", filter=Q(status=Status.WAITING, kind=Kind.MAIL)),
    )
    if mail.is_set_up():
        counts["held"] = 0
    sent = Outgoing.objects.filter(status=Status.SENT, is_emptied=False)  # the index holds no older ones
    return Standing(**counts, failed=failed().count(), sent=sent.count())


def failed() -> OutgoingQuerySet:
    """What was given up, newest first; `trouble` of each says why."""
    return Outgoing.objects.filter(status=Status.FAILED).order_by("-id")


def failed_and_kept() -> OutgoingQuerySet:
    """What was given up and can still be tried again, newest first."""
    return failed().filter(is_emptied=False)


def being_tried_again() -> OutgoingQuerySet:
    """What failed at least once and will be tried again, the next one first."""
    return Outgoing.objects.filter(status=Status.WAITING).exclude(last_error="").order_by("not_before")


def goes_to(row: Outgoing) -> str:
    """Where a letter or call goes: a mail address without the name before it, or the host of a web address."""
    if row.kind == Kind.MAIL:
        return parseaddr(str(row.payload.get("to", "")))[1]
    if row.kind == Kind.MESSAGE:
        return str(row.payload.get("to", ""))
    return urlsplit(str(row.payload.get("url", ""))).hostname or ""


def oldest_waiting() -> timedelta | None:
    """For how long the oldest row that has still to leave has been waiting; None where all have left."""
    oldest = Outgoing.objects.unfinished().aggregate(at=Min("created_at"))["at"]
    return max(clock.now() - oldest, timedelta()) if oldest else None
