"""A condition as a form: what was sent of it, what a button does to it, and what is drawn. Other modules' pages hold it.

Each part has a place, "" for the whole, "2.1" for the first part of the second one. Fields are named by it: `how:2`,
`fact:2.1`, `is:2.1`, `value:2.1` (as often as there are values); `was:2.1` and `wants:2.1` say for what the value was
drawn, so that one is let go of where another fact was chosen. Buttons are named `do`: "line:2", "group:2", "drop:2.1".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import dates
from django.utils.translation import gettext as _

from pomni.facts import rules
from pomni.facts.queries.facts import CLIENT, Fact, Offer, facts_open_to, known_facts
from pomni.facts.queries.language import HOWS, Group, Line
from pomni.facts.queries.words import Said, heading_of, operator_title
from pomni.facts.rules import Wants
from pomni.ui.days import NO_DAY, as_day, in_iso

PLACE = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,7})?")
MOST_PARTS = 200
SEVERAL = (Wants.VALUES, Wants.NUMBERS, Wants.PERIOD)
OF_DAYS = (Wants.DAY, Wants.PERIOD)
Told = dict[str, Any]


@dataclass(frozen=True)
class DrawnLine:
    """A line of the form."""

    place: str
    key: str
    facts: list[tuple[Any, list[tuple[str, Any]]]]
    strange: str  # what is asked for, where it is not on offer
    operators: list[tuple[str, str]]
    operator: str
    wants: str
    value: Any
    options: Offer
    chosen: Offer
    suggestions: list[str]
    trouble: str

    @property
    def troubles(self) -> list[str]:
        """The trouble of a pair of days, at the field of each that has it: that holds no day, else both."""
        known = [isinstance(one, date) for one in self.value[:2]]
        return ["" if is_day and not all(known) else self.trouble for is_day in known]


@dataclass(frozen=True)
class DrawnGroup:
    """A group of the form."""

    place: str
    how: str
    hows: list[tuple[str, str]]
    parts: list["DrawnLine | DrawnGroup"]
    may_nest: bool
    trouble: str
    is_group: bool = True


# --- What was sent ---------------------------------------------------------------------------------------------------


def posted(words: Any, *, about: str = CLIENT) -> Told:
    """The condition of a form that was sent (a QueryDict), finished or not: as data, for `looked_at`."""
    places: dict[str, str] = {}
    for name in list(words)[: 5 * MOST_PARTS]:
        kind, _colon, place = name.partition(":")
        if kind in ("how", "fact") and PLACE.fullmatch(place):
            places[place] = kind
    reader = _Sent(words, places, known_facts(about))
    return reader.group("") if places.get("") == "how" else {"all": []}


@dataclass
class _Sent:
    words: Any
    places: Mapping[str, str]
    facts: Mapping[str, Fact]
    below: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place in sorted(self.places, key=lambda told: [int(n) for n in told.split(".") if n]):
            if place:
                self.below.setdefault(place.rpartition(".")[0], []).append(place)

    def group(self, place: str) -> Told:
        how = self.words.get(f"how:{place}")
        parts = [
            self.group(one) if self.places[one] == "how" else self.line(one)
            for one in self.below.get(place, ())
        ]
        return {how if how in HOWS else "all": parts}

    def line(self, place: str) -> Told:
        key, operator = self.words.get(f"fact:{place}", ""), self.words.get(f"is:{place}", "")
        fact = self.facts.get(key)
        was_other = key != self.words.get(f"was:{place}", key)
        if fact and (was_other or operator not in fact.operators):
            operator = next(iter(fact.operators))
        told = {"fact": key, "is": operator}
        wants = fact.operators[operator].wants if fact else None
        if fact is None:  # what was written stays, for whoever chooses again what it is about
            values = [one.strip() for one in self.words.getlist(f"value:{place}") if one.strip()]
            return told | ({"value": values} if values else {})
        if was_other or wants is None or wants != self.words.get(f"wants:{place}", wants):
            return told
        values = [one.strip() for one in self.words.getlist(f"value:{place}")]
        if wants in OF_DAYS:
            values = [in_iso(one) for one in values]
        return told if (value := _value(wants, values)) is None else told | {"value": value}


def _value(wants: Wants, values: list[str]) -> Any:
    if wants == Wants.VALUES:
        return list(dict.fromkeys(filter(None, values))) or None
    if wants in SEVERAL:
        return values[:2] if any(values) else None
    return (values[0] if values else "") or None if wants != Wants.NOTHING else None


def finished(told: Told) -> Told:
    """A condition without the lines in which nothing was chosen yet."""
    ((how, parts),) = told.items()
    kept = [part for part in parts if part != _empty()]
    return {how: [part if "fact" in part else finished(part) for part in kept]}


# --- What a button does ----------------------------------------------------------------------------------------------


def begun(told: Told) -> Told:
    """A condition to begin with: with one line to fill in where there is none."""
    return told if any(told.values()) else {"all": [_empty()]}


def changed(told: Told, do: str) -> Told:
    """The condition after a button was pressed; the same where the button means nothing."""
    act, _colon, place = do.partition(":")
    if act not in ("line", "group", "drop") or not PLACE.fullmatch(place):
        return told
    steps = [int(n) - 1 for n in place.split(".") if n]
    return _changed(told, steps, act)


def _changed(told: Told, steps: list[int], act: str) -> Told:
    ((how, parts),) = told.items()
    if not isinstance(parts, list):
        return told
    if not steps:
        new = {"line": _empty(), "group": {"any": [_empty()]}}.get(act)
        return {how: [*parts, new]} if new else told
    here, *onward = steps
    if not 0 <= here < len(parts):
        return told
    if not onward and act == "drop":
        return {how: parts[:here] + parts[here + 1 :]}
    if "fact" in parts[here]:
        return told
    inner = _changed(parts[here], onward, act)
    kept = [inner] if any(inner.values()) else []
    return {how: parts[:here] + kept + parts[here + 1 :]}


def _empty() -> Told:
    return {"fact": "", "is": ""}


# --- What is drawn ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """All that the form of a condition shows: `number` is a sentence, how many there are now."""

    root: DrawnGroup
    said: list[Said]
    number: str = ""
    trouble: str = ""


class Drawer:
    """Draws one condition for one viewer; what may be chosen from is asked for once."""

    def __init__(self, viewer: Any, *, shows_troubles: bool, about: str = CLIENT) -> None:
        self.viewer, self.shows_troubles = viewer, shows_troubles
        self.hows = [(how, heading_of(how)) for how in HOWS]
        self.facts = _by_heading(facts_open_to(viewer, about))
        self._offers: dict[int, Offer] = {}

    def group(self, group: Group, depth: int = 1) -> DrawnGroup:
        """A group with all that is in it."""
        parts = [
            self.group(part, depth + 1) if isinstance(part, Group) else self.line(part)
            for part in group.parts
        ]
        trouble = group.trouble if self.shows_troubles else ""
        return DrawnGroup(group.place, group.how, self.hows, parts, depth < rules.DEEPEST, trouble)

    def line(self, line: Line) -> DrawnLine:
        """One line."""
        fact, operator = line.fact, line.operator
        is_open = bool(fact and fact.is_open_to(self.viewer))
        titles = (
            [(one.key, operator_title(fact.kind, one)) for one in fact.operators.values()] if fact else []
        )
        wants = operator.wants if operator and is_open else Wants.NOTHING
        chosen, options = self._values(fact, line) if fact and wants == Wants.VALUES else ([], [])
        if wants == Wants.MONTH:
            options = [(str(number), str(dates.MONTHS[number])) for number in range(1, 13)]
        finished = line.told is not None or not is_open
        value = _drawn(wants, line.told)
        return DrawnLine(
            place=line.place,
            key=line.key,
            facts=self.facts,
            strange="" if is_open or not line.key else str(fact.title if fact else line.key),
            operators=titles if is_open else [],
            operator=line.operator_key,
            wants=wants,
            value=value,
            options=options,
            chosen=chosen,
            suggestions=fact.suggests(self.viewer) if fact and fact.suggests and wants == Wants.TEXT else [],
            trouble=_trouble(wants, value, line) if self.shows_troubles or (finished and line.key) else "",
        )

    def _values(self, fact: Fact, line: Line) -> tuple[Offer, Offer]:
        told = [line.told] if isinstance(line.told, str) else line.told or []
        known = fact.values.known(self.viewer, told)
        chosen = [(value, known[value][1] if value in known else _("not there any more")) for value in told]
        kept = id(fact.values)
        if kept not in self._offers:
            self._offers[kept] = fact.values.on_offer(self.viewer)
        return chosen, [(value, title) for value, title in self._offers[kept] if value not in told]


def _by_heading(facts: list[Fact]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    told: dict[str, list[tuple[str, Any]]] = {}
    for fact in facts:
        told.setdefault(str(fact.group), []).append((fact.key, fact.title))
    return list(told.items())


def _drawn(wants: Wants, value: Any) -> Any:
    """The value as its fields have it: two of them for a pair."""
    if wants in (Wants.NUMBERS, Wants.PERIOD):
        pair = (list(value) if isinstance(value, list | tuple) else []) + ["", ""]
        return [as_day(one) for one in pair] if wants in OF_DAYS else pair
    told = "" if value is None else value
    return as_day(told) if wants in OF_DAYS else told


def _trouble(wants: Wants, value: Any, line: Line) -> str:
    """What is wrong with a line; of a day that was typed, in which ways one may write it."""
    typed = value if wants == Wants.PERIOD else [value] if wants == Wants.DAY else []
    is_typed_wrong = any(isinstance(one, str) and one for one in typed)
    return str(NO_DAY) if line.trouble and is_typed_wrong else line.trouble
