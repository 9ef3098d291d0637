"""Spreadsheets: cells as they are seen, titles made of several cells, and those that lie."""

import zipfile

import pytest

from pomni.exchange import reading
from pomni.exchange.tests.conftest import read, refusal


def test_cells_of_a_spreadsheet_come_as_they_are_seen(a_sheet):
    from datetime import datetime

    def fill(book):
        sheet = book.add_worksheet("Notes")
        sheet = book.add_worksheet("Clients")
        sheet.write_row(0, 0, ["ФИО", "Телефон", "Дата рождения", "ИНН", "Комментарий", "Индекс"])
        sheet.write_row(1, 0, ["Anna Kern", 79160000001])
        sheet.write_datetime(1, 2, datetime(1980, 2, 29))  # noqa: DTZ001  # cells know no zones
        sheet.write_number(1, 3, 770123456789)
        sheet.write_formula(1, 4, '=HYPERLINK("http://evil.example","x")', None, "shown")
        sheet.write_number(1, 5, 1234, book.add_format({"num_format": "00000"}))
        sheet.write_row(3, 0, ["Jan", 1.5, 44, "", "=1+1 typed as text"])

    how, _bad, rows = read(path := a_sheet(fill))
    assert (how.sheet, how.sheets, how.header_row) == ("Clients", ("Notes", "Clients"), 1)
    found = dict(reading.rows(path, how))
    assert found[2] == ["Anna Kern", "79160000001", "1980-02-29", "770123456789", "shown", "01234"]
    assert found[4][:3] == ["Jan", "1.5", "44"]
    assert rows[0]["name"] == ["Anna Kern"]


def test_titles_made_of_merged_cells_are_told_of_each_column(a_sheet):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Client base of 2026")
        sheet.merge_range(2, 0, 3, 0, "ФИО")
        sheet.merge_range(2, 1, 2, 2, "Телефон")
        sheet.write_row(3, 1, ["мобильный", "рабочий", "E-mail"])
        sheet.write_row(4, 0, ["Anna", "+48600100201", "+48600100202", "anna@example.com"])

    path = a_sheet(fill)
    how, _bad, rows = read(path)
    titles = [column.title for column in reading.columns(path, how)]
    assert titles == ["ФИО", "Телефон мобильный", "Телефон рабочий", "E-mail"]
    assert rows == [
        {"name": ["Anna"], "phone": ["+48600100201", "+48600100202"], "email": ["anna@example.com"]}
    ]


def _repacked(path, changes, **more):
    """The same XLSX with some parts written otherwise."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | changes).items():
            new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "entities",
            {"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'},
            "entities",
        ),
        ("a bomb", {"xl/worksheets/sheet1.xml": b" " * 30_000_000}, "far larger"),
        ("a way out", {"../../etc/passwd": b"x"}, "not packed"),
        ("no table", {"xl/worksheets/sheet1.xml": b"<html/>"}, "not packed"),
        ("damaged", {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}, "damaged"),
    ],
)
def test_a_spreadsheet_that_lies_is_refused(a_sheet, name, change, says):
    path = a_sheet(lambda book: book.add_worksheet().write_row(0, 0, ["Name", "Phone"]))
    assert says in refusal(_repacked(path, change))


def test_one_stray_cell_in_the_last_corner_costs_nothing(a_sheet):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Phone"])
        sheet.write_row(1, 0, ["Anna", "+48600100201"])
        sheet.write(1_048_575, 16_383, "x")

    _how, bad, rows = read(a_sheet(fill))
    assert rows == [{"name": ["Anna"], "phone": ["+48600100201"]}]
    assert "more than 200" in bad[0].reason


def test_files_that_are_not_what_they_claim_are_refused_with_the_way_out(a_file, a_sheet):
    book = a_sheet(lambda book: book.add_worksheet().write_row(0, 0, ["Name", "Phone"]))
    assert "what stands in it is XLSX" in refusal(book, "clients.csv")
    assert "cut off or damaged" in refusal(a_file(book.read_bytes()[:-200], "cut.xlsx"))
    assert "not a spreadsheet" in refusal(a_file("Имя;Телефон\nЁлкина;+7 916 000-00-01\n", "table.xlsx"))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "old spreadsheet program" in refusal(a_file(old, "old.xls"))
    locked = old + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(a_file(locked, "locked.xlsx"))
    assert "not a text file" in refusal(a_file(b"\x7fELF\0\0\0\1\2\3", "clients.csv"))
    assert "page or a document" in refusal(a_file("<table><tr><td>Anna", "export.csv"))
    assert "Choose a file of the type" in refusal(a_file("a", "clients.exe"))
    big = a_file(b"", "big.csv")
    with open(big, "wb") as file:
        file.truncate(reading.MOST_BYTES + 1)
    assert "50 MB" in refusal(big)
