"""What each column means: as it was matched last, by its title, or by what stands in it."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pomni.exchange.reading.headers import FORENAME, PART, is_plain, meaning
from pomni.exchange.reading.presets import Preset
from pomni.exchange.reading.shape import Column
from pomni.kit import spelling

OWN = "own_"  # how the keys of the company's own fields begin
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+.*", re.S)
_PHONE = re.compile(r"(?:\+|8[\s(-]*9|\()?[\d\s().-]{6,}\d.*", re.S)
_DAY = re.compile(r"(?:--|\d{1,4})[./-]?\d{1,2}[./-]\d{1,4}.*|\d{8}|\d{1,2}[ .]+[^\W\d]+.*", re.S)
_NAME = re.compile(r"[^\W\d_][\w.'’-]+(?:\s+[^\W\d_][\w.'’-]*){1,3}")
KINDS = frozenset({
    "person", "company", "organisation", "organization", "individual", "contact", "контакт", "компания", "организация",
    "человек", "физлицо", "юрлицо", "kontakt", "firma", "osoba",
})  # fmt: skip
PLAIN = frozenset({"phone", "email", "birthday"})  # what is wrong in such a column, the person wants to know
BY_PHONE = frozenset({"messenger_whatsapp", "messenger_viber"})
OWNERS = frozenset({"home", "business", "work", "other", "mailing", "billing", "shipping", "address"})
SEXES = frozenset({
    "m", "f", "k", "male", "female", "man", "woman", "м", "ж", "муж", "жен", "мужской", "женский", "mezczyzna", "kobieta",
})  # fmt: skip


def guess(
    columns: Sequence[Column],
    targets: Sequence[Any],
    remembered: Mapping[int, str] | None = None,
    preset: Preset | None = None,
) -> dict[int, str]:
    """The number of each column that is understood, and the key of its target.

    `targets` have `key`, `title` and `several` (more than one column may mean it). `remembered` is how the columns of
    such a file were matched last: it is taken as it is. `preset` is the program that writes such titles: it goes before
    what they mean elsewhere. A field of the company's own is meant by its name.
    """
    several = {target.key: target.several for target in targets}
    if remembered is not None:
        return {number: key for number, key in remembered.items() if key in several and number < len(columns)}
    told = preset.matched(columns) if preset else {}
    told |= _of_own(columns, targets, told)
    found = {n: key for n, column in enumerate(columns) if (key := column.means or _by_title(column))}
    found = {n: key for n, key in found.items() if n not in told}
    found = _of_address(_of_names(found, columns), columns)
    _by_contents(found, columns, told)
    _of_messengers(found, told, columns)
    return _without_doubles(found, columns, several, told)


def _of_own(columns: Sequence[Column], targets: Sequence[Any], told: Mapping[int, str]) -> dict[int, str]:
    own = {spelling.fold(str(one.title)): one.key for one in targets if one.key.startswith(OWN)}
    named = {
        n: own.get(spelling.fold(column.title)) for n, column in enumerate(columns) if own and n not in told
    }
    return {n: key for n, key in named.items() if key}


def digest(columns: Sequence[Column], of: str = "clients") -> str:
    """The same for every file with these titles in this order, however they are spelt; "" where there are none.

    A file of something else than clients is another one, whatever its titles.
    """
    titles = [spelling.fold(column.title) for column in columns]
    told = titles if of == "clients" else [of, *titles]
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if any(titles) else ""


def _by_title(column: Column) -> str:
    key = meaning(column.title)
    check = None if key in PLAIN and is_plain(column.title) else _CHECKS.get(key)
    return key if not check or not column.samples or any(map(check, column.samples)) else ""


def _of_names(found: dict[int, str], columns: Sequence[Column]) -> dict[int, str]:
    """ "Имя" is the given name beside a family name, else the whole; one title over two or three columns is its parts."""
    has_family = "family" in found.values()
    found = {n: ("given" if has_family else "name") if key == FORENAME else key for n, key in found.items()}
    names = [n for n, key in found.items() if key == "name"]
    same = (
        [n for n in names if n - names[0] < 3 and columns[n].title == columns[names[0]].title]
        if names
        else []
    )
    if len(same) > 1 and same[-1] - same[0] == len(same) - 1:
        found |= dict(zip(same, ("family", "given", "patronymic"), strict=False))
    return found


def _of_messengers(found: dict[int, str], told: Mapping[int, str], columns: Sequence[Column]) -> None:
    """In a file without phones the numbers of a messenger are those that people are called by."""
    if "phone" in {*found.values(), *told.values()}:
        return
    numbers = (n for n, key in found.items() if key in BY_PHONE and columns[n].samples)
    if (first := next(numbers, None)) is not None and all(map(_CHECKS["phone"], columns[first].samples)):
        found[first] = "phone"


def _of_address(found: dict[int, str], columns: Sequence[Column]) -> dict[int, str]:
    """The whole address where a column has one, further ones where more have; else its parts, of the first that has any."""
    wholes = [n for n, key in found.items() if key == "address" and columns[n].samples]
    parts = [n for n, key in found.items() if key == PART and columns[n].samples]
    kept = wholes[:1] or [n for n in parts if _prefix(columns[n]) == _prefix(columns[parts[0]])]
    keeps_empty = {n for n, key in found.items() if key == "address"} if not kept else set[int]()
    found |= dict.fromkeys(wholes[1:], "addresses")
    return {
        n: "address" if key == PART else key
        for n, key in found.items()
        if key not in (PART, "address") or n in kept or n in keeps_empty
    }


def _prefix(column: Column) -> str:
    """Whose address it is: "home" of "Home Street", "address 1" of "Address 1 - City"."""
    words = spelling.fold(column.title).split()
    if not words or words[0] not in OWNERS:
        return ""
    return " ".join(words[:2] if words[1:2] and words[1].isdigit() else words[:1])


def _by_contents(found: dict[int, str], columns: Sequence[Column], told: Mapping[int, str]) -> None:
    """What a column without a known title holds, where it cannot be anything else."""
    titled = any(column.title for column in columns)
    for number, column in enumerate(columns):
        if number in found or number in told or not column.samples or meaning(column.title):
            continue
        if all(map(_EMAIL.fullmatch, column.samples)):
            found[number] = "email"
        elif "phone" not in found.values() and _are_phones(column, titled=titled):
            found[number] = "phone"
        elif not titled and "birthday" not in found.values() and all(map(_DAY.fullmatch, column.samples)):
            found[number] = "birthday"
    if titled or {"name", "family"} & set(found.values()):
        return
    names = (n for n, column in enumerate(columns) if n not in found and column.samples)
    for number in names:
        if all(map(_NAME.fullmatch, columns[number].samples)):
            found[number] = "name"
            return


def _are_phones(column: Column, *, titled: bool) -> bool:
    for sample in column.samples:
        digits = re.sub(r"\D", "", sample)
        if not _PHONE.fullmatch(sample) or not 9 <= len(digits) <= 15 or _DAY.fullmatch(sample):
            return False
        if titled and not sample.startswith("+"):  # might be the number of anything
            return False
    return True


def _without_doubles(
    found: dict[int, str], columns: Sequence[Column], several: Mapping[str, bool], told: Mapping[int, str]
) -> dict[int, str]:
    """Where only one column may mean something: the first that holds anything, of those that are told sooner."""
    taken: dict[str, int] = {}
    found = found | dict(told)
    for number in sorted(found, key=lambda n: (not columns[n].samples, n not in told, n)):
        taken.setdefault(found[number], number)
    return {
        n: key for n, key in sorted(found.items()) if key in several and (several[key] or taken[key] == n)
    }


def _is_one_of(words: frozenset[str]) -> Callable[[str], bool]:
    return lambda sample: spelling.fold(sample).replace(" ", "") in words


_CHECKS: dict[str, Callable[[str], bool]] = {
    "kind": _is_one_of(KINDS),
    "sex": _is_one_of(SEXES),
    "birthday": lambda sample: bool(_DAY.fullmatch(sample) or re.fullmatch(r"\d{5}", sample)),
    "added_at": lambda sample: bool(_DAY.fullmatch(sample)),
    "phone": lambda sample: sum(letter.isdigit() for letter in sample) >= 5,
    "email": lambda sample: "@" in sample,
}
