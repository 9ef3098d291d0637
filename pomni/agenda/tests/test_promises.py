"""The four things to remember: writing them down, changing and closing them; what is remembered, who is told, who sees."""

import json
from datetime import date, time, timedelta

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import (
    add_promise,
    add_task,
    close_promise,
    edit_promise,
    finish_task,
    hand_over_promises,
    reopen_promise,
)
from pomni.agenda.models import Promise
from pomni.agenda.tasks import tell_overdue
from pomni.kit import clock
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client, ClientFigures
from pomni.team.commands import form_team
from pomni.team.dividing import Wanted
from pomni.team.leaving import hand_over, piles
from pomni.team.models import Notice

HX = {"HX-Request": "true"}
MONDAY = date(2026, 11, 23)


def figures(client):
    told = ClientFigures.objects.get(client=client)
    return told.next_due_on, told.promises_open, Client.objects.get(pk=client.pk).has_next_step


@pytest.mark.parametrize(
    ("kind", "owes", "kept"),
    [
        ("next_step", "", "us"),
        ("expectation", "", "us"),
        ("obligation", "", "us"),
        ("obligation", "client", "client"),
        ("agreement", "", "both"),
        ("agreement", "client", "client"),
    ],
)
def test_who_owes_it_follows_from_what_it_is_unless_somebody_says_so(mark, anna, kind, owes, kept):
    assert add_promise(anna, text="Send the plan", kind=kind, owes=owes, by=mark).owes == kept


@pytest.mark.parametrize(
    "words",
    [
        {"text": "  "},
        {"text": "x" * 501},
        {"text": "Call", "kind": "wish"},
        {"text": "Call", "kind": "next_step", "owes": "client"},
        {"text": "Call", "due_time": time(9)},
    ],
)
def test_what_cannot_be_remembered_is_refused_with_its_field(mark, anna, words):
    with pytest.raises(Refused) as no:
        add_promise(anna, **words, by=mark)
    assert no.value.field


def test_a_promise_is_ones_own_unless_a_colleague_is_named_who_is_told_without_a_word_of_it(mark, lena, anna):
    assert add_promise(anna, text="Send the plan", by=mark).responsible == mark
    assert not Notice.objects.exists()
    add_promise(anna, text="Ask Anna Kern", responsible=lena, by=mark)
    notice = Notice.objects.get(user=lena)
    assert (notice.kind, "Anna" in str(notice.facts)) == ("agenda.promise_given", False)


def test_only_open_tasks_and_next_steps_are_what_is_done_next_and_all_open_ones_are_counted(mark, anna):
    owed = add_promise(anna, text="Refund", kind="obligation", due_on=MONDAY, by=mark)
    assert figures(anna) == (None, 1, False)
    step = add_promise(anna, text="Call", by=mark)
    assert figures(anna) == (None, 2, True)
    task = add_task(anna, title="Write", due_on=MONDAY + timedelta(days=3), by=mark)
    edit_promise(step, due_on=MONDAY + timedelta(days=1), by=mark)
    assert figures(anna) == (MONDAY + timedelta(days=1), 2, True)
    close_promise(step, by=mark)
    assert figures(anna) == (MONDAY + timedelta(days=3), 1, True)
    finish_task(task, by=mark)
    assert figures(anna) == (None, 1, False)
    edit_promise(owed, kind="next_step", by=mark)
    assert figures(anna) == (MONDAY, 1, True)


def test_each_act_is_remembered_once_and_what_changes_nothing_is_not(mark, anna):
    promise = add_promise(anna, text="Send the plan", kind="obligation", by=mark)
    edit_promise(promise, text="Send the plan", by=mark)
    edit_promise(promise, text="Send the whole plan", by=mark)
    for _time in range(2):
        close_promise(promise, state="broken", outcome="too late", evidence="https://example.org/1", by=mark)
    for _time in range(2):
        reopen_promise(promise, by=mark)
    told = Moment.objects.filter(record="agenda.promise").order_by("pk").values_list("kind", flat=True)
    assert list(told) == [f"agenda.promise_{act}" for act in ("added", "edited", "closed", "reopened")]
    promise.refresh_from_db()
    assert (promise.state, promise.outcome, promise.closed_at) == ("open", "", None)


