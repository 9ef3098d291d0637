"""Arithmetic of clients without tables: how a name is composed, taken apart, sorted and found; how one is reached."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from pomni.kit.spelling import found_by, sorted_as

LONGEST = 200
LONGEST_PART = 80
LONGEST_ORDER = 100  # of a text that lists sort by: who agree so far stand beside each other
LONGEST_LABEL = 40
LEAP_YEAR = 2000
SOUGHT = (
    "called",
    "tax_id",
    "legal_name",
    "ogrn",
    "regon",
    "krs",
)  # columns by which one is found, beside the name

# How a patronymic ends where people have one; with these a name is taken apart whatever the order of its words.
PATRONYMIC = re.compile(
    r"[а-яёіїє'’-]{2,}(?:[оеє]вич|йович|ьич|[ктмзф]ич|[оеєї]вна|ична|ічна|улы|ұлы|кызы|қызы|оглы)",
    re.IGNORECASE,
)
FAMILY = re.compile(
    r"\w+(?:[оеё]в|[оеё]ва|ский|ская|цкий|цкая|енко|[чщ]ук|юк|sk[iy]|ska|ck[iy]|cka|wicz|czyk)", re.IGNORECASE
)
GIVEN_THAT_END_SO = {"лев", "яков", "иаков", "пров"}
WITH_PATRONYMIC = frozenset({"RU", "BY", "KZ", "UA", "KG", "UZ", "TJ", "TM", "AZ", "AM", "MD", "BG"})
# Small words with which a family name of several words begins.
PARTICLES = frozenset({
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "ter", "ten",
    "zu", "zur", "af", "av", "al", "el", "bin", "ibn", "ben",
})  # fmt: skip
IN_NAMES = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", re.UNICODE)
COUNTED = re.compile(r"(?:(?P<label>[^:,;\d@]{1,40}):)?(?P<typed>.+)", re.DOTALL)
BETWEEN = re.compile(r"[,;\n]")


class Parts(NamedTuple):
    """A person's name in its parts; empty where it could not be taken apart with certainty."""

    family: str = ""
    given: str = ""
    patronymic: str = ""


class Reached(NamedTuple):
    """A phone or an e-mail address as it is typed for a client, with what the company calls it: "mobile", "work"."""

    typed: str
    label: str = ""


def full_name(family: str, given: str, patronymic: str, *, order: str) -> str:
    """A person's name of its parts: `order` is "family_first" or "given_first"."""
    parts = (family, given, patronymic) if order == "family_first" else (given, patronymic, family)
    return " ".join(filter(None, parts))[:LONGEST]


def take_apart(name: str, *, order: str) -> Parts:
    """The parts of a person's whole name, where they are certain; all empty where they are not.

    A patronymic tells the order by itself, so do endings that only family names have; else two words, or words with
    "van", "de" and the like, are read in the `order` of the company. "" as order: nobody said how names are written here.
    """
    words = " ".join(name.split()).split(" ")
    if len(words) < 2 or not all(IN_NAMES.fullmatch(word) for word in words):
        return Parts()
    parts = _by_patronymic(words) or _in_two(words, order)
    return parts if parts and max(map(len, parts)) <= LONGEST_PART else Parts()


def _by_patronymic(words: list[str]) -> Parts | None:
    if len(words) == 3 and _is_patronymic(words[2]):
        return Parts(*words)  # family given patronymic
    if len(words) == 3 and _is_patronymic(words[1]):
        return Parts(words[2], words[0], words[1])
    if len(words) == 2 and _is_patronymic(words[1]):
        is_certain = not words[1].endswith(("ович", "евич", "йович")) and not FAMILY.fullmatch(words[0])
        return Parts("", *words) if is_certain else Parts()  # "Ольга Мицкевич" has a family name
    return None


def _is_patronymic(word: str) -> bool:
    return bool(PATRONYMIC.fullmatch(word))


