"""Imports and exports for programs: from the file to the way back, with the commands of the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from pomni.exchange import carrying
from pomni.exchange.export_run import write_export
from pomni.exchange.models import Export, Import
from pomni.memory.models import Moment
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team.commands import make_token
from pomni.team.scopes import open_to

JSON = "application/json"
FILE = """Name;Phone;Who
Anna Lis;+48 600 100 200;Olga
Jan Lis;+48 600 100 300;
Zły Numer;12;
"""
COLUMNS = [{"column": "Name", "fact": "name"}, {"column": 1, "fact": "phone"}]


def till_of(user):
    token = make_token(user, name="Program", scopes=open_to(user), by=user)
    return Browser(headers={"Authorization": f"Bearer {token.secret}"})


@pytest.fixture
def till(vera):
    return till_of(vera)


def sent(till, text=FILE, **headers):
    file = SimpleUploadedFile("clients.csv", text.encode())
    return till.post("/api/v1/imports", {"file": file}, headers=headers)


def at(told, *more):
    return "/".join(("/api/v1/imports", told["uid"], *more))


def done(till, told, act):
    answer = till.post(at(told, act), {}, JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def kept(told):
    return Import.objects.select_related("made_by").get(uid=told["uid"])


def matched(till, told, **words):
    answer = till.patch(at(told, "columns"), {"columns": COLUMNS, **words}, JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_program_brings_a_file_in_and_takes_it_back(till, vera):
    told = sent(till).json()
    assert (told["state"], told["kind"], told["reading"]["delimiter"]) == ("read", "csv", ";")
    matched(till, told, source="fair", tags=["new"])
    assert done(till, told, "try")["state"] == "trying"
    carrying.try_rows(kept(told))
    trial = till.get(at(told, "trial")).json()
    assert (trial["state"], trial["added"], trial["faulty"]) == ("tried", 2, 1)
    assert (trial["faults"][0]["number"], trial["faults"][0]["column"]) == (4, "Phone")
    assert trial["examples"][0]["name"] == "Anna Lis"
    assert not Client.objects.exists()
    assert "start_import" in till.get(at(told)).json()["next"]
    assert done(till, told, "start")["state"] == "running"
    assert done(till, told, "pause")["next"] == ["resume_import", "stop_import"]
    done(till, told, "resume")
    carrying.take_all(kept(told))
    read = till.get(at(told)).json()
    assert (read["state"], read["added"], read["faulty"], read["next"]) == ("done", 2, 1, ["undo_import"])
    (fault,) = till.get(at(told, "faults")).json()["items"]
    assert (fault["number"], fault["cells"][0]) == (4, "Zły Numer")
    came = till.get(at(told, "clients")).json()["items"]
    assert [one["name"] for one in came] == ["Anna Lis", "Jan Lis"]
    assert set(Client.objects.values_list("source", "responsible")) == {("fair", None)}
    assert done(till, told, "undo")["state"] == "undoing"
    carrying.take_all_back(kept(told))
    back = till.get(at(told)).json()
    assert (back["state"], back["back"]["removed"], back["next"]) == ("undone", 2, [])
    assert not Client.objects.exists()


def test_what_a_program_does_not_tell_of_columns_stays_as_it_was(till, vera):
    told = sent(till).json()
    matched(till, told, tags=["new"], responsible=str(vera.uid))
    again = till.patch(at(told, "columns"), {"columns": [{"column": 1, "fact": None}]}, JSON).json()
    assert [one["fact"] for one in again["columns"]] == ["name", "", ""]
    assert (again["tags"], again["responsible"]) == (["new"], str(vera.uid))
    assert till.patch(at(told, "columns"), {"responsible": None}, JSON).json()["responsible"] is None


def test_who_stands_for_a_stranger_is_told_by_name_and_only_for_those_of_the_file(till, vera):
    told = sent(till).json()
    columns = [*COLUMNS, {"column": "Who", "fact": "responsible"}]
    asked = till.patch(at(told, "columns"), {"columns": columns}, JSON).json()
    assert asked["people"] == {"Olga": None}
    for who in ("nobody", str(vera.uid)):
        answer = till.patch(at(told, "columns"), {"people": {"Olga": who}}, JSON).json()
        assert answer["people"] == {"Olga": who}
    wrong = till.patch(at(told, "columns"), {"people": {"Piotr": "nobody"}}, JSON)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "people")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"columns": [{"column": "Fax", "fact": "phone"}]}, "columns"),
        ({"columns": [{"column": 7, "fact": "phone"}]}, "columns"),
        ({"columns": [{"column": 0, "fact": "shoes"}]}, "column-0"),
        ({"columns": [{"column": 0, "fact": None}, {"column": 1, "fact": None}]}, None),
        ({"responsible": "01900000-0000-7000-8000-000000000000"}, "responsible"),
        ({"location": "01900000-0000-7000-8000-000000000000"}, "location"),
    ],
)
def test_a_match_that_cannot_be_is_refused_and_changes_nothing(till, words, field):
    told = sent(till).json()
    matched(till, told)
    answer = till.patch(at(told, "columns"), words, JSON)
    assert (answer.status_code, answer.json().get("field")) == (422, field)
    assert kept(told).mapping == {"0": "name", "1": "phone"}


def test_a_file_is_read_in_another_way_and_what_is_not_told_is_found_anew(till):
    told = sent(till, "A;B|C;D\nAnna;Lis|fair;x\n").json()
    read = till.patch(at(told, "reading"), {"delimiter": "|"}, JSON).json()
    assert (read["reading"]["delimiter"], read["reading"]["header_row"]) == ("|", 1)
    assert kept(told).columns == ["A;B", "C;D"]
    read = till.patch(at(told, "reading"), {"header_row": 0, "dates": "ymd"}, JSON).json()
    assert (read["reading"]["header_row"], read["reading"]["dates"]) == (0, "ymd")
    for words in ({"sheet": "One"}, {"encoding": "morse"}):
        answer = till.patch(at(told, "reading"), words, JSON)
        assert (answer.status_code, answer.json()["field"]) == (422, min(words))


def test_a_file_without_clients_is_refused_and_nothing_of_it_lies_here(till, tmp_path):
    assert sent(till, "Name;Phone\n").status_code == 422
    assert not Import.objects.exists()
    assert not list((tmp_path / "imports").iterdir())


def test_a_trial_is_refused_while_nothing_tells_whom_a_row_is_about(till):
    told = sent(till, "Colour;Size\nred;4\nblue;5\n").json()
    answer = till.post(at(told, "try"), {}, JSON)
    assert answer.status_code == 422
    assert kept(told).state == "read"


def test_an_import_that_is_given_up_is_gone_for_programs_too(till):
    told = sent(till).json()
    assert till.delete(at(told)).status_code == 204
    assert till.get(at(told)).status_code == 404
    assert till.get("/api/v1/imports").json()["items"] == []


def test_the_same_file_sent_twice_with_one_key_lies_here_once(till, tmp_path):
    first, again = (sent(till, **{"Idempotency-Key": "one"}).json() for _n in range(2))
    assert first["uid"] == again["uid"]
    assert len(list((tmp_path / "imports").iterdir())) == 1


def test_imports_of_others_are_not_there_for_who_reaches_their_own(till, hire):
    told = sent(till).json()
    hal = till_of(hire("hal", "head_of_sales"))
    assert hal.get(at(told)).status_code == 404
    assert hal.get("/api/v1/imports").json()["items"] == []
    assert hal.post(at(told, "try"), {}, JSON).status_code == 404


# --- Exports -----------------------------------------------------------------------------------------------------------


def asked(till, **words):
    return till.post("/api/v1/exports", {"format": "csv", **words}, JSON)


def test_a_program_exports_what_the_filters_find_and_fetches_it(till, vera):
    add_client(name="Anna Lis", by=vera)
    add_client(name="Bright Ltd", kind="organisation", by=vera)
    told = asked(till, filters="kind=person", columns=["name"]).json()
    assert told["state"] == "waiting"
    way = f"/api/v1/exports/{told['uid']}"
    assert till.get(f"{way}/file").status_code == 422
    write_export.func(pk=Export.objects.get().pk)
    read = till.get(way).json()
    assert (read["state"], read["rows"]) == ("done", 1)
    answer = till.get(f"{way}/file")
    text = b"".join(answer).decode()
    assert "Anna Lis" in text
    assert "Bright" not in text
    assert told["mark"] in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert Moment.objects.filter(kind="exchange.export_fetched", by_id=vera.pk).count() == 1
    assert till.delete(way).status_code == 204
    assert till.get(way).json()["state"] == "gone"


def test_nobody_fetches_the_export_of_another(till, vera, hire):
    told = asked(till).json()
    write_export.func(pk=Export.objects.get().pk)
    answer = till_of(hire("dora", "director")).get(f"/api/v1/exports/{told['uid']}/file")
    assert answer.status_code == 422
    assert not Export.objects.get().fetched_at


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"filters": "kindd=person"}, "filters"),
        ({"columns": ["shoes"]}, "columns"),
        ({"columns": []}, "columns"),
    ],
)
def test_an_export_that_would_hold_something_else_than_was_meant_is_refused(till, words, field):
    answer = asked(till, **words)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not Export.objects.exists()


def test_without_columns_an_export_has_all_that_the_roles_show(till):
    offered = [one["key"] for one in till.get("/api/v1/export-columns").json()["items"]]
    asked(till)
    assert Export.objects.get().columns == offered


def test_a_program_asks_how_many_an_export_would_hold_before_it_asks_for_it(till, vera):
    for name in ("Anna Lis", "Anna Kot", "Jan Lis"):
        add_client(name=name, by=vera)
    counted = till.get("/api/v1/export-count", {"filters": "q=anna"})
    assert (counted.status_code, counted.json()) == (200, {"rows": 2})
    assert till.get("/api/v1/export-count").json() == {"rows": 3}
    assert till.get("/api/v1/export-count", {"filters": "shoes=red"}).status_code == 422
    assert Export.objects.count() == 0


def test_a_webhook_can_be_told_how_imports_and_exports_end(till):
    kinds = {one["kind"] for one in till.get("/api/v1/webhook-kinds").json()["items"]}
    ends = {"import_finished", "import_halted", "import_stopped", "import_undone"}
    ends |= {"export_written", "export_halted"}
    assert {f"exchange.{one}" for one in ends} <= kinds
