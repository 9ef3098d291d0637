"""What of a colleague's goes to others when they leave: the clients that they answer for."""

from collections.abc import Iterable

from pomni.kit.pace import in_strokes
from pomni.people.commands import hand_over_clients
from pomni.people.queries import answered_for_by
from pomni.team.models import User


def answered_for(user: User, by: User) -> int:
    """How many clients the colleague answers for, of those that `by` may change."""
    return answered_for_by(by, user).count()


def give(user: User, to: User | None, by: User) -> int:
    """All of them are answered for by another colleague from now on, or by nobody; in short strokes."""

    def write(pks: Iterable[int]) -> None:
        hand_over_clients(user, clients=list(pks), to=to, by=by)

    return in_strokes(list(answered_for_by(by, user).values_list("pk", flat=True)), write)
