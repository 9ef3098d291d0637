"""Conditions as data: read, held against the register, and told again.

    {"all": [{"fact": "people.birthday", "is": "next", "value": 7},
             {"any": [{"fact": "people.tags", "is": "has", "value": ["0190…"]},
                      {"fact": "agenda.open_tasks", "is": "at_least", "value": 1}]},
             {"none": [{"fact": "people.source", "is": "contains", "value": "street"}]}]}

**What is not known.** One rule for all facts: a question about what nobody knows is answered no. So "is before 1 May" is
false without a date. What asks for the opposite (is not, none of, has not, empty, and every `none` group) is true exactly
where the question itself is answered no, thus also where nothing is known. Nothing is ever neither true nor false.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.facts import rules
from pomni.facts.queries.facts import CLIENT, ME, Fact, known_facts
from pomni.facts.rules import Kind, Operator, Wants
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid

HOWS = ("all", "any", "none")
LARGEST = Decimal(10) ** 12
Told = Mapping[str, Any]


class WrongCondition(Refused):
    """A condition that means nothing. `place` says which part: "2.1" is the first line of the second group."""

    def __init__(self, why: str, place: str = "") -> None:
        self.why, self.place = why, place
        told = _("Line %(place)s: %(why)s") % {"place": place, "why": why} if place else why
        super().__init__(told, field="condition")


@dataclass(frozen=True)
class Line:
    """One question. `value` is read: a number, a day, a text, or the chosen values; `told` as it came.

    `fact` and `operator` are None where there is no such thing (any more); then `trouble` says so. A line with a trouble
    is shown, and refused where it is to be asked.
    """

    key: str
    operator_key: str
    told: Any = None
    fact: Fact | None = None
    operator: Operator | None = None
    value: Any = None
    trouble: str = ""
    place: str = ""

    @property
    def asked(self) -> tuple[Fact, Operator]:
        """What it asks for, and how. Raises WrongCondition where there is no such thing."""
        if not self.fact or not self.operator:
            raise WrongCondition(self.trouble, self.place)
        return self.fact, self.operator


@dataclass(frozen=True)
class Group:
    """Several parts: all of them are to be true, any of them, or none."""

    how: str
    parts: tuple["Line | Group", ...]
    trouble: str = ""
    place: str = ""

    def lines(self) -> Iterator[Line]:
        """All lines in it, from top to bottom."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.lines()
            else:
                yield part

    def groups(self) -> Iterator["Group"]:
        """It and all groups in it."""
        yield self
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.groups()

    @property
    def facts(self) -> set[str]:
        """The keys of all that is asked for."""
        return {line.key for line in self.lines()}


def condition_of(told: Any, viewer: Any, *, about: str = CLIENT) -> Group:
    """The condition that this data means for the viewer. Raises WrongCondition, with the place and the reason.

    {} and {"all": []} ask for nothing, and everybody answers to them; any other empty group is refused.
    """
    root = looked_at(told, viewer, about=about)
    for group in root.groups():
        if group.trouble:
            raise WrongCondition(group.trouble, group.place)
    for line in root.lines():
        if line.trouble:
            raise WrongCondition(line.trouble, line.place)
    return root


def looked_at(told: Any, viewer: Any, *, about: str = CLIENT) -> Group:
    """The same, with what is wrong noted at its part. Raises WrongCondition where the form itself is wrong."""
    if told in ({}, None):
        told = {"all": []}
    if not isinstance(told, Mapping):
        raise WrongCondition(_("A condition is a group or a line; this is neither."))
    if not set(told) & set(HOWS):
        told = {"all": [told]}
    reader = _Reader(viewer, known_facts(about))
    root = reader.group(told, "", 1)
    if root.trouble and not root.parts and root.how == "all":
        return Group("all", ())
    return root


