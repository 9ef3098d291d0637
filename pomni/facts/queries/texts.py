"""How the engines compare texts of conditions: each letter of what is asked for stands for all its spellings.

Neither engine folds "Ё" and "Ł" by itself, and a function of our own would be called for each row: a pattern is compared
within the engine, by GLOB on SQLite and by a regular expression on PostgreSQL.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Field, Lookup, TextField

from pomni.facts.rules import compared, spellings
from pomni.kit.search import Gathered

Field.register_lookup(Gathered, "gathered")


class _Reads(Lookup):
    """The part of a statement that compares a text with what is asked for."""

    begins = is_whole = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A pattern for GLOB, which looks at the whole text."""
        pattern = _pattern(self.rhs, _in_glob)
        first, last = "" if self.begins or self.is_whole else "*", "" if self.is_whole else "*"
        return self._compared(compiler, connection, "GLOB", f"{first}{pattern}{last}")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """An advanced regular expression, which looks anywhere. It stands by itself: so the planner tells how many it finds."""
        pattern = _pattern(self.rhs, re.escape)
        first, last = "^" if self.begins or self.is_whole else "", "$" if self.is_whole else ""
        return self._compared(compiler, connection, "~", f"{first}{pattern}{last}")

    def _compared(self, compiler: Any, connection: Any, sign: str, pattern: str) -> tuple[str, list[Any]]:
        sql, values = self.process_lhs(compiler, connection)
        return f"{sql} {sign} %s", [*values, pattern]


@CharField.register_lookup
@TextField.register_lookup
class ReadsIs(_Reads):
    """The same text, in whatever letters."""

    lookup_name, is_whole = "reads_is", True


@CharField.register_lookup
@TextField.register_lookup
class ReadsContains(_Reads):
    """Anywhere in the text."""

    lookup_name = "reads_contains"


@CharField.register_lookup
@TextField.register_lookup
class ReadsBegins(_Reads):
    """At the beginning of the text."""

    lookup_name, begins = "reads_begins", True


def _pattern(text: str, plain: Callable[[str], str]) -> str:
    return "".join(_one(letter, plain) for letter in compared(text))


def _one(letter: str, plain: Callable[[str], str]) -> str:
    told = spellings(letter)
    return f"[{told}]" if len(told) > 1 else plain(letter)


def _in_glob(letter: str) -> str:
    return f"[{letter}]" if letter in "*?[" else letter
