"""Arithmetic of clients without tables: how a name is composed, taken apart, sorted and found."""

import unicodedata

from pomni.kit import spelling

BEHIND = (
    "\x7f"  # sorts behind every plain letter: "ą" comes after "a" and before "b", as a Polish register has it
)
TAILED = dict(zip("ąćęłńóśźż", "acelnoszz", strict=True))
LONGEST = 200


def full_name(family: str, given: str, patronymic: str, *, order: str) -> str:
    """A person's name of its parts: `order` is "family_first" or "given_first"."""
    parts = (family, given, patronymic) if order == "family_first" else (given, patronymic, family)
    return " ".join(filter(None, parts))[:LONGEST]


def sort_key(name: str) -> str:
    """What names are sorted by, byte by byte: "Ё" stands with "Е", "Ł" behind "L", accents of others stand aside."""
    told = "".join(_sorted_letter(letter) for letter in unicodedata.normalize("NFC", name.strip()).casefold())
    return " ".join(told.split())[: 2 * LONGEST]


def found_by(*texts: str) -> str:
    """What a search looks through: the words of the texts as `spelling.fold` writes them, each once."""
    return " ".join(dict.fromkeys(" ".join(spelling.fold(text) for text in texts if text).split()))


def _sorted_letter(letter: str) -> str:
    if letter == "ё":
        return "е"
    if letter in TAILED:
        return TAILED[letter] + BEHIND * (2 if letter == "ż" else 1)  # "ź" before "ż"
    if letter <= "\x7f" or "Ѐ" <= letter <= "ӿ":
        return letter
    return unicodedata.normalize("NFD", letter)[0]