def test_a_closed_one_is_opened_again_before_it_is_closed_otherwise_and_its_outcome_can_be_mended(mark, anna):
    promise = add_promise(anna, text="Send the plan", by=mark)
    with pytest.raises(Refused):
        edit_promise(promise, outcome="sent", by=mark)
    close_promise(promise, by=mark)
    with pytest.raises(Refused):
        close_promise(promise, state="broken", by=mark)
    with pytest.raises(Refused):
        edit_promise(promise, text="Send another", by=mark)
    assert edit_promise(promise, outcome="sent", evidence="by post", by=mark).evidence == "by post"


def test_two_who_change_one_field_are_told_and_a_day_taken_away_takes_its_hour(mark, anna):
    promise = add_promise(anna, text="Call", due_on=MONDAY, due_time=time(9), by=mark)
    with pytest.raises(Conflict):
        edit_promise(promise, text="Ring", seen={"text": "Write"}, by=mark)
    assert edit_promise(promise, due_on=None, by=mark).due_time is None


def test_promises_out_of_reach_are_seen_and_changed_by_nobody(vera, mark, lena, sam, anna, page_of):
    promise = add_promise(anna, text="Send the plan", due_on=clock.today(), by=mark)
    for act in (close_promise, reopen_promise):
        with pytest.raises(NotAllowed):
            act(promise, by=lena)
    with pytest.raises(NotAllowed):
        add_promise(anna, text="Mine", by=lena)
    for path in (f"/tasks/promises/{promise.uid}/", f"/tasks/promises/?client={anna.uid}"):
        assert page_of(lena).get(path).status_code == 404
    for path in ("/tasks/promises/all/", "/tasks/board/?all=1", "/find/?q=plan", "/"):
        assert "Send the plan" not in page_of(lena).get(path).content.decode(), path
    assert "Send the plan" in page_of(vera).get("/tasks/promises/all/").content.decode()


def test_who_sees_to_a_promise_learns_of_its_client_only_where_they_may(mark, lena, anna, page_of):
    promise = add_promise(anna, text="Send the papers", responsible=lena, due_on=MONDAY, by=mark)
    browser = page_of(lena)
    for path in ("/tasks/promises/", f"/tasks/promises/{promise.uid}/", "/", "/tasks/board/", "/notices/"):
        told = browser.get(path).content.decode()
        assert "Anna" not in told, path
        assert str(anna.uid) not in told, path
    assert "Send the papers" in browser.get("/tasks/promises/").content.decode()


def test_what_promises_say_of_an_erased_client_is_erased_at_once_and_the_open_ones_are_let_go(
    vera, mark, anna
):
    promise = add_promise(anna, text="Call Anna", due_on=MONDAY, by=mark)
    done = add_promise(anna, text="Write Anna", by=mark)
    close_promise(done, outcome="Anna says no", evidence="her letter", by=mark)
    forget_client(anna, by=vera)
    for one in (promise, done):
        one.refresh_from_db()
        assert (one.text, one.outcome, one.evidence) == ("", "", "")
    assert promise.state == "let_go"
    told = Moment.objects.filter(record="agenda.promise").values_list("personal", "facts")
    assert "Anna" not in str(list(told))
    anna.refresh_from_db()
    for act in (lambda: add_promise(anna, text="Call", by=vera), lambda: reopen_promise(promise, by=vera)):
        with pytest.raises(Refused):
            act()


def test_when_somebody_leaves_their_open_promises_go_to_another_and_closed_ones_stay(vera, mark, lena, anna):
    done = close_promise(add_promise(anna, text="Past", by=mark), by=mark)
    promise = add_promise(anna, text="Call", by=mark)
    assert hand_over_promises(mark, promises=[done.pk, promise.pk], to=lena, by=vera) == 1
    promise.refresh_from_db()
    done.refresh_from_db()
    assert (promise.responsible, done.responsible) == (lena, mark)


# --- Rising ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def _by_day():
    """Nobody is told before it is morning where the client is."""
    with clock.travel_to(clock.now().replace(hour=11)):
        yield


