"""What reading a file gives: how it is read, its columns, its rows, and the rows that cannot be read."""

import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_LETTERS = 10_000  # of one cell
SAMPLES = 3

_SPARED = re.compile(r"(?:^|(?<=[,;]\s))'(?=[=+\-@\d])")  # a spreadsheet's sign for "this is text"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2028\u2029]")


@dataclass(frozen=True)
class Reading:
    """How a file is read: found by `recognise`, then as a person changed it.

    `header_row` is the row that the titles stand in, counted from 1; where there are none (`header` is False), the
    first row of clients. `dates` is the order of day, month and year: "dmy", "mdy" or "ymd".
    """

    kind: str  # csv, xlsx, vcard
    encoding: str = ""
    delimiter: str = ""
    header: bool = True
    header_row: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    dates: str = "dmy"
    photos: int = 0  # of contacts: they are not taken in

    @property
    def begins(self) -> int:
        """The first row that holds a client."""
        return self.header_row + 1 if self.header else self.header_row

    def changed(self, **how: Any) -> "Reading":
        """The same with some of it as a person wants it."""
        return replace(self, **how)

    def to_json(self) -> dict[str, Any]:
        """For the table of imports."""
        return asdict(self) | {"sheets": list(self.sheets)}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Reading":
        """What `to_json` gave; words that are not known are passed over."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in told.items() if name in known}
        return cls(**kept | {"sheets": tuple(kept.get("sheets", ()))})


@dataclass(frozen=True)
class Column:
    """A column: the title that stands above it ("" where none does) and up to three of its cells.

    `means` is the target of a column whose meaning is certain. A cell may hold several phones or e-mail addresses, with
    commas between, and each phone with what it is called behind it: "+48 22 123 45 67 (front desk)".
    """

    title: str
    samples: tuple[str, ...] = ()
    means: str = ""


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read: why, in words for a person, and what there is of it."""

    reason: str
    cells: tuple[str, ...] = ()


Row = list[str] | BadRow
Merged = tuple[int, int, int, int]  # cells made one: top row and first column, bottom row and last column


def clean(cell: str) -> str:
    """A cell without the spaces around it, without signs that nobody sees, and without a spreadsheet's mark of text."""
    if not cell:
        return ""
    if ":::" in cell or cell[:2] == "* ":
        cell = _grouped(cell)
    if not cell.isascii() or not cell.isprintable():
        cell = _UNSEEN.sub("", cell).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    cell = cell.strip()
    return _SPARED.sub("", cell) if "'" in cell else cell


def _grouped(cell: str) -> str:
    """Several values as an address book writes them: " ::: " between them, "* " before those of its own."""
    values = (value.strip().removeprefix("* ") for value in cell.split(" ::: "))
    return ", ".join(value for value in values if value not in ("myContacts", "starred"))
