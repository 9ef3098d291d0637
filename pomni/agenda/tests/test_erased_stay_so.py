"""Of whoever was erased nothing is written again: not by a command, a page, a list or a program."""

from datetime import date, time

import pytest

from pomni.agenda.commands import (
    add_meeting,
    add_promise,
    add_task,
    cancel_meeting,
    close_promise,
    decline_task,
    drop_task,
    edit_meeting,
    edit_promise,
    edit_task,
    finish_task,
    hold_meeting,
    reopen_meeting,
    reopen_promise,
    reopen_task,
    restore_meeting,
    restore_task,
    tick_item,
)
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client
from pomni.people.models.clients import UNPLANNED

DAY, NINE = date(2026, 11, 24), time(9)
WORDS = "Anna Kern +48600100201 said yes"


@pytest.fixture(autouse=True)
def _sunday(noon):
    """It is Sunday, 22 November 2026, noon."""


@pytest.fixture
def closed(vera, mark, lena, anna):
    """A finished task, a kept promise and a held meeting of Anna, who was erased since; and a task that was dropped."""
    task = finish_task(add_task(anna, title="Call", checklist=["Keys"], by=mark), by=mark)
    opened = add_task(anna, title="Write", responsible=lena, checklist=["Keys"], by=mark)
    drop_task(opened, by=mark)
    promise = close_promise(add_promise(anna, text="Send", by=mark), by=mark)
    meeting = hold_meeting(add_meeting(anna, title="Talk", day=DAY, begins=NINE, by=mark), by=mark)
    forget_client(anna, by=vera)
    return {"task": task, "promise": promise, "meeting": meeting, "dropped": opened}


@pytest.mark.parametrize("add", ["task", "promise", "meeting", "along"])
def test_whoever_is_erased_has_nothing_ahead_and_is_in_no_list_of_work(vera, mark, anna, page_of, add):
    adds = {
        "task": lambda: add_task(anna, title="Call", due_on=DAY, by=mark),
        "promise": lambda: add_promise(anna, text="Send", due_on=DAY, kind="next_step", by=mark),
        "meeting": lambda: add_meeting(anna, title="Talk", day=DAY, begins=NINE, by=mark),
        "along": lambda: add_meeting(
            add_client(name="Jan", by=mark), title="Talk", further=[anna], day=DAY, begins=NINE, by=mark
        ),
    }
    adds[add]()
    anna.refresh_from_db()
    assert anna.has_next_step
    forget_client(anna, by=vera)
    anna.refresh_from_db()
    assert not anna.has_next_step
    assert (anna.figures.next_due_on, anna.figures.promises_open) == (None, 0)
    assert not Client.objects.filter(UNPLANNED, pk=anna.pk).exists()
    browser = page_of(mark)
    for page in ("/", "/tasks/", "/tasks/promises/", "/tasks/meetings/", "/tasks/board/", "/clients/"):
        answer = browser.get(page, follow=True)
        assert answer.status_code == 200
        assert str(anna.uid) not in answer.content.decode(), page


def test_no_command_changes_or_opens_what_was_set_for_whoever_was_erased(closed, mark, lena, anna):
    before = Moment.objects.count()
    task, promise, meeting, opened = closed["task"], closed["promise"], closed["meeting"], closed["dropped"]
    acts = [
        lambda: edit_task(task, outcome=WORDS, by=mark),
        lambda: edit_task(task, title=WORDS, due_on=DAY, by=mark),
        lambda: tick_item(task, item=0, is_done=True, by=mark),
        lambda: reopen_task(task, by=mark),
        lambda: restore_task(opened, by=mark),
        lambda: finish_task(opened, outcome=WORDS, by=mark),
        lambda: decline_task(opened, reason=WORDS, by=lena),
        lambda: drop_task(opened, by=mark),
        lambda: edit_promise(promise, outcome=WORDS, by=mark),
        lambda: close_promise(promise, state="broken", outcome=WORDS, by=mark),
        lambda: reopen_promise(promise, by=mark),
        lambda: edit_meeting(meeting, outcome=WORDS, by=mark),
        lambda: reopen_meeting(meeting, by=mark),
        lambda: cancel_meeting(meeting, by=mark),
    ]
    for act in acts:
        with pytest.raises(Refused, match="were erased"):
            act()
    for one in closed.values():
        one.refresh_from_db()
        assert one.outcome == ""
    assert not Client.objects.get(pk=anna.pk).has_next_step
    assert Moment.objects.count() == before


@pytest.mark.parametrize("noun", ["task", "promise", "meeting"])
def test_their_pages_offer_no_form_and_refuse_what_an_old_one_sends(closed, noun, mark, page_of):
    record, browser = closed[noun], page_of(mark)
    address = f"/tasks/{'' if noun == 'task' else noun + 's/'}{record.uid}/"
    page = browser.get(address)
    assert page.status_code == 200
    assert page.context["form"] is None
    assert "reopen/" not in page.content.decode()
    for path in (address, f"{address}reopen/"):
        answer = browser.post(path, {"outcome": WORDS})
        assert answer.status_code == 422, path
        assert "were erased" in answer.content.decode()
    record.refresh_from_db()
    assert record.outcome == ""


def test_lists_offer_no_tick_that_would_open_them_and_programs_are_refused(closed, mark, page_of, program_of):
    for path in ("/tasks/done/", "/tasks/promises/closed/", "/tasks/meetings/?on=2026-11-24"):
        told = page_of(mark).get(path).content.decode()
        assert "Erased" in told, path
        assert "reopen/" not in told, path
    program = program_of(mark)
    for noun in ("task", "promise", "meeting"):
        one = f"/api/v1/{noun}s/{closed[noun].uid}"
        for answer in (
            program.patch(one, {"outcome": WORDS}, "application/json"),
            program.post(f"{one}/reopen"),
        ):
            assert answer.status_code == 422, answer.content


def test_others_go_on_with_the_meeting_to_which_they_merely_came(vera, mark, anna):
    ben = add_client(name="Ben", by=mark)
    meeting = add_meeting(ben, title="Talk", day=DAY, begins=NINE, further=[anna], by=mark)
    forget_client(anna, by=vera)
    assert edit_meeting(meeting, place="Café", by=mark).place == "Café"
    assert reopen_meeting(hold_meeting(meeting, outcome="Good", by=mark), by=mark).held_at is None


def test_a_meeting_with_none_but_them_beside_stays_called_off(vera, mark, anna, page_of):
    meeting = add_meeting(title="Talk", day=DAY, begins=NINE, further=[anna], by=mark)
    forget_client(anna, by=vera)
    with pytest.raises(Refused, match="were erased"):
        restore_meeting(meeting, by=mark)
    told = page_of(mark).get(f"/tasks/meetings/{meeting.uid}/").content.decode()
    assert "restore/" not in told
