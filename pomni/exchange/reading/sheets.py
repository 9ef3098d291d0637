"""Sheets of an XLSX, read row by row: what a cell shows is taken, a formula is never carried out.

Written here, for a library that reads a whole sheet at once takes more memory than an import may, and one stray cell
in the last corner of a sheet makes it ask for hundreds of gigabytes.
"""

import posixpath
import re
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _

from pomni.exchange.reading.figures import Styles, as_text
from pomni.exchange.reading.packed import parse, too_large, unpacked
from pomni.exchange.reading.records import checked
from pomni.exchange.reading.shape import MOST_COLUMNS, BadRow, Merged, Row
from pomni.kit.errors import Refused

MOST_SHARED = 256 * 1024 * 1024  # bytes of the texts that cells share
SHEET, SHARED = "/worksheet", "xl/sharedStrings.xml"
TOO_WIDE = "\0too wide"


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets, visible ones first. Raises Refused where this is no XLSX, or it has none."""
    with unpacked(path) as parts:
        return list(_sheets(parts))


def sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, Row]]:
    """Every row of the sheet that is not blank, with its number."""
    with unpacked(path) as parts:
        sheets = _sheets(parts)
        part = sheets.get(sheet) or next(iter(sheets.values()))
        reader = _Sheet(_styles(parts), Shared(parts))
        with parts.open(part) as content:
            for _piece in parse(content, start=reader.start, end=reader.end, text=reader.chars):
                yield from reader.ready
                reader.ready.clear()


def merged_cells(path: Path, sheet: str, down_to: int) -> list[Merged]:
    """Cells made one, of the first rows. They stand at the end of a sheet's part."""
    with unpacked(path) as parts:
        sheets = _sheets(parts)
        with parts.open(sheets.get(sheet) or next(iter(sheets.values()))) as content:
            tail = b""
            while piece := content.read(1 << 20):
                tail = (tail + piece)[-(2 << 20) :]
    return [area for area in _areas(tail) if area[0] <= down_to]


def check_whole(path: Path) -> None:
    """Raise Refused where a part that is read is damaged anywhere."""
    with unpacked(path) as parts:
        for name in {*_sheets(parts).values(), SHARED} & set(parts.namelist()):
            with parts.open(name) as content:
                while content.read(1 << 20):
                    pass


