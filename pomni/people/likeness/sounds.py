"""How a word sounds, whatever the alphabet it is written in: "Чернышёв", "Chernyshev" and "Czernyszew" come out as one.

Coarse on purpose: it finds who may be meant. Whether two are one is for more than the sound to say.
"""

import re
from functools import lru_cache

from pomni.kit import spelling

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i",
    "ї": "i", "є": "e", "ґ": "g", "ў": "u",
}  # fmt: skip
# Letters of the Latin alphabet that stand for one sound, the longest first.
LATIN = {
    "shch": "s", "szcz": "s", "tsch": "c", "sch": "s", "sh": "s", "sz": "s", "tch": "c", "ch": "c", "cz": "c", "kh": "h",
    "zh": "z", "rz": "z", "dz": "z", "ts": "c", "tz": "c", "ph": "f", "th": "t", "gh": "g", "yo": "e", "jo": "e",
    "ye": "e", "je": "e", "ck": "ck", "qu": "k", "oo": "u", "ou": "u", "w": "v", "x": "ks", "q": "k", "y": "i", "j": "i",
}  # fmt: skip
_LATIN = re.compile("|".join([*LATIN, "c(?=[aourlt])"]))
_CYRILLIC = re.compile("[а-яіїєґў]")
_ENDINGS = ((re.compile("skaia$"), "ska"), (re.compile("ckaia$"), "cka"))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The word in a few plain Latin letters; "" where it has none. Digits stay."""
    folded = spelling.fold(word).replace(" ", "")
    if _CYRILLIC.search(folded):
        told = "".join(CYRILLIC.get(letter, letter) for letter in folded)
    else:
        told = _LATIN.sub(lambda found: LATIN.get(found[0], "k"), folded)
    told = _TWICE.sub(r"\1", told)
    for ending, short in _ENDINGS:
        told = ending.sub(short, told)
    return told


@lru_cache(maxsize=50_000)
def outline(heard: str) -> str:
    """The first letter and the next consonants of a word, as `sound` writes it: what a slip in a vowel leaves as it is."""
    return (heard[:1] + re.sub("[aeiou]", "", heard[1:]))[:5]


def letters_apart(one: str, other: str, most: int) -> int:
    """How many letters are wrong, left out, too many or changed places between two words; `most` + 1 where more are.

    The optimal string alignment distance, left off as soon as it is too much.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _middles(one, other)
    if not (one and other):
        return len(one) + len(other)
    if len(one) == len(other) <= 2:
        return 1 if len(one) == 1 or one == other[::-1] else min(2, most + 1)
    return most + 1 if most < 2 else _aligned(one, other, most)


def _middles(one: str, other: str) -> tuple[str, str]:
    """Both without what they begin with and end on alike."""
    shortest = min(len(one), len(other))
    begin = 0
    while begin < shortest and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < shortest - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]


def _aligned(one: str, other: str, most: int) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last = row
        row = [at]
        for place, there in enumerate(other, 1):
            far = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != there))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == there:
                far = min(far, before[place - 2] + 1)
            row.append(far)
        if min(row) > most:
            return most + 1
        before = last
    return min(row[-1], most + 1)
