"""How a row says that somebody is reached."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.errors import Refused
from pomni.people import points
from pomni.people.addresses import LONGEST, addresses_in
from pomni.people.imports.beside import Wrong, short_enough
from pomni.people.messengers import names_in
from pomni.people.rules import LONGEST_LABEL, Reached, reached_text
from pomni.team import company

IN_BRACKETS = re.compile(r"\(([^()\d]{2,40})\)|([^\W\d_][^\d:+]{1,38}):")
IN_TITLES = re.compile(
    r"phone|number|value|tel(?:ephone|efon)?\b|telefon|номер|телефон|тел\.?|e-?mail|address(?:es)?|почта|адрес\w*|numer|[-–—:()*.#]"
    r"|\d|эл\w*|adres\w*|further\b|другие\b|dalsze\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A phone, an e-mail address or a name in a messenger that a row tells."""

    kind: str
    normal: str
    typed: str
    label: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By what it is the same, however it is spelt."""
        return self.kind, self.normal


def names_told(text: str, usual: str) -> list[Point]:
    """The names in messengers that a cell tells; `usual`: in which one where none is named. Raises Wrong."""
    found = []
    for one in names_in(text, usual):
        try:
            normal = normal_form(points.MESSENGER, reached_text([one]), company.current().phone_region)
        except Refused as no:
            raise Wrong(_("“%(text)s”: %(why)s") % {"text": one.typed[:60], "why": no}) from None
        found.append(Point(points.MESSENGER, normal, one.typed[:254], one.label))
    return found


def addresses_told(text: str, usual: str) -> dict[str, Reached]:
    """The addresses that a cell tells, a line each, by their folded text; `usual`: their label where none stands there.

    Raises Wrong.
    """
    told = (Reached(short_enough(one.typed, LONGEST), one.label or usual) for one in addresses_in(text))
    return {spelling.fold(one.typed): one for one in told}


def without_label(typed: str) -> tuple[str, str]:
    """ "+7 495 123-45-67 (office)", "work: +7 495 …": the number, and what it is called."""
    if found := IN_BRACKETS.search(typed):
        label = (found[1] or found[2]).strip()
        return " ".join(IN_BRACKETS.sub(" ", typed, count=1).split()), label
    return typed, ""


def label_in(title: str) -> str:
    """What a column calls its phones: "Рабочий телефон" says "рабочий", "Phone 2 - Value" nothing."""
    return " ".join(IN_TITLES.sub(" ", title).split()).casefold()[:LONGEST_LABEL]


def address_label(titles: Iterable[str]) -> str:
    """What the columns of one address call it: "Home address" says "home", and so do "Home Street" and "Home City"; "Street"
    and "Full address" say nothing, nor do columns that call it differently, or a title without a word of addresses.
    """
    told = {label for title in titles if (label := _besides_address(title))}
    return told.pop()[:LONGEST_LABEL] if len(told) == 1 else ""


def _besides_address(title: str) -> str:
    stems, parts = _of_addresses()
    words = re.findall(r"[^\W\d_]+", title.casefold())
    left = [
        word for word in words if (plain := spelling.fold(word)) not in parts and not plain.startswith(stems)
    ]
    return " ".join(left) if len(left) < len(words) else ""


@cache
def _of_addresses() -> tuple[tuple[str, ...], frozenset[str]]:
    table = tomllib.loads((files(__package__) / "titles.toml").read_text(encoding="utf-8"))
    told = {
        kind: [spelling.fold(word) for words in table.values() for word in words[kind]]
        for kind in ("stems", "parts")
    }
    return tuple(told["stems"]), frozenset(told["parts"])


@lru_cache(maxsize=4000)
def normal_form(kind: str, typed: str, _region: str) -> str:
    """The region is the company's, told so that a changed one is not answered with what was kept."""
    return points.NORMAL[kind](typed)
