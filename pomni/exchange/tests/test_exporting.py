"""What goes out: within reach, harmless, marked, written down, and only to whoever asked for it."""

import csv
import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import python_calamine
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse

from pomni.exchange import export_run, reading
from pomni.exchange.commands.exporting import ask_export, fetch_export
from pomni.exchange.models import Export
from pomni.exchange.writing.cells import harmless, unguarded
from pomni.exchange.writing.columns import COLUMNS
from pomni.jobs.declare import GiveUp
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.kit.paging import USUAL
from pomni.memory.models import Moment, Sighting
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team.commands import change_role, disable_colleague, edit_company
from pomni.team.models import Notice, Role

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "security"
EVERY = [column.key for column in COLUMNS]


def exported(by, format="csv", query="", columns=EVERY):
    """Ask for an export, let the worker write it; the row and its bytes."""
    export = ask_export(format=format, query=query, columns=columns, by=by)
    export_run.write_export.func(pk=export.pk)
    export.refresh_from_db()
    return export, default_storage.open(export.stored).read() if export.stored else b""


def lines(bytes_, delimiter=","):
    return list(csv.DictReader(io.StringIO(bytes_.decode("utf-8-sig")), delimiter=delimiter))


def test_every_row_says_what_the_card_says_and_whose_copy_it_is(vera, ola):
    export, content = exported(vera)
    (row,) = lines(content)
    assert (row["Family name"], row["Phone"], row["Phone 2"]) == (
        "Żak",
        "+48 600 100 200",
        "+48 22 300 40 50",
    )
    assert (row["Tags"], row["Copy"]) == ("VIP, school", export.mark)


def test_a_spreadsheet_holds_text_where_a_formula_was_written(vera, ola):
    _export, content = exported(vera, "xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert row[head.index("Remark")] == "=1+1"
    assert b"<f>" not in content


def test_what_could_be_a_formula_is_shown_as_text_and_phones_stay_phones():
    if not SHARED.exists():
        pytest.skip("the shared test data are not there")
    strings = json.loads((SHARED / "csv_injection.json").read_text())["strings"]
    assert [harmless(text) for text in strings] == [f"'{text}" for text in strings]
    for phone in ("+7 921 500-10-20", "+48 (22) 300 40 50", "-5", "12,5"):
        assert harmless(phone) == phone


def test_a_seller_with_the_right_exports_only_their_own(vera, mark, lena):
    seller = Role.objects.get(preset="salesperson")
    change_role(seller, grants=seller.grants | {"exchange.export.run": 1, "exchange.export.see": 1}, by=vera)
    mark.refresh_from_db()
    add_client(name="Hers", by=lena)
    add_client(name="His", by=mark)
    _export, content = exported(mark)
    assert [row["Name"] for row in lines(content)] == ["His"]


def test_the_filters_of_the_list_narrow_the_file(vera, ola):
    add_client(name="Firma", kind="organisation", by=vera)
    _export, content = exported(vera, query="kind=organisation")
    assert [row["Name"] for row in lines(content)] == ["Firma"]


def test_a_file_is_written_by_the_clock_of_the_pages_that_it_was_asked_for_on(vera):
    """In Vladivostok it is Monday, nine o'clock in the morning; in UTC it is Sunday still."""
    edit_company(zone="Asia/Vladivostok", by=vera)
    with clock.travel_to(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        add_client(name="Last week", by=vera)
    with clock.travel_to(datetime(2026, 11, 22, 23, tzinfo=UTC)):
        add_client(name="This week", by=vera)
        export = ask_export(format="csv", query="view=week", columns=EVERY, by=vera)
        run_jobs_once()
    export.refresh_from_db()
    (row,) = lines(default_storage.open(export.stored).read())
    assert (row["Name"], row["Added"][:16]) == ("This week", "2026-11-23 09:00")


def test_cards_of_an_address_book_hold_every_phone(vera, ola):
    _export, content = exported(vera, "vcf")
    told = content.decode()
    assert told.count("TEL;") == 2
    assert "TEL;TYPE=CELL,PREF:+48 600 100 200\r\n" in told
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))


