"""What is a colleague's and open, pile by pile, as the modules tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pomni.kit.giving import Division, HandOver, OpenThing, PartOfClients
from pomni.kit.module import function_named, offered, open_to
from pomni.team import queries
from pomni.team.dividing import ALL, EVENLY, Share, Wanted, divide
from pomni.team.models import User


@dataclass(frozen=True)
class Pile:
    """So much of one kind is somebody's."""

    kind: HandOver
    number: int
    heirs: list[User]  # who could do something with it


def piles(user: User, *, by: User, things: Mapping[str, list[OpenThing]] | None = None) -> list[Pile]:
    """What is this colleague's and can be handed over by whoever looks; empty piles are left out.

    `things`: what `open_things` gave, where that is known already.
    """
    others = list(queries.colleagues(by).filter(is_active=True).exclude(pk=user.pk))
    found = []
    for kind in sorted(offered("hand_overs"), key=lambda one: one.order):
        known = None if things is None else things.get(kind.key)
        if number := function_named(kind.count)(user, by) if known is None else len(known):
            heirs = [one for one in others if one.may(kind.heir_may)]
            found.append(Pile(kind, number, heirs))
    return found


def can_be_divided(piles: Iterable[Pile]) -> list[Pile]:
    """Those whose things hang on clients: they can go to several, by a rule."""
    return [pile for pile in piles if pile.kind.lists and pile.kind.is_of_clients]


def heirs_of_all(piles: Iterable[Pile]) -> list[User]:
    """Who could do something with each of these piles."""
    piles = list(piles)
    if not piles:
        return []
    common = set.intersection(*({one.pk for one in pile.heirs} for pile in piles))
    return [one for one in piles[0].heirs if one.pk in common]


def divisions(by: User) -> list[Division]:
    """The rules by which modules divide clients."""
    return open_to(by, "divisions")


def open_things(user: User, by: User) -> dict[str, list[OpenThing]]:
    """Every open thing of a colleague, by the key of its pile, as far as `by` may hand it over."""
    kinds = sorted((one for one in offered("hand_overs") if one.lists), key=lambda one: one.order)
    return {one.key: list(function_named(one.lists)(user, by)) for one in kinds}


def parts_of(rule: str, things: dict[str, list[OpenThing]], by: User) -> list[PartOfClients]:
    """The parts that a rule makes of the clients whom these things are about; none for a rule that knows no parts."""
    division: Any = next((one for one in divisions(by) if one.key == rule), None)
    if division is None:
        return []
    clients = {one.client_id for some in things.values() for one in some if one.client_id}
    return list(function_named(division.parts)(by, clients))


def shares_of(user: User, wanted: Wanted, by: User) -> list[Share]:
    """Who gets what of all that is open now."""
    things = open_things(user, by)
    parts = parts_of(wanted.rule, things, by) if wanted.rule not in (ALL, EVENLY) else []
    return divide(things, wanted, parts)
