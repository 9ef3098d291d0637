"""Whoever hands over what at the same instant: each open thing goes to exactly one successor, and says so once."""

import threading
from datetime import time
from time import sleep

import pytest
from django.db import transaction

from pomni.agenda.commands import (
    add_meeting,
    add_promise,
    add_task,
    hand_over_meetings,
    hand_over_promises,
    hand_over_tasks,
)
from pomni.agenda.models import MeetingGuest
from pomni.kit.clock import today
from pomni.memory.models import Moment
from pomni.people.commands import add_client, hand_over_clients
from pomni.team import leaving
from pomni.team.dividing import EVENLY, Wanted
from pomni.team.models import HandedThing
from tests.together import at_once, raised, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]
EACH = 12


@pytest.fixture
def theirs(mark):
    """Clients of Mark's, each with a task, a promise and a meeting."""
    for number in range(EACH):
        client = add_client(name=f"Client {number}", by=mark)
        add_task(client, title="Call", by=mark)
        add_promise(client, text="Send the plan", by=mark)
        add_meeting(client, title="Plans", day=today(), begins=time(9), by=mark)


def had_by(user):
    return [rows.count() for rows in (user.clients, user.tasks, user.promises, user.meetings)]


def test_two_directors_who_hand_over_the_same_colleague_at_once_give_each_thing_to_one(
    vera, mark, lena, hire, theirs, monkeypatch
):
    monkeypatch.setattr(leaving, "STROKE", 5)
    olga, nina = hire("olga", "director"), hire("nina", "salesperson")
    heirs = {one: dict.fromkeys(("clients", "tasks", "promises", "meetings"), one.pk) for one in (lena, nina)}
    outcomes = at_once(
        lambda: leaving.leave(mark, by=vera, wanted=Wanted(heirs=heirs[lena])),
        lambda: leaving.leave(mark, by=olga, wanted=Wanted(heirs=heirs[nina])),
    )
    assert outcomes == [None, None]
    assert had_by(mark) == [0, 0, 0, 0]
    assert [sum(both) for both in zip(had_by(lena), had_by(nina), strict=True)] == [EACH] * 4
    for kind in ("people.client_handed_over", "agenda.task_handed_over", "agenda.promise_handed_over"):
        assert Moment.objects.filter(kind=kind).count() == EACH, kind
    told = Moment.objects.filter(kind="team.handed_over").values_list("facts", flat=True)
    assert sum(facts["number"] for facts in told) == 4 * EACH
    assert not HandedThing.objects.filter(is_given=False).exists()


def test_a_colleague_who_works_on_meanwhile_keeps_what_came_after(vera, mark, lena, theirs, monkeypatch):
    monkeypatch.setattr(leaving, "STROKE", 5)

    def works():
        return [add_client(name=f"Late {number}", by=mark).pk for number in range(5)]

    outcomes = together(
        lambda: leaving.hand_over(mark, by=vera, wanted=Wanted(rule=EVENLY, team=(lena.pk, vera.pk))), works
    )
    assert raised(outcomes) == []
    late = set(outcomes[1])
    of_mark = set(mark.clients.values_list("pk", flat=True))
    assert of_mark <= late
    assert len(of_mark) + lena.clients.count() + vera.clients.count() == EACH + 5


@pytest.mark.parametrize(
    ("hand", "things"),
    [
        (hand_over_clients, "clients"),
        (hand_over_tasks, "tasks"),
        (hand_over_promises, "promises"),
        (hand_over_meetings, "meetings"),
    ],
)
def test_what_another_one_got_while_it_waited_is_not_taken_from_them(
    vera, mark, lena, hire, theirs, hand, things
):
    nina = hire("nina", "salesperson")
    keys = sorted(getattr(mark, things).values_list("pk", flat=True))
    is_given = threading.Event()

    def first():
        with transaction.atomic():
            number = hand(mark, **{things: keys[:4]}, to=nina, by=vera)
            is_given.set()
            sleep(0.5)  # the other one has asked meanwhile, and waits for these rows
        return number

    def second():
        is_given.wait(30)
        return hand(mark, **{things: keys}, to=lena, by=vera)

    assert together(first, second) == [4, EACH - 4]
    assert sorted(getattr(nina, things).values_list("pk", flat=True)) == keys[:4]
    assert sorted(getattr(lena, things).values_list("pk", flat=True)) == keys[4:]
    assert not MeetingGuest.objects.exists()
