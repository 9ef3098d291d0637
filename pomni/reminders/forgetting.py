"""What was written to a client who is forgotten, and what two cards say twice once they are one."""

from typing import Any

from pomni.post.erasing import erase
from pomni.reminders.models import Message, Reply, Wish


def forget_messages(client_id: int) -> None:
    """Erase what was written to a client and what they answered; nothing more leaves."""
    of_client = Message.objects.filter(visit__client=client_id)
    erase(of_client.exclude(outgoing=None).values_list("outgoing", "outgoing__uid", "channel"))
    of_client.filter(state=Message.State.PLANNED).update(
        state=Message.State.DROPPED, because=Message.Because.CHANGED
    )
    of_client.update(to="", text="")
    Reply.objects.filter(visit__client=client_id).update(sender="", text="")
    Wish.objects.filter(client=client_id).delete()


def told_twice(kept: Any, gone: Any) -> list[Wish]:
    """Of two cards that become one, the wish that goes: who wants no messages on either card gets none."""
    mine = Wish.objects.filter(client=kept).first()
    theirs = Wish.objects.filter(client=gone).first()
    if not (mine and theirs):
        return []
    return [mine if theirs.is_silent and not mine.is_silent else theirs]
