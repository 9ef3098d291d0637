"""How a word may have been typed: on the other keyboard layout, in the other alphabet, without tails and dots.

Pure: asks nothing and knows no table. The palette and every search compare words by it.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

# The same keys of a keyboard in English and in Russian.
ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~{}:\"<>"
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю.ёхъжэбю"
ON_RUSSIAN = str.maketrans(ENGLISH, RUSSIAN)
ON_ENGLISH = str.maketrans(RUSSIAN[:34], ENGLISH[:34])

# Each sound with its spellings in the other alphabet: the international one first, then the Polish one, then rarer ones.
TO_CYRILLIC = {
    "shch": "щ", "szcz": "щ", "sch": "ш щ", "sh": "ш", "sz": "ш", "ch": "ч х", "cz": "ч", "zh": "ж", "rz": "ж рз",
    "kh": "х", "ts": "ц тс", "yu": "ю", "ju": "ю", "iu": "ю иу", "ya": "я", "ja": "я", "ia": "ия я", "yo": "е",
    "jo": "е", "ye": "е", "je": "е", "ie": "е ие", "ck": "к", "cie": "це", "ce": "це се",
    "ci": "ци си", "ph": "ф", "th": "т", "a": "а", "b": "б", "c": "к ц",
    "d": "д", "e": "е э", "f": "ф", "g": "г", "h": "х г", "i": "и", "j": "й дж", "k": "к", "l": "л ль", "m": "м",
    "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "y": "ы й и ий", "z": "з ж",
}  # fmt: skip
TO_LATIN = {
    "кс": "ks x", "ль": "l", "ий": "iy y i", "ый": "yy y", "а": "a", "б": "b", "в": "v w", "г": "g h", "д": "d",
    "е": "e e ie ye", "ж": "zh z rz", "з": "z", "и": "i", "й": "y j i", "к": "k k c", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f f ph", "х": "kh ch h", "ц": "ts c",
    "ч": "ch cz", "ш": "sh sz", "щ": "shch szcz", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu ju iu",
    "я": "ya ja ia", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
MOST = 24  # spellings of one word
SHORTEST_MISTYPED = 4  # letters of a word in which a mistake is looked past
SHORTEST_TWICE_MISTYPED = 7
SHORTEST_WITHIN = 3  # letters of what is looked for in the middle of a word
LONGEST = 20  # letters of a word that are looked at: its beginning is enough

# What a plain letter stands for when a name is written in full. Both cases: not every database knows the case of letters.
TAILS = {
    "a": "aąáàâäã", "c": "cćčç", "e": "eęéèêë", "i": "iíîï", "l": "lł", "n": "nńñň", "o": "oóòôöőø", "s": "sśšß",
    "u": "uúüůű", "y": "yýÿ", "z": "zźżž", "е": "её",
}  # fmt: skip
BEHIND = (
    "\x7f"  # sorts behind every plain letter: "ą" comes after "a" and before "b", as a Polish register has it
)
TAILED = dict(zip("ąćęłńóśźż", "acelnoszz", strict=True))
BEFORE_A_WORD = r"(?:^|[ .,:;«»„”\"'’()/&+-])"


def fold(text: str) -> str:
    """Words in small letters and without marks, one space between them: "Łódź, «Всё»" is "lodz все"."""
    plain = "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def found_by(*texts: str) -> str:
    """What a search looks through: the words of the texts as `fold` writes them, each once and behind a space.

    So that a word that begins with "ив" is one that holds " ив".
    """
    words = dict.fromkeys(" ".join(fold(text) for text in texts if text).split())
    return "".join(f" {word}" for word in words)


def sorted_as(text: str) -> str:
    """What texts are sorted by, byte by byte: "Ё" stands with "Е", "Ł" behind "L", accents of others stand aside."""
    told = "".join(_sorted_letter(letter) for letter in unicodedata.normalize("NFC", text.strip()).casefold())
    return " ".join(told.split())


def ways_to_begin(word: str) -> tuple[tuple[str, ...], ...]:
    """What a text of `found_by` holds where its words begin as this typed one, in some spelling: all fragments of a way."""
    return tuple(tuple(f" {part}" for part in way.split()) for way in variants(word[:LONGEST]) if way)


def ways_to_hold(word: str) -> tuple[tuple[str, ...], ...]:
    """The same where a typed word may stand in the middle of another one, too. Numbers, and what is too short for an index of
    fragments, stand at the beginning.
    """
    return tuple(
        tuple(f" {part}" if len(part) < SHORTEST_WITHIN or part.isdecimal() else part for part in way.split())
        for way in variants(word[:LONGEST])
        if way
    )


def variants(text: str) -> list[str]:
    """What may have been meant by a typed text, the likeliest first, each as `fold` gives it.

    As typed; as typed with the other keyboard layout; in the other alphabet.
    """
    return list(_variants(text[: 8 * LONGEST]))


def matches(typed: str, text: str) -> bool:
    """Whether each typed word, in some spelling, begins some word of the text, in any order."""
    words = _words(text)
    return all(any(word.startswith(way) for word in words) for way in _ways(typed))


@lru_cache(maxsize=2000)
def index(text: str) -> str:
    """Everything that somebody may type to find this text, for comparing where there is no Python: in the browser."""
    return " ".join(dict.fromkeys(chain.from_iterable(variants(word)[:6] for word in text.split())))


def pattern(word: str) -> str:
    """A regular expression, the same for both engines, for names with a word that begins as this one in some spelling.

    "" where nothing in the word can be looked for.
    """
    told = [_as_pattern(one) for one in variants(word[:LONGEST]) if one]
    return f"{BEFORE_A_WORD}(?:{'|'.join(told)})" if told else ""


def wrong_letters(typed: str, word: str) -> int | None:
    """How many letters of a typed word are wrong, left out, too many or changed places; None where too many are."""
    most = (len(typed) >= SHORTEST_MISTYPED) + (len(typed) >= SHORTEST_TWICE_MISTYPED)
    if len(word) < len(typed) - most or len(set(typed) - set(word)) > most:  # what is quick to see
        return None
    begun = word[: len(typed) + most]
    rows = [list(range(len(begun) + 1))]
    for at, letter in enumerate(typed, 1):
        row = [at]
        for place, other in enumerate(begun, 1):
            far = min(rows[-1][place] + 1, row[-1] + 1, rows[-1][place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == begun[place - 2] and typed[at - 2] == other:
                far = min(far, rows[-2][place - 2] + 1)
            row.append(far)
        if min(row) > most:
            return None
        rows.append(row)
    best = min(rows[-1][max(0, len(typed) - most) :])  # what follows has not been typed yet
    return best if best <= most else None


@lru_cache(maxsize=2000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(text).split()))


@lru_cache(maxsize=500)
def _ways(typed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(variants(part)) for part in typed.split())


@lru_cache(maxsize=2000)
def _variants(text: str) -> tuple[str, ...]:
    typed = unicodedata.normalize("NFC", text).casefold().strip()
    folded = fold(typed)
    found = [folded]
    if re.search("[a-z]", folded):
        found += [fold(typed.translate(ON_RUSSIAN)), *_respelt(folded, TO_CYRILLIC)]
    if re.search("[а-яіїєґ]", folded):
        found += [fold(typed.translate(ON_ENGLISH)), *_respelt(folded, TO_LATIN)]
    return tuple(dict.fromkeys(filter(None, found)))[:MOST]


def _plain(letter: str) -> str:
    if letter == "ё":
        return "е"
    if letter == "ł":
        return "l"
    if letter <= "\x7f" or "Ѐ" <= letter <= "ӿ":  # "й" is a letter of its own, no "и" with a mark
        return letter
    return unicodedata.normalize("NFD", letter)[0]


def _respelt(folded: str, table: dict[str, str]) -> list[str]:
    """In the other alphabet: all letters in one manner, then one letter in another manner than the rest."""
    sounds = [table[part].split(" ") if part in table else [part] for part in _parts(folded, table)]
    manners = [[options[min(n, len(options) - 1)] for options in sounds] for n in range(3)]
    found = ["".join(manner) for manner in manners]
    for manner in manners[:2]:
        for place, options in enumerate(sounds):
            found += ["".join([*manner[:place], one, *manner[place + 1 :]]) for one in options]
    return list(dict.fromkeys(found))


def _parts(folded: str, table: dict[str, str]) -> list[str]:
    longest_first = sorted(table, key=len, reverse=True)
    return re.findall("|".join([*longest_first, "."]), folded)


def _as_pattern(spelling: str) -> str:
    return "".join(_letter(letter) for letter in spelling)


def _letter(letter: str) -> str:
    if letter == " ":
        return "[ '’.-]"
    both = TAILS.get(letter, letter)
    cases = "".join(dict.fromkeys(both + both.upper()))
    return f"[{cases}]" if len(cases) > 1 else letter


def _sorted_letter(letter: str) -> str:
    if letter == "ё":
        return "е"
    if letter in TAILED:
        return TAILED[letter] + BEHIND * (2 if letter == "ż" else 1)  # "ź" before "ż"
    if letter <= "\x7f" or "Ѐ" <= letter <= "ӿ":
        return letter
    return unicodedata.normalize("NFD", letter)[0]
