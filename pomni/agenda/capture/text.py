"""A typed line made comparable: folded letter by letter, so that every place in it is a place in what was typed."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

Language = Literal["ru", "pl", "en"]

LONGEST = 2000  # letters read of a line: a note pasted whole is no line
WHEN = "\ue000"  # stands, letter for letter, where a day or an hour was recognised

_PAIRS = dict(zip("ёąćęłńóśźżàáâäçèéêëíïîñôöúùûüéß", "еacelnoszzaaaaceeeeiiinoouuuues", strict=True))
_PAIRS |= {
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "–": "—",
    "−": "-",
    "‑": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\t": " ",
}

_WORD = re.compile(
    r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+)|(?<!\w)(@[\w](?:[\w.\-]*\w)?)|(\ue000+)|(\d+(?:[.,:/]\d+)*)|([^\W\d_]+(?:['-][^\W\d_]+)*)|(\S|\n)"
)
_KINDS = ("address", "mention", "when", "number", "word", "mark")


def folded(text: str) -> str:
    """The line in small letters without marks over them, of the same length."""
    return "".join(_fold(letter) for letter in text)


def _fold(letter: str) -> str:
    small = letter.lower()
    if len(small) != 1:
        return letter
    return _PAIRS.get(small, small)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mention, a number, a mark, or a recognised day or hour, with its place in the line."""

    kind: str
    said: str  # folded
    typed: str
    start: int
    end: int


def in_full(found: list[Token], words: Collection[str]) -> list[Token]:
    """The tokens with the apostrophes put back that were left out of these words: "dont" for "don't"."""
    full = {word.replace("'", ""): word for word in words}
    return [replace(token, said=full.get(token.said, token.said)) for token in found]


def tokens(masked: str, typed: str) -> list[Token]:
    """The tokens of a folded line in which recognised days and hours are masked."""
    found = []
    for match in _WORD.finditer(masked):
        start, end = match.span()
        found.append(Token(_KINDS[(match.lastindex or 1) - 1], match[0], typed[start:end], start, end))
    return found


def handle_of(mention: str, handles: Collection[str] | None) -> str | None:
    """The colleague's handle as it is known, or None where nobody is known under it."""
    name = mention.lstrip("@")
    if handles is None:
        return name
    return next((known for known in handles if known.casefold() == name.casefold()), None)
