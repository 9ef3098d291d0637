"""What the pages of the memory do, done by programs: searching a timeline, reminders, the board, a colleague who leaves."""

from datetime import timedelta

import pytest

from pomni.agenda.commands import add_meeting, add_promise, add_task
from pomni.kit.clock import now, today
from pomni.people.commands import add_client, add_note, edit_client
from pomni.people.queries import moments

from .test_done_once import JSON


@pytest.fixture
def anna(vera):
    return add_client(name="Anna Kern", phone="+48 601 000 001", by=vera)


def sought(browser, address, **words):
    """All that a search finds, page by page."""
    items, after = [], {}
    while after is not None:
        told = browser.get(address, words | {"limit": 2} | after).json()
        items, after = items + told["items"], told["next"] and {"after": told["next"]}
    return items


def test_a_timeline_is_searched_to_its_end_stroke_by_stroke(vera, program, anna, monkeypatch):
    monkeypatch.setattr(moments, "STROKE", 4)
    monkeypatch.setattr(moments, "CANDIDATES", 3)
    for number in range(12):
        add_note(anna, text="Likes tea" if number % 5 == 0 else f"Came at {number}", by=vera)
    till, address = program(vera), f"/api/v1/clients/{anna.uid}/timeline"
    found = sought(till, address, q="TEA", only="notes")
    assert len(found) == len({one["uid"] for one in found}) == 3
    assert sought(till, address, q="coffee") == []
    after = till.get(address, {"q": "tea", "limit": 1}).json()["next"]
    other = till.get(address, {"q": "came", "after": after})
    assert (other.status_code, other.json()["field"]) == (422, "after")


def test_a_search_of_a_program_finds_nothing_that_its_colleague_may_not_read(vera, mark, lena, program, anna):
    edit_client(anna, responsible=mark, by=vera)
    add_note(anna, text="Owes us nothing", by=vera)
    assert program(lena).get(f"/api/v1/clients/{anna.uid}/timeline?q=owes").status_code == 404
    assert program(mark).get(f"/api/v1/clients/{anna.uid}/timeline?q=owes").json()["items"]


def test_reminders_are_ones_own_and_follow_the_wishes(vera, lena, program, anna):
    task = add_task(anna, title="Call", due_on=today() + timedelta(days=3), by=vera)
    till, words = program(vera), {"what": "task", "about": str(task.uid), "before": 60}
    made = till.put("/api/v1/reminders", words, JSON)
    assert made.status_code == 200
    assert till.put("/api/v1/reminders", words, JSON).json() == made.json()
    assert [one["about"] for one in till.get("/api/v1/reminders").json()["items"]] == [str(task.uid)]
    assert program(lena).get("/api/v1/reminders").json()["items"] == []
    assert program(lena).put("/api/v1/reminders", words, JSON).json()["field"] == "about"
    assert program(lena).delete(f"/api/v1/reminders/{made.json()['uid']}").status_code == 404
    quiet = till.patch("/api/v1/me/wishes", {"quiet_from": "07:00", "quiet_till": "08:30"}, JSON).json()
    assert (quiet["quiet_from"], quiet["before_meetings"]) == ("07:00:00", 15)
    moved = till.get("/api/v1/reminders").json()["items"][0]["at"]
    assert moved > made.json()["at"]
    assert till.delete(f"/api/v1/reminders/{made.json()['uid']}").status_code == 204


def test_the_board_is_the_one_of_the_page_and_within_reach(vera, mark, program, anna):
    late = add_promise(anna, text="Send the plan", due_on=today() + timedelta(days=1), by=vera)
    type(late).objects.update(due_on=today() - timedelta(days=2))
    add_meeting(anna, title="Plans", day=today(), begins=now().time().replace(hour=9), by=vera)
    parts = {part["key"]: part for part in program(vera).get("/api/v1/board").json()["parts"]}
    assert [line["uid"] for line in parts["overdue"]["lines"]] == [str(late.uid)]
    assert [line["what"] for line in parts["due"]["lines"]] == ["meeting"]
    one = program(vera).get("/api/v1/board", {"part": "overdue", "whose": "all"}).json()["parts"]
    assert [(part["key"], part["count"]) for part in one] == [("overdue", 1)]
    assert program(mark).get("/api/v1/board", {"whose": "all"}).json()["parts"] == []


