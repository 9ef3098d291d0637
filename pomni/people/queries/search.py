"""What a typed text means for clients: parts of a name, digits of a phone, a part of an address, a tax number.

Nothing out of the viewer's reach answers, and nothing answers by a phone or an address that is not shown to them in full.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact

from pomni.kit.prepared import rows_of, rows_this_once
from pomni.kit.search import TRIGRAM, Gathered, Wanted
from pomni.people.models import Client, ContactPoint, Holding
from pomni.people.queries import typed
from pomni.people.queries.typed import Part, Ways, asked
from pomni.team.models import User

LAST = "\U0010ffff"  # behind every letter
PLAIN = re.compile(r" ?[^\W_](?:[^\W_]|[.@+-])*")  # holds no sign that means something in a pattern
Said = tuple[str, Sequence[Any]]  # a statement, or a part of one, and its values


def matching(viewer: User, text: str) -> Q:
    """What narrows clients to those who answer to a typed text; nobody answers to a text of mere signs.

    Each word must be found: three letters anywhere in a word of the name, one or two at its beginning, in any spelling
    (other alphabet, other keyboard layout, no marks); four digits of a phone; a part of an address; a tax number.
    """
    return condition(viewer, asked(text))


def in_order(by: Iterable[str]) -> list[Any]:
    """These columns of an order, for clients narrowed by `matching`: those who answer are gathered first, then sorted."""
    told = ((Gathered(F(name.lstrip("-"))), name.startswith("-")) for name in by)
    return [column.desc() if descends else column.asc() for column, descends in told]


def clients_named(viewer: User, words: str, *, size: int = 200) -> dict[int, Client]:
    """Clients within reach whose name holds these words, whatever the case of their letters; erased ones too."""
    if not (parts := [Part(part.ways) for part in asked(words)]):
        return {}
    found = (
        Client.objects.visible_to(viewer)
        .filter(condition(viewer, parts))
        .order_by(*in_order(["sorted_as", "pk"]))
    )
    return {client.pk: client for client in found[:size]}


# --- Who answers ------------------------------------------------------------------------------------------------------


def condition(viewer: User, parts: Sequence[Part], *, strictly: bool = False) -> Q:
    """Who answers to these parts. `strictly`: words begin words, and digits end phones."""
    parts = [_within_rules(viewer, part) for part in parts]
    if not parts:
        return Q(pk__in=())
    by_index = reaches_many(viewer)
    named = [ways_of(part, strictly) for part in parts if not (part.digits or part.address)]
    told = [Q(found_by__holds=Wanted(named, by_index))] if named else []
    told += [_reached(part, strictly, by_index) for part in parts if part.digits or part.address]
    if all(len(part) < 3 for ways in named for way in ways for part in way) and len(named) == len(parts):
        told.append(_begins(parts))
    return reduce(and_, told)


def within(viewer: User, parts: Sequence[Part] = ()) -> QuerySet[Client]:
    """Those within reach who were not erased.

    The few who answer by a phone or an address are each asked whether they are within reach: else an engine may gather
    all that a team or a location reaches first. The many who share a name are better met in that reach.
    """
    found = Client.objects.visible_to(viewer)
    if meets_few(parts) and reaches_many(viewer) and not viewer.reach(Client.see).all:
        found = Client.objects.filter(Exists(found.filter(pk=OuterRef("pk"))))
    return found.filter(forgotten_at=None)


def meets_few(parts: Sequence[Part]) -> bool:
    """Whether few can answer: by a phone or an address, not by a name alone."""
    return any(part.digits or part.address for part in parts)


def reaches_many(viewer: User) -> bool:
    """Whether it is worth asking an index: those whom somebody answers for themselves are few, and each is compared."""
    reach = viewer.reach(Client.see)
    return reach.all or reach.team or bool(reach.locations)


def ways_of(part: Part, strictly: bool) -> Ways:
    """The ways in which a part may stand in a name."""
    if not strictly:
        return part.ways
    return tuple(tuple(f" {fragment.strip()}" for fragment in way) for way in part.ways)


def _within_rules(viewer: User, part: Part) -> Part:
    """Without what the viewer may not look through: nobody learns digit by digit what is hidden from them."""
    digits = () if viewer.field_rule("people.client.phone") else part.digits
    address = "" if viewer.field_rule("people.client.email") else part.address
    return Part(part.ways, digits, address)


def _reached(part: Part, strictly: bool, by_index: bool) -> Q:
    """One part that may be a phone or an address as well as a word of the name."""
    held = []
    if part.digits:
        points = _points(ContactPoint.Kind.PHONE, part.digits)
        if strictly:
            points = points.filter(reduce(or_, (Q(normal__endswith=digits) for digits in part.digits)))
        held.append(points)
    if part.address:
        held.append(_points(ContactPoint.Kind.EMAIL, (part.address,)))
    holders = [Holding.objects.filter(contact_point__in=points).values("client") for points in held]
    if not part.ways:
        return reduce(or_, (Q(pk__in=who) for who in holders))
    names = Q(found_by__holds=Wanted([ways_of(part, strictly)], by_index))
    if not by_index:
        return reduce(or_, (Q(pk__in=who) for who in holders), names)
    return Q(pk__in=Client.objects.filter(names).values("pk").union(*holders, all=True))


def _points(kind: str, fragments: tuple[str, ...]) -> QuerySet[ContactPoint]:
    found = ContactPoint.objects.filter(normal__holds=Wanted([[[one] for one in fragments]]))
    return found.filter(Exact(Gathered(F("kind")), kind))  # not by the index of kinds: half of all are of one


def _begins(parts: Sequence[Part]) -> Q:
    """Letters alone, too few for an index of parts: the name begins with one of them."""
    firsts = {way[0].strip() for part in parts for way in part.ways if len(way) == 1}
    ranges = (Q(sorted_as__gte=one, sorted_as__lt=f"{one}{LAST}") for one in sorted(firsts))
    return reduce(or_, ranges, Q(pk__in=()))


# --- Composed once ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A typed text as its reader may look through it: parts, and their shape, for which statements are composed once."""

    parts: tuple[Part, ...]
    whose: tuple[int, ...]  # whose reach the statements are of; empty: of whoever reaches all

    def rows(
        self,
        what: Hashable,
        compose: Callable[..., QuerySet[Any, Any]],
        *values: Any,
        given: Callable[..., Said] | None = None,
        lasts: bool = True,
    ) -> list[list[Any]]:
        """The rows of `compose(parts, *values)`, composed once for all texts of one shape. `what` names the query.

        `given(parts, *values)`: what the statement begins with. `lasts=False`: it means something else tomorrow.
        """
        shape, texts = typed.shape(self.parts)
        first = given or _nothing
        lasts = lasts and all(isinstance(value, int | str) for value in values)
        if not lasts or not all(len(text) >= TRIGRAM and PLAIN.fullmatch(text) for text in texts):
            return rows_this_once(partial(compose, self.parts), *values, given=partial(first, self.parts))

        def told(of: Callable[..., Any]) -> Callable[..., Any]:
            return lambda *marks: of(typed.filled(shape, marks), *marks[len(texts) :])

        bare = (text.lstrip() for text in texts)
        key = ("clients found", what, self.whose, shape)
        return rows_of(key, told(compose), *bare, *values, given=told(first))


def typed_by(viewer: User, text: str) -> Typed:
    """What the viewer has typed."""
    whose = () if viewer.reach(Client.see).all else (viewer.pk, viewer.access_stamp)
    return Typed(tuple(_within_rules(viewer, part) for part in asked(text)), whose)


def _nothing(*_told: Any) -> Said:
    return "", ()
