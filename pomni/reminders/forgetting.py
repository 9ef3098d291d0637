"""What was written to a client who is forgotten, and what two cards say twice once they are one."""

from typing import Any

from django.db import transaction

from pomni.post.gateways import folder_of
from pomni.post.models import Outgoing, Status
from pomni.reminders.models import Message, Reply, Wish


def forget_messages(client_id: int) -> None:
    """Erase what was written to a client and what they answered; nothing more leaves."""
    of_client = Message.objects.filter(visit__client=client_id)
    rows = list(of_client.exclude(outgoing=None).values_list("outgoing", "outgoing__uid", "channel"))
    left = Outgoing.objects.filter(pk__in=[pk for pk, _uid, _channel in rows])
    left.exclude(status=Status.SENT).update(status=Status.FAILED)
    left.update(payload={}, is_emptied=True)
    transaction.on_commit(lambda: _unlink([(channel, str(uid)) for _pk, uid, channel in rows]))
    of_client.filter(state=Message.State.PLANNED).update(
        state=Message.State.DROPPED, because=Message.Because.CHANGED
    )
    of_client.update(to="", text="")
    Reply.objects.filter(visit__client=client_id).update(sender="", text="")
    Wish.objects.filter(client=client_id).delete()


def _unlink(named: list[tuple[str, str]]) -> None:
    for channel, uid in named:
        (folder_of(channel or "none") / f"{uid}.txt").unlink(missing_ok=True)


def told_twice(kept: Any, gone: Any) -> list[Wish]:
    """Of two cards that become one, the wish that goes: who wants no messages on either card gets none."""
    mine = Wish.objects.filter(client=kept).first()
    theirs = Wish.objects.filter(client=gone).first()
    if not (mine and theirs):
        return []
    return [mine if theirs.is_silent and not mine.is_silent else theirs]