def _in_two(words: list[str], order: str) -> Parts | None:
    small = [place for place, word in enumerate(words) if word in PARTICLES]
    if small and order:
        return _by_particle(words, small, order)
    if len(words) != 2:
        return None
    first, second = words
    if _ends_as_family(second) and not _ends_as_family(first):
        return Parts(second, first)
    if order == "family_first" or (_ends_as_family(first) and not _ends_as_family(second)):
        return Parts(first, second)
    return Parts(second, first) if order else None


def _by_particle(words: list[str], small: list[int], order: str) -> Parts | None:
    """ "Ludwig van der Berg", "van der Berg Ludwig": the family name begins with the small words and has one word more."""
    begins, last = small[0], small[-1]
    if small != list(range(begins, last + 1)) or last + 1 >= len(words):
        return None
    if begins and last + 2 == len(words):
        return Parts(" ".join(words[begins:]), " ".join(words[:begins]))
    if not begins and order == "family_first" and last + 2 < len(words):
        return Parts(" ".join(words[: last + 2]), " ".join(words[last + 2 :]))
    return None


def _ends_as_family(word: str) -> bool:
    return bool(FAMILY.fullmatch(word)) and word.casefold() not in GIVEN_THAT_END_SO


def sort_key(name: str) -> str:
    """What names are sorted by, byte by byte: "Ё" stands with "Е", "Ł" behind "L", accents of others stand aside."""
    return sorted_as(name)[: 2 * LONGEST]


def text_in_order(text: str) -> str | None:
    """What a text of a custom field is sorted by: its beginning, as names are; None for none."""
    return sort_key(text[: 2 * LONGEST_ORDER])[:LONGEST_ORDER] if text else None


def sought(told: Callable[[str], str | None]) -> tuple[str, ...]:
    """What else than by the name a client is found by: the texts of `SOUGHT`, as `told` gives them."""
    return tuple(told(word) or "" for word in SOUGHT)


@lru_cache(maxsize=5000)
def in_order(name: str, *more: str) -> tuple[str, str]:
    """What lists sort a client by, and what a search looks through: the name, and what is `sought` besides.

    Kept: an import works it out before it holds the lock.
    """
    return sort_key(name), found_by(name, *more)


def reached_text(reached: Iterable[Reached]) -> str:
    """How one is reached, as one text: "mobile: +48 600 100 200, +48 22 100 20 30"."""
    return ", ".join(f"{one.label}: {one.typed}" if one.label else one.typed for one in reached)


def reached_of(text: str) -> tuple[Reached, ...]:
    """What `reached_text` wrote, or a person: phones or addresses with commas between, each perhaps with its label."""
    found = (COUNTED.fullmatch(part.strip()) for part in BETWEEN.split(text) if part.strip())
    return tidy(Reached(told["typed"], told["label"] or "") for told in found if told)


def tidy(reached: Iterable[Reached]) -> tuple[Reached, ...]:
    """Without those that are empty, without spaces around and signs that stand between two of them."""
    told = (Reached(_plain(typed), _plain(label)[:LONGEST_LABEL].strip()) for typed, label in reached)
    return tuple(one for one in told if one.typed)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[,;:\n]", " ", text).split())


def birthday_text(day: str, year: int | None) -> str:
    """A birthday as one text, as ISO 8601 writes it: "1980-02-29", without the year "--02-29"; "" where unknown."""
    return (f"{year:04}-{day}" if year else f"--{day}") if day else ""


def birthday_of(text: str) -> tuple[str, int | None]:
    """Day ("02-29") and year of what `birthday_text` wrote. Raises ValueError where there is no such day."""
    if not text:
        return "", None
    year, day = (None, text[2:]) if text.startswith("--") else (int(text[:4]), text[5:])
    month, of_month = day.split("-")
    dt.date(year or LEAP_YEAR, int(month), int(of_month))
    return f"{int(month):02}-{int(of_month):02}", year
