"""Files of clients as they really come: what is understood of them, what is said of the rest. No table is needed."""

import json
import re
from pathlib import Path

import pytest

from pomni.exchange import reading
from pomni.exchange.reading import BadRow, Reading, card_rows
from pomni.exchange.tests.conftest import read, refusal
from pomni.kit.errors import Refused

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
CONTACTS = SHARED / "contacts"
shared = pytest.mark.skipif(
    not CONTACTS.exists(), reason="the files of real programs are not beside the house"
)


# --- Files of other programs ----------------------------------------------------------------------------------------


@shared
@pytest.mark.parametrize("name", [path.stem for path in sorted((CONTACTS / "csv/own").glob("*.csv"))])
def test_tables_of_other_programs_give_what_is_expected_of_them(name):
    expected = json.loads((CONTACTS / f"csv/own/{name}.expected.json").read_text())["expect"]
    path = CONTACTS / f"csv/own/{name}.csv"
    if "error" in expected:
        assert refusal(path) == "The file is empty."
        return
    how, bad, rows = read(path)
    assert (len(rows), bad) == (expected["rows"], [])
    for fact in {"encoding", "delimiter", "header"} & expected.keys():
        assert getattr(how, fact) == expected[fact]
    for place, which in enumerate(("first", "second", "third")):
        for fact, value in _facts(expected.get(which, {})):
            found = " ".join(rows[place][fact])
            assert value in (re.sub(r"\D", "", found) if fact == "phone" else found), fact


def _facts(told):
    names = {
        "last": "family",
        "first": "given",
        "org": "organisation",
        "company": "organisation",
        "note": "about",
    }
    for fact, value in told.items():
        if fact in ("phones", "emails"):
            digits = [one[-9:] for one in value] if fact == "phones" else value
            yield from ((fact.removesuffix("s"), one) for one in digits)
        elif fact == "tags":
            yield from (("tags", tag) for tag in value)
        elif fact == "full" or (fact in ("last", "first", "middle") and "middle" in told):
            yield "name", value
        else:
            yield names.get(fact, fact), value


@shared
def test_every_card_of_every_phone_and_mail_program_is_a_row():
    summary = json.loads((CONTACTS / "vcard/summary.json").read_text())["files"]
    for name, told in summary.items():
        if not told["cards"]:
            assert "BEGIN:VCARD" in refusal(CONTACTS / name)
            continue
        how = reading.recognise(CONTACTS / name, name)
        rows = [row for _number, row in reading.rows(CONTACTS / name, how)]
        assert len(rows) == told["cards"], name
        good = [row for row in rows if not isinstance(row, BadRow)]
        assert len(good) == len(rows) or name.endswith("issue64.vcf"), name  # a photo and nothing else
        cells = [dict(zip(card_rows.KEYS, row, strict=True)) for row in good]
        if "phones" in told:
            kinds = ("mobile", "work", "home", "other", "fax")
            phones = [one for row in cells for kind in kinds for one in row[kind].split(", ") if one]
            emails = [one for row in cells for one in row["email"].split(", ") if one]
            assert (len(phones), len(emails)) == (told["phones"], told["emails"]), name
            assert (how.photos > 0) == told["photo"], name
            for row, called in zip(cells, told["names"], strict=False):  # it cuts a name at its comma
                assert row["full"].startswith(called), name


@shared
def test_cards_with_soft_breaks_folds_and_other_letters_are_read_whole():
    android, apple, cut = (
        read(CONTACTS / f"vcard/own/{name}.vcf")
        for name in ("v21_android_utf8_qp", "v30_apple_folded_pl", "bad_unterminated")
    )
    assert android[2][0]["family"] == ["Иванов"]
    assert android[2][0]["phone"] == ["+79031112233", "84951112233 (Дача)"]
    assert android[2][0]["about"] == ["Строка 1\nСтрока 2; с точкой с запятой"]
    told = apple[2][0]
    assert (told["family"], told["given"]) == (["Żółć-Wiśniewska"], ["Małgorzata"])
    assert told["organisation"] == ["Gabinet „Uśmiech”, s.c."]
    assert told["birthday"] == ["--02-29"]
    assert told["address"] == ["ul. Świętokrzyska 14, lok. 3, 00-050 Warszawa, Poland"]
    assert told["phone"] == ["601 234 567", "+48 22 123 45 67 (recepcja)"]
    assert told["about"][0].endswith("zażółć gęślą jaźń zażółć gęślą jaźń")
    assert [len(cut[2]), [row.reason for row in cut[1]]] == [
        1,
        ["The contact is cut off: its end is missing."],
    ]


