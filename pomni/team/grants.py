"""How far a person reaches: pure arithmetic over the roles that the person holds, without tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Scope(IntEnum):
    """How far a capability reaches, from nothing to every record of the company."""

    NONE = 0
    OWN = 1
    TEAM = 2
    LOCATION = 3
    ALL = 4


@dataclass(frozen=True)
class Reach:
    """What several held roles come to for one capability: the union of their scopes."""

    own: bool = False
    team: bool = False
    locations: frozenset[int] = frozenset()
    all: bool = False

    def __bool__(self) -> bool:
        return self.own or self.team or self.all or bool(self.locations)

    def covers(self, other: "Reach") -> bool:
        """Whether everything that `other` reaches is reached by this too."""
        if self.all:
            return True
        return (
            not other.all
            and other.own <= self.own
            and other.team <= self.team
            and other.locations <= self.locations
        )


@dataclass(frozen=True)
class Held:
    """A role as somebody holds it: what it grants, its field rules, and at which locations (none named: at all of theirs)."""

    grants: Mapping[str, int]
    fields: Mapping[str, str]
    locations: frozenset[int]


NOTHING = Reach()
MILD_FIRST = ("", "mask", "hide")


@dataclass(frozen=True)
class Grants:
    """All that a person may: made once from the held roles and kept until one of them changes."""

    held: tuple[Held, ...]
    teammates: frozenset[int] = frozenset()
    _reaches: dict[str, Reach] = field(default_factory=dict)

    def reach(self, capability: str) -> Reach:
        """How far the person reaches with this capability; falsy where not at all."""
        if capability not in self._reaches:
            self._reaches[capability] = reached_by(self.held, capability)
        return self._reaches[capability]

    def field_rule(self, name: str) -> str:
        """Empty, "mask" or "hide": the mildest rule among the roles that see such records, since each alone would show it.

        A role that sees none says nothing; where none does, the field is hidden.
        """
        rules = [held.fields.get(name, "") for held in self.held if held.grants.get(_see(name))] or ["hide"]
        return min(rules, key=MILD_FIRST.index)

    def covers(
        self,
        grants: Mapping[str, int],
        locations: frozenset[int],
        fields: Mapping[str, str] | None = None,
        *,
        teammates: frozenset[int] = frozenset(),
    ) -> bool:
        """Whether the person holds at least what these grants would give: nobody gives away more than they have.

        `teammates` are those of whoever is to hold them: a team's reach can only be given within one's own. Neither does
        anybody show others, by milder rules for `fields`, what they are kept from themselves.
        """
        reached = all(self.covers_one(name, scope, locations, teammates) for name, scope in grants.items())
        return reached and self.shows_as_much(grants, fields or {})

    def covers_one(
        self,
        name: str,
        scope: int,
        locations: frozenset[int],
        teammates: frozenset[int] = frozenset(),
    ) -> bool:
        """The same for one capability."""
        mine = self.reach(name)
        if scope == Scope.TEAM and not mine.all and not teammates <= self.teammates:
            return False
        return mine.covers(_union([(Held({}, {}, locations), scope)]))

    def covers_person(self, other: "Grants") -> bool:
        """Whether everything that the other may see is within this one's reach, and shown no less.

        What is the other's own is nobody else's own: only who reaches all of it reaches that.
        """
        return all(
            self.shows_as_much(held.grants, held.fields)
            and all(self.reach(name).all for name, scope in held.grants.items() if scope)
            for held in other.held
        )

    def shows_as_much(self, grants: Mapping[str, int], fields: Mapping[str, str]) -> bool:
        """Whether the rules for `fields` are no milder than the person's own, as far as these grants show anything."""
        kept_from = {name for held in self.held for name in held.fields if grants.get(_see(name))}
        return all(
            MILD_FIRST.index(self.field_rule(name)) <= MILD_FIRST.index(fields.get(name, ""))
            for name in kept_from
        )


def _see(field_name: str) -> str:
    return f"{field_name.rpartition('.')[0]}.see"


def reached_by(held: Iterable[Held], capability: str) -> Reach:
    """How far these held roles reach with a capability."""
    return _union((one, one.grants.get(capability, 0)) for one in held)


def _union(held: Iterable[tuple[Held, int]]) -> Reach:
    own = team = everything = False
    locations: frozenset[int] = frozenset()
    for role, scope in held:
        own = own or scope >= Scope.OWN
        team = team or scope == Scope.TEAM
        everything = everything or scope == Scope.ALL
        if scope == Scope.LOCATION:
            locations |= role.locations
    return Reach(own, team, locations, everything)