@pytest.mark.usefixtures("_by_day")
def test_an_overdue_promise_rises_to_its_colleague_at_once_and_to_their_lead_after_days(
    vera, mark, hire, anna, page_of
):
    hal = hire("hal", "head_of_sales")
    form_team(name="Sellers", lead=hal, members=[mark], by=vera)
    today = clock.today()
    add_promise(anna, text="Send the plan", due_on=today - timedelta(days=1), by=mark)
    tell_overdue.func()
    assert [one.user for one in Notice.objects.filter(kind__contains="overdue")] == [mark]
    assert "Send the plan" in page_of(mark).get("/").content.decode()
    assert "Send the plan" not in page_of(hal).get("/").content.decode()
    late = add_promise(anna, text="Ring her", due_on=today - timedelta(days=4), by=mark)
    for _morning in range(2):
        tell_overdue.func()
    told = Notice.objects.filter(kind="agenda.promises_overdue_at_team")
    assert [(one.user, one.facts["count"]) for one in told] == [(hal, 1)]
    assert "Ring her" in page_of(hal).get("/").content.decode()
    close_promise(late, by=mark)
    assert "Ring her" not in page_of(hal).get("/").content.decode()


@pytest.mark.usefixtures("_by_day")
def test_nothing_new_is_overdue_nothing_is_told_again(mark, anna):
    add_promise(anna, text="Send the plan", due_on=clock.today() - timedelta(days=1), by=mark)
    for _morning in range(3):
        tell_overdue.func()
    assert Notice.objects.filter(user=mark).count() == 1


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_a_promise_is_written_down_on_the_card_with_and_without_scripts_and_twice_sent_is_one(
    mark, anna, page_of
):
    browser = page_of(mark)
    words = {
        "on": "card",
        "client": anna.uid,
        "text": "Send the plan",
        "sort": "obligation.us",
        "once": "one",
    }
    for _time in range(2):
        answer = browser.post("/tasks/promises/add/", words | {"when": "tomorrow"}, headers=HX)
        assert answer["HX-Trigger"] == "timeline-grew"
    promise = Promise.objects.get()
    assert (promise.kind, promise.owes, promise.due_on) == (
        "obligation",
        "us",
        clock.today() + timedelta(days=1),
    )
    plain = browser.post("/tasks/promises/add/", words | {"once": "two", "sort": "obligation.client"})
    assert plain["Location"] == f"/clients/{anna.uid}/"
    assert Promise.objects.order_by("pk").last().owes == "client"
    answer = browser.post("/tasks/promises/add/", words | {"text": "", "once": "three"}, headers=HX)
    assert answer.status_code == 422
    assert "Send the plan" in browser.get(f"/clients/{anna.uid}/").content.decode()


def test_ticking_keeps_a_promise_where_it_was_ticked_with_a_way_back(mark, anna, page_of):
    add_task(anna, title="Else", by=mark)
    promise, browser = add_promise(anna, text="Call", by=mark), page_of(mark)
    told = browser.post(f"/tasks/promises/{promise.uid}/close/", {"on": "card"}, headers=HX).content.decode()
    assert f"/tasks/promises/{promise.uid}/reopen/" in told
    assert "What is next with" not in told
    promise.refresh_from_db()
    assert promise.state == "kept"
    back = browser.post(f"/tasks/promises/{promise.uid}/reopen/", {"on": "list"}, headers=HX).content.decode()
    assert f'hx-target="#promise-{promise.pk}"' in back


def test_how_it_ended_is_told_on_its_page_and_an_address_that_shows_it_is_a_link(mark, anna, page_of):
    promise, browser = add_promise(anna, text="Call", by=mark), page_of(mark)
    words = {"state": "broken", "outcome": "forgotten", "evidence": "https://example.org/letter"}
    browser.post(f"/tasks/promises/{promise.uid}/close/", words)
    told = browser.get(f"/tasks/promises/{promise.uid}/").content.decode()
    assert 'href="https://example.org/letter"' in told
    assert "Broken" in told
    edit_promise(promise, evidence="javascript:alert(1)", by=mark)
    assert 'href="javascript' not in browser.get(f"/tasks/promises/{promise.uid}/").content.decode()


def test_changing_what_it_is_and_to_whom_it_belongs_on_its_page(mark, lena, anna, page_of):
    promise, browser = add_promise(anna, text="Call", by=mark), page_of(mark)
    words = {"text": "Call", "was-text": "Call", "sort": "obligation.client", "was-sort": "next_step"}
    words |= {"responsible": lena.uid, "was-responsible": mark.uid}
    assert browser.post(f"/tasks/promises/{promise.uid}/", words).status_code == 302
    promise.refresh_from_db()
    assert (promise.kind, promise.owes, promise.responsible) == ("obligation", "client", lena)


