"""The brief: what one should know of a client, on one page and for programs, within the reader's reach."""

from datetime import timedelta

import pytest

from pomni.agenda.commands import add_task
from pomni.kit import clock
from pomni.memory.models import Moment
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    archive_client,
    edit_client,
    pin_moment,
)


@pytest.fixture
def known(mark, anna):
    """Anna, of whom much is known."""
    edit_client(anna, alert="Allergy: latex", called="Anya", about="Pays by card", by=mark)
    add_interaction(anna, how="call", outcome="Wants the blue one", by=mark)
    note = add_note(anna, text="Comes with a dog", by=mark)
    add_task(anna, title="Send the price", due_on=clock.today() - timedelta(days=2), by=mark)
    pin_moment(anna, moment=Moment.objects.get(kind="people.note_added", record_id=note.pk).pk, by=mark)
    return anna


def test_the_brief_begins_with_the_alert_and_holds_what_counts(mark, known, page_of):
    told = page_of(mark).get(f"/clients/{known.uid}/brief/").content.decode()
    shown = (
        "Allergy: latex",
        "Anya",
        "+48 600 100 201",
        "Pays by card",
        "Comes with a dog",
        "Wants the blue one",
    )
    for text in (*shown, "Send the price"):
        assert text in told
    content = told.split("<h1")[1]
    assert (
        content.index("Allergy: latex") < content.index("600 100 201") < content.index("Wants the blue one")
    )


def test_a_program_gets_the_brief_by_phone_in_any_spelling(mark, known, program_of):
    answer = program_of(mark).get("/api/v1/brief", {"phone": "(+48) 600-100-201"})
    assert answer.status_code == 200
    (one,) = answer.json()["items"]
    assert one["client"]["name"] == "Anna Kern"
    assert one["warning"] == "Allergy: latex"
    parts = {part["key"]: [line["text"] for line in part["lines"]] for part in one["parts"]}
    assert parts["last"] == ["Comes with a dog", "Wants the blue one"]
    assert parts["open"] == ["Send the price"]
    assert program_of(mark).get(f"/api/v1/clients/{known.uid}/brief").json() == one


def test_a_phone_of_a_family_gives_each_of_them_the_archived_last(mark, anna, program_of):
    archive_client(add_client(name="Aaron Kern", phone="+48 600 100 201", by=mark), by=mark)
    add_client(name="Boris Kern", phone="+48 600 100 201", by=mark)
    found = program_of(mark).get("/api/v1/brief", {"phone": "+48600100201"}).json()["items"]
    assert [one["client"]["name"] for one in found] == ["Anna Kern", "Boris Kern", "Aaron Kern"]


@pytest.mark.engines
def test_who_is_served_still_is_found_before_however_many_archived_ones(vera, program_of):
    shared = {"phone": "+48 600 100 277", "by": vera}
    for number in range(6):
        archive_client(add_client(name=f"Anna {number}", **shared), by=vera)
    zoe = add_client(name="Zoe", **shared)

    def asked():
        told = program_of(vera).get("/api/v1/brief", {"phone": "+48600100277"}).json()
        return [one["client"]["name"] for one in told["items"]], told["is_more"]

    assert asked() == (["Zoe", *(f"Anna {number}" for number in range(5))], True)
    edit_client(zoe, phone="", by=vera)
    assert asked() == ([f"Anna {number}" for number in range(6)], False)


def test_a_program_gets_the_brief_by_tax_id(mark, program_of):
    add_client(name="Bright", kind="organisation", tax_id="856-734-62-15", by=mark)
    found = program_of(mark).get("/api/v1/brief", {"tax_id": "8567346215"}).json()["items"]
    assert [one["client"]["name"] for one in found] == ["Bright"]


def test_whoever_is_out_of_reach_is_nobodys_brief(lena, sam, vera, anna, program_of, page_of):
    assert program_of(lena).get("/api/v1/brief", {"phone": "600100201"}).json() == {
        "items": [],
        "is_more": False,
    }
    assert program_of(lena).get(f"/api/v1/clients/{anna.uid}/brief").status_code == 404
    assert page_of(lena).get(f"/clients/{anna.uid}/brief/").status_code == 404


def test_nobody_learns_whose_a_phone_is_that_is_masked_for_them(sam, vera, program_of, page_of):
    client = add_client(name="Anna", phone="+48 600 100 211", responsible=sam, by=vera)
    assert program_of(sam).get("/api/v1/brief", {"phone": "600100211"}).status_code == 403
    told = program_of(sam).get(f"/api/v1/clients/{client.uid}/brief").content.decode()
    assert "100 211" not in told + page_of(sam).get(f"/clients/{client.uid}/brief/").content.decode()


@pytest.mark.parametrize("asked", [{}, {"phone": "1", "tax_id": "2"}])
def test_a_brief_is_asked_for_by_one_thing(mark, program_of, asked):
    assert program_of(mark).get("/api/v1/brief", asked).status_code == 422


@pytest.mark.parametrize("phone", ["x", "0", "+", "９" * 40, "'; --"])
def test_a_senseless_phone_finds_nobody(mark, anna, program_of, phone):
    answer = program_of(mark).get("/api/v1/brief", {"phone": phone})
    assert answer.status_code in {200, 422}
    assert not answer.json().get("items")


def test_the_timeline_for_programs_is_picked_by_kind_and_as_of_a_day(mark, program_of):
    with clock.travel_to(clock.now() - timedelta(days=9)):
        client = add_client(name="Anna", by=mark)
        add_note(client, text="First", by=mark)
    add_note(client, text="Second", by=mark)
    url = f"/api/v1/clients/{client.uid}/timeline"
    program = program_of(mark)
    assert len(program.get(url, {"only": "notes"}).json()["items"]) == 2
    day = f"{clock.today() - timedelta(days=5)}"
    assert len(program.get(url, {"only": "notes", "on": day}).json()["items"]) == 1
    assert program.get(url, {"only": "nonsense"}).status_code == 422
    first = program.get(url, {"only": "notes", "limit": 1}).json()["next"]
    assert program.get(url, {"after": first}).status_code == 422
