"""Records of a text with delimiters: fields in quotes, lines within them, and the quote that nobody closed."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from pomni.exchange.reading.shape import MOST_COLUMNS, MOST_LETTERS, BadRow, Row, clean
from pomni.exchange.writing.cells import unguarded

LONGEST_LINE = 1_000_000
MOST_LINES = 300  # of one record: more than that is a quote that was not closed
UNREADABLE = re.compile("[\udc80-\udcff]")  # what stands where a byte could not be read


def open_text(path: Path, encoding: str) -> TextIO:
    """The file as text; a byte that is no letter of the encoding is kept as a sign that no text has."""
    how = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    file = open(path, encoding=encoding, errors=how, newline="")  # noqa: SIM115  # whoever asked closes it
    if file.read(1) != "\ufeff":
        file.seek(0)
    return file


def records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    """Every record that is not blank, with its number as a spreadsheet counts it: blank ones count."""
    number = 0
    for line, text in _whole_records(path, encoding, delimiter):
        number += 1
        if number == 1 and isinstance(text, list) and _says_delimiter(text):
            continue
        # What an export of ours put before a formula is taken off again.
        row = text if isinstance(text, BadRow) else checked([unguarded(cell) for cell in text], line)
        if isinstance(row, BadRow) or any(row):
            yield number, row


def checked(cells: list[str], line: int) -> Row:
    """The cells cleaned, or why they cannot be taken."""
    cells = [clean(cell) for cell in cells]
    if len(cells) > MOST_COLUMNS:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            return BadRow(_("There are more than %(most)s cells in this row.") % {"most": MOST_COLUMNS})
    if any(len(cell) > MOST_LETTERS for cell in cells):
        kept = tuple(cell[:MOST_LETTERS] for cell in cells)
        return BadRow(_("A cell is longer than %(most)s characters.") % {"most": MOST_LETTERS}, kept)
    if any(UNREADABLE.search(cell) for cell in cells if not cell.isascii()):
        kept = tuple(cell.encode("utf-8", "replace").decode() for cell in cells)
        reason = _("A letter in line %(line)s cannot be read. Write it anew, or choose another encoding.")
        return BadRow(reason % {"line": line}, kept)
    return cells


def _says_delimiter(cells: list[str]) -> bool:
    """The first line of some spreadsheets: "sep=;"."""
    return cells[0].strip('"').lower().startswith("sep=") and len("".join(cells)) <= 8


def _whole_records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """The line that each record begins in, and its cells. Quotes matter only where a field begins with one."""
    with open_text(path, encoding) as file:
        lines = _Lines(file)
        for text in lines:
            begun = lines.number
            if len(text) > LONGEST_LINE:
                yield begun, BadRow(_("Line %(line)s is too long for a row of a table.") % {"line": begun})
            elif '"' not in text:
                yield begun, text.rstrip("\r\n").split(delimiter)
            else:
                yield begun, _quoted(text, lines, delimiter)


def _quoted(first: str, lines: "_Lines", delimiter: str) -> list[str] | BadRow:
    """A record of one or more lines; where its quote is never closed, the first line alone is given up."""
    begun, taken = lines.number, [first]
    while True:
        cells = _parsed("".join(taken), delimiter) if '"' in taken[-1] else None
        if cells is not None:
            return cells
        following = lines.next() if len(taken) < MOST_LINES else ""
        if not following or len(following) > LONGEST_LINE:
            lines.put_back([*taken[1:], following] if following else taken[1:])
            reason = _("A quotation mark that is opened in line %(line)s is never closed.")
            return BadRow(reason % {"line": begun}, tuple(map(clean, first.split(delimiter))))
        taken.append(following)


def _parsed(text: str, delimiter: str) -> list[str] | None:
    """The cells, or None where the record goes on in the next line."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as trouble:
        if "end of data" in str(trouble):
            return None
    try:
        return next(csv.reader([text], delimiter=delimiter))  # a quote within a field that was not doubled
    except (csv.Error, StopIteration):
        return text.rstrip("\r\n").split(delimiter)


class _Lines:
    """Lines with their numbers, of which some can be put back."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.number, self.back = file, 0, list[str]()

    def __iter__(self) -> Iterator[str]:
        while text := self.next():
            yield text

    def next(self) -> str:
        """The next line with its end, "" where there is none. Of one that is too long, its beginning."""
        text = self.back.pop() if self.back else self.file.readline(LONGEST_LINE + 1)
        if text:
            self.number += 1
        if len(text) > LONGEST_LINE:
            while (more := self.file.readline(LONGEST_LINE)) and more[-1] not in "\r\n":
                pass
        return text

    def put_back(self, lines: list[str]) -> None:
        """These lines come again."""
        self.number -= len(lines)
        self.back.extend(reversed(lines))
