"""A typed line made comparable: folded letter by letter, so that every place in it is a place in what was typed."""

import re
from collections.abc import Collection, Mapping, Sequence
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
    r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+)|(?<!\w)(@[\w](?:[\w.\-]*\w)?)|(\ue000+)|(\d+(?:[.,:/]\d+)*)|((?<!\w)(?:w/(?:o(?:ut)?)?|a/c|b4)(?!\w)|[^\W\d_]+(?:['-][^\W\d_]+)*)|(\S|\n)"
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


_WILL = {"ill": "i'll", "well": "we'll"}  # English, typed without the apostrophe …
_WOULD = {"id": "i'd", "shed": "she'd"}  # … and these only after "said" or "told her"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mention, a number, a mark, or a recognised day or hour, with its place in the line."""

    kind: str
    said: str  # folded
    typed: str
    start: int
    end: int


def in_full(found: list[Token], full: Mapping[str, str], language: Language) -> list[Token]:
    """The tokens with words told in full: "dont" as "don't", "cust" as "customer"; a full stop after such is dropped.

    In English it stays: there it rather ends a sentence.
    """
    told = [replace(token, said=full.get(token.said, token.said)) for token in found]
    return [
        token
        for at, token in enumerate(told)
        if language == "en"
        or not (token.said == "." and at and _is_cut_short(told[at - 1], found[at - 1], token))
    ]


def with_will(found: list[Token], verbs: Collection[str], before: Collection[str]) -> list[Token]:
    """ "Ill ring her", "told her id squeeze her in": the apostrophe put back where a verb follows whoever speaks."""
    told = list(found)
    for at, token in enumerate(found[:-1]):
        led = at > 0 and found[at - 1].said in before
        first = at == 0 or found[at - 1].kind == "mark"
        full = _WILL.get(token.said) if led or first else None
        full = _WOULD.get(token.said, full) if led else full
        if full and found[at + 1].said in verbs:
            told[at] = replace(token, said=full)
    return told


def _is_cut_short(full: Token, typed: Token, stop: Token) -> bool:
    return full.said != typed.said and full.end == stop.start


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


def is_house(after: Sequence[Token]) -> bool:
    """ "Менеджер ТЦ": of whom somebody is, in capitals, right after."""
    return bool(after) and after[0].kind == "word" and after[0].typed.isupper() and len(after[0].typed) > 1


def is_of_trade(word: str) -> bool:
    """ "Fachowiec od sufitów", in Polish: what somebody is good at, and not whom he is from."""
    return word.endswith("ow")
