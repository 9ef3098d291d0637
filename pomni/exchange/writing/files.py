"""The three formats. Each is a writer: `begin()`, then `write(clients)` as often as there are portions, then `finish()`."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from pomni.exchange.writing import vcard
from pomni.exchange.writing.cells import as_text, harmless
from pomni.exchange.writing.columns import MARK, Column

WIDTH = 22  # of a column, in characters


class Writer(Protocol):
    """Writes clients into a file, portion after portion."""

    def write(self, clients: list[Any]) -> None:
        """Add these clients."""

    def finish(self) -> None:
        """Close the file; it is whole then."""


class Sheet:
    """XLSX: every text is written as text, so nothing in it is ever reckoned. `about`: lines for its second sheet."""

    def __init__(self, path: Path, columns: list[Column], mark: str, about: list[tuple[str, str]]) -> None:
        import xlsxwriter  # only the worker writes sheets: web processes spare its megabytes

        # Rows go to the disk as they come: memory stays flat however many there are.
        options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.columns, self.mark, self.about, self.row = columns, mark, about, 1
        self.sheet = self.book.add_worksheet("Pomni")
        self.instant = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.book.set_properties({"comments": mark})
        self._head()

    def _head(self) -> None:
        bold = self.book.add_format({"bold": True})
        self.sheet.set_column(0, len(self.columns), WIDTH)
        self.sheet.freeze_panes(1, 1)
        for number, title in enumerate([*(str(column.title) for column in self.columns), str(MARK)]):
            self.sheet.write_string(0, number, title, bold)

    def write(self, clients: list[Any]) -> None:
        """Add these clients."""
        for client in clients:
            self._line([column.value(client) for column in self.columns])

    def _line(self, values: list[Any]) -> None:
        row, sheet = self.row, self.sheet
        for number, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, datetime):
                sheet.write_datetime(row, number, value, self.instant)
            elif isinstance(value, date):
                sheet.write_datetime(row, number, value)
            else:
                sheet.write_string(row, number, as_text(value))
        sheet.write_string(row, len(values), self.mark)
        self.row = row + 1

    def finish(self) -> None:
        """Close the book; its second sheet tells what it is and whose copy."""
        self.sheet.autofilter(0, 0, max(1, self.row - 1), len(self.columns))
        told = self.book.add_worksheet("Info")
        told.set_column(0, 1, 2 * WIDTH)
        for row, (name, value) in enumerate(self.about):
            told.write_string(row, 0, name)
            told.write_string(row, 1, as_text(value))
        self.book.close()


class Table:
    """CSV in UTF-8 with the mark by which spreadsheets know it; `delimiter` as those of the reader's country expect it."""

    def __init__(self, path: Path, columns: list[Column], mark: str, delimiter: str) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.columns, self.mark = columns, mark
        self.rows = csv.writer(self.file, delimiter=delimiter)
        self.rows.writerow([*(str(column.title) for column in columns), str(MARK)])

    def write(self, clients: list[Any]) -> None:
        """Add these clients."""
        self.rows.writerows(
            [*(harmless(column.value(client)) for column in self.columns), self.mark] for client in clients
        )

    def finish(self) -> None:
        """Close the file."""
        self.file.close()


class Cards:
    """vCard 3.0 (RFC 2426), which address books of phones and computers all read."""

    def __init__(self, path: Path, columns: list[Column], mark: str) -> None:
        self.file = path.open("w", encoding="utf-8", newline="")
        self.keys, self.mark = {column.key for column in columns}, mark

    def write(self, clients: list[Any]) -> None:
        """Add these clients."""
        self.file.writelines(vcard.card(client, self.keys, self.mark) for client in clients)

    def finish(self) -> None:
        """Close the file."""
        self.file.close()
