"""What was written to somebody who is forgotten goes from the outbox, and from the folders of trial gateways."""

from collections.abc import Iterable

from django.db import transaction

from pomni.post.gateways import folder_of
from pomni.post.models import Outgoing, Status

Sent = tuple[int, str, str]  # the key of the row, its uid, its channel


def erase(rows: Iterable[Sent]) -> None:
    """Empty these rows of the outbox; what has not left does not leave any more. Files go once the transaction is committed."""
    found = list(rows)
    left = Outgoing.objects.filter(pk__in=[pk for pk, _uid, _channel in found])
    left.exclude(status=Status.SENT).update(status=Status.FAILED)
    left.update(payload={}, is_emptied=True)
    transaction.on_commit(lambda: _unlink(found))


def _unlink(found: list[Sent]) -> None:
    for _pk, uid, channel in found:
        (folder_of(channel or "none") / f"{uid}.txt").unlink(missing_ok=True)
