"""What is kept of a client who is forgotten, and what two cards tell twice once they are one."""

from typing import Any

from pomni.post.erasing import erase
from pomni.recall.models import Due, Invitation


def forget_due(client_id: int) -> None:
    """Nobody invites them again, and what was written to them is erased."""
    Due.objects.filter(client=client_id).delete()
    theirs = Invitation.objects.filter(client=client_id)
    erase(theirs.exclude(outgoing=None).values_list("outgoing", "outgoing__uid", "way"))
    planned = theirs.filter(state=Invitation.State.PLANNED)
    planned.update(state=Invitation.State.DROPPED, because=Invitation.Because.NO_WAY)
    theirs.update(to="", text="")


def told_twice(kept: Any, gone: Any) -> list[Due]:
    """Of two cards that become one, the rows that go: they are reckoned anew for the one that stays."""
    mine = Due.objects.filter(client=kept).values("service")
    return list(Due.objects.filter(client=gone, service__in=mine))
