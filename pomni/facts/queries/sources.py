"""Where the values of facts stand, and how a test of them becomes a condition on the rows that they are facts of.

Each test that a source is given is a positive one: the condition is true where the value is known and passes it, and
false everywhere else, so that its opposite is simply its opposite.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from pomni.facts.rules import Stretch

EVERYBODY, NOBODY = ~Q(pk__in=()), Q(pk__in=())


@dataclass(frozen=True)
class Asker:
    """Who asks, on what day, and where: a day begins and ends by the clock of this zone."""

    viewer: Any
    today: date
    zone: tzinfo
    week_start: int = 1


@dataclass(frozen=True)
class Known:
    """There is a value."""


@dataclass(frozen=True)
class Within:
    """The value lies in one of these stretches."""

    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Among:
    """The value is one of these."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Reads:
    """The text is, contains or begins with this one, in whatever letters."""

    how: str
    text: str


Test = Known | Within | Among | Reads


class Source(Protocol):
    """Where the values of a fact stand."""

    def holds(self, asker: Asker, test: Test) -> Q:
        """The condition on the rows that the fact is of."""


@dataclass(frozen=True)
class Column:
    """A column of the rows, or of a row that belongs to each (`figures__contacts`).

    A value that is null or an empty text is unknown. `none`: what the value is where there is none, such as 0.
    """

    path: str
    is_text: bool = False
    none: Any = None

    def holds(self, asker: Asker, test: Test) -> Q:
        """As every source."""
        found = passing(self.path, test, is_text=self.is_text)
        if self.none is not None and _passes(self.none, test):
            return found | Q(**{f"{self.path}__isnull": True})
        return found


@dataclass(frozen=True)
class Records:
    """Other records, each of which belongs to one row by `of`; `rows(asker)` gives those that the viewer reaches.

    `pick` says what of them the fact is: "any" of their values, the "first" or the "last" one (smallest, greatest), how
    many there are ("count") or what they come to ("sum").
    """

    rows: Callable[[Asker], QuerySet[Any, Any]]
    of: str = "client"
    value: str = ""
    pick: str = "any"
    is_text: bool = False

    def holds(self, asker: Asker, test: Test) -> Q:
        """As every source."""
        rows = self.rows(asker).filter(**{f"{self.of}__isnull": False}).order_by()
        if isinstance(test, Known):
            return self._have(
                rows.filter(passing(self.value, test, is_text=self.is_text)) if self.value else rows
            )
        if not isinstance(test, Within):
            return self._have(rows.filter(passing(self.value, test, is_text=self.is_text)))
        return reduce(or_, (self._in(rows, stretch) for stretch in test.stretches))

    def _in(self, rows: QuerySet[Any, Any], stretch: Stretch) -> Q:
        match self.pick:
            case "count" | "sum":
                return self._counted(rows, stretch)
            case "last":
                return self._at_end(rows, *_halves(stretch))
            case "first":
                return self._at_end(rows, *reversed(_halves(stretch)))
        return self._have(rows.filter(_stretched(self.value, stretch)))

    def _at_end(self, rows: QuerySet[Any, Any], reached: Stretch, passed: Stretch) -> Q:
        """The greatest value lies in a stretch where one reaches it and none passes it; likewise the smallest."""
        some = rows.filter(_stretched(self.value, reached), **{f"{self.value}__isnull": False})
        if passed.is_endless:
            return self._have(some)
        beyond = rows.filter(~_stretched(self.value, passed), **{f"{self.value}__isnull": False})
        return self._have(some) & ~self._have(beyond)

    def _counted(self, rows: QuerySet[Any, Any], stretch: Stretch) -> Q:
        """Rows without any record count 0: where that is asked for too, those are left out of whom there is another number."""
        if not stretch.holds(0):
            if self.pick == "count" and stretch in (Stretch(1), Stretch(0, with_low=False)):
                return self._have(rows)
            return self._gathered(rows, _stretched("number", stretch))
        if stretch.high is None and (stretch.low is None or self.pick == "count"):
            return EVERYBODY
        return ~self._gathered(rows, ~_stretched("number", stretch))

    def _gathered(self, rows: QuerySet[Any, Any], numbers: Q) -> Q:
        number: Any = Count("pk") if self.pick == "count" else Sum(self.value)
        told = rows.values(self.of).annotate(number=number).filter(numbers)
        return Q(pk__in=told.values(self.of))

    def _have(self, rows: QuerySet[Any, Any]) -> Q:
        """SQLite gathers the keys once; PostgreSQL joins, and would look through gathered ones for each row."""
        if connection.vendor == "postgresql":
            return Q(Exists(rows.filter(**{self.of: OuterRef("pk")})))
        return Q(pk__in=rows.values(self.of))


