"""What of a colleague's goes to others when they leave: tasks, promises, and the meetings in their calendar."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import QuerySet

from pomni.agenda.commands import hand_over_meetings, hand_over_promises, hand_over_tasks
from pomni.agenda.queries import open_meetings_of, open_of, open_promises_of
from pomni.kit.giving import OpenThing
from pomni.kit.pace import in_strokes
from pomni.team.models import User

Some = Collection[int] | None


def to_do(user: User, by: User) -> int:
    """How many open tasks the colleague has, of those that `by` may change."""
    return open_of(by, user).count()


def list_to_do(user: User, by: User) -> list[OpenThing]:
    """The same one by one, the most urgent first."""
    return _listed(open_of(by, user).order_by("due_on", "pk"), "title")


def give(user: User | None, to: User | None, by: User, some: Some = None) -> int:
    """All of them, or these, are to be done by another colleague from now on, or by nobody; in short strokes."""
    return _give(
        some if some is not None else _keys(open_of(by, user) if user else None),
        lambda pks: hand_over_tasks(user, tasks=pks, to=to, by=by),
    )


def to_keep(user: User, by: User) -> int:
    """How many open promises the colleague sees to, of those that `by` may change."""
    return open_promises_of(by, user).count()


def list_to_keep(user: User, by: User) -> list[OpenThing]:
    """The same one by one, the most urgent first."""
    return _listed(open_promises_of(by, user).order_by("due_on", "pk"), "text")


def give_promises(user: User | None, to: User | None, by: User, some: Some = None) -> int:
    """All of them, or these, are seen to by another colleague from now on, or by nobody; in short strokes."""
    return _give(
        some if some is not None else _keys(open_promises_of(by, user) if user else None),
        lambda pks: hand_over_promises(user, promises=pks, to=to, by=by),
    )


def to_hold(user: User, by: User) -> int:
    """How many open meetings stand in the colleague's calendar, of those that `by` may change."""
    return open_meetings_of(by, user).count()


def list_to_hold(user: User, by: User) -> list[OpenThing]:
    """The same one by one, the next first."""
    return _listed(open_meetings_of(by, user).order_by("starts_at", "pk"), "title")


def give_meetings(user: User | None, to: User | None, by: User, some: Some = None) -> int:
    """All of them, or these, are in another colleague's calendar from now on, or without one who holds them.

    In short strokes. What nobody holds does not come back by itself (user None): it may have had several guests.
    """
    if user is None:
        return 0
    return _give(
        some if some is not None else _keys(open_meetings_of(by, user)),
        lambda pks: hand_over_meetings(user, meetings=pks, to=to, by=by),
    )


# --- Inside -------------------------------------------------------------------------------------------------------------


def _keys(found: QuerySet | None) -> list[int]:
    return [] if found is None else list(found.values_list("pk", flat=True))


def _listed(found: QuerySet, words: str) -> list[OpenThing]:
    rows = found.values_list("pk", "client_id", words, "client__name")
    return [OpenThing(pk, client, title, name or "") for pk, client, title, name in rows]


def _give(pks: Iterable[int], write: Callable[[list[int]], int]) -> int:
    given = 0

    def stroke(some: list[int]) -> None:
        nonlocal given
        given += write(some)

    in_strokes(list(pks), stroke)
    return given