def test_a_program_hands_over_what_a_colleague_had_and_takes_it_back(vera, mark, lena, program):
    client = add_client(name="Eva", by=mark)
    add_task(client, title="Call", by=mark)
    till, address = program(vera), f"/api/v1/colleagues/{mark.uid}"
    piles = {one["key"]: one for one in till.get(f"{address}/open").json()["piles"]}
    assert (piles["clients"]["number"], piles["tasks"]["number"]) == (1, 1)
    assert till.post(f"{address}/disable", {}, JSON).json()["is_active"] is False
    words = {"heirs": {"clients": str(lena.uid), "tasks": None}}
    made = till.post(f"{address}/hand-over", words, JSON).json()
    assert (made["given"], made["things"], made["done_at"] is None) == (2, 2, False)
    assert (lena.clients.count(), mark.tasks.count()) == (1, 0)
    back = till.post(f"{address}/hand-over/{made['uid']}/back", {}, JSON).json()
    assert back["taken_back_at"]
    assert (lena.clients.count(), mark.tasks.count()) == (0, 1)


def test_a_hand_over_to_somebody_who_cannot_take_it_is_refused(vera, mark, hire, program):
    add_client(name="Eva", by=mark)
    mia, till = hire("mia", "marketer"), program(vera)
    address = f"/api/v1/colleagues/{mark.uid}/hand-over"
    for words, field in (
        ({"heirs": {"clients": str(mia.uid)}}, "heirs"),
        ({"heirs": {"nothing": None}}, "heirs"),
        ({"rule": "nothing"}, "rule"),
        ({"rule": "tag", "parts": {"nothing": None}}, "parts"),
        ({"rule": "evenly", "team": ["01900000-0000-7000-8000-000000000000"]}, "team"),
    ):
        answer = till.post(address, words, JSON)
        assert (answer.status_code, answer.json()["field"]) == (422, field), words
    assert mark.clients.count() == 1
    assert program(mark).post(address, {}, JSON).status_code == 403


def test_two_cards_are_compared_before_they_are_merged(vera, program, anna):
    other = add_client(name="Anna Kern", phone="+48 601 000 001", source="Fair", alert="Late payer", by=vera)
    edit_client(anna, alert="Pays at once", by=vera)
    till, pair = program(vera), f"/api/v1/clients/{anna.uid}/merge/{other.uid}"
    told = till.get(pair).json()
    assert [one["key"] for one in told["differences"]] == ["alert"]
    assert ("source", "Fair") in [(one["key"], one["value"]) for one in told["agreed"]]
    assert "same_phone" in told["reasons"]
    assert till.post(f"{pair}/later", {}, JSON).json()["state"] == "later"
    assert till.post(f"{pair}/again", {}, JSON).json()["state"] == "open"


def test_who_is_here_already_is_asked_before_anybody_is_added(vera, mark, program, anna):
    typed = {"name": "A. Kern", "phone": "+48 601 000 001"}
    found = program(vera).post("/api/v1/likely", typed, JSON).json()
    assert ([one["uid"] for one in found["likely"]], found["elsewhere"]) == ([str(anna.uid)], False)
    of_a_colleague = program(mark).post("/api/v1/likely", {"phone": "+48601000001"}, JSON).json()
    assert of_a_colleague == {"likely": [], "elsewhere": True}


def test_how_long_things_are_kept_is_read_and_set_and_wrong_numbers_are_refused(vera, program):
    till = program(vera)
    keys = {one["key"]: one for one in till.get("/api/v1/keeping").json()["items"]}
    assert keys["clients"]["number"] == 0
    told = till.patch("/api/v1/keeping", {"numbers": {"clients": 5}}, JSON).json()["items"]
    assert {one["key"]: one["number"] for one in told}["clients"] == 5
    for wrong in ({"clients": -1}, {"nothing": 3}, {"clients": 10**9}):
        answer = till.patch("/api/v1/keeping", {"numbers": wrong}, JSON)
        assert (answer.status_code, answer.json()["field"]) == (422, next(iter(wrong)))


def test_who_was_silent_for_longer_than_clients_are_kept_is_listed_and_erased(vera, program, anna):
    till = program(vera)
    assert till.get("/api/v1/clients-to-erase").json() == {"is_set": False, "items": [], "next": None}
    till.patch("/api/v1/keeping", {"numbers": {"clients": 5}}, JSON)
    type(anna).objects.update(added_at=now() - timedelta(days=6 * 366))
    listed = till.get("/api/v1/clients-to-erase").json()
    assert [one["uid"] for one in listed["items"]] == [str(anna.uid)]
    assert till.post(f"/api/v1/clients/{anna.uid}/forget", {}, JSON).json()["forgotten_at"]
    assert till.get("/api/v1/clients-to-erase").json()["items"] == []
