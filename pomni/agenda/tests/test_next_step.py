"""What is next, answered in one line: all that it says is written down, as what it is, and goes back together."""

import re
from datetime import UTC, date, datetime

import pytest

from pomni.agenda.models import Promise
from pomni.agenda.taking import write_next_step
from pomni.kit import clock
from pomni.people.models import Client

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 23)
US, CLIENT = ("next_step", "us"), ("obligation", "client")
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _sunday():
    with clock.travel_to(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("line", "stands"),
    [
        ("call back on Friday at 10", [("call back", *US, FRIDAY)]),
        (
            "call Anna on Friday, send the contract on Monday",
            [("call Anna", *US, FRIDAY), ("send the contract", *US, MONDAY)],
        ),
        (
            "call Anna on Friday and send the contract on Monday",
            [("call Anna", *US, FRIDAY), ("send the contract", *US, MONDAY)],
        ),
        (
            "Anna promised to pay on Friday",
            [("Anna promised to pay", *CLIENT, FRIDAY), ("Anna promised to pay on Friday", *US, FRIDAY)],
        ),
        (
            "Anna said the price is too high; send the new quote on Monday",
            [("Anna said the price is too high; send the new quote on Monday", *US, MONDAY)],
        ),
        (
            "Need to call her on Friday and she will bring papers",
            [("Need to call her", *US, FRIDAY), ("she will bring papers", *CLIENT, None)],
        ),
        ("the red folder", [("the red folder", *US, None)]),
    ],
)
def test_all_that_a_line_says_is_written_down_as_what_it_is(mark, anna, line, stands):
    made = write_next_step(anna, text=line, by=mark)
    found = [(one.text, one.kind, one.owes, one.due_on) for one in Promise.objects.order_by("pk")]
    assert found == stands
    assert made == list(Promise.objects.order_by("pk"))
    assert Client.objects.get(pk=anna.pk).has_next_step


def test_a_line_in_another_language_loses_nothing_either(mark, anna):
    line = "Сказала, что дорого; позвонить в пятницу"
    assert [one.text for one in write_next_step(anna, text=line, by=mark)] == [line]
    both = write_next_step(anna, text="zadzwonić w piątek, wysłać umowę w poniedziałek", by=mark)
    assert [(one.text, one.due_on) for one in both] == [("zadzwonić", FRIDAY), ("wysłać umowę", MONDAY)]


def test_a_colleague_named_in_the_line_is_no_word_that_is_left_over(mark, lena, anna):
    (made,) = write_next_step(anna, text="@lena send the plan by Friday", by=mark)
    assert (made.text, made.responsible) == ("send the plan", lena)


def test_the_way_back_takes_all_of_them_and_nothing_that_was_there_before(mark, anna, page_of):
    write_next_step(anna, text="send the plan", by=mark)
    words = {"client": anna.uid, "on": "card", "once": "one"}
    words["text"] = "call Anna on Friday, send the contract on Monday"
    told = page_of(mark).post("/tasks/next/", words, headers=HX).content.decode()
    assert "all that is not to be forgotten: 2" in told
    uids = re.search(r'name="promises" value="([^"]+)"', told)[1]
    answer = page_of(mark).post("/tasks/taken/let-go/", {"promises": uids})
    assert answer["Location"] == f"/clients/{anna.uid}/"
    assert [one.text for one in Promise.objects.open()] == ["send the plan"]


def test_somebody_elses_promise_is_not_let_go_by_its_address(mark, lena, anna, page_of):
    (made,) = write_next_step(anna, text="send the plan", by=mark)
    page_of(lena).post("/tasks/taken/let-go/", {"promises": f"{made.uid} nonsense"})
    assert Promise.objects.open().get() == made
