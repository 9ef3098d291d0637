"""Names beside each other: which words of two are one, and what is left over on both sides."""

from functools import lru_cache
from typing import NamedTuple

from pomni.kit import spelling
from pomni.people.likeness.features import LEGAL_FORMS, Features
from pomni.people.likeness.given_names import are_two_names, may_be_one_name
from pomni.people.likeness.sounds import letters_apart, sound

SAME, SOUNDS_SO, SLIP, SHORT_FORM, INITIAL, APART = 6, 5, 4, 3, 2, 0
SHORTEST_WITH_A_SLIP = 3  # letters, where the other word has more
SHORTEST_WITH_TWO = 8


class Meeting(NamedTuple):
    """A word of one name that is a word of the other: how surely, and what it is there."""

    grade: int
    part: str
    other_part: str


class Side(NamedTuple):
    """Two names laid beside each other; `left` and `other_left` are the parts of the words that met none."""

    met: tuple[Meeting, ...]
    left: tuple[str, ...]
    other_left: tuple[str, ...]


def beside(one: Features, other: Features) -> Side:
    """Which words of two names are one, the surest first, each taken once."""
    graded = [
        (grade, one.parts[at] == other.parts[place], at, place)
        for at, word in enumerate(one.words)
        for place, there in enumerate(other.words)
        if (grade := met(word, there))
    ]
    graded.sort(reverse=True)
    taken: set[int] = set()
    given: set[int] = set()
    meetings = []
    for grade, _like, at, place in graded:
        if at not in taken and place not in given:
            taken.add(at)
            given.add(place)
            meetings.append(Meeting(grade, one.parts[at], other.parts[place]))
    left = tuple(part for at, part in enumerate(one.parts) if at not in taken)
    other_left = tuple(part for place, part in enumerate(other.parts) if place not in given)
    return Side(tuple(meetings), left, other_left)


@lru_cache(maxsize=100_000)
def met(word: str, other: str) -> int:
    """How surely two words of names are one; 0 where they are not."""
    if word == other:
        return SAME
    if len(word) == 1 or len(other) == 1:
        return INITIAL if word[0] == other[0] or sound(word)[:1] == sound(other)[:1] else APART
    heard, there = sound(word), sound(other)
    if heard == there:
        return SOUNDS_SO
    if may_be_one_name(heard, there):
        return SHORT_FORM
    if are_two_names(heard, there):
        return APART
    return SLIP if _is_slip(heard, there) or _is_slip(word, other) else APART


def _is_slip(one: str, other: str) -> bool:
    shortest, longest = sorted((len(one), len(other)))
    most = (shortest >= SHORTEST_WITH_A_SLIP and longest > SHORTEST_WITH_A_SLIP) + (
        shortest >= SHORTEST_WITH_TWO
    )
    return bool(most) and letters_apart(one, other, most) <= most


def names_agree(one: str, other: str) -> bool:
    """Whether two names may be of one client, so surely that nobody is asked: where a phone or a tax number is one, too.

    All words of the shorter name are in the longer, in any order, whole or as an initial; a word of the other alphabet
    counts where it sounds the same. Slips and short forms do not: twins and a father and his son differ by less.
    """
    few, many = sorted((spelling.fold(one).split(), spelling.fold(other).split()), key=len)
    left = list(many)
    for word in few:
        found = next((have for have in left if have == word), None) or next(
            (have for have in left if _may_stand_for(word, have)), None
        )
        if found is None:
            return False
        left.remove(found)
    return bool(few)


def organisations_agree(one: str, other: str) -> bool:
    """Whether two organisations of one tax number are called alike, but for what they are by law.

    A word more is a branch, with a card of its own: "Ромашка" and "Ромашка Казань" do not agree.
    """
    words, others = (
        sorted(sound(word) for word in spelling.fold(name).split() if word not in LEGAL_FORMS)
        for name in (one, other)
    )
    return bool(words) and words == others


def _may_stand_for(word: str, have: str) -> bool:
    if 1 in (len(word), len(have)):
        return have[0] == word[0]
    return word.isascii() != have.isascii() and sound(word) == sound(have)