@shared
def test_what_other_peers_choke_on_is_read_or_refused_with_its_reason():
    folder = CONTACTS / "csv/redmine-import"
    how, bad, _rows = read(folder / "unclosed_quoted_field.csv")
    assert "line 2" in bad[0].reason
    assert bad[0].cells == ("foo", '"Unclosed quoted field')
    assert "no rows" in refusal(folder / "invalid-Shift_JIS.csv")
    assert "no rows" in refusal(folder / "import_issues_no_data_row.csv")
    french = folder / "import_iso8859-1.csv"
    how = reading.recognise(french, french.name)
    assert dict(reading.rows(french, how))[2][0] == "Contenu en français"


@shared
def test_hostile_files_are_refused_under_every_name():
    hostile = [*(SHARED / "security/files").iterdir(), *(SHARED / "security/xml").iterdir()]
    for path in hostile:
        for name in (path.name, "clients.csv", "clients.xlsx", "clients.vcf"):
            assert refusal(path, name).endswith("."), (path, name)


# --- Letters and cells ----------------------------------------------------------------------------------------------

RUSSIAN = "Имя;Телефон\nЁлкина Щука;+7 916 000-00-01\nиванов пётр;89160000002\n"
POLISH = "Imię;Telefon\nŻółć Świątek;601 234 567\nŁucja Gęś;+48 602 234 567\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, one)
        for one in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866")
    ]
    + [(POLISH, one) for one in ("utf-8", "utf-16", "cp1250", "iso8859-2")],
)
def test_a_file_in_any_common_encoding_shows_its_letters(a_file, text, encoding):
    path = a_file(text, encoding=encoding)
    how, bad, rows = read(path)
    told = [line.split(";")[0] for line in text.splitlines()[1:]]
    assert [row["name"][0] for row in rows] == told
    assert (bad, how.delimiter) == ([], ";")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_though_others_stand_in_the_cells(a_file, delimiter):
    row = delimiter.join(('"Kern, Anna; | \t"', "+48 600 100 201", "anna@example.com"))
    how, _bad, rows = read(a_file(delimiter.join(("Name", "Phone", "E-mail")) + "\n" + f"{row}\n" * 3))
    assert how.delimiter == delimiter
    assert rows[2]["email"] == ["anna@example.com"]


def test_titles_are_found_below_a_heading_and_their_absence_is_noticed(a_file):
    how, _bad, rows = read(a_file("Our clients;;\n;;\nИмя;Телефон;Метки\nAnna;+48600100201;VIP\n"))
    assert (how.header, how.header_row) == (True, 3)
    assert rows == [{"name": ["Anna"], "phone": ["+48600100201"], "tags": ["VIP"]}]
    how, _bad, rows = read(a_file("Anna Kern,+48600100201\nJan Nowak,+48600100202\n", "bare.csv"))
    assert (how.header, how.header_row, len(rows)) == (False, 1, 2)


def test_a_row_that_cannot_be_read_is_named_and_the_others_go_on(a_file):
    long = "x" * 10_001
    path = a_file(
        f'Имя;Телефон\nAnna;1\n"Jan;2\nOla;3\n\n{long};4\nEwa;5\nPiotr;{";" * 250}6\n'.encode()
        + b"Za\xff;7\n"
    )
    how = reading.recognise(path, path.name)
    rows = dict(reading.rows(path, how))
    assert {number for number, row in rows.items() if not isinstance(row, BadRow)} == {2, 4, 7}
    assert "line 3 is never closed" in rows[3].reason
    assert "longer than 10000" in rows[6].reason
    assert "more than 200" in rows[8].reason
    assert reading.count(path, how) == 7


def test_a_note_over_several_lines_is_one_cell_and_rows_keep_their_numbers(a_file):
    path = a_file('name,note\nAnna,"two\nlines, and ""quotes"""\nJan,5" pipe\n"ООО "Вектор"",x\n')
    how = reading.recognise(path, path.name)
    rows = dict(reading.rows(path, how))
    assert rows[2] == ["Anna", 'two\nlines, and "quotes"']
    assert rows[3] == ["Jan", '5" pipe']
    assert rows[4][0].startswith("ООО Вектор")
    assert list(dict(reading.rows(path, how, begin=4))) == [4]


def test_a_way_of_reading_that_makes_no_text_is_refused_beside_its_field(a_file):
    path = a_file(RUSSIAN, encoding="cp1251")
    how = reading.recognise(path, path.name)
    with pytest.raises(Refused) as no:
        reading.reads_as(path, how.changed(encoding="utf-16-le"))
    assert no.value.field == "encoding"
    assert Reading.from_json(json.loads(json.dumps(how.to_json()))) == how
