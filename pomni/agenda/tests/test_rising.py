"""What is overdue rises: to whoever sees to it, then to whoever leads them; to each once, also after it went to another."""

from datetime import UTC, datetime, timedelta

import pytest

from pomni.agenda.commands import (
    add_promise,
    add_task,
    close_promise,
    edit_promise,
    finish_task,
    hand_over_promises,
    set_reminder,
)
from pomni.agenda.models import Reminder, Risen
from pomni.agenda.pulses import tell_reminders
from pomni.agenda.tasks import tell_overdue
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.people.commands import add_client
from pomni.team import leaving
from pomni.team.commands import add_location, form_team
from pomni.team.dividing import Wanted
from pomni.team.models import Notice

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def teams(vera, mark, lena, hire):
    """Mark is in Hal's team, Lena in Ida's."""
    hal, ida = (hire(name, "head_of_sales") for name in ("hal", "ida"))
    form_team(name="First", lead=hal, members=[mark], by=vera)
    form_team(name="Second", lead=ida, members=[lena], by=vera)
    return hal, ida


def morning(day):
    """Who is told what in the morning of so many days after the Monday."""
    with clock.travel_to(MONDAY + timedelta(days=day)):
        before = Notice.objects.count()
        tell_overdue.func()
        told = Notice.objects.order_by("pk")[before:]
        return sorted(
            (one.user.username, one.kind.removeprefix("agenda."), one.facts["count"]) for one in told
        )


def promised(client, user, day, text="Send the plan", **more):
    return add_promise(client, text=text, due_on=(MONDAY + timedelta(days=day)).date(), by=user, **more)


@pytest.fixture(autouse=True)
def _a_sunday():
    with clock.travel_to(MONDAY - timedelta(days=1)):
        yield


def test_each_hears_of_each_thing_once_and_whoever_leads_after_the_days_of_the_setting(mark, anna, teams):
    promised(anna, mark, 0)
    heard = {day: told for day in range(9) if (told := morning(day))}
    assert heard == {
        1: [("mark", "promises_overdue", 1)],
        4: [("hal", "promises_overdue_at_team", 1)],
    }


@pytest.mark.parametrize("pause", [(), (20, 32)], ids=["awake", "asleep for a night"])
def test_each_is_told_once_in_the_morning_after_the_day_at_the_place_of_the_client(vera, lena, mark, pause):
    """The company is in UTC; its worker looks every half hour, and what it slept over is told when it wakes."""
    zones = {"mark": "Asia/Vladivostok", "lena": "America/Los_Angeles", "vera": "UTC"}
    for user in (vera, lena, mark):
        place = add_location(name=user.username, zone=zones[user.username], by=vera)
        promised(add_client(name="Theirs", location=place, responsible=user, by=vera), user, 0)
    mark_at, vera_at = (32.0, 32.0) if pause else (20.5, 30.5)
    assert told_by_hour(pause) == [("lena", 38.5), ("mark", mark_at), ("vera", vera_at)]


def told_by_hour(pause):
    """Who is told at which hour, counted from the midnight in which the Monday begins in UTC."""
    midnight = MONDAY.replace(hour=0, minute=0)
    for half in range(38, 80):  # from before the first morning until after the last
        if not (pause and pause[0] <= half / 2 < pause[1]):
            with clock.travel_to(midnight + timedelta(hours=half / 2, seconds=1)):
                run_jobs_once()
    told = [(one.user.username, one.at - midnight) for one in Notice.objects.filter(kind__contains="overdue")]
    return sorted((who, round(after / timedelta(hours=1), 1)) for who, after in told)


def test_whoever_has_two_mornings_on_one_day_hears_of_both(vera, mark):
    """In Vladivostok first; what falls due in Los Angeles comes with a line of its own, hours later on that day."""
    for zone in ("Asia/Vladivostok", "America/Los_Angeles"):
        place = add_location(name=zone, zone=zone, by=vera)
        promised(add_client(name="His", location=place, responsible=mark, by=vera), mark, 0)
    midnight, counts = MONDAY.replace(hour=0, minute=0), []
    for hours in (20, 20.5, 23, 38, 38.5, 40):
        with clock.travel_to(midnight + timedelta(hours=hours)):
            tell_overdue.func()
            counts.append([one.facts["count"] for one in Notice.objects.filter(user=mark).order_by("pk")])
    assert counts == [[], [1], [1], [1], [1, 2], [1, 2]]


