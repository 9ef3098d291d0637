"""Setting tasks, doing them, letting them go: what changes, what is remembered, who is told."""

from datetime import date, time, timedelta

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import (
    add_task,
    drop_task,
    edit_task,
    finish_task,
    hand_over_tasks,
    reopen_task,
    restore_task,
)
from pomni.agenda.models import Task
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people.commands import forget_client
from pomni.people.models import ClientFigures
from pomni.team.models import Notice

MONDAY = date(2026, 11, 23)


def next_due(client):
    return ClientFigures.objects.filter(client=client).values_list("next_due_on", flat=True).first()


def told_of(task):
    return list(
        Moment.objects.filter(record="agenda.task", record_id=task.pk)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_a_task_is_ones_own_unless_a_colleague_is_named_who_is_told_without_a_word_of_it(mark, lena, anna):
    mine = add_task(anna, title=" Call  back ", due_on=MONDAY, by=mark)
    assert (mine.title, mine.responsible, Notice.objects.count()) == ("Call back", mark, 0)
    add_task(anna, title="Ask Anna Kern", due_on=MONDAY, responsible=lena, by=mark)
    notice = Notice.objects.get(user=lena)
    assert notice.kind == "agenda.task_given"
    assert "Anna" not in str(notice.facts)


def test_the_same_key_sets_a_task_once(mark, anna):
    first, second = (add_task(anna, title="Call", by=mark, key="one") for _time in range(2))
    assert first == second
    assert Task.objects.count() == 1


@pytest.mark.parametrize("words", [{"title": " "}, {"title": "Call", "due_time": time(9)}])
def test_a_task_wants_words_and_an_hour_wants_a_day(mark, words):
    with pytest.raises(Refused):
        add_task(**words, by=mark)


def test_nobody_gets_a_task_who_could_not_see_it(mark, guest, hire):
    for nobody in (guest, hire("gone", "salesperson")):
        type(nobody).objects.filter(username="gone").update(is_active=False)
        with pytest.raises(Refused) as no:
            add_task(title="Call", responsible=nobody, by=mark)
        assert no.value.field == "responsible"


def test_the_client_knows_the_earliest_day_of_what_is_open(mark, anna):
    late = add_task(anna, title="Later", due_on=MONDAY + timedelta(days=3), by=mark)
    soon = add_task(anna, title="Soon", due_on=MONDAY, by=mark)
    assert next_due(anna) == MONDAY
    finish_task(soon, by=mark)
    assert next_due(anna) == late.due_on
    reopen_task(soon, by=mark)
    edit_task(soon, due_on=MONDAY + timedelta(days=9), by=mark)
    assert next_due(anna) == late.due_on
    drop_task(late, by=mark)
    assert next_due(anna) == MONDAY + timedelta(days=9)
    restore_task(late, by=mark)
    edit_task(soon, due_on=None, by=mark)
    drop_task(late, by=mark)
    assert next_due(anna) is None


def test_each_act_is_remembered_once_and_what_changes_nothing_is_not(mark, anna):
    task = add_task(anna, title="Call", by=mark)
    edit_task(task, title="Call", by=mark)
    finish_task(task, outcome="wants a quote", by=mark)
    finish_task(task, outcome="again", by=mark)
    reopen_task(task, by=mark)
    reopen_task(task, by=mark)
    drop_task(task, by=mark)
    drop_task(task, by=mark)
    restore_task(task, by=mark)
    acts = ["added", "finished", "reopened", "dropped", "restored"]
    assert told_of(task) == [f"agenda.task_{act}" for act in acts]


def test_what_came_of_it_is_told_of_a_finished_task_only_and_can_be_mended(mark):
    task = add_task(title="Call", by=mark)
    with pytest.raises(Refused):
        edit_task(task, outcome="nothing", by=mark)
    finish_task(task, by=mark)
    assert edit_task(task, outcome="nobody there", by=mark).outcome == "nobody there"
    with pytest.raises(Refused):
        drop_task(task, by=mark)


def test_a_task_without_a_day_has_no_hour_and_two_who_change_one_field_are_told(mark):
    task = add_task(title="Call", due_on=MONDAY, due_time=time(9), by=mark)
    assert edit_task(task, due_on=None, by=mark).due_time is None
    with pytest.raises(Conflict):
        edit_task(task, title="Ring", seen={"title": "Write"}, by=mark)


def test_a_task_that_changes_hands_is_told_to_the_new_one(mark, lena):
    task = add_task(title="Call", by=mark)
    edit_task(task, responsible=lena, by=mark)
    edit_task(task, responsible=mark, by=mark)
    edit_task(task, responsible=lena, by=mark)
    assert Notice.objects.filter(user=lena).count() == 2


def test_tasks_out_of_reach_are_changed_by_nobody(mark, lena, sam):
    task = add_task(title="Call", by=mark)
    for act in (finish_task, reopen_task, drop_task, restore_task):
        with pytest.raises(NotAllowed):
            act(task, by=lena)
    with pytest.raises(NotAllowed):
        edit_task(task, title="Mine", by=sam)


def test_a_task_can_only_be_about_a_client_within_reach(lena, anna):
    with pytest.raises(NotAllowed):
        add_task(anna, title="Call", by=lena)


def test_when_somebody_leaves_their_open_tasks_go_to_another_and_done_ones_stay(vera, mark, lena, anna):
    done = finish_task(add_task(title="Past", by=mark), by=mark)
    task = add_task(anna, title="Call", by=mark)
    assert hand_over_tasks(mark, tasks=[done.pk, task.pk], to=lena, by=vera) == 1
    task.refresh_from_db()
    done.refresh_from_db()
    assert (task.responsible, done.responsible) == (lena, mark)
    assert told_of(task)[-1] == "agenda.task_handed_over"


def test_what_tasks_say_of_an_erased_client_is_erased_at_once_and_the_open_ones_are_dropped(vera, mark, anna):
    task = add_task(anna, title="Call Anna", about="her sister", due_on=MONDAY, by=mark)
    done = finish_task(add_task(anna, title="Write Anna", by=mark), outcome="Anna says no", by=mark)
    stale = type(anna).objects.get(pk=anna.pk)
    forget_client(anna, by=vera)
    for one in (task, done):
        one.refresh_from_db()
        assert (one.title, one.about, one.outcome) == ("", "", "")
    assert task.dropped_at
    assert "Anna" not in str(
        list(Moment.objects.filter(record="agenda.task").values_list("personal", "facts"))
    )
    with pytest.raises(Refused):  # somebody who had the card open meanwhile
        add_task(stale, title="Call", by=vera)
    for act in (lambda: add_task(anna, title="Call", by=vera), lambda: restore_task(task, by=vera)):
        anna.refresh_from_db()
        with pytest.raises(Refused):
            act()


def test_the_client_of_a_task_is_named_only_to_whom_may_see_the_client(mark, lena, anna, hire, page_of):
    """Whoever is given a task about a colleague's client learns what to do, and not about whom."""
    task = add_task(anna, title="Send the papers", responsible=lena, due_on=MONDAY, by=mark)
    browser = page_of(lena)
    for path in ("/tasks/", f"/tasks/{task.uid}/", "/", "/find/?q=papers", "/notices/"):
        told = browser.get(path).content.decode()
        assert "Anna" not in told, path
        assert str(anna.uid) not in told, path
        assert "600 100" not in told, path
    assert "Send the papers" in browser.get("/tasks/").content.decode()
    assert queries.day_rows(mark, rises_after=3) == []
    assert page_of(mark).get("/tasks/set/").content.decode().count("Anna Kern") == 1
