"""Reading: what stands in a file of clients, whatever wrote it. Pure: it knows no table, and writes nothing.

`recognise` looks at a file and says how it is read; `columns` and `rows` read it so, however long it is, in little
memory; `guess` says what its columns mean.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from pomni.exchange.reading import card_rows, cards, letters, records, sheets, tables
from pomni.exchange.reading.claims import kind_of
from pomni.exchange.reading.guessing import digest, guess
from pomni.exchange.reading.letters import ENCODINGS
from pomni.exchange.reading.presets import Preset, presets
from pomni.exchange.reading.presets import recognise as preset_of
from pomni.exchange.reading.shape import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    SAMPLES,
    BadRow,
    Column,
    Reading,
    Row,
)
from pomni.exchange.reading.tables import DELIMITERS
from pomni.kit.errors import Refused

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_LETTERS",
    "MOST_ROWS",
    "BadRow",
    "Column",
    "Preset",
    "Reading",
    "Row",
    "columns",
    "count",
    "digest",
    "first_rows",
    "guess",
    "preset_of",
    "presets",
    "reads_as",
    "recognise",
    "rows",
]


def recognise(path: Path | str, name: str) -> Reading:
    """How the file at `path`, sent as `name`, is read. Raises Refused where it is not what it claims, or has no rows."""
    path = Path(path)
    kind = kind_of(path, name)
    if kind == "csv":
        encoding = letters.encoding_of(path)
        reading = Reading("csv", encoding, tables.delimiter_of(path, encoding))
    elif kind == "xlsx":
        sheets.check_whole(path)
        names = tuple(sheets.sheet_names(path))
        reading = Reading("xlsx", sheet=_first_filled(path, names), sheets=names)
    else:
        encoding = letters.encoding_of(path, folded=True)
        photos = cards.photos(path, encoding)
        reading = Reading("vcard", encoding, header=False, photos=photos)
    reading = _with_header(path, reading)
    _refuse_empty(path, reading)
    return reading


def reads_as(path: Path | str, reading: Reading) -> Reading:
    """The reading with what follows from a change of it (where the titles stand). Raises Refused where it cannot be."""
    path = Path(path)
    if reading.kind != "xlsx":
        letters.check_encoding(path, reading.encoding)
    if reading.kind == "csv" and reading.delimiter not in DELIMITERS:
        raise Refused(_("Choose one of the delimiters."), field="delimiter")
    if reading.kind == "xlsx" and reading.sheet not in reading.sheets:
        raise Refused(_("Choose one of the sheets."), field="sheet")
    return _with_header(path, reading)


def rows(path: Path | str, reading: Reading, begin: int = 0) -> Iterator[tuple[int, Row]]:
    """The rows of clients one by one, each with its number in the file; from row `begin` on, if told.

    Raises Refused behind the last row that a file may have.
    """
    begins, yielded = max(begin, reading.begins), 0
    for number, row in _all_rows(Path(path), reading):
        if number < begins:
            continue
        yielded += 1
        if yielded > MOST_ROWS:
            raise Refused(
                _("There are more than %(most)s rows in this file. Send it in parts.") % {"most": MOST_ROWS}
            )
        yield number, row


def first_rows(path: Path | str, reading: Reading, most: int) -> list[tuple[int, Row]]:
    """The first rows of the file as they stand there, with what is above the titles: for choosing how it is read."""
    return list(islice(_all_rows(Path(path), reading), most))


def columns(path: Path | str, reading: Reading) -> list[Column]:
    """The columns with their titles and the first cells in each that are not empty."""
    path = Path(path)
    if reading.kind == "vcard":
        told = card_rows.titles()
    else:
        told = [(title, "") for title in _titles(path, reading)]
    found = [list[str]() for _title in told]
    for _number, row in islice(rows(path, reading), tables.LOOKED_AT):
        if isinstance(row, BadRow):
            continue
        while len(found) < len(row):
            found.append([])
            told.append(("", ""))
        for samples, cell in zip(found, row, strict=False):
            if cell and len(samples) < SAMPLES and cell not in samples:
                samples.append(cell)
    pairs = zip(told, found, strict=True)
    return [Column(title, tuple(samples), means) for (title, means), samples in pairs]


def count(path: Path | str, reading: Reading) -> int:
    """How many rows of clients there are, bad ones among them."""
    return sum(1 for _row in rows(path, reading))


def _all_rows(path: Path, reading: Reading) -> Iterator[tuple[int, Row]]:
    if reading.kind == "xlsx":
        return sheets.sheet_rows(path, reading.sheet)
    if reading.kind == "vcard":
        return cards.card_rows(path, reading.encoding)
    return records.records(path, reading.encoding, reading.delimiter)


def _with_header(path: Path, reading: Reading) -> Reading:
    if reading.kind == "vcard":
        return reading.changed(header=False, header_row=1)
    looked = list(islice(_all_rows(path, reading), tables.LOOKED_AT))
    header, where = tables.header_of(looked)
    if header and reading.kind == "xlsx":
        merged = sheets.merged_cells(path, reading.sheet, where)
        where = max([where, *(bottom for top, _first, bottom, _last in merged if top <= where <= bottom)])
    return reading.changed(
        header=header, header_row=where, dates=tables.dates_of(row for _number, row in looked)
    )


def _titles(path: Path, reading: Reading) -> list[str]:
    if not reading.header:
        return []
    above = [
        (number, row)
        for number, row in islice(_all_rows(path, reading), reading.header_row)
        if number <= reading.header_row and isinstance(row, list)
    ]
    merged = sheets.merged_cells(path, reading.sheet, reading.header_row) if reading.kind == "xlsx" else []
    return tables.titles(above, reading.header_row, merged)


def _first_filled(path: Path, names: tuple[str, ...]) -> str:
    return next((name for name in names if next(sheets.sheet_rows(path, name), None)), names[0])


def _refuse_empty(path: Path, reading: Reading) -> None:
    if next(rows(path, reading), None) is None:
        raise Refused(_("There is nothing to bring in: the file has no rows below its titles."))
