"""What is kept of a client who is forgotten, and what two cards tell twice once they are one."""

from typing import Any

from pomni.recall.models import Due


def forget_due(client_id: int) -> None:
    """Nobody invites them again."""
    Due.objects.filter(client=client_id).delete()


def told_twice(kept: Any, gone: Any) -> list[Due]:
    """Of two cards that become one, the rows that go: they are reckoned anew for the one that stays."""
    mine = Due.objects.filter(client=kept).values("service")
    return list(Due.objects.filter(client=gone, service__in=mine))
