"""What a fact is, what its values may be chosen from, and the register of all that the modules offer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from pomni.facts.queries.sources import Source
from pomni.facts.rules import OPERATORS, Kind, Operator
from pomni.kit.ids import as_uuid
from pomni.kit.module import function_named, offered
from pomni.team.models import Location, User
from pomni.team.queries import colleagues

CLIENT = "people.client"
ME = "me"  # among colleagues: whoever asks
CHOSEN = {Kind.PERSON, Kind.LOCATION, Kind.TAG}
Offer = list[tuple[str, str]]  # values and how they are called


@dataclass(frozen=True)
class Choices:
    """Values that are known beforehand, each with how it is called; `keys`: as the source has them, where that differs.

    `gone`: those of them that are not offered any more, though a saved condition may name them.
    """

    told: Sequence[tuple[str, Any]]
    keys: Mapping[str, Any] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def on_offer(self, _viewer: Any) -> Offer:
        """What the viewer may choose from."""
        return [(value, str(title)) for value, title in self.told if value not in self.gone]

    def known(self, _viewer: Any, values: Collection[str]) -> dict[str, tuple[Any, str]]:
        """Of these values those that there are, each as its source has it and as it is called."""
        return {
            value: (self.keys.get(value, value), str(title)) for value, title in self.told if value in values
        }


@dataclass(frozen=True)
class Rows:
    """Records, told by their uids. `rows(viewer)` gives those on offer; `all` those that a saved condition may name."""

    rows: Callable[[Any], QuerySet[Any, Any]]
    all: Callable[[], QuerySet[Any, Any]]
    with_me: bool = False

    def on_offer(self, viewer: Any) -> Offer:
        """As `Choices`."""
        told = [(str(uid), name) for uid, name in self.rows(viewer).values_list("uid", "name")]
        return [(ME, _("whoever asks")), *told] if self.with_me else told

    def known(self, viewer: Any, values: Collection[str]) -> dict[str, tuple[Any, str]]:
        """As `Choices`: a source has records by their keys."""
        kept = _kept.get().get(self, {})
        others = [value for value in values if value not in kept]
        told = {value: one for value in values if (one := kept.get(value))} | self._found(others)
        if self.with_me and ME in values:
            told[ME] = (viewer.pk, _("whoever asks"))
        return told

    def _found(self, values: Collection[str]) -> dict[str, tuple[Any, str]]:
        told = _looked_up({self: values})[self]
        return {value: one for value, one in told.items() if one}


_kept: ContextVar[dict[Rows, dict[str, tuple[Any, str] | None]]] = ContextVar("values looked up", default={})  # noqa: B039 (never changed)


PERSONS = Rows(colleagues, lambda: User.objects.people(), with_me=True)
LOCATIONS = Rows(lambda _viewer: Location.objects.order_by("name"), lambda: Location.objects.all())


@dataclass(frozen=True)
class Fact:
    """Something that may be asked of each record of a kind (`about`), as a module offers it.

    Who does not hold all that it `needs` (capabilities) cannot ask for it; with `covers`, each must reach as far as the
    records themselves are reached, for the fact tells of all of them. `field` names the field rule that keeps it: who has
    it hidden cannot ask, nor who has it masked, unless `masked_too` (then the fact tells less than the mask shows).
    `always`: never unknown. `yes` and `no` are whole sentences of a yes/no fact. `group` is the heading under which it is
    offered; `suggests(viewer)` gives texts that are often asked for.
    """

    key: str
    title: Any
    kind: Kind
    source: Source
    group: Any = ""
    about: str = CLIENT
    needs: tuple[str, ...] = ()
    covers: bool = False
    field: str = ""
    masked_too: bool = False
    always: bool = False
    yes: Any = ""
    no: Any = ""
    choices: Choices | Rows | None = None
    suggests: Callable[[Any], list[str]] | None = None
    only: tuple[str, ...] = ()  # operators, where not all of its kind make sense

    @cached_property
    def operators(self) -> dict[str, Operator]:
        """The ways to ask for it, by key."""
        told = OPERATORS[self.kind]
        if self.only:
            return {key: told[key] for key in self.only}
        left_out = {"filled", "empty"} if self.always else set()
        return {key: one for key, one in told.items() if key not in left_out}

    @property
    def values(self) -> Choices | Rows:
        """What its values are chosen from."""
        if self.choices:
            return self.choices
        return LOCATIONS if self.kind == Kind.LOCATION else PERSONS

    def is_open_to(self, viewer: Any) -> bool:
        """Whether the viewer may ask for it, and so learn from it."""
        if not all(viewer.may(capability) for capability in self.needs):
            return False
        whole = viewer.reach(f"{self.about}.see")
        if self.covers and not all(viewer.reach(capability).covers(whole) for capability in self.needs):
            return False
        rule = viewer.field_rule(self.field) if self.field else ""
        return not rule or (rule == "mask" and self.masked_too)


def known_facts(about: str = CLIENT) -> dict[str, Fact]:
    """All that may be asked of such records, by key, in the order in which the modules offer it.

    Asked for each time: facts may come and go while the process runs, as fields of the company's own do.
    """
    told = (fact for path in offered("facts") for fact in function_named(path)())
    return {fact.key: fact for fact in told if fact.about == about}


@contextmanager
def values_at_once(conditions: Iterable[Any], about: str = CLIENT) -> Iterator[None]:
    """Inside, the values that these conditions (their data) name are known: they were asked for together."""
    known, wanted = known_facts(about), defaultdict[Rows, set[str]](set)
    for line in (line for told in conditions for line in _lines(told)):
        fact = known.get(str(line.get("fact")))
        if fact and fact.kind in CHOSEN and isinstance(rows := fact.values, Rows):
            told = line.get("value")
            wanted[rows].update(
                one for one in ([told] if isinstance(told, str) else told or ()) if as_uuid(one)
            )
    token = _kept.set(_looked_up(wanted))
    try:
        yield
    finally:
        _kept.reset(token)


def _looked_up(wanted: Mapping[Rows, Collection[str]]) -> dict[Rows, dict[str, tuple[Any, str] | None]]:
    """Of each kind of records what is known of these values, None of those that are gone. One statement, or none."""
    kinds = list(wanted)
    told = {rows: dict[str, tuple[Any, str] | None](dict.fromkeys(values)) for rows, values in wanted.items()}
    uids = [[uid for value in wanted[rows] if (uid := as_uuid(value))] for rows in kinds]
    each = [
        rows.all().filter(uid__in=uids[n]).order_by().values_list(Value(n), "uid", "pk", "name")
        for n, rows in enumerate(kinds)
        if uids[n]
    ]
    for n, uid, pk, name in each[0].union(*each[1:], all=True) if each else ():
        told[kinds[n]][str(uid)] = (pk, name)
    return told


def _lines(told: Any) -> Iterator[Mapping[str, Any]]:
    """The lines of what may be a condition."""
    if isinstance(told, Mapping) and "fact" in told:
        yield told
    elif isinstance(told, Mapping):
        for parts in told.values():
            for part in parts if isinstance(parts, list) else ():
                yield from _lines(part)


def facts_open_to(viewer: Any, about: str = CLIENT) -> list[Fact]:
    """What the viewer may ask for."""
    return [fact for fact in known_facts(about).values() if fact.is_open_to(viewer)]
