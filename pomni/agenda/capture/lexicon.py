"""The words that tell promises apart, two tables a language, and a matcher that finds them in a row of tokens.

A phrase is words joined by "_"; a word that ends in "*" stands for all words so begun; "+" lets one to three words pass.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pomni.agenda.capture.text import Language, Token

_STEM = 3
GAP = "+"


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found: what it tells, and the tokens it takes."""

    tells: str
    first: int
    last: int


class Lexicon:
    """The phrases of one language."""

    def __init__(self, table: dict[str, str], lists: Mapping[str, frozenset[str]]) -> None:
        self.lists = lists
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for tells, phrases in table.items():
            for phrase in phrases.split():
                words = tuple(phrase.split("_"))
                if words[0].endswith("*"):
                    self._begun.setdefault(words[0][:-1][:_STEM], []).append((words, tells))
                else:
                    self._exact.setdefault(words[0], []).append((words, tells))

    def marks(self, tokens: Sequence[Token]) -> list[Mark]:
        """The phrases in a row of tokens, the longest first at each place; none overlaps another."""
        found, at = [], 0
        while at < len(tokens):
            best: Mark | None = None
            for words, tells in self._beginning_with(tokens[at].said):
                last = _fits(words, tokens, at)
                if last is not None and (best is None or last > best.last):
                    best = Mark(tells, at, last)
            if best:
                found.append(best)
            at = best.last + 1 if best else at + 1
        return found

    def _beginning_with(self, word: str) -> list[tuple[tuple[str, ...], str]]:
        begun = self._begun.get(word[:_STEM], [])
        for length in range(1, _STEM):
            begun = begun + self._begun.get(word[:length], []) if word[:length] in self._begun else begun
        return self._exact.get(word, []) + begun


def _fits(words: tuple[str, ...], tokens: Sequence[Token], at: int) -> int | None:
    for number, word in enumerate(words):
        if word == GAP:
            rest = words[number + 1 :]
            ends = (_fits(rest, tokens, at + skip) for skip in range(1, 4) if at + skip < len(tokens))
            return next((end for end in ends if end is not None), None)
        if at >= len(tokens) or not _is(word, tokens[at]):
            return None
        at += 1
    return at - 1


def _is(word: str, token: Token) -> bool:
    if token.kind not in ("word", "mark"):
        return False
    return token.said.startswith(word[:-1]) if word.endswith("*") else token.said == word


@cache
def lexicon(language: Language) -> Lexicon:
    """The phrases of a language, read once."""
    lists: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    lists.update({name: frozenset(words.split()) for name, words in _table(f"lists_{language}").items()})
    phrases = _table(f"words_{language}")["phrases"]
    return Lexicon({name: re.sub(r"\s+", " ", words) for name, words in phrases.items()}, lists)


@cache
def full_words(language: Language) -> dict[str, str]:
    """What words typed in haste, or without their apostrophe, are in full."""
    told = {word.replace("'", ""): word for word in lexicon(language).lists["apostrophes"]}
    for line in _table("short")[language].splitlines():
        full, *short = line.split()
        told |= dict.fromkeys(short, full)
    return told


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