def told_of(part: Line | Group) -> dict[str, Any]:
    """A condition as data, in the one form in which it is kept."""
    if isinstance(part, Group):
        return {part.how: [told_of(one) for one in part.parts]}
    told = {"fact": part.key, "is": part.operator_key}
    value = part.told if part.trouble else _kept(part)
    return told if value is None else told | {"value": value}


def without_texts(told: Any, tells: Callable[[str], bool]) -> Any:
    """A condition as it is kept, each text that is asked for emptied of which `tells` says so; such a line is asked no more."""
    if isinstance(told, list):
        return [without_texts(part, tells) for part in told]
    if not isinstance(told, Mapping):
        return told
    if "fact" not in told:
        return {how: without_texts(parts, tells) for how, parts in told.items()}
    operator, value = rules.OPERATORS[Kind.TEXT].get(told.get("is", "")), told.get("value")
    if operator is None or operator.wants != Wants.TEXT or not isinstance(value, str):
        return told
    return {**told, "value": ""} if tells(value) else told


def _kept(line: Line) -> Any:
    if line.asked[1].wants == Wants.VALUES:
        return [_plain(one) for one in ([line.told] if isinstance(line.told, str) else line.told)]
    return [_as_json(one) for one in line.value] if isinstance(line.value, tuple) else _as_json(line.value)


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


class _Reader:
    """Reads one condition: counts its lines as it goes, so that none is too large."""

    def __init__(self, viewer: Any, facts: dict[str, Fact]) -> None:
        self.viewer, self.facts, self.lines = viewer, facts, 0

    def group(self, told: Told, place: str, depth: int) -> Group:
        if len(told) != 1:
            raise WrongCondition(
                _("A group has one of the words all, any and none, and nothing beside it."), place
            )
        if depth > rules.DEEPEST:
            sentence = _("Groups may lie %(most)s deep in each other. Ask for the same with fewer.")
            raise WrongCondition(sentence % {"most": rules.DEEPEST}, place)
        (how, parts), *_none = told.items()
        if not isinstance(parts, list | tuple):
            raise WrongCondition(_("The parts of a group are a list."), place)
        read = tuple(
            self._part(part, f"{place}.{number}".strip("."), depth) for number, part in enumerate(parts, 1)
        )
        trouble = "" if read else _("This group asks for nothing. Add a line to it, or take it away.")
        return Group(how, read, trouble, place)

    def _part(self, told: Any, place: str, depth: int) -> Line | Group:
        if not isinstance(told, Mapping):
            raise WrongCondition(_("A condition is a group or a line; this is neither."), place)
        if set(told) & set(HOWS):
            return self.group(told, place, depth + 1)
        self.lines += 1
        if self.lines > rules.MOST_LINES:
            most = rules.MOST_LINES
            sentence = ngettext(
                "A condition has at most %(most)s line.", "A condition has at most %(most)s lines.", most
            )
            raise WrongCondition(sentence % {"most": most}, place)
        return self._line(told, place)

    def _line(self, told: Told, place: str) -> Line:
        if set(told) - {"fact", "is", "value"} or not {"fact", "is"} <= set(told):
            raise WrongCondition(_("A line has the words fact, is and, where it takes one, value."), place)
        key, operator_key, value = str(told["fact"]), str(told["is"]), told.get("value")
        fact = self.facts.get(key)
        operator = fact.operators.get(operator_key) if fact else None
        line = Line(key, operator_key, value, fact, operator, place=place)
        try:
            return replace(line, value=self._value(fact, key, operator, value))
        except ValueError as no:
            return replace(line, trouble=str(no))

    def _value(self, fact: Fact | None, key: str, operator: Operator | None, value: Any) -> Any:
        if not key:
            raise ValueError(_("Choose what to ask for in this line, or take the line away."))
        if not fact:
            sentence = _(
                "Pomni knows nothing called “%(key)s” any more. Take the line away, or ask for something else."
            )
            raise ValueError(sentence % {"key": key})
        if not fact.is_open_to(self.viewer):
            sentence = _("Your role does not show you “%(fact)s”, so you cannot ask for it.")
            raise ValueError(sentence % {"fact": fact.title})
        if not operator:
            raise ValueError(
                _("This cannot be asked of “%(fact)s”. Choose another way.") % {"fact": fact.title}
            )
        return READ[operator.wants](value, fact, self.viewer)


