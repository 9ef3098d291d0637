"""The properties of a card as cells: one column for each fact that Pomni keeps of a client, and a few to choose from."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

FOLDS = re.compile(r"(?<!\\)((?:\\\\)*);")
SYSTEM_GROUPS = frozenset({"my contacts", "mycontacts", "starred", "starred in android"})
KEYS = (
    "family", "given", "patronymic", "prefix", "suffix", "full", "called",
    "mobile", "work", "home", "other", "fax", "email", "organisation", "department", "position",
    "address", "addresses", "birthday", "sex", "note", "tags", "url",
    "messengers", "language",
)  # fmt: skip
WIDTH = len(KEYS)
# Properties that hold a name in a messenger.
MESSENGERS = (
    "IMPP", "X-SKYPE", "X-SKYPE-USERNAME", "X-TELEGRAM", "X-WHATSAPP", "X-VIBER", "X-ICQ", "X-JABBER", "X-SIGNAL",
)  # fmt: skip
SCHEME = re.compile(r"([a-zA-Z][\w+.-]*):")
WEB = frozenset({"http", "https"})


def titles() -> list[tuple[str, str]]:
    """Of each column: its title, and the target that it means, "" where a person has to say."""
    return [
        (_("Family name"), "family"),
        (_("Given name"), "given"),
        (_("Patronymic"), "patronymic"),
        (_("Before the name"), ""),
        (_("After the name"), ""),
        (pgettext("of a client", "Name"), "name"),
        (_("Called"), "called"),
        (_("Mobile phone"), "phone"),
        (_("Work phone"), "phone"),
        (_("Home phone"), "phone"),
        (_("Phone"), "phone"),
        (_("Fax"), ""),
        (_("E-mail"), "email"),
        (_("Works at"), "organisation"),
        (_("Department"), ""),
        (_("Position"), "position"),
        (_("Address"), "address"),
        (_("Further addresses"), "addresses"),
        (_("Birthday"), "birthday"),
        (_("Sex"), "sex"),
        (_("Remark"), "about"),
        (_("Tags"), "tags"),
        (_("Web address"), ""),
        (_("Messenger"), "messenger"),
        (_("Language"), "language"),
    ]


def as_row(properties: Sequence[Any]) -> list[str]:
    """The cells of one card, in the order of `KEYS`."""
    labels = {one.group: _own_label(one.value) for one in properties if one.name == "X-ABLABEL" and one.group}
    cells = dict.fromkeys(KEYS, "")
    by_name: dict[str, list[Any]] = {}
    for one in properties:
        by_name.setdefault(one.name, []).append(one)
    for found in by_name.values():
        found.sort(key=lambda one: "pref" not in one.kinds)
    _name(cells, by_name)
    _reached(cells, by_name, labels)
    _work(cells, by_name)
    _rest(cells, by_name, labels)
    return [cells[key] for key in KEYS]


def _name(cells: dict[str, str], by_name: dict[str, list[Any]]) -> None:
    if found := by_name.get("N"):
        parts = [*_parts(found[0].value), "", "", "", "", ""]
        names = ("family", "given", "patronymic", "prefix", "suffix")
        cells.update(
            (name, " ".join(part.replace(",", " ").split())) for name, part in zip(names, parts, strict=False)
        )
    cells["full"] = _first(by_name, "FN")
    cells["called"] = _first(by_name, "NICKNAME")


def _reached(cells: dict[str, str], by_name: dict[str, list[Any]], labels: dict[str, str]) -> None:
    told: dict[str, list[str]] = {}
    for phone in by_name.get("TEL", []):
        number = _plain(phone.value).strip().removeprefix("tel:").split(";")[0]
        own = phone.label or labels.get(phone.group, "")
        if number:
            told.setdefault(_kind(phone.kinds), []).append(f"{number} ({own})" if own else number)
    cells.update((kind, ", ".join(dict.fromkeys(numbers))) for kind, numbers in told.items())
    emails = [_plain(email.value).strip().removeprefix("mailto:") for email in by_name.get("EMAIL", [])]
    cells["email"] = ", ".join(dict.fromkeys(filter(None, emails)))
    names = [_in_messenger(one) for kind in MESSENGERS for one in by_name.get(kind, [])]
    cells["messengers"] = ", ".join(dict.fromkeys(filter(None, names)))


def _in_messenger(one: Any) -> str:
    """ "Skype: anna" of "IMPP;X-SERVICE-TYPE=Skype:skype:anna" (RFC 4770), and of "X-SKYPE:anna"."""
    name, told = _plain(one.value).strip(), one.told.get("X-SERVICE-TYPE", "")
    scheme = SCHEME.match(name) if one.name == "IMPP" else None
    if one.name != "IMPP":
        told = one.name.removeprefix("X-").removesuffix("-USERNAME").capitalize()
    elif scheme and scheme[1].casefold() not in WEB:
        name = name[scheme.end() :].strip("/ ")
        told = told or ("" if scheme[1].casefold().startswith("x-") else scheme[1].capitalize())
    name = name.replace(",", " ").replace(";", " ").strip()
    return f"{told}: {name}" if told and name else name


def _kind(kinds: frozenset[str]) -> str:
    if kinds & {"fax", "pager"}:
        return "fax"
    return (
        "mobile"
        if kinds & {"cell", "iphone"}
        else next((kind for kind in ("work", "home") if kind in kinds), "other")
    )


def _work(cells: dict[str, str], by_name: dict[str, list[Any]]) -> None:
    if found := by_name.get("ORG"):
        first, *departments = _parts(found[0].value)
        cells["organisation"], cells["department"] = first, ", ".join(filter(None, departments))
    cells["position"] = _first(by_name, "TITLE") or _first(by_name, "ROLE")


def _rest(cells: dict[str, str], by_name: dict[str, list[Any]], labels: dict[str, str]) -> None:
    found = [(_address(_parts(one.value)), labels.get(one.group, "")) for one in by_name.get("ADR", [])]
    further = [one for one in found if one[0]]
    if (
        further and not further[0][1]
    ):  # a label stands with its address, and of those without one there is one cell
        cells["address"] = further.pop(0)[0]
    cells["addresses"] = "\n".join(f"{label}: {told}" if label else told for told, label in further)
    for one in by_name.get("BDAY", [])[:1]:
        cells["birthday"] = _birthday(_plain(one.value), one.told.get("X-APPLE-OMIT-YEAR", ""))
    cells["sex"] = (_first(by_name, "GENDER") or _first(by_name, "X-GENDER")).split(";")[0]
    cells["note"] = "\n".join(
        dict.fromkeys(filter(None, (_plain(one.value).strip() for one in by_name.get("NOTE", []))))
    )
    groups = [
        group.strip() for one in by_name.get("CATEGORIES", []) for group in _plain(one.value).split(",")
    ]
    cells["tags"] = ", ".join(group for group in groups if group and group.lower() not in SYSTEM_GROUPS)
    cells["language"] = _first(by_name, "LANG")
    cells["url"] = ", ".join(dict.fromkeys(_plain(one.value) for one in by_name.get("URL", [])))


def _first(by_name: dict[str, list[Any]], name: str) -> str:
    return next((told for one in by_name.get(name, []) if (told := _plain(one.value).strip())), "")


def _parts(value: str) -> list[str]:
    """A value of several parts, at semicolons that are not escaped."""
    return [_plain(part).strip() for part in FOLDS.sub("\\1\0", value).split("\0")]


def _plain(text: str) -> str:
    """Escaped signs as they are meant: commas, semicolons, colons, ends of lines."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text, flags=re.S)


def _address(parts: list[str]) -> str:
    box, more, street, city, region, code, country = ([*parts, *[""] * 7])[:7]
    told = (street, more, box, f"{code} {city}".strip(), region, country)
    return ", ".join(", ".join(part.split("\n")).strip(" ,") for part in told if part.strip(" ,\n"))


def _birthday(text: str, no_year: str) -> str:
    """ "YYYY-MM-DD", or "--MM-DD" where no year is told; what is neither stays as it is."""
    found = re.match(r"(\d{4}|--)-?(\d\d)-?(\d\d)", text.strip())
    if not found:
        return text.strip()
    year, month, day = found.groups()
    return f"--{month}-{day}" if year in ("--", no_year) else f"{year}-{month}-{day}"


def _own_label(text: str) -> str:
    """What its owner calls it; of a label that the phone brings along, nothing but the word."""
    built_in = re.fullmatch(r"_\$!<(.*)>!\$_", text.strip())
    return built_in[1].lower() if built_in else _plain(text).strip()
