"""Who gets what of a colleague who leaves: pure arithmetic. Each open thing goes to one successor, or stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pomni.kit.giving import HandOver, OpenThing, PartOfClients
from pomni.kit.module import offered

ALL, EVENLY = "piles", "evenly"  # rules beside those that modules offer
NOBODY = 0  # stands where a successor's key would: nobody has it from now on
Things = Mapping[str, Sequence[OpenThing]]  # by the key of their pile


@dataclass(frozen=True)
class Wanted:
    """What whoever hands over has chosen. What has no successor here stays as it is.

    `heirs`: of whole piles; `team`: among whom the rest is divided evenly; `parts`: of the parts of clients that a rule
    gives, and `rest` of what is in none of them; `single`: of single things, by pile and key, which come before all else.
    """

    rule: str = ALL
    heirs: Mapping[str, int] = field(default_factory=dict)
    team: tuple[int, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    rest: int | None = None
    single: Mapping[tuple[str, int], int] = field(default_factory=dict)


class Share(NamedTuple):
    """Things of one pile that go to one successor."""

    kind: str
    heir: int
    things: tuple[int, ...]


def pile_called(key: str) -> HandOver:
    """The pile of this key, among those that modules offer."""
    return next(one for one in offered("hand_overs") if one.key == key)


def divide(things: Things, wanted: Wanted, parts: Sequence[PartOfClients] = ()) -> list[Share]:
    """Who gets what. What is about one client goes to one successor together, save what was chosen by hand."""
    given: dict[tuple[str, int], int] = dict(wanted.single)
    for kind, heir in wanted.heirs.items():
        given |= {(kind, one.pk): heir for one in things.get(kind, ()) if (kind, one.pk) not in given}
    rest = [
        (kind, one)
        for kind, some in things.items()
        for one in some
        if kind not in wanted.heirs and (kind, one.pk) not in given
    ]
    if wanted.rule == EVENLY and wanted.team:
        given |= _evenly(rest, wanted.team)
    elif wanted.rule not in (ALL, EVENLY):
        given |= _by_parts(rest, wanted, parts)
    return _shares(things, given)


def _evenly(rest: Iterable[tuple[str, OpenThing]], team: Sequence[int]) -> dict[tuple[str, int], int]:
    """The largest lots first, each to whoever has least so far."""
    lots: dict[object, list[tuple[str, int]]] = {}
    for kind, one in rest:
        lots.setdefault(one.client_id or (kind, one.pk), []).append((kind, one.pk))
    load = dict.fromkeys(team, 0)
    given: dict[tuple[str, int], int] = {}
    for lot in sorted(lots.values(), key=len, reverse=True):
        heir = min(load, key=lambda one: load[one])  # of equals the first: the same again each time
        load[heir] += len(lot)
        given |= dict.fromkeys(lot, heir)
    return given


def _by_parts(
    rest: Iterable[tuple[str, OpenThing]], wanted: Wanted, parts: Sequence[PartOfClients]
) -> dict[tuple[str, int], int]:
    heir_of: dict[int, int | None] = {}
    for part in parts:
        for client in part.clients:
            heir_of.setdefault(client, wanted.parts.get(part.key))  # in several parts: the first one counts
    given = {}
    for kind, one in rest:
        in_part = one.client_id is not None and one.client_id in heir_of
        heir = heir_of[one.client_id] if in_part and one.client_id is not None else wanted.rest
        if heir is not None:
            given[kind, one.pk] = heir
    return given


def _shares(things: Things, given: Mapping[tuple[str, int], int]) -> list[Share]:
    shares: dict[tuple[str, int], list[int]] = {}
    for kind, some in things.items():
        for one in some:
            if (heir := given.get((kind, one.pk))) is not None:
                shares.setdefault((kind, heir), []).append(one.pk)
    return [Share(kind, heir, tuple(pks)) for (kind, heir), pks in shares.items()]