# --- Values ----------------------------------------------------------------------------------------------------------


def _nothing(value: Any, _fact: Fact, _viewer: Any) -> None:
    if value not in (None, ""):
        raise ValueError(_("This is asked without a value."))


def _text(value: Any, _fact: Fact, _viewer: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or "\x00" in text:
        raise ValueError(_("Say what the text is."))
    if len(text) > rules.LONGEST_TEXT:
        raise ValueError(_("At most %(longest)s characters.") % {"longest": rules.LONGEST_TEXT})
    return text


def _number(value: Any, fact: Fact, _viewer: Any) -> Any:
    try:
        number = Decimal(str(value).replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(_("Write a number.")) from None
    if isinstance(value, bool) or not number.is_finite() or abs(number) > LARGEST:
        raise ValueError(_("Write a number."))
    if fact.kind in (Kind.COUNT, Kind.NUMBER) and number == number.to_integral():
        return int(number)
    if fact.kind == Kind.COUNT:
        raise ValueError(_("Write a whole number."))
    return number


def _numbers(value: Any, fact: Fact, viewer: Any) -> tuple[Any, Any]:
    low, high = (_number(one, fact, viewer) for one in _two(value))
    if low > high:
        raise ValueError(_("The first number is greater than the second. Change them round."))
    return low, high


def _day(value: Any, _fact: Fact, _viewer: Any) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Choose a day.")) from None
    if not rules.FIRST_YEAR <= day.year <= rules.LAST_YEAR:
        raise ValueError(_("Choose a day."))
    return day


def _period(value: Any, fact: Fact, viewer: Any) -> tuple[date, date]:
    first, last = (_day(one, fact, viewer) for one in _two(value))
    if first > last:
        raise ValueError(_("The first day is after the last one. Change them round."))
    return first, last


def _days(value: Any, _fact: Fact, _viewer: Any) -> int:
    number = str(value).strip()
    if not (number.isascii() and number.isdecimal() and int(number[:9]) <= rules.MOST_DAYS):
        sentence = _("Write how many days, from 0 to %(most)s.")
        raise ValueError(sentence % {"most": rules.MOST_DAYS})
    return int(number)


def _month(value: Any, _fact: Fact, _viewer: Any) -> int:
    if str(value) not in map(str, range(1, 13)):
        raise ValueError(_("Choose a month."))
    return int(value)


def _values(value: Any, fact: Fact, viewer: Any) -> tuple[Any, ...]:
    """The chosen values as their source has them. One that is gone is told, for to leave it out would ask something else."""
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list | tuple) or not chosen or not all(isinstance(one, str) for one in chosen):
        raise ValueError(_("Choose at least one."))
    if len(chosen) > rules.MOST_VALUES:
        raise ValueError(_("Choose at most %(most)s.") % {"most": rules.MOST_VALUES})
    known = fact.values.known(viewer, [_plain(one) for one in chosen])
    if any(_plain(one) not in known for one in chosen):
        raise ValueError(_("One of those chosen is not there any more. Choose again."))
    return tuple(known[_plain(one)][0] for one in chosen)


def _plain(value: str) -> str:
    """A uid in the one form that is compared."""
    return value if value == ME or not (uid := as_uuid(value)) else str(uid)


def _two(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(_("Say from where to where."))
    return value[0], value[1]


READ = {
    Wants.NOTHING: _nothing,
    Wants.TEXT: _text,
    Wants.NUMBER: _number,
    Wants.NUMBERS: _numbers,
    Wants.DAY: _day,
    Wants.PERIOD: _period,
    Wants.DAYS: _days,
    Wants.MONTH: _month,
    Wants.VALUES: _values,
}