@dataclass(frozen=True)
class Beyond:
    """A value of a record to which `column` of the rows leads; `rows(asker)` gives those that the viewer reaches."""

    column: str
    rows: Callable[[Asker], QuerySet[Any, Any]]
    value: str
    is_text: bool = True

    def holds(self, asker: Asker, test: Test) -> Q:
        """As every source."""
        found = self.rows(asker).filter(passing(self.value, test, is_text=self.is_text)).order_by()
        return Q(**{f"{self.column}__in": found.values("pk")})


@dataclass(frozen=True)
class Worked:
    """A value that is worked out: `said(asker, test)` gives the condition."""

    said: Callable[[Asker, Test], Q]

    def holds(self, asker: Asker, test: Test) -> Q:
        """As every source."""
        return self.said(asker, test)


def passing(path: str, test: Test, *, is_text: bool = False) -> Q:
    """A test of the column at this path."""
    if isinstance(test, Known):
        return Q(**{f"{path}__gt": ""}) if is_text else Q(**{f"{path}__isnull": False})
    found = _tested(path, test)
    if is_text and isinstance(test, Within):
        found &= Q(**{f"{path}__gt": ""})
    if "__" in path:
        # The row beside may not be there. Django guards what is denied against that only where it knew so at that moment.
        found &= Q(**{f"{_unwalked(path)}__isnull": False})
    return found


def _tested(path: str, test: Among | Reads | Within) -> Q:
    match test:
        case Among(values):
            return Q(**{f"{path}__in": values})
        case Reads(how, text):
            return Q(**{f"{path}__reads_{how}": text})
    if any(stretch.is_endless for stretch in test.stretches):
        return Q(**{f"{path}__isnull": False})
    return reduce(or_, (_stretched(_walked(path, stretch), stretch) for stretch in test.stretches))


def _stretched(path: str, stretch: Stretch) -> Q:
    """Whether a value lies in the stretch; unknown ones lie in none that has an end."""
    if stretch.low is not None and stretch.low == stretch.high:  # then both ends are in it
        return Q(**{path: stretch.low})
    ends = {}
    if stretch.low is not None:
        ends[f"{path}__{'gte' if stretch.with_low else 'gt'}"] = stretch.low
    if stretch.high is not None:
        ends[f"{path}__{'lte' if stretch.with_high else 'lt'}"] = stretch.high
    return Q(**ends)


def _walked(path: str, stretch: Stretch) -> str:
    """By what index a column is asked for, on SQLite: it takes every index to be worth it, and would fetch most rows one
    by one in the order of the index, which takes five times as long as looking at all rows as they lie.
    """
    return path if stretch.is_narrow else _unwalked(path)


def _unwalked(path: str) -> str:
    return path if connection.vendor == "postgresql" else f"{path}__gathered"


def _halves(stretch: Stretch) -> tuple[Stretch, Stretch]:
    """A stretch as what lies behind its low end, and what lies before its high end."""
    return Stretch(stretch.low, None, stretch.with_low), Stretch(None, stretch.high, True, stretch.with_high)


def _passes(value: Any, test: Test) -> bool:
    match test:
        case Known():
            return True
        case Within(stretches):
            return any(stretch.holds(value) for stretch in stretches)
        case Among(values):
            return value in values
    return False


def either(parts: Sequence[Q]) -> Q:
    """Any of these conditions; nobody where there is none."""
    return reduce(or_, parts) if parts else NOBODY
