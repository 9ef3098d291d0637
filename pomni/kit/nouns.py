"""The nouns that trades rename, in every form, and how they get into sentences: "Add a {client}" is "Add a patient" in a clinic.

The words stand in `words.toml`. English sentences name a noun as it sounds: {client}, {clients}, {client's}, {clients'};
translations name case and number: {client:gen}, {client:acc.pl}. A capital in the marker makes one in the word. Markers
are replaced when catalogues are packed (`tools/catalogues.py`), never while a page is made.
"""

import re
import tomllib
from functools import cache, partial
from pathlib import Path

TABLE = Path(__file__).with_name("words.toml")
GENERAL = "general"
CASES = {"ru": ("nom", "gen", "dat", "acc", "ins", "pre"), "pl": ("nom", "gen", "dat", "acc", "ins", "loc")}
LANGUAGES = ("en", *CASES)

# A preposition grows a vowel before words that are hard to say after it: о клиенте, об ученике; z lekarzem, ze
# specjalistą. Sentences write the short one. For each language: (short, long, beginnings of words that want it long).
PREPOSITIONS = {
    "ru": (
        ("о", "об", r"[аэиоу]"),
        ("с", "со", r"[сзшжщ][^аеёиоуыэюяь]"),
        ("в", "во", r"[вф][^аеёиоуыэюяь]"),
    ),
    "pl": (("z", "ze", r"[sśzźż][^aąeęiouóy]"), ("w", "we", r"[wf][^aąeęiouóy]")),
}


class UnknownForm(ValueError):
    """A marker asks for a form that its noun does not have in the language."""


@cache
def table() -> dict[str, dict[str, dict]]:
    """What `words.toml` says, by trade and noun."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def forms(trade: str, language: str) -> dict[str, str]:
    """Every marker that a sentence in the language may hold, with its word: {"client:gen": "клиента", …}."""
    found: dict[str, str] = {}
    for noun, general in table()[GENERAL].items():
        renamed = table().get(trade, {}).get(noun, {})
        found |= _forms(noun, renamed.get(language) or general[language], language)
    return found


@cache
def marker() -> re.Pattern[str]:
    """Finds a noun of the table in braces. Other braces are left alone: other packages' sentences have their own."""
    nouns = "|".join(f"[{noun[0].upper()}{noun[0]}]{noun[1:]}" for noun in table()[GENERAL])
    return re.compile(rf"\{{((?:{nouns})(?:s'|'s|s)?(?::[\w.]*)?)\}}")


def markers(text: str) -> list[str]:
    """The markers of a sentence, without braces: ["Client:gen"]."""
    return marker().findall(text)


def spoken(text: str, language: str, trade: str = GENERAL) -> str:
    """The sentence with the words of the trade. Raises UnknownForm."""
    for short, long, hard in PREPOSITIONS.get(language, ()):
        said = re.compile(rf"\b({short})(\s+)(?={marker().pattern})", re.IGNORECASE)
        text = said.sub(partial(_before, long=long, hard=hard, language=language, trade=trade), text)
    return marker().sub(lambda found: _word(found[1], language, trade), text)


def _before(found: re.Match[str], long: str, hard: str, language: str, trade: str) -> str:
    """A preposition as it is said before the word that its marker stands for."""
    preposition, space, name = found.groups()
    if re.match(hard, _word(name, language, trade), re.IGNORECASE):
        preposition += long[len(preposition) :]
    return preposition + space


def _word(name: str, language: str, trade: str) -> str:
    known = forms(trade, language)
    plain = name[0].lower() + name[1:]
    if plain not in known:
        raise UnknownForm(f"{{{name}}} is no form of a noun in the language {language}; see {TABLE.name}")
    word = known[plain]
    return word if plain == name else word[0].upper() + word[1:]


def _forms(noun: str, written: list[str], language: str) -> dict[str, str]:
    """The forms of one noun, of its singular and plural as `words.toml` writes them."""
    one, many = written
    if language == "en":
        of_many = many + ("'" if many.endswith("s") else "'s")
        return {noun: one, f"{noun}s": many, f"{noun}'s": f"{one}'s", f"{noun}s'": of_many}
    numbers = {"": one.split(), ".pl": many.split()}
    return {
        f"{noun}:{case}{number}": word
        for number, words in numbers.items()
        for case, word in zip(CASES[language], words, strict=True)
    }
