"""What of a colleague's goes to others when they leave: the tasks that they were to do."""

from collections.abc import Iterable

from pomni.agenda.commands import hand_over_tasks
from pomni.agenda.queries import open_of
from pomni.kit.pace import in_strokes
from pomni.team.models import User


def to_do(user: User, by: User) -> int:
    """How many open tasks the colleague has, of those that `by` may change."""
    return open_of(by, user).count()


def give(user: User, to: User | None, by: User) -> int:
    """All of them are to be done by another colleague from now on, or by nobody; in short strokes."""

    def write(pks: Iterable[int]) -> None:
        hand_over_tasks(user, tasks=list(pks), to=to, by=by)

    return in_strokes(list(open_of(by, user).values_list("pk", flat=True)), write)