@pytest.mark.parametrize("on", ["card", "list", "today"])
def test_whoever_closes_the_last_step_is_asked_for_the_next_and_may_skip_it(mark, anna, page_of, on):
    task, browser = add_task(anna, title="Call", by=mark), page_of(mark)
    told = browser.post(f"/tasks/{task.uid}/finish/", {"on": on}, headers=HX).content.decode()
    assert "What is next with Anna Kern?" in told
    assert 'hx-swap="delete"' in told
    words = {"client": anna.uid, "on": on, "task": task.uid, "text": "", "once": "one"}
    assert browser.post("/tasks/next/", words, headers=HX).status_code == 422
    assert browser.post("/tasks/next/", words | {"text": "Send the plan"}, headers=HX).status_code == 200
    assert (Promise.objects.get().kind, figures(anna)[2]) == ("next_step", True)
    assert Promise.objects.get().source_uid == task.uid
    plain = browser.post("/tasks/next/", words | {"text": "Send it", "once": "two"})
    assert plain["Location"] == ("/" if on == "today" else f"/clients/{anna.uid}/")


def test_walking_a_list_shows_each_promise_once(mark, anna, monkeypatch):
    monkeypatch.setattr("pomni.agenda.queries.pages.SIZE", 2)
    for number in range(3):
        add_promise(anna, text=f"day {number}", due_on=MONDAY + timedelta(days=number // 2), by=mark)
        add_promise(anna, text=f"no day {number}", by=mark)
    seen, after = [], ""
    while True:
        rows, after = queries.promise_rows(mark, "mine", after=after)
        seen += [row.title for row in rows]
        if not after:
            break
    assert seen == [*(f"day {n}" for n in range(3)), *(f"no day {n}" for n in range(3))]


def test_a_list_is_of_one_client_where_that_is_asked(mark, anna, page_of):
    zoe = add_client(name="Zoe", by=mark)
    add_promise(anna, text="Of Anna", by=mark)
    add_promise(zoe, text="Of Zoe", by=mark)
    told = page_of(mark).get(f"/tasks/promises/?client={zoe.uid}").content.decode()
    assert "Of Zoe" in told
    assert "Of Anna" not in told


# --- For programs ----------------------------------------------------------------------------------------------------


def test_a_program_writes_down_changes_closes_and_finds_promises(mark, anna, program_of):
    till = program_of(mark)

    def send(path, words, method="POST", **more):
        return till.generic(method, f"/api/v1/promises{path}", json.dumps(words), "application/json", **more)

    words = {"text": "Refund", "client": str(anna.uid), "kind": "obligation", "due_on": "2030-01-02"}
    made = [send("", words, headers={"Idempotency-Key": "one"}).json() for _time in range(2)]
    assert made[0] == made[1]
    uid = made[0]["uid"]
    assert made[0]["owes"] == "us"
    assert made[0]["client"] == {"uid": str(anna.uid), "name": "Anna Kern", "warning": ""}
    assert send("", words | {"text": "Else"}, headers={"Idempotency-Key": "one"}).status_code == 409
    assert send(f"/{uid}", {"owes": "client"}, "PATCH").json()["owes"] == "client"
    assert send(f"/{uid}", {"owes": "both"}, "PATCH").status_code == 422
    assert send(f"/{uid}/close", {"state": "kept", "evidence": "paid"}).json()["evidence"] == "paid"
    listed = till.get("/api/v1/promises", {"state": "kept", "client": anna.uid, "kind": "obligation"}).json()
    assert [one["uid"] for one in listed["items"]] == [uid]
    assert till.get("/api/v1/promises").json()["items"] == []
    assert send(f"/{uid}/reopen", {}).json()["state"] == "open"


def test_webhooks_tell_of_promises(vera):
    from pomni.automation.payload import body_for

    promise = add_promise(add_client(name="Anna", by=vera), text="Call", by=vera)
    told = json.loads(body_for(vera, Moment.objects.get(kind="agenda.promise_added")))
    assert told["about"] == {"type": "agenda.promise", "uid": str(promise.uid)}
    assert told["facts"]["text"] == "Call"


def test_what_a_colleague_promised_is_a_pile_of_its_own_when_they_leave(vera, mark, lena, anna):
    add_promise(anna, text="Call", by=mark)
    close_promise(add_promise(anna, text="Past", by=mark), by=mark)
    assert {pile.kind.key: pile.number for pile in piles(mark, by=vera)}["promises"] == 1
    hand_over(mark, by=vera, wanted=Wanted(heirs={"promises": lena.pk}))
    assert set(Promise.objects.open().values_list("responsible__username", flat=True)) == {"lena"}