def test_messengers_further_addresses_and_the_language_go_out_too(vera, known):
    (row,) = lines(exported(vera)[1])
    assert (row["Messenger"], row["Address"]) == ("Telegram: nina, Skype: nina.k", "Long 1, Leeds")
    assert (row["Further addresses"], row["Language"]) == ("summer: Short 2, York", "Polski")
    told = exported(vera, "vcf")[1].decode().split("\r\n")
    assert {"IMPP;X-SERVICE-TYPE=Telegram:telegram:nina", "LANG:pl"} < set(told)
    assert {r"ADR:;;Long 1\, Leeds;;;;", r"item2.ADR:;;Short 2\, York;;;;"} < set(told)
    assert "item2.X-ABLABEL:summer" in told
    less = exported(vera, "vcf", columns=["name", "address"])[1].decode()
    assert not any(word in less for word in ("IMPP", "LANG", "summer"))


def test_messengers_that_a_role_masks_or_hides_are_so_in_the_file(vera, known, hire):
    role = Role.objects.create(
        name="Auditor",
        grants={"people.client.see": 4, "exchange.export.run": 4, "exchange.export.see": 4},
        fields={"people.client.messenger": "mask"},
    )
    reader = hire("rita")
    reader.roles_held.create(role=role)
    for format in ("csv", "vcf"):
        _export, content = exported(reader, format, columns=["name", "messenger"])
        assert (b"nina.k" in content, "•••.k" in content.decode()) == (False, True)
    change_role(role, fields={"people.client.messenger": "hide"}, by=vera)
    with pytest.raises(Refused):
        exported(type(reader).objects.get(pk=reader.pk), columns=["name", "messenger"])


def test_it_is_written_down_whom_the_file_tells_of_and_the_directors_learn_of_it(vera, ola, hire):
    other = hire("olga", "director")
    export, _content = exported(vera)
    assert list(Sighting.objects.filter(how="exported").values_list("record_id", flat=True)) == [ola.pk]
    assert Moment.objects.filter(kind="exchange.export_written", facts__mark=export.mark).count() == 1
    assert Notice.objects.filter(user=other, kind="exchange.clients_exported").exists()
    assert not Notice.objects.filter(user=vera, kind="exchange.clients_exported").exists()