def test_after_a_hand_over_the_successor_and_their_lead_hear_of_it_and_the_others_no_more(
    vera, mark, lena, anna, teams
):
    """Also where the successor was told already of something that was due on the same day."""
    theirs = promised(anna, vera, 0, "Hers", responsible=lena)
    promise = promised(anna, mark, 0)
    assert [who for who, _kind, _count in morning(1)] == ["lena", "mark"]
    assert [who for who, _kind, _count in morning(4)] == ["hal", "ida"]
    close_promise(theirs, by=vera)
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"promises": lena.pk}))
    assert morning(5) == [("ida", "promises_overdue_at_team", 1), ("lena", "promises_overdue", 1)]
    assert [morning(day) for day in (6, 7, 8)] == [[], [], []]
    close_promise(promise, by=vera)
    morning(9)
    assert not Risen.objects.exists()


def test_what_gets_another_day_and_is_late_again_is_told_again(mark, anna, teams):
    promise = promised(anna, mark, 0)
    assert morning(1)
    edit_promise(promise, due_on=(MONDAY + timedelta(days=3)).date(), by=mark)
    assert [morning(day) for day in (2, 3)] == [[], []]
    assert morning(4) == [("mark", "promises_overdue", 1)]


def test_where_nobody_leads_them_or_the_lead_cannot_look_the_directors_hear(vera, mark, lena, sam, anna):
    form_team(name="First", lead=lena, members=[mark], by=vera)
    promised(anna, mark, 0)
    promised(anna, vera, 0, "Sam's", responsible=sam)
    morning(1)
    team = "promises_overdue_at_team"
    assert morning(4) == [("lena", team, 1), ("vera", team, 2)]


def test_what_nobody_sees_to_rises_to_the_directors(vera, mark, anna):
    promise = promised(anna, mark, 0)
    hand_over_promises(mark, promises=[promise.pk], to=None, by=vera)
    assert [morning(day) for day in (1, 2, 3)] == [[], [], []]
    assert morning(4) == [("vera", "promises_overdue_at_team", 1)]


def test_a_retry_on_the_same_morning_tells_nobody_twice(mark, anna, teams):
    promised(anna, mark, 0)
    assert morning(1)
    Risen.objects.all().delete()  # cut off before it was noted
    assert morning(1) == []
    assert morning(2) == []


def test_whoever_takes_over_is_reminded_as_the_one_who_left_wanted_to_be(vera, mark, lena, anna):
    promise, task = promised(anna, mark, 5), add_task(anna, title="Call", due_on=MONDAY.date(), by=mark)
    for about, before in ((promise, 60), (task, 30)):
        set_reminder(mark, about=about, before=before, by=mark)
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"promises": lena.pk, "tasks": lena.pk}))
    assert set(Reminder.objects.values_list("user__username", "before")) == {("lena", 60), ("lena", 30)}
    with clock.travel_to(MONDAY + timedelta(hours=2)):
        tell_reminders()
    assert [one.user for one in Notice.objects.filter(kind="agenda.task_ahead")] == [lena]


def test_of_what_comes_again_the_successor_is_reminded_each_time(vera, mark, lena, anna):
    task = add_task(anna, title="Call", due_on=MONDAY.date(), repeat="FREQ=WEEKLY", by=mark)
    set_reminder(mark, about=task, before=30, by=mark)
    with clock.travel_to(MONDAY + timedelta(hours=3)):
        tell_reminders()
        leaving.leave(mark, by=vera, wanted=Wanted(heirs={"tasks": lena.pk}))
        finish_task(task, by=vera)
    with clock.travel_to(MONDAY + timedelta(days=7, hours=3)):
        tell_reminders()
    told = Notice.objects.filter(kind="agenda.task_ahead").order_by("pk")
    assert [one.user for one in told] == [mark, lena]
