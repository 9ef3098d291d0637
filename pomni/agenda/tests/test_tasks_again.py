"""Tasks that come again, are asked of a colleague, have a checklist, or are due in working days; what rises to the lead."""

from datetime import UTC, date, datetime, time

import pytest

from pomni.agenda.commands import (
    accept_task,
    add_task,
    decline_task,
    drop_task,
    edit_task,
    finish_task,
    hand_over_tasks,
    reopen_task,
    set_reminder,
    tick_item,
)
from pomni.agenda.models import Reminder, Task
from pomni.agenda.repeating import CHOICES, choice_of, is_rule, next_day, rule_of
from pomni.agenda.tasks import tell_overdue
from pomni.agenda.working import working_day
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team import company
from pomni.team.commands import add_location, form_team, set_hours
from pomni.team.models import Company, Notice, Team, User

TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _sunday(noon):
    """It is Sunday, 22 November 2026, noon."""


def open_ones():
    return [(task.title, task.due_on) for task in Task.objects.open().order_by("due_on")]


# --- Coming again ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "first", "after", "comes"),
    [
        ("day", date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 25)),
        ("working", date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 30)),
        ("two_weeks", date(2026, 11, 24), date(2026, 11, 24), date(2026, 12, 8)),
        ("month", date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 28)),
        ("month", date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)),
        ("month", date(2027, 1, 30), date(2027, 3, 1), date(2027, 3, 30)),
        ("quarter", date(2026, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        ("year", date(2024, 2, 29), date(2026, 11, 1), date(2027, 2, 28)),
        ("year", date(2024, 2, 29), date(2027, 11, 1), date(2028, 2, 29)),
    ],
)
def test_what_falls_on_a_day_that_a_month_lacks_comes_on_its_last_day(choice, first, after, comes):
    assert next_day(rule_of(choice, first), first, after) == comes


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2027, 1, 31), date(2024, 2, 29)])
def test_each_choice_is_a_rule_and_is_told_from_it(day):
    for choice in CHOICES:
        rule = rule_of(choice, day)
        assert is_rule(rule)
        assert choice_of(rule, day) == choice


