"""One line from anywhere: what is understood is shown while one types, can be changed, and comes with what was written."""

from datetime import UTC, date, datetime

import pytest

from pomni.agenda import queries
from pomni.agenda.capture import Captured
from pomni.agenda.models import Promise
from pomni.agenda.rules import handles_of
from pomni.kit import clock
from pomni.people.models import Client, Interaction, Note
from pomni.team.models import Role

HX = {"HX-Request": "true"}
LINE = "@lena send the plan by Friday"
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def reads(monkeypatch):
    """Two promises are understood of each line with an @, and nothing of any other; how lines are read is tested elsewhere."""

    def captured(text, *, handles, **_told):
        if "@" not in text:
            return ()
        named = next((one for one in handles if f"@{one}" in text), None)
        paid = datetime(2026, 11, 30, 16, tzinfo=UTC)
        return (
            Captured("next_step", "us", named, "send the plan", FRIDAY),
            Captured("obligation", "client", None, "she pays", paid),
        )

    monkeypatch.setattr("pomni.agenda.taking.captured", captured)
    with clock.travel_to(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def stands():
    found = Promise.objects.order_by("pk")
    return [(one.text, one.kind, one.owes, one.responsible.username, one.due_on) for one in found]


def test_a_note_brings_what_is_promised_in_it_and_says_where_it_was_taken_from(mark, lena, anna, page_of):
    answer = page_of(mark).post(f"/clients/{anna.uid}/notes/", {"text": LINE, "once": "one"}, headers=HX)
    assert stands() == [
        ("send the plan", "next_step", "us", "lena", FRIDAY),
        ("she pays", "obligation", "client", "mark", date(2026, 11, 30)),
    ]
    note, told = Note.objects.get(), answer.content.decode()
    assert {(one.source, one.source_uid) for one in Promise.objects.all()} == {("note", note.uid)}
    assert 'hx-target="#next-tasks"' in told
    assert f"/tasks/taken/{note.uid}/let-go/" in told
    page = page_of(mark).get(f"/tasks/promises/{Promise.objects.first().uid}/").content.decode()
    assert f"/clients/{anna.uid}/?at=" in page


def test_the_same_note_sent_twice_promises_once(mark, anna, page_of):
    for _time in range(2):
        page_of(mark).post(f"/clients/{anna.uid}/notes/", {"text": LINE, "once": "one"})
    assert (Note.objects.count(), Promise.objects.count()) == (1, 2)


def test_what_is_switched_off_or_changed_before_saving_counts(mark, sam, anna, page_of):
    words = {"text": LINE, "once": "one", "item-0-text": "send the plan", "item-1-text": "she pays"}
    words |= {"item-1-is_on": "on", "item-1-sort": "agreement", "item-1-owner": str(sam.uid)}
    words |= {"item-1-due_on": "2026-12-24", "item-1-due_time": "10:30"}
    page_of(mark).post(f"/clients/{anna.uid}/notes/", words)
    assert stands() == [("she pays", "agreement", "both", "sam", date(2026, 12, 24))]
    assert f"{Promise.objects.get().due_time:%H:%M}" == "10:30"


def test_a_day_that_cannot_be_read_keeps_the_note_from_being_half_written(mark, anna, page_of):
    words = {"text": LINE, "once": "one", "item-0-text": "send the plan", "item-0-is_on": "on"}
    words |= {"item-0-sort": "next_step", "item-0-owner": str(mark.uid), "item-0-due_on": "the 40th"}
    answer = page_of(mark).post(f"/clients/{anna.uid}/notes/", words, headers=HX)
    assert answer.status_code == 422
    assert "send the plan" in answer.content.decode()
    assert (Note.objects.count(), Promise.objects.count()) == (0, 0)


def test_a_contact_brings_what_came_of_it(mark, anna, page_of):
    words = {
        "how": "call",
        "side": "ours",
        "at": "2026-11-22",
        "at_time": "11:00",
        "outcome": LINE,
        "once": "one",
    }
    page_of(mark).post(f"/clients/{anna.uid}/contacts/", words)
    made = Interaction.objects.get()
    assert {(one.source, one.source_uid) for one in Promise.objects.all()} == {("interaction", made.uid)}
    words |= {"outcome": "nothing", "once": "two"}
    assert page_of(mark).post(f"/clients/{anna.uid}/contacts/", words).status_code == 302


def test_what_was_taken_goes_back_together(mark, anna, page_of):
    page_of(mark).post(f"/clients/{anna.uid}/notes/", {"text": LINE, "once": "one"})
    answer = page_of(mark).post(f"/tasks/taken/{Note.objects.get().uid}/let-go/")
    assert answer["Location"] == f"/clients/{anna.uid}/"
    assert set(Promise.objects.values_list("state", flat=True)) == {"let_go"}
    assert Note.objects.get().withdrawn_at is None


def test_what_is_understood_is_shown_while_one_types_and_keeps_what_was_changed(mark, lena, anna, page_of):
    browser = page_of(mark)
    words = {"client": anna.uid, "text": LINE}
    told = browser.post("/tasks/understood/", words, headers=HX).content.decode()
    assert told.count("<fieldset") == 2
    assert f'<option value="{lena.uid}" selected>' in told
    assert told.count(" checked") == 2
    words |= {"item-0-text": "send the plan", "item-0-sort": "expectation", "item-0-owner": str(mark.uid)}
    again = browser.post("/tasks/understood/", words, headers=HX).content.decode()
    assert again.count(" checked") == 1
    assert '<option value="expectation" selected>' in again
    assert (
        "<fieldset"
        not in browser.post("/tasks/understood/", {"client": anna.uid, "text": ""}).content.decode()
    )
    assert not Promise.objects.exists()


def test_a_text_about_a_client_out_of_reach_is_not_read(lena, anna, page_of):
    assert page_of(lena).post("/tasks/understood/", {"client": anna.uid, "text": LINE}).status_code == 404
    answer = page_of(lena).post(
        "/tasks/write-down/", {"client": anna.uid, "client-typed": "Anna", "text": LINE}
    )
    assert answer.status_code == 422
    assert not Promise.objects.exists()


def test_the_card_reads_along_only_for_whom_may_write_promises_down(vera, mark, anna, hire, page_of):
    assert "/tasks/understood/" in page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    role = Role.objects.create(name="Writer", grants={"people.client.see": 4, "people.note.add": 4})
    rita = hire("rita")
    rita.roles_held.create(role=role)
    assert "/tasks/understood/" not in page_of(rita).get(f"/clients/{anna.uid}/").content.decode()
    page_of(rita).post(f"/clients/{anna.uid}/notes/", {"text": LINE, "once": "one"})
    assert (Note.objects.count(), Promise.objects.count()) == (1, 0)


def test_a_line_is_written_down_from_anywhere_about_a_client_who_is_chosen(mark, anna, page_of):
    browser = page_of(mark)
    assert 'href="/tasks/write-down/"' in browser.get("/find/").content.decode()
    answer = browser.post("/tasks/write-down/", {"client": anna.uid, "text": LINE, "once": "one"})
    assert answer["Location"] == f"/clients/{anna.uid}/"
    assert (Note.objects.get().text, Promise.objects.count()) == (LINE, 2)
    for wrong in ({"client": ""}, {"text": ""}):
        words = {"client": anna.uid, "text": LINE, "once": "two"} | wrong
        assert browser.post("/tasks/write-down/", words).status_code == 422


def test_who_writes_no_notes_writes_down_promises_and_nothing_else(hire, vera, anna, page_of):
    grants = {"people.client.see": 4, "agenda.promise.see": 4, "agenda.promise.add": 4, "agenda.task.see": 4}
    rita = hire("rita")
    rita.roles_held.create(role=Role.objects.create(name="Keeper", grants=grants))
    words = {"client": anna.uid, "text": LINE, "once": "one"}
    assert page_of(rita).post("/tasks/write-down/", words).status_code == 302
    assert (Note.objects.count(), Promise.objects.count()) == (0, 2)
    assert page_of(rita).post("/tasks/write-down/", words | {"text": "plain", "once": "2"}).status_code == 422


def test_the_next_step_is_read_from_one_line(mark, lena, anna, page_of):
    browser = page_of(mark)
    browser.post("/tasks/next/", {"client": anna.uid, "text": LINE, "once": "one"})
    browser.post("/tasks/next/", {"client": anna.uid, "text": LINE, "once": "one"})  # sent twice
    browser.post("/tasks/next/", {"client": anna.uid, "text": "call", "once": "two"})
    assert stands() == [
        ("send the plan", "next_step", "us", "lena", FRIDAY),
        ("she pays", "obligation", "client", "mark", date(2026, 11, 30)),
        ("call", "next_step", "us", "mark", None),
    ]
    assert Client.objects.get(pk=anna.pk).has_next_step


def test_a_word_behind_an_at_means_the_one_colleague_who_is_called_so():
    people = [
        (1, "Anna Kowalska", "anka"),
        (2, "Anna Nowak", "nowak"),
        (3, "Łukasz Żak", "lz"),
        (4, "Iwan", "anna"),
    ]
    told = handles_of(people)
    assert told["anna"] == 4  # a login comes first
    assert (told["kowalska"], told["anna.nowak"], told["łukasz"], told["lukasz"], told["zak"]) == (
        1,
        2,
        3,
        3,
        3,
    )
    assert "anna" not in handles_of(people[:2])


def test_only_who_can_be_given_something_has_a_handle(mark, lena, guest):
    assert queries.handles(mark)["lena"] == lena
    assert guest.username not in queries.handles(mark)


def test_a_program_writes_a_line_down_once_and_is_told_what_was_promised_in_it(mark, lena, anna, program_of):
    till, words = program_of(mark), {"client": str(anna.uid), "text": LINE}
    told = [
        till.post("/api/v1/lines", words, "application/json", headers={"Idempotency-Key": "one"}).json()
        for _time in range(2)
    ]
    assert told[0] == told[1]
    assert [(one["kind"], one["owes"], one["responsible"]["name"]) for one in told[0]["promises"]] == [
        ("next_step", "us", lena.name),
        ("obligation", "client", mark.name),
    ]
    assert (Note.objects.get().uid.hex, Promise.objects.count()) == (told[0]["note"].replace("-", ""), 2)
