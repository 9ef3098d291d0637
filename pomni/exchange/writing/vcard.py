"""One client as a vCard 3.0 (RFC 2426)."""

import re
from typing import Any

from pomni.exchange.writing.cells import as_text

LONGEST = 75  # octets of a line (RFC 2426, 2.6)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
QUOTED = re.compile(r'[";:,\x00-\x1f]')  # what no parameter of a line can hold
KINDS_OF_PHONE = {"work": "WORK", "home": "HOME", "mobile": "CELL", "fax": "FAX"}


def card(client: Any, keys: set[str], mark: str) -> str:
    """The card of one client, with what the chosen columns name; every line ends as the standard has it."""
    plain = client.plain
    lines = ["BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Pomni//EN", f"UID:urn:uuid:{client.uid}"]
    lines.append(f"FN:{_text(plain['name'])}")
    if plain["kind"] == "organisation":
        lines += ["N:;;;;", f"ORG:{_text(plain['name'])}"]
    else:
        parts = [plain["family"], plain["given"], plain["patronymic"]]
        told = parts if any(parts) else [plain["name"], "", ""]
        lines.append(f"N:{';'.join(map(_text, told))};;")
    lines += _reached(client, keys)
    lines += _rest(client, keys)
    lines += [f"X-POMNI-COPY:{mark}", "END:VCARD"]
    return "".join(_folded(line) for line in lines)


def _reached(client: Any, keys: set[str]) -> list[str]:
    lines = []
    if "phone" in keys:
        for phone in client.phones or ():
            kind = KINDS_OF_PHONE.get(phone.label.casefold(), "VOICE")
            preferred = ",PREF" if phone.is_preferred else ""
            lines.append(f"TEL;TYPE={kind}{preferred}:{_text(phone.typed)}")
    if "email" in keys:
        lines += [f"EMAIL;TYPE=INTERNET:{_text(email.typed)}" for email in client.emails or ()]
    if "messenger" in keys:
        lines += [_messenger(one) for one in client.messengers or ()]
    return lines


def _messenger(point: Any) -> str:
    """As RFC 4770 has it, with the name of the messenger as Apple writes it: schemes have no capitals and no spaces."""
    scheme = point.label.casefold()
    told = f";X-SERVICE-TYPE={QUOTED.sub('', point.label)}" if point.label else ""
    return f"IMPP{told}:{scheme if SCHEME.fullmatch(scheme) else 'x-other'}:{_text(point.typed)}"


def _rest(client: Any, keys: set[str]) -> list[str]:
    plain = client.plain
    told = (
        ("organisation", "ORG", client.organisation),
        ("position", "TITLE", plain["position"]),
        ("birthday", "BDAY", client.birthday),
        ("about", "NOTE", plain["about"]),
        ("called", "NICKNAME", plain["called"]),
    )
    lines = [f"{name}:{_text(value)}" for key, name, value in told if key in keys and value]
    lines += _addresses(client, keys)
    if "language" in keys and plain["language"]:
        lines.append(f"LANG:{_text(plain['language'])}")
    if "tags" in keys and client.tags:
        lines.append(f"CATEGORIES:{','.join(map(_text, client.tags))}")
    return lines


def _addresses(client: Any, keys: set[str]) -> list[str]:
    """The preferred one first; a label stands in a line of its own, as address books write those of one's own."""
    lines = []
    for number, one in enumerate(client.addresses, 1):
        is_first = number == 1 and bool(client.plain["address"])
        if ("address" if is_first else "addresses") not in keys:
            continue
        group = f"item{number}." if one.label else ""
        lines.append(f"{group}ADR:;;{_text(one.typed)};;;;")
        if one.label:
            lines.append(f"{group}X-ABLABEL:{_text(one.label)}")
    return lines


def _text(value: Any) -> str:
    told = as_text(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return told.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which cuts a letter in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