@pytest.mark.parametrize(
    "rule",
    ["daily", "FREQ=SECONDLY", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;BYHOUR=9", ";"],
)
def test_a_rule_that_is_not_of_days_is_refused(mark, rule):
    with pytest.raises(Refused) as no:
        add_task(title="Report", due_on=TUESDAY, repeat=rule, by=mark)
    assert no.value.field == "repeat"


def test_a_finished_task_comes_again_with_its_list_unticked_and_its_reminder(mark, anna):
    told = {"due_on": TUESDAY, "due_time": time(15), "repeat": "FREQ=WEEKLY", "checklist": ["Keys", "Plan"]}
    task = add_task(anna, title="Report", **told, by=mark)
    set_reminder(mark, about=task, before=60, by=mark)
    tick_item(task, item=0, is_done=True, by=mark)
    finish_task(task, by=mark)
    (again,) = Task.objects.open()
    assert (again.due_on, again.responsible, again.client) == (date(2026, 12, 1), mark, anna)
    assert [one["is_done"] for one in again.checklist] == [False, False]
    assert Reminder.objects.get(task=again).at == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert Client.objects.get(pk=anna.pk).has_next_step


def test_what_was_missed_is_not_made_up_for(mark):
    task = add_task(title="Report", due_on=TUESDAY, repeat="FREQ=DAILY", by=mark)
    with clock.travel_to(datetime(2026, 12, 24, 12, tzinfo=UTC)):
        finish_task(task, by=mark)
    assert open_ones() == [("Report", date(2026, 12, 24))]


def test_a_task_that_is_reopened_takes_the_next_one_back_and_a_dropped_one_ends_the_row(mark):
    task = add_task(title="Report", due_on=TUESDAY, repeat="FREQ=WEEKLY", by=mark)
    finish_task(task, by=mark)
    reopen_task(task, by=mark)
    assert open_ones() == [("Report", TUESDAY)]
    finish_task(task, by=mark)
    assert open_ones() == [("Report", date(2026, 12, 1))]
    drop_task(Task.objects.open().get(), by=mark)
    assert open_ones() == []


def test_a_task_whose_next_one_was_done_or_worked_at_makes_no_other_when_it_is_finished_again(mark):
    """Else two rows would go on beside each other, for good."""
    first = add_task(title="Report", due_on=TUESDAY, repeat="FREQ=WEEKLY", by=mark)
    finish_task(first, by=mark)
    finish_task(Task.objects.open().get(), by=mark)
    reopen_task(first, by=mark)
    assert open_ones() == [("Report", TUESDAY), ("Report", date(2026, 12, 8))]
    finish_task(first, by=mark)
    assert open_ones() == [("Report", date(2026, 12, 8))]
    last = Task.objects.filter(next_one__in=Task.objects.open()).get()
    edit_task(Task.objects.open().get(), title="Report to Vera", by=mark)
    reopen_task(last, by=mark)
    finish_task(last, by=mark)
    assert open_ones() == [("Report to Vera", date(2026, 12, 8))]


def test_whoever_drops_a_task_that_repeats_is_told_that_it_does_not_come_again(mark, page_of):
    browser = page_of(mark)
    for repeat, said in (("FREQ=WEEKLY", True), ("", False)):
        task = add_task(title="Report", due_on=TUESDAY, repeat=repeat, by=mark)
        answer = browser.post(f"/tasks/{task.uid}/drop/", follow=True)
        assert ("does not come again" in answer.content.decode()) is said
    assert open_ones() == []


def test_a_task_that_repeats_wants_a_day(mark):
    with pytest.raises(Refused) as no:
        add_task(title="Report", repeat="FREQ=DAILY", by=mark)
    assert no.value.field == "due_on"
    task = add_task(title="Report", due_on=TUESDAY, repeat="FREQ=DAILY", by=mark)
    with pytest.raises(Refused):
        edit_task(task, due_on=None, by=mark)


# --- A checklist -------------------------------------------------------------------------------------------------------


def test_a_line_that_was_ticked_stays_so_when_others_are_added(mark):
    task = add_task(title="Pack", checklist=["Keys", " Plan ", "Keys", ""], by=mark)
    task = tick_item(task, item=1, is_done=True, by=mark)
    task = edit_task(task, checklist=["Camera", "Plan"], by=mark)
    assert task.checklist == [{"text": "Camera", "is_done": False}, {"text": "Plan", "is_done": True}]
    with pytest.raises(Refused):
        tick_item(task, item=2, is_done=True, by=mark)
    with pytest.raises(Refused):
        edit_task(task, checklist=[str(n) for n in range(51)], by=mark)


# --- Asking a colleague ------------------------------------------------------------------------------------------------


def test_whoever_is_given_a_task_takes_it_on_or_gives_it_back_with_a_reason(mark, lena):
    task = add_task(title="Call", responsible=lena, by=mark)
    assert task.awaits_answer
    with pytest.raises(Refused):
        decline_task(task, reason=" ", by=lena)
    declined = decline_task(task, reason="On leave", by=lena)
    assert (declined.responsible, declined.awaits_answer) == (mark, False)
    assert Notice.objects.get(user=mark).kind == "agenda.task_declined"
    again = edit_task(task, responsible=lena, by=mark)
    assert again.awaits_answer
    assert not accept_task(task, by=lena).awaits_answer
    with pytest.raises(Refused):
        decline_task(task, reason="Changed my mind", by=lena)


def test_nobody_answers_for_another_and_ones_own_task_asks_nobody(vera, mark, lena):
    assert not add_task(title="Own", by=mark).awaits_answer
    task = add_task(title="Call", responsible=lena, by=mark)
    for act in (lambda: accept_task(task, by=vera), lambda: decline_task(task, reason="No", by=vera)):
        with pytest.raises(Refused):
            act()


def told_of(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("setter", ["mark", "lena", "till"])
def test_a_declined_task_is_theirs_again_who_gave_it_and_not_theirs_who_wrote_it_down(
    vera, mark, lena, setter
):
    till = User.objects.create(name="Till", username="till", is_robot=True)
    by = {"mark": mark, "lena": lena, "till": till}[setter]
    whose = mark if by == till else by
    task = Task.objects.create(
        title="Call", entered_by=by, responsible=whose, added_at=clock.now()
    )  # a robot has no right to set one in these tests
    if by == lena:
        edit_task(task, responsible=mark, by=vera)
    edit_task(task, responsible=lena, by=vera)
    declined = decline_task(task, reason="On leave", by=lena)
    assert declined.responsible == vera
    assert told_of(vera) == ["agenda.task_declined"]
    assert "agenda.task_declined" not in told_of(mark) + told_of(lena)


def test_what_is_asked_anew_is_answered_to_whoever_asks_and_one_cannot_decline_what_one_took(
    vera, mark, lena
):
    task = add_task(title="Call", responsible=mark, by=lena)
    edit_task(task, responsible=lena, by=lena)
    with pytest.raises(Refused):
        decline_task(task, reason="No", by=lena)
    handed = [add_task(title=title, responsible=mark, by=lena) for title in ("One", "Two")]
    hand_over_tasks(mark, tasks=[handed[0].pk], to=lena, by=vera)
    assert decline_task(handed[0], reason="No", by=lena).responsible == vera
    hand_over_tasks(mark, tasks=[handed[1].pk], to=vera, by=vera)
    with pytest.raises(Refused):
        decline_task(handed[1], reason="No", by=vera)


def test_where_the_giver_is_gone_it_falls_to_who_leads_who_answers_for_the_client_or_who_directs(
    vera, mark, lena, sam, anna
):
    def left(client=None):
        task = add_task(client, title="Call", responsible=lena, by=vera)
        Task.objects.filter(pk=task.pk).update(given_by=sam)
        User.objects.filter(pk=sam.pk).update(is_active=False)
        declined = decline_task(task, reason="No", by=User.objects.get(pk=lena.pk))
        User.objects.filter(pk=sam.pk).update(is_active=True)
        return declined.responsible

    assert left() == vera
    assert told_of(vera) == ["agenda.task_fell"]  # it was not hers
    assert left(anna) == mark
    Team.objects.create(name="Sales", lead=vera)
    User.objects.filter(pk=lena.pk).update(team=Team.objects.get())
    assert left(anna) == vera


def test_whoever_declines_a_task_reads_who_has_it_now(vera, mark, lena, page_of):
    task = add_task(title="Call", responsible=lena, by=mark)
    edit_task(task, responsible=lena, by=vera)
    told = page_of(lena).post(f"/tasks/{task.uid}/decline/", {"reason": "On leave"}, follow=True)
    assert mark.name in told.content.decode()


def test_a_task_that_nobody_else_could_do_is_not_declined_into_nothing(vera, mark):
    task = add_task(title="Call", responsible=vera, by=mark)
    User.objects.filter(pk=mark.pk).update(is_active=False)
    with pytest.raises(Refused):
        decline_task(task, reason="No", by=vera)
    assert Task.objects.get().responsible == vera


# --- Working days ------------------------------------------------------------------------------------------------------


def test_working_days_are_those_on_which_the_place_is_open(vera):
    assert working_day(2) == TUESDAY  # it is Sunday: Monday and Tuesday
    place = add_location(name="Shop", zone="Europe/Warsaw", by=vera)
    hours = {day: [["10:00", "18:00"]] for day in ("2", "4", "6")}
    set_hours(place, opening=hours, closed_on_holidays=True, by=vera)
    place.refresh_from_db()
    assert working_day(2, place) == date(2026, 11, 26)
    Company.objects.update_or_create(pk=1, defaults={"country": "PL"})
    company.forget()
    with clock.travel_to(datetime(2026, 12, 24, 12, tzinfo=UTC)):  # a holiday, as the two days behind it
        assert working_day(1, place) == date(2026, 12, 29)


def test_a_place_that_never_opens_ends_the_search(vera):
    place = add_location(name="Shop", zone="Europe/Warsaw", by=vera)
    place.hours = {"8": [["10:00", "18:00"]]}
    assert working_day(1, place) > date(2027, 6, 1)


# --- Rising ------------------------------------------------------------------------------------------------------------


def test_a_task_that_stays_overdue_rises_to_whoever_leads_once(vera, mark, hire, anna):
    hal = hire("hal", "head_of_sales")
    team = form_team(name="Sellers", by=vera)
    Team.objects.filter(pk=team.pk).update(lead=hal)
    type(mark).objects.filter(pk=mark.pk).update(team=team)
    add_task(anna, title="Call", due_on=date(2026, 11, 23), by=mark)
    for day in (24, 30, 30):
        with clock.travel_to(datetime(2026, 11, day, 12, tzinfo=UTC)):
            tell_overdue.func()
    risen = Notice.objects.filter(kind="agenda.tasks_overdue_at_team")
    assert [notice.user for notice in risen] == [hal]
    assert "Call" not in str(risen[0].facts)


# --- Pages -------------------------------------------------------------------------------------------------------------


def test_the_page_of_a_task_puts_it_off_ticks_its_list_and_answers(mark, lena, page_of):
    task = add_task(title="Pack", checklist=["Keys"], due_on=TUESDAY, responsible=lena, by=mark)
    browser, address = page_of(lena), f"/tasks/{task.uid}/"
    assert "Keys" in browser.get(address).content.decode()
    browser.post(f"{address}tick/", {"item": "0", "is_done": "1"})
    browser.post(f"{address}accept/")
    browser.post(f"{address}put-off/", {"when": "working"})
    task.refresh_from_db()
    assert (task.checklist[0]["is_done"], task.awaits_answer, task.due_on) == (True, False, TUESDAY)
    browser.post(f"{address}put-off/", {"when": "week"})
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 29)
    browser.post(f"{address}put-off/", {"day": "2026-11-24"})
    task.refresh_from_db()
    assert task.due_on == TUESDAY
    assert browser.post(f"{address}put-off/", {"when": "never"}).status_code == 404


def test_today_and_tomorrow_are_those_of_the_clients_place(vera, mark, page_of):
    """Late on Sunday in UTC; in Vladivostok it is Monday, and what were due on Sunday would be overdue at birth."""
    place = add_location(name="Far", zone="Asia/Vladivostok", by=vera)
    client, browser = add_client(name="Far", location=place, by=mark), page_of(mark)
    with clock.travel_to(datetime(2026, 11, 22, 18, tzinfo=UTC)):
        browser.post("/tasks/add/", {"title": "Call", "when": "today", "client": str(client.uid)})
        task = Task.objects.get()
        assert task.due_on == date(2026, 11, 23)
        browser.post(f"/tasks/{task.uid}/put-off/", {"when": "tomorrow"})
        task.refresh_from_db()
        assert task.due_on == date(2026, 11, 24)


def test_forms_set_and_change_how_a_task_repeats(mark, page_of):
    browser = page_of(mark)
    browser.post(
        "/tasks/add/", {"title": "Pay", "due_on": "31.01.2027", "repeat": "month", "checklist": "Rent\n\nGas"}
    )
    task = Task.objects.get()
    assert (task.repeat, len(task.checklist)) == ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", 2)
    page = browser.get(f"/tasks/{task.uid}/")
    form = page.context["form"]
    assert form["repeat"].value() == "month"
    told = {name: form[name].value() or "" for name in form.fields if name != "responsible"}
    told |= {"due_on": "31.01.2027", "responsible": str(mark.uid), "repeat": "", "checklist": "Gas"}
    assert browser.post(f"/tasks/{task.uid}/", told).status_code == 302
    task.refresh_from_db()
    assert (task.repeat, task.repeats_from, [one["text"] for one in task.checklist]) == ("", None, ["Gas"])


def test_a_program_asks_for_working_days_and_answers(mark, lena, program_of):
    told = {"title": "Call", "working_days": 2, "responsible": str(lena.uid), "checklist": ["Keys"]}
    made = program_of(mark).post("/api/v1/tasks", told, "application/json").json()
    assert (made["due_on"], made["awaits_answer"]) == ("2026-11-24", True)
    one = f"/api/v1/tasks/{made['uid']}/answer"
    answered = program_of(lena).patch(one, {"accepts": False, "reason": "On leave"}, "application/json")
    assert (answered.status_code, answered.json()["responsible"]["name"]) == (200, "Mark")
