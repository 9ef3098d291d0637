"""What went out comes in again as it was, in each format."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import Phase, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from pomni.exchange import export_run, reading
from pomni.exchange.tests.test_exporting import exported
from pomni.people.commands import add_client
from pomni.people.imports import TARGETS, Reader, Trouble, Wish
from pomni.people.rules import Reached

# --- What went out comes in again ---------------------------------------------------------------------------------------

NAMES = st.text("AbŻółćЁжик", min_size=2, max_size=12).map(str.capitalize)
CLIENT = st.fixed_dictionaries(
    {
        "family": NAMES,
        "given": NAMES,
        "tags": st.lists(st.sampled_from(["vip", "school", "Ёж", "long tag"]), unique=True, max_size=3),
        "phones": st.lists(st.integers(0, 999), unique=True, max_size=4),
        "born": st.sampled_from([("", None), ("02-29", None), ("02-28", 1980), ("12-01", 2005)]),
    }
)


@pytest.mark.parametrize("format", ["xlsx", "csv", "vcf"])
def test_what_went_out_comes_in_again_as_it_was(vera, tmp_path, monkeypatch, format):
    monkeypatch.setattr(export_run, "rest", lambda _already: None)

    @settings_of(max_examples=12, phases=[Phase.generate], deadline=None, database=None, derandomize=True)
    @given(clients=st.lists(CLIENT, min_size=1, max_size=4))
    def goes_round(clients):
        with transaction.atomic():
            for number, told in enumerate(clients):
                _put_in(told, number, vera)
            _export, content = exported(vera, format)
            came = list(_come_in(vera, tmp_path / f"again.{format}", content))
            transaction.set_rollback(True)
        assert Counter(came) == Counter(_as_it_was(told, number) for number, told in enumerate(clients))

    goes_round()


def _put_in(told, number, by):
    names = {name: told[name] for name in ("family", "given", "tags")}
    day, year = told["born"]
    phones = [Reached(phone) for phone in _phones(told, number)]
    add_client(**names, phones=phones, birth_day=day, birth_year=year, by=by)


def _phones(told, number):
    return [f"+48 60{number} 100 {end:03}" for end in told["phones"]]


def _as_it_was(told, number):
    phones = tuple(phone.replace(" ", "") for phone in _phones(told, number))
    return told["family"], told["given"], told["born"], phones, tuple(sorted(told["tags"]))


def _come_in(by, path, content):
    """What an import of this file would take in of each row."""
    path.write_bytes(content)
    read_so = reading.recognise(path, path.name)
    columns = reading.columns(path, read_so)
    titles = [column.title for column in columns]
    reader = Reader(titles, reading.guess(columns, TARGETS), Wish(), by=by)
    for number, row in reading.rows(path, read_so):
        told = reader.read(number, row)
        assert not isinstance(told, Trouble), told
        phones = tuple(point.normal for point in told.points.values() if point.kind == "phone")
        fields = told.fields
        born = fields.get("birth_day", ""), fields.get("birth_year")
        yield fields["family"], fields["given"], born, phones, tuple(sorted(told.tags.values()))


@pytest.mark.parametrize("format", ["xlsx", "csv", "vcf"])
def test_messengers_addresses_and_the_language_come_in_again(vera, known, tmp_path, format):
    path = tmp_path / f"again.{format}"
    path.write_bytes(exported(vera, format)[1])
    ((told, _row),) = _read_again(vera, path)
    names = [(point.label, point.typed) for point in told.points.values()]
    assert [*told.addresses.values()] == [Reached("Short 2, York", "summer")]
    assert (names, told.fields["language"]) == ([("Telegram", "nina"), ("Skype", "nina.k")], "pl")


def _read_again(by, path):
    read_so = reading.recognise(path, path.name)
    columns = reading.columns(path, read_so)
    reader = Reader([one.title for one in columns], reading.guess(columns, TARGETS), Wish(), by=by)
    return [(reader.read(number, row), row) for number, row in reading.rows(path, read_so)]
