"""What somebody wants to see of a client's timeline: some kinds, some words, or what was known on a past day."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import BooleanField, Func, Q
from django.utils import timezone

from pomni.kit.clock import today
from pomni.kit.module import MomentGroup, offered, open_to
from pomni.kit.spelling import TAILS, fold
from pomni.memory.events import Event
from pomni.team.models import User
from pomni.team.queries import Told

LONGEST = 100  # characters of what is sought
MOST_WORDS = 6
SHORTEST_NUMBER = 5  # digits that may be grouped another way where they were written
PLACES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Picked:
    """What is picked out of a timeline. `only`: keys of groups, none for all; `on`: as known at the end of that day."""

    only: tuple[str, ...] = ()
    q: str = ""
    on: dt.date | None = None

    @classmethod
    def from_query(cls, told: Mapping[str, str]) -> "Picked":
        """Read out of an address. What makes no sense there counts as not told."""
        keys = set(told.get("only", "").split(","))
        only = tuple(group.key for group in groups() if group.key in keys)
        q = " ".join(told.get("q", "").replace("\0", " ").split())[:LONGEST]
        return cls(only, q if words_of(q) else "", _past_day(told.get("on", "")))

    def to_query(self, **more: Any) -> str:
        """As an address has it, with what else it is to say; "" where there is nothing to be said."""
        told = {"only": ",".join(self.only), "q": self.q, "on": self.on and self.on.isoformat(), **more}
        return urlencode({name: value for name, value in told.items() if value}, safe=",")

    def turned(self, key: str) -> "Picked":
        """The same with one chip pressed: it is taken in, or out again."""
        only = {key} ^ set(self.only)
        return replace(self, only=tuple(group.key for group in groups() if group.key in only))

    @property
    def is_all(self) -> bool:
        """Whether nothing is picked: the timeline as it is."""
        return not (self.only or self.q or self.on)

    @property
    def until(self) -> dt.datetime | None:
        """The end of the day, in the zone in force."""
        if not self.on:
            return None
        midnight = dt.datetime.combine(self.on + dt.timedelta(days=1), dt.time())
        return timezone.make_aware(midnight) - dt.timedelta(microseconds=1)


ALL = Picked()


def _past_day(text: str) -> dt.date | None:
    with suppress(ValueError):
        if dt.date(1900, 1, 1) <= (day := dt.date.fromisoformat(text)) < today():
            return day
    return None


# --- Kinds --------------------------------------------------------------------------------------------------------------


@cache
def groups() -> tuple[MomentGroup, ...]:
    """All groups of the house, in their order."""
    return tuple(sorted(offered("moment_groups"), key=lambda group: group.order))


def groups_for(viewer: User) -> list[MomentGroup]:
    """Those of which this viewer may read anything."""
    return open_to(viewer, "moment_groups")


def of_groups(only: Sequence[str]) -> Q:
    """The condition on `about`, the record of a moment, of being in one of these groups."""
    chosen = [group for group in groups() if group.key in only]
    condition = Q(about__in=[label for group in chosen for label in group.about])
    if any(not group.about for group in chosen):
        condition |= ~Q(about__in=[label for group in groups() for label in group.about])
    return condition


# --- Words --------------------------------------------------------------------------------------------------------------


def words_of(q: str) -> list[str]:
    """The words that are sought, in small letters and without marks."""
    return fold(q).split()[:MOST_WORDS]


def says(told: Told, q: str) -> bool:
    """Whether what a reader sees of a moment holds each of the sought words; of hidden facts they see nothing."""
    text = "\n".join(_said(told))
    return all(pattern.search(text) for pattern in _patterns(q))


def _said(told: Told) -> list[str]:
    changes = (value for _label, before, after in told.changes for value in (before, after))
    named = (told.facts.get(name) for name in _named(told.moment.kind, told.moment.event.says))
    return [
        told.body,
        *(text for _label, text in told.details),
        *changes,
        *(text for text in named if isinstance(text, str)),
    ]


@cache
def _named(_kind: str, sentence: Any) -> tuple[str, ...]:
    return tuple(PLACES.findall(str(sentence)))


@lru_cache(maxsize=200)
def any_of(q: str) -> re.Pattern[str]:
    """Finds each place of any of the sought words, whatever its case and marks."""
    return re.compile("|".join(_pattern(word) for word in sorted(words_of(q), key=len, reverse=True)))


@lru_cache(maxsize=200)
def _patterns(q: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(word)) for word in words_of(q))


def _pattern(word: str) -> str:
    """A regular expression that both Python and PostgreSQL read. Digits of a phone may have signs between them."""
    return ("[ ().-]*" if _is_number(word) else "").join(f"[{_either(letter)}]" for letter in word)


def _glob(word: str) -> str:
    return "*{}*".format(("*" if _is_number(word) else "").join(f"[{_either(letter)}]" for letter in word))


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) >= SHORTEST_NUMBER


@cache
def _either(letter: str) -> str:
    """The letter in both cases, with and without marks: none of them means anything within brackets."""
    both = {one for same in TAILS.get(letter, letter) for one in (same, same.upper(), same.lower())}
    return "".join(sorted(one for one in both if len(one) == 1))


def patterns_for(q: str) -> list[str]:
    """What `MaySay` compares with, for each word: a pattern as the engine takes it."""
    is_sqlite = connection.vendor == "sqlite"
    return [_glob(word) if is_sqlite else _pattern(word) for word in words_of(q)]


def names_by_key() -> Q:
    """The condition on moments of which names are told that stand nowhere in them: what they say is known once it is told."""
    known = Event.known.values()
    condition = Q(kind__in=[event.kind for event in known if event.names_by_key()])
    for event in known:
        for field in event.of_clients:
            condition |= Q(kind=event.kind, personal__changes__has_key=field)
    return condition


class MaySay(Func):
    """A condition on a moment's facts: they may hold the sought words. What holds them is compared once more, as shown.

    On SQLite letters that are written as "\\u0430", as other programs write JSON, count as holding everything.
    """

    output_field = BooleanField()
    arity = 2

    def __init__(self, *columns: Any, patterns: Sequence[str] = ()) -> None:
        super().__init__(*columns)
        self.patterns = tuple(patterns)

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        """Compared by pattern, in both cases: the engine knows the case of Latin letters only."""
        return self._compared(compiler, "{} GLOB %s", ["*\\u*"])

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:
        """The same by a regular expression."""
        return self._compared(compiler, "{}::text ~ %s", [])

    def _compared(self, compiler: Any, test: str, also: list[str]) -> tuple[str, list[Any]]:
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        values, every = [], []
        for pattern in self.patterns:
            tried = [(test.format(column), one) for one in (pattern, *also) for column in columns]
            every.append("({})".format(" OR ".join(sql for sql, _one in tried)))
            values += [one for _sql, one in tried]
        return f"({' AND '.join(every)})", values
