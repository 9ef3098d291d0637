"""What of a client is compared: read once, so that comparing many asks nothing twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pomni.kit import spelling
from pomni.people.likeness.given_names import is_given_name
from pomni.people.likeness.sounds import sound
from pomni.people.rules import FAMILY, PATRONYMIC, take_apart

FAMILY_NAME, GIVEN_NAME, PATRONYMIC_NAME = "family", "given", "patronymic"
MOST_WORDS = 8  # of a name, and of an address
# What an organisation is by law, in the three languages and those around: it tells nobody from another.
_LEGAL_FORMS = """
ооо оао зао пао ао ип нко ано чп тоо общество с ограниченной ответственностью акционерное индивидуальный предприниматель
sp z o oo zoo spolka ograniczona odpowiedzialnoscia jawna komandytowa s a sa phu ppuh pphu fhu
llc ltd limited inc incorporated co corp company gmbh ag kg sro oy ab bv plc the of and an и
"""
# Words of an address that stand in many.
_OF_ADDRESSES = """
ул улица д дом кв квартира офис оф корп корпус стр строение г город обл область пр просп проспект пер переулок
ul ulica al aleja os osiedle pl plac m lok nr st street ave avenue av rd road blvd boulevard dr drive ln lane
place ct court apt suite ste way crescent cres close circuit cct n s e w north south east west the
"""
LEGAL_FORMS, OF_ADDRESSES = frozenset(_LEGAL_FORMS.split()), frozenset(_OF_ADDRESSES.split())
_FIGURES = re.compile(r"\d+[^\W\d_]?")
_WORDS_OF_ADDRESS = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True, eq=False)
class Features:
    """One client, or what is known of one so far. Empty means unknown, and says neither yes nor no.

    `words` are those of the name as `spelling.fold` writes them, `sounds` how each sounds, `parts` what each of them is:
    "family", "given", "patronymic" or "".
    """

    is_organisation: bool = False
    words: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_id: str = ""
    birth_day: str = ""
    birth_year: int | None = None
    street: tuple[str, ...] = ()  # words of the address, as they sound
    figures: tuple[str, ...] = ()  # its numbers


def features_of(
    *,
    name: str = "",
    family: str = "",
    given: str = "",
    patronymic: str = "",
    kind: str = "person",
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    tax_id: str = "",
    birth_day: str = "",
    birth_year: int | None = None,
    address: str = "",
) -> Features:
    """The features of a client. Phones and addresses of e-mail come in their normal form, names and the address as typed."""
    is_organisation = kind == "organisation"
    named = _organisation(name) if is_organisation else _person(name, family, given, patronymic)
    street, figures = _address(address)
    words, parts = named
    return Features(
        is_organisation,
        words,
        tuple(sound(word) for word in words),
        parts,
        tuple(phones),
        tuple(emails),
        tax_id,
        birth_day,
        birth_year,
        street,
        figures,
    )


@lru_cache(maxsize=20_000)
def _organisation(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    every = _words(re.sub(r"['’`´]", "", name))
    words = tuple(word for word in every if word not in LEGAL_FORMS)[:MOST_WORDS] or every[:MOST_WORDS]
    return words, ("",) * len(words)


def _person(name: str, family: str, given: str, patronymic: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not (family or given or patronymic):
        family, given, patronymic = take_apart(name, order="")
    if given and is_given_name(sound(family)) and not is_given_name(sound(given)):
        family, given = given, family  # somebody wrote each into the other's field
    told = ((family, FAMILY_NAME), (given, GIVEN_NAME), (patronymic, PATRONYMIC_NAME))
    both = [(word, part) for text, part in told for word in _words(text)]
    both = both or [(word, _guessed(word)) for word in _words(name)]
    both = both[:MOST_WORDS]
    return tuple(word for word, _part in both), tuple(part for _word, part in both)


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in spelling.fold(text).split() if sound(word))


@lru_cache(maxsize=50_000)
def _guessed(word: str) -> str:
    """What a word of a name is by its looks; "" where it may be anything."""
    if PATRONYMIC.fullmatch(word):
        return PATRONYMIC_NAME
    if is_given_name(sound(word)):
        return GIVEN_NAME
    return FAMILY_NAME if FAMILY.fullmatch(word) else ""


@lru_cache(maxsize=20_000)
def _address(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folded = spelling.fold(text)
    words = (word for word in _WORDS_OF_ADDRESS.findall(folded) if word not in OF_ADDRESSES)
    street = dict.fromkeys(sound(word) for word in words)
    figures = dict.fromkeys(found.lstrip("0") for found in _FIGURES.findall(folded))
    return tuple(filter(None, street))[:MOST_WORDS], tuple(filter(None, figures))[:MOST_WORDS]
