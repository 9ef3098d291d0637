"""What the stories about files play with: files of every kind, and what is read of them."""

import pytest

from pomni.exchange import reading
from pomni.exchange.reading import BadRow
from pomni.kit import pace
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.people.imports import TARGETS
from pomni.people.rules import Reached


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    """Files lie in a folder of the test, and no job rests between its strokes."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pace, "REST", 0)


@pytest.fixture
def a_file(tmp_path):
    """A file with these contents, as bytes or as text in an encoding."""

    def write(content, name="clients.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def a_sheet(tmp_path):
    """An XLSX that a function fills: it is given the book."""
    import xlsxwriter

    def write(fill, name="clients.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
            fill(book)
        return path

    return write


def read(path):
    """The file as Pomni reads it by itself: how, what the columns tell, and each good row by target."""
    how = reading.recognise(path, path.name)
    found = reading.columns(path, how)
    mapping = reading.guess(found, TARGETS)
    rows = []
    for _number, row in reading.rows(path, how):
        if not isinstance(row, BadRow):
            told = {}
            for place, key in mapping.items():
                if row[place : place + 1] and row[place]:
                    told.setdefault(key, []).append(row[place])
            rows.append(told)
    return how, [row for _number, row in reading.rows(path, how) if isinstance(row, BadRow)], rows


def refusal(path, name=None):
    with pytest.raises(Refused) as no:
        reading.recognise(path, name or path.name)
    return str(no.value)


@pytest.fixture
def ola(vera):
    return add_client(
        family="Żak",
        given="Ola",
        phones=[Reached("+48 600 100 200", "mobile"), Reached("+48 22 300 40 50", "work")],
        email="ola@example.com",
        tags=["VIP", "school"],
        about="=1+1",
        by=vera,
    )


@pytest.fixture
def known(vera):
    """One with names in messengers, two addresses and a language."""
    return add_client(
        name="Nina",
        messengers=[Reached("@nina", "Telegram"), Reached("nina.k", "Skype")],
        addresses=[Reached("Long 1, Leeds"), Reached("Short 2, York", "summer")],
        language="pl",
        by=vera,
    )
