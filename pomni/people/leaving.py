"""What of a colleague's goes to others when they leave: the clients that they answer for; and by what clients are divided."""

from collections.abc import Collection, Iterable

from pomni.facts import queries as facts
from pomni.kit.giving import OpenThing, PartOfClients
from pomni.kit.pace import in_strokes
from pomni.people.commands import hand_over_clients
from pomni.people.models import Client
from pomni.people.queries import answered_for_by
from pomni.people.queries.segmented import segments
from pomni.team.models import User


def answered_for(user: User, by: User) -> int:
    """How many clients the colleague answers for, of those that `by` may change."""
    return answered_for_by(by, user).count()


def list_answered_for(user: User, by: User) -> list[OpenThing]:
    """The same one by one, by name."""
    found = answered_for_by(by, user).order_by("sorted_as", "pk")
    return [OpenThing(pk, pk, name) for pk, name in found.values_list("pk", "name")]


def give(user: User | None, to: User | None, by: User, some: Collection[int] | None = None) -> int:
    """All of them, or these, are answered for by another colleague from now on, or by nobody; in short strokes."""
    given = 0

    def write(pks: Iterable[int]) -> None:
        nonlocal given
        given += hand_over_clients(user, clients=list(pks), to=to, by=by)

    if some is None:
        some = list(answered_for_by(by, user).values_list("pk", flat=True)) if user else []
    in_strokes(list(some), write)
    return given


# --- By what they are divided -------------------------------------------------------------------------------------------


def by_location(by: User, pks: Collection[int]) -> list[PartOfClients]:
    """Of these clients those of each location, by its name."""
    found = Client.objects.visible_to(by).exclude(location=None).order_by("location__name", "location")
    return _parts(found.values_list("location__uid", "location__name", "pk"), pks)


def by_tag(by: User, pks: Collection[int]) -> list[PartOfClients]:
    """Of these clients those with each tag, by its name."""
    found = Client.objects.visible_to(by).exclude(tags=None).order_by("tags__folded")
    return _parts(found.values_list("tags__uid", "tags__name", "pk"), pks)


def by_segment(by: User, pks: Collection[int]) -> list[PartOfClients]:
    """Of these clients those in each segment that `by` has, by its name."""
    wanted, parts = set(pks), []
    for one in segments(by):
        try:
            found = Client.objects.visible_to(by).filter(facts.narrowed_by(dict(one.condition), by))
        except facts.WrongCondition:  # it asks for what there is no more
            continue
        if held := wanted.intersection(found.values_list("pk", flat=True)):
            parts.append(PartOfClients(str(one.uid), one.name, frozenset(held)))
    return parts


def _parts(rows: Iterable[tuple[object, str, int]], pks: Collection[int]) -> list[PartOfClients]:
    wanted, names = set(pks), {}
    held: dict[str, set[int]] = {}
    for uid, name, pk in rows:
        if pk in wanted:
            names[str(uid)] = name
            held.setdefault(str(uid), set()).add(pk)
    return [PartOfClients(uid, names[uid], frozenset(some)) for uid, some in held.items()]