def test_the_file_belongs_to_whoever_asked_for_it(vera, ola, hire, client):
    other = hire("olga", "director")
    export, _content = exported(vera)
    with pytest.raises(Refused):
        fetch_export(export, by=other)
    client.force_login(other)
    answer = client.get(reverse("exchange:fetch_export", args=[export.uid]))
    assert answer.status_code == 302
    client.force_login(vera)
    answer = client.get(reverse("exchange:fetch_export", args=[export.uid]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)


def test_after_a_week_the_file_is_gone_and_what_was_done_stays(vera, ola):
    export, _content = exported(vera)
    with clock.travel_to(clock.now() + timedelta(days=8)):
        assert export_run.delete_old_exports() == 1
    assert not (Path(settings.MEDIA_ROOT) / export.stored).exists()
    assert Export.objects.get().state == "gone"


def test_whoever_lost_the_right_meanwhile_gets_no_file(vera, ola, hire):
    other = hire("olga", "director")
    export = ask_export(format="csv", query="", columns=EVERY, by=other)
    disable_colleague(other, by=vera)
    export_run.write_export.func(pk=export.pk)
    export.refresh_from_db()
    assert (export.state, export.stored) == ("failed", "")
    assert Moment.objects.filter(kind="exchange.export_halted", record_id=export.pk).count() == 1


def test_an_erased_client_is_in_no_file(vera, ola):
    from pomni.people.commands import forget_client

    forget_client(ola, by=vera)
    _export, content = exported(vera)
    assert lines(content) == []
    assert Client.objects.count() == 1


def test_a_column_that_a_role_hides_cannot_be_asked_for(vera, hire):
    role = Role.objects.get(preset="director")
    role.fields = {"people.client.phone": "hide"}
    role.save()
    other = hire("olga", "director")
    with pytest.raises(Refused):
        ask_export(format="csv", query="", columns=["phone"], by=other)


def test_phones_that_a_role_masks_are_masked_in_the_file_too(vera, ola, hire):
    role = Role.objects.create(
        name="Auditor",
        grants={"people.client.see": 4, "exchange.export.run": 4, "exchange.export.see": 4},
        fields={"people.client.phone": "mask"},
    )
    reader = hire("rita")
    reader.roles_held.create(role=role)
    for format in ("csv", "vcf"):
        _export, content = exported(reader, format, columns=["name", "phone", "phone2", "email"])
        assert b"600 100" not in content
        assert "•••00" in content.decode()
        assert b"ola@example.com" in content


def test_a_worker_that_is_killed_leaves_nothing_and_another_writes_the_whole_file(
    vera, ola, monkeypatch, tmp_path
):
    def killed(*_told):
        raise SystemExit

    export = ask_export(format="csv", query="", columns=EVERY, by=vera)
    with monkeypatch.context() as broken:
        broken.setattr(export_run.sightings, "write", lambda *_told, **_words: killed())
        with pytest.raises(SystemExit):
            export_run.write_export.func(pk=export.pk)
    half = tmp_path / "exports" / "half"  # what a worker leaves that had no time to clear up
    half.write_text("half a file")
    export_run.write_export.func(pk=export.pk)
    export.refresh_from_db()
    assert (export.state, export.rows) == ("done", 1)
    assert len(list((tmp_path / "exports").iterdir())) == 2
    export_run.delete_old_exports()
    assert half.exists()  # it may be one that is being written
    os.utime(half, (0, 0))
    export_run.delete_old_exports()
    assert [path.name for path in (tmp_path / "exports").iterdir()] == [Path(export.stored).name]


def test_a_fault_of_ours_is_told_on_the_page_and_an_export_that_never_ends_is_given_up(
    vera, ola, client, monkeypatch, tmp_path
):
    def full(*_told):
        raise OSError("no space left")

    export, lost = (ask_export(format="csv", query="", columns=EVERY, by=vera) for _each in range(2))
    monkeypatch.setattr(export_run.Table, "write", full)
    with pytest.raises(GiveUp):
        export_run.write_export.func(pk=export.pk)
    assert list((tmp_path / "exports").iterdir()) == []
    client.force_login(vera)
    assert "Pomni stumbled" in client.get(reverse("exchange:export", args=[export.uid])).content.decode()
    with clock.travel_to(clock.now() + timedelta(days=2)):
        export_run.delete_old_exports()
    lost.refresh_from_db()
    assert lost.state == "failed"
    assert "anew" in lost.trouble


def test_the_list_leads_to_an_export_of_what_it_shows(vera, mark, ola, client):
    client.force_login(vera)
    add_client(name="Firma", kind="organisation", by=vera)
    listed = client.get("/clients/?kind=organisation").content.decode()
    assert f'href="{reverse("exchange:ask_export")}?kind=organisation"' in listed
    asked = client.get(f"{reverse('exchange:ask_export')}?kind=organisation").content.decode()
    assert "1 client goes" in asked
    sent = {"format": "csv", "columns": ["name", "phone"], "query": "kind=organisation"}
    answer = client.post(reverse("exchange:ask_export"), sent)
    export = Export.objects.get()
    assert answer["Location"] == reverse("exchange:export", args=[export.uid])
    assert (export.asked, export.columns) == ({"query": "kind=organisation"}, ["name", "phone"])
    client.force_login(mark)
    assert reverse("exchange:ask_export") not in client.get("/clients/").content.decode()


GUARDED = ("=1+1", "@home", "-", "+48 22 300 40 50 (office)", "'=1+1", "''=1+1", " =1", "|x")
PLAIN = ("'t Hooft", "'quoted'", "Anna", "+48 600 100 200", "-5", "'")


@pytest.mark.parametrize("text", [*GUARDED, *PLAIN])
def test_the_guard_before_a_formula_is_taken_off_again_and_no_other_apostrophe(text):
    told = harmless(text)
    assert (told == text) == (text in PLAIN)
    assert unguarded(told) == text


def test_a_remark_that_looks_like_a_formula_comes_in_again_as_it_was_written(vera, ola, tmp_path):
    add_client(name="Firma", about="% of discount", by=vera)
    _export, content = exported(vera)
    assert b",'=1+1," in content
    assert b",'% of discount," in content
    file = tmp_path / "again.csv"
    file.write_bytes(content)
    (_first, one), (_second, other) = reading.rows(file, reading.recognise(file, file.name))
    assert {"=1+1", "% of discount"} < {*one, *other}


def test_the_list_of_exports_goes_on_to_the_oldest(vera, page_of):
    made = [
        Export.objects.create(made_by=vera, added_at=clock.now(), format="csv", mark=f"MARK-{number:03}")
        for number in range(USUAL + 3)
    ]
    browser = page_of(vera)
    first = browser.get("/exchange/exports/").content.decode()
    assert (made[-1].mark in first, made[0].mark in first) == (True, False)
    onward = re.search(r'href="(\?after=[^"]+)"', first)[1]
    assert made[0].mark in browser.get(f"/exchange/exports/{onward}").content.decode()
