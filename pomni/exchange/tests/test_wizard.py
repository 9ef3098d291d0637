"""The pages on which a director brings a file in, up to the trial."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from pomni.exchange.arriving import arrived
from pomni.exchange.commands import wizard
from pomni.exchange.models import Import, RememberedMapping
from pomni.memory.models import Moment
from pomni.people.imports import Wish
from pomni.people.models import Client

TABLE = "Имя;Телефон;Заметки о зубах;Ответственный\nЁлкина Анна;+7 916 000-00-01;боится;Somebody\n"


BYTES = TABLE.encode("cp1251")


@pytest.fixture
def lying(tmp_path):
    """How many files of imports lie on the disk."""
    return lambda: len(list(Path(tmp_path, "imports").glob("*")))


@pytest.fixture
def boss(vera):
    """Her browser."""
    browser = Browser()
    browser.force_login(vera)
    return browser


def send(browser, content=BYTES, name="clients.csv", once="one"):
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("exchange:add_import"), {"file": file, "once": once})


def sent(by, text=TABLE):
    """An import that was sent as a file."""
    with arrived(io.BytesIO(text.encode()), "clients.csv") as file:
        return wizard.add_import(file=file, by=by)


def at(name, import_):
    return reverse(f"exchange:{name}", args=[import_.uid])


def test_a_file_is_read_and_its_columns_guessed_before_anything_is_asked(boss, vera, lying):
    answer = send(boss)
    import_ = Import.objects.get()
    assert answer["Location"] == at("read_import", import_)
    assert (import_.reading["encoding"], import_.reading["delimiter"]) == ("cp1251", ";")
    assert import_.mapping == {"0": "name", "1": "phone"}  # "Somebody" is no colleague: it is not guessed
    shown = boss.get(answer["Location"]).content.decode()
    assert "Ёлкина Анна" in shown
    assert "Windows-1251" in shown
    assert Moment.objects.filter(kind="exchange.import_added", by_id=vera.pk).count() == 1
    send(boss)  # the same form once more
    assert (Import.objects.count(), lying()) == (1, 1)


def test_a_file_that_is_not_what_it_claims_leaves_nothing_behind(boss, lying):
    answer = send(boss, b"PK\x03\x04 and no more", "clients.xlsx")
    assert answer.status_code == 422
    assert "cut off or damaged" in answer.content.decode()
    assert (Import.objects.count(), lying(), Moment.objects.filter(kind__startswith="exchange.").count()) == (
        0,
        0,
        0,
    )
    assert send(boss, b"", "clients.csv").status_code == 422


def test_how_it_is_read_can_be_changed_and_is_shown_before_it_is_kept(boss, vera):
    import_ = sent(vera, "a|b\n" + TABLE)
    way = at("read_import", import_)
    fields = {"of": "utf-8|;|", "encoding": "utf-8", "delimiter": "|", "header_row": "1", "dates": "mdy"}
    part = boss.get(way, fields, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Ёлкина Анна;+7 916" in part  # taken apart at bars, a row is one cell
    assert Import.objects.get().reading["delimiter"] == ";"
    again = fields | {"of": "utf-8|;|", "delimiter": ";", "header_row": "0"}
    assert boss.post(way, again)["Location"] == at("match_import", import_)
    kept = Import.objects.get()
    assert (kept.reading["header"], kept.reading["dates"], kept.options["dates"]) == (False, "mdy", "mdy")
    wrong = boss.post(way, again | {"encoding": "utf-16-be", "of": "utf-16-be|;|"})
    assert wrong.status_code == 422
    assert "cannot be read as UTF-16" in wrong.content.decode()


def test_columns_are_matched_tried_and_remembered_for_the_next_such_file(boss, vera):
    import_ = sent(vera)
    way = at("match_import", import_)
    fields = {
        "existing": "fill",
        "column-0": "name",
        "column-1": "phone",
        "column-2": "about",
        "tags": "old, new",
    }
    twice = boss.post(way, fields | {"column-2": "name"})
    assert twice.status_code == 422
    assert "tells “Name” already" in twice.content.decode()
    nobody = boss.post(way, {"existing": "fill", "column-2": "about", "source": "The old program"})
    assert "a name, a phone or an e-mail" in nobody.content.decode()
    assert "The old program" in nobody.content.decode()
    assert boss.post(way, fields)["Location"] == at("try_import", import_)
    import_.refresh_from_db()
    assert (import_.mapping, import_.options["tags"]) == (
        {"0": "name", "1": "phone", "2": "about"},
        ["old", "new"],
    )
    assert import_.state == "trying"
    assert "being tried" in boss.get(at("try_import", import_)).content.decode()
    assert RememberedMapping.objects.count() == 1
    other = sent(vera, TABLE.replace("Имя", "имя").replace("Ёлкина", "Щукина"))
    assert other.mapping == import_.mapping
    assert "remembered" in boss.get(at("match_import", other)).content.decode()
    assert not Client.objects.exists()


def test_what_was_begun_can_be_given_up_and_then_nothing_of_it_lies_here(
    boss, vera, lying, django_capture_on_commit_callbacks
):
    import_ = sent(vera)
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(at("drop_import", import_))
    import_.refresh_from_db()
    assert (import_.state, import_.stored, lying()) == ("dropped", "", 0)
    assert boss.get(at("read_import", import_)).status_code == 404


def test_an_import_is_its_makers_and_the_directors(boss, vera, hire):
    import_ = sent(vera)
    for role, status in (("front_desk", 403), ("head_of_sales", 404)):
        browser = Browser()
        browser.force_login(hire(role, role))
        assert browser.get(at("match_import", import_)).status_code == status
    assert import_.name in boss.get(reverse("exchange:imports")).content.decode()


def test_how_it_is_read_is_settled_once_it_has_begun(vera):
    import_ = sent(vera)
    Import.objects.update(state="running")
    with pytest.raises(Exception, match="has begun"):
        wizard.match_columns(import_, mapping={0: "name"}, wish=Wish(), by=vera)
