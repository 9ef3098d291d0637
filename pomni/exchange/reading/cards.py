"""vCard 2.1, 3.0 and 4.0: the contacts of phones and mail programs, as rows of a table with one row a card."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from pomni.exchange.reading.card_rows import WIDTH, as_row
from pomni.exchange.reading.records import checked, open_text
from pomni.exchange.reading.shape import BadRow, Row

NOT_KEPT = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT"})
LONGEST_VALUE = 60_000  # letters of one value; what is longer is cut, and refused as a cell

_PROPERTY = re.compile(
    r"(?:(?P<group>[\w.-]+)\.)?(?P<name>[\w-]+)(?P<told>(?:;(?:[^:;\"]|\"[^\"]*\")*)*):(?P<value>.*)", re.S
)
_TOLD = re.compile(r";((?:[^;\"]|\"[^\"]*\")*)")
_OWN_LABEL = re.compile(r"X-CUSTOM\((?P<how>.*?),?(?P<label>[^,()]*)\)", re.S)


@dataclass
class Property:
    """One line of a card: its name, its parameters, and its value without quoted-printable."""

    name: str
    value: str
    group: str = ""
    kinds: frozenset[str] = frozenset()  # cell, work, home, fax, pref
    told: dict[str, str] = field(default_factory=dict)
    label: str = ""  # as its owner calls it


def card_rows(path: Path, encoding: str) -> Iterator[tuple[int, Row]]:
    """Each card as a row, with its number; one that is cut off is a bad row."""
    number = 0
    for lines in _cards(path, encoding):
        number += 1
        if lines is None:
            reason = _("The contact is cut off: its end is missing.")
            yield number, BadRow(reason)
            continue
        properties = [found for line in lines if (found := read_property(line, encoding))]
        yield number, as_checked(as_row(properties), number)


def as_checked(cells: list[str], number: int) -> Row:
    """The cells of a card, or why they cannot be taken."""
    row = checked(cells, number)
    if isinstance(row, BadRow):
        return row
    if not any(row):
        return BadRow(_("There is nothing in this contact that Pomni can keep."))
    return row + [""] * (WIDTH - len(row))


def photos(path: Path, encoding: str) -> int:
    """How many photos stand in the cards: they are not taken in."""
    return sum(line[:5].upper() == b"PHOTO" for line in _bytes(path, encoding))


def read_property(line: bytes, encoding: str) -> Property | None:
    """A line taken apart; None where it is none."""
    match = _PROPERTY.fullmatch(
        line.decode("latin-1")
    )  # bytes as letters: what they mean stands in the parameters
    if match is None:
        return None
    kinds, told, label = _parameters(match["told"])
    charset = told.get("CHARSET", encoding)
    value = match["value"].encode("latin-1")
    if "quoted-printable" in kinds or told.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    group = (match["group"] or "").upper()
    return Property(
        match["name"].upper(), _decoded(value, charset), group, kinds, told, _decoded(label, charset)
    )


def _decoded(value: bytes, charset: str) -> str:
    for one in (charset, "utf-8"):
        try:
            return value.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return value.decode("utf-8", "surrogateescape")


def _parameters(text: str) -> tuple[frozenset[str], dict[str, str], bytes]:
    kinds, told, label = set[str](), dict[str, str](), b""
    for parameter in _TOLD.findall(text):
        if own := _OWN_LABEL.fullmatch(parameter):
            label = own["label"].encode("latin-1")
            if "QUOTED-PRINTABLE" in own["how"].upper():
                label = quopri.decodestring(label)
            continue
        name, given, value = parameter.partition("=")
        name = name.strip().upper()
        if given and name == "TYPE":
            kinds.update(kind.strip().lower() for kind in value.strip('"').split(","))
        elif given:
            told[name] = value.strip().strip('"')
            if name == "PREF":
                kinds.add("pref")
        else:
            kinds.add(name.lower())
    return frozenset(kinds), told, label


def _cards(path: Path, encoding: str) -> Iterator[list[bytes] | None]:
    """The lines of each card from its beginning to its end; None for one that has no end."""
    lines: list[bytes] | None = None
    within = 0  # cards within the card
    for line in _logical_lines(path, encoding):
        word = line.strip().upper()
        if word == b"BEGIN:VCARD":
            if lines is not None and (within or _has_agent(lines)):
                within += 1
                continue
            if lines is not None:
                yield None
            lines = []
        elif word == b"END:VCARD" and lines is not None:
            if within:
                within -= 1
                continue
            yield lines
            lines = None
        elif lines is not None and not within:
            lines.append(line)
    if lines is not None:
        yield None


def _has_agent(lines: list[bytes]) -> bool:
    return bool(lines) and lines[-1].strip().upper() in (b"AGENT:", b"AGENT;VCARD:", b"AGENT;TYPE=VCARD:")


def _logical_lines(path: Path, encoding: str) -> Iterator[bytes]:
    """Lines as they were before they were folded; what is not kept (photos) comes without its contents."""
    whole, soft, kept = b"", False, True
    for line in _bytes(path, encoding):
        line = line.rstrip(b"\r\n")
        if soft:
            whole, soft = whole[:-1] + line, False
        elif line[:1] in (b" ", b"\t"):
            whole += line[1:] if kept else b""
        else:
            if whole:
                yield whole
            whole = line
            kept = not _is_not_kept(line)
            whole = line if kept else line.split(b":")[0] + b":"
        soft = kept and whole.endswith(b"=") and b"QUOTED-PRINTABLE" in whole.split(b":")[0].upper()
        whole = whole[:LONGEST_VALUE]
    if whole:
        yield whole


def _is_not_kept(line: bytes) -> bool:
    name = re.split(rb"[;:]", line[:60], maxsplit=1)[0].upper().rpartition(b".")[2].decode("latin-1")
    return name in NOT_KEPT


def _bytes(path: Path, encoding: str) -> Iterator[bytes]:
    if encoding.startswith("utf-16"):
        with open_text(path, encoding) as text:
            for wide in text:
                yield wide.lstrip("\ufeff").encode("utf-8", "replace")
        return
    with open(path, "rb") as file:
        first = file.readline(1_000_000)
        yield from re.split(rb"(?<=\r)(?!\n)", first.removeprefix(b"\xef\xbb\xbf"))
        while line := file.readline(1_000_000):
            yield from re.split(rb"(?<=\r)(?!\n)", line) if b"\r" in line[:-2] else (line,)