class Shared:
    """Texts that cells share: all in one piece, for a million of them as objects would not fit. Read when they are needed."""

    def __init__(self, parts: ZipFile) -> None:
        self.text, self.ends = bytearray(), array("Q", [0])
        self.more = self._read(parts)
        self.kept: list[str] = []
        self.in_text = self.in_sounds = False

    def at(self, number: int) -> str:
        """The text of this number, "" where there is none."""
        while number >= len(self.ends) - 1 and next(self.more, False):
            pass
        if not 0 <= number < len(self.ends) - 1:
            return ""
        return self.text[self.ends[number] : self.ends[number + 1]].decode()

    def _read(self, parts: ZipFile) -> Iterator[bool]:
        if SHARED not in parts.namelist():
            return
        with parts.open(SHARED) as content:
            for _piece in parse(content, start=self._start, end=self._end, text=self._chars):
                yield True

    def _start(self, name: str, _told: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self.in_text = True
        elif name == "rPh":
            self.in_sounds = True  # how a word is said: it stands beside the word

    def _chars(self, piece: str) -> None:
        if self.in_text and not self.in_sounds:
            self.kept.append(piece)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.in_sounds = False
        elif name == "si":
            self.text += "".join(self.kept).encode("utf-8", "replace")
            self.ends.append(len(self.text))
            self.kept.clear()
            if len(self.text) > MOST_SHARED:
                raise too_large()


class _Sheet:
    """Gathers rows from the elements of a sheet."""

    def __init__(self, styles: Styles, shared: Shared) -> None:
        self.styles, self.shared = styles, shared
        self.ready: list[tuple[int, Row]] = []
        self.row: list[str] = []
        self.number = self.place = self.depth = 0
        self.kind, self.style, self.text, self.taking = "n", 0, "", False
        self.prefix, self.is_begun = "", False

    def start(self, name: str, told: dict[str, str]) -> None:
        if not self.is_begun:
            if not name.endswith("worksheet"):
                raise Refused(_("The file is not packed as an XLSX is. It is not read."))
            self.prefix, self.is_begun = name.removesuffix("worksheet"), True
        name = name.removeprefix(self.prefix)
        if name == "c":
            ref = told.get("r", "")
            self.place = _column(ref.rstrip("0123456789")) if ref else self.place + 1
            self.kind, self.style, self.text = told.get("t", "n"), int(told.get("s") or 0), ""
        elif name in ("v", "t"):
            self.taking = True
        elif name == "row":
            self.number = int(told.get("r") or self.number + 1)
            self.place, self.row = -1, []
        elif name == "rPh":
            self.depth = 1

    def chars(self, text: str) -> None:
        if self.taking and not self.depth:
            self.text += text

    def end(self, name: str) -> None:
        name = name.removeprefix(self.prefix)
        if name in ("v", "t"):
            self.taking = False
        elif name == "c":
            if self.text:
                self._put()
        elif name == "row":
            if any(self.row):
                self._finish()
        elif name == "rPh":
            self.depth = 0

    def _put(self) -> None:
        if self.kind == "s":
            text = self.shared.at(int(self.text)) if self.text.isdigit() else ""
        elif self.kind in ("n", "d", "b", "e"):
            text = as_text(self.kind, self.text, self.style, self.styles)
        else:
            text = self.text
        if not text or self.place < 0:
            return
        if self.place >= MOST_COLUMNS:
            self.row = [*self.row[:MOST_COLUMNS], TOO_WIDE]
            return
        if (gap := self.place - len(self.row)) > 0:
            self.row.extend([""] * gap)
        if gap < 0:
            self.row[self.place] = text
        else:
            self.row.append(text)

    def _finish(self) -> None:
        if self.row[-1] is TOO_WIDE:
            reason = _("There are more than %(most)s cells in this row.") % {"most": MOST_COLUMNS}
            self.ready.append((self.number, BadRow(reason, tuple(self.row[:-1]))))
            return
        row = checked(self.row, self.number)
        if isinstance(row, BadRow) or any(row):
            self.ready.append((self.number, row))


def _sheets(parts: ZipFile) -> dict[str, str]:
    names = set(parts.namelist())
    if "xl/workbook.xml" not in names:
        raise Refused(_not_a_table(names))
    targets = {
        told.get("Id", ""): told.get("Target", "")
        for name, told in _elements(parts, "xl/_rels/workbook.xml.rels")
        if name == "Relationship" and told.get("Type", "").endswith(SHEET)
    }
    visible, hidden = dict[str, str](), dict[str, str]()
    for name, told in _elements(parts, "xl/workbook.xml"):
        if name != "sheet":
            continue
        number = next((value for key, value in told.items() if key.endswith(":id")), "")
        target = targets.get(number, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if target and part in names:
            (visible if told.get("state", "visible") == "visible" else hidden)[told.get("name", "")] = part
    if not visible and not hidden:
        raise Refused(_("There is no sheet with a table in this file."))
    return visible | hidden


def _not_a_table(names: set[str]) -> str:
    if "xl/workbook.bin" in names or "mimetype" in names:
        return _("Pomni does not read this kind of spreadsheet. Save it as XLSX or CSV and send it again.")
    return _("This is not a spreadsheet. Choose a file of the type CSV, XLSX or vCard.")


def _elements(parts: ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, in their order; none where there is no such part."""
    found: list[tuple[str, dict[str, str]]] = []
    if name not in parts.namelist():
        return found

    def start(element: str, told: dict[str, str]) -> None:
        found.append((element.rpartition(":")[2], told))
        if len(found) > 200_000:
            raise Refused(_("The file is not packed as an XLSX is. It is not read."))

    with parts.open(name) as content:
        for _piece in parse(content, start=start, end=_nothing, text=_nothing):
            pass
    return found


def _nothing(*_told: Any) -> None:
    pass


def _styles(parts: ZipFile) -> Styles:
    old = any(told.get("date1904") in ("1", "true") for name, told in _elements(parts, "xl/workbook.xml"))
    return Styles.of(_elements(parts, "xl/styles.xml"), since_1904=old)


@lru_cache(maxsize=2 * MOST_COLUMNS)
def _column(letters: str) -> int:
    """The place of a column: "A" is 0, "AB" 27."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _areas(tail: bytes) -> Iterator[Merged]:
    for found in re.finditer(rb'mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', tail):
        first, top, last, bottom = (part.decode() for part in found.groups())
        yield int(top), _column(first), int(bottom), _column(last)
