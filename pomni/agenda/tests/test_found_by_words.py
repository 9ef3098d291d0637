"""Tasks, promises and meetings are found by the beginnings of words of what they are called now, in any spelling."""

from datetime import time

import pytest

from pomni.agenda.commands import (
    add_meeting,
    add_promise,
    add_task,
    close_promise,
    edit_meeting,
    edit_promise,
    edit_task,
    finish_task,
)
from pomni.agenda.models import Task
from pomni.agenda.models.sought import INDEXES
from pomni.agenda.queries import rows_answering
from pomni.kit.clock import today
from pomni.people.commands import add_client, forget_client

pytestmark = pytest.mark.engines


@pytest.fixture
def things(mark):
    """One of each sort, all about a plan."""
    anna = add_client(name="Anna", by=mark)
    return [
        add_task(anna, title="Отправить «Смету» и план", by=mark),
        add_promise(anna, text="Wysłać plan: łazienka", by=mark),
        add_meeting(anna, title="Planning the bath", day=today(), begins=time(9), by=mark),
    ]


def found(viewer, typed):
    return {row.title for row in rows_answering(viewer, typed.split())}


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("смет", {0}),
        ("cvtn", {0}),  # on the other keyboard layout
        ("otprav", {0}),  # in the other alphabet
        ("lazienk", {1}),
        ("plan", {0, 1, 2}),
        ("plan bath", {2}),
        ("bath plan", {2}),
        ("b", {0, 2}),  # too short for the index; on the other layout it is "и"
        ("ath", set()),  # in the middle of a word
        ("plan ath", set()),
        ("«»", set()),
    ],
)
def test_words_are_found_by_their_beginnings_in_any_order_and_spelling(mark, things, typed, titles):
    names = ["Отправить «Смету» и план", "Wysłać plan: łazienka", "Planning the bath"]
    assert found(mark, typed) == {names[at] for at in titles}


def test_what_was_renamed_is_found_by_its_new_words_alone(mark, things):
    task, promise, meeting = things
    edit_task(task, title="Call the bank", by=mark)
    edit_promise(promise, text="Bank letter", by=mark)
    edit_meeting(meeting, title="Bank visit", by=mark)
    assert found(mark, "bank") == {"Call the bank", "Bank letter", "Bank visit"}
    assert found(mark, "plan") == set()
    assert all(index.is_in_line() for index in INDEXES)


def test_open_ones_come_first_and_dropped_ones_not_at_all(mark, things):
    task, promise, _meeting = things
    finish_task(task, by=mark)
    close_promise(promise, state="kept", by=mark)
    assert [row.done_at is None for row in rows_answering(mark, ["plan"])] == [True, False, False]


def test_nothing_of_a_forgotten_client_is_found_or_stays_in_what_is_searched(vera, mark, things):
    forget_client(things[0].client, by=vera)
    assert found(vera, "plan") == set()
    assert not Task.objects.exclude(found_by="").exists()
    assert all(index.is_in_line() for index in INDEXES)
