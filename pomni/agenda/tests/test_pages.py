"""The pages of tasks, what stands on Today and on a card, and what programs are answered."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import add_task, drop_task, finish_task
from pomni.agenda.models import Task
from pomni.kit import clock
from pomni.people.commands import add_client
from pomni.team.commands import add_location, form_team
from pomni.team.models import Role

HX = {"HX-Request": "true"}


def titles(rows):
    return [row.title for row in rows]


@pytest.mark.parametrize("days", range(7))
def test_each_task_stands_under_the_heading_of_its_day(mark, days):
    """Whatever day of the week it is: what is due tomorrow is never said to be due this week."""
    with clock.travel_to(datetime(2026, 11, 16 + days, 12, tzinfo=UTC)):
        today = clock.today()
        for ahead in (-1, 0, 1, 2, 7):
            add_task(title=str(ahead), due_on=today + timedelta(days=ahead), by=mark)
        add_task(title="some day", by=mark)
        rows, _more = queries.task_rows(mark, queries.MINE)
    near = "week" if today.isoweekday() <= 5 else "later"
    assert [row.part for row in rows] == ["overdue", "today", "tomorrow", near, "later", "no_date"]


def test_a_day_is_over_when_it_is_over_where_the_client_is(vera):
    """Half past ten at night in London is tomorrow already in Vladivostok."""
    far = add_location(name="Vladivostok", zone="Asia/Vladivostok", by=vera)
    with clock.travel_to(datetime(2026, 11, 22, 22, 30, tzinfo=UTC)):
        today = clock.today()
        add_task(add_client(name="Far", location=far, by=vera), title="far", due_on=today, by=vera)
        add_task(add_client(name="Near", by=vera), title="near", due_on=today, due_time=time(9), by=vera)
        rows, _more = queries.task_rows(vera, queries.MINE)
        told = {row.title: (row.part, row.is_late) for row in rows}
        assert told == {"far": ("overdue", True), "near": ("today", True)}
        assert (queries.burdens(vera)[vera.pk].overdue, queries.burdens(vera)[vera.pk].today) == (1, 1)
        assert titles(queries.task_page(vera, due="overdue").items) == ["far"]
        assert titles(queries.task_page(vera, due="today").items) == ["near"]


def test_walking_a_list_shows_each_task_once(mark, monkeypatch):
    monkeypatch.setattr("pomni.agenda.queries.pages.SIZE", 2)
    today = clock.today()
    for number in range(3):
        add_task(title=f"day {number}", due_on=today + timedelta(days=number // 2), by=mark)
        add_task(title=f"no day {number}", by=mark)
    seen, after = [], ""
    while True:
        rows, after = queries.task_rows(mark, queries.MINE, after=after)
        seen += titles(rows)
        if not after:
            break
    assert seen == [*(f"day {n}" for n in range(3)), *(f"no day {n}" for n in range(3))]


def test_who_leads_sees_the_team_and_nobody_else_does(vera, mark, lena, hire, page_of):
    hal = hire("hal", "head_of_sales")
    form_team(name="Sellers", lead=hal, members=[mark], by=vera)
    add_task(title="Of Mark", due_on=clock.today() - timedelta(days=1), by=mark)
    add_task(title="Of Lena", by=lena)
    seen = page_of(hal).get("/tasks/all/").content.decode()
    assert "Of Mark" in seen
    assert "Of Lena" not in seen
    assert f"/tasks/all/?of={mark.uid}" in page_of(hal).get("/").content.decode()
    assert "/tasks/all/" not in page_of(mark).get("/tasks/").content.decode()
    assert "Of Lena" not in page_of(mark).get("/tasks/all/").content.decode()


def test_ticking_answers_where_it_was_ticked_with_a_way_back(mark, anna, page_of):
    task, browser = add_task(anna, title="Call", by=mark), page_of(mark)
    answer = browser.post(f"/tasks/{task.uid}/finish/", {"on": "card"}, headers=HX)
    assert answer["HX-Trigger"] == "timeline-grew"
    told = answer.content.decode()
    assert 'hx-target="#next-tasks"' in told
    assert f"/tasks/{task.uid}/reopen/" in told
    back = browser.post(f"/tasks/{task.uid}/reopen/", {"on": "list"}, headers=HX).content.decode()
    assert f'hx-target="#task-{task.pk}"' in back
    plain = browser.post(f"/tasks/{task.uid}/finish/", {"on": "card"})
    assert plain["Location"] == f"/tasks/next/?client={anna.uid}&on=card&task={task.uid}"


def test_a_task_is_set_on_the_card_with_and_without_scripts_and_twice_sent_is_set_once(mark, anna, page_of):
    browser = page_of(mark)
    words = {"on": "card", "client": anna.uid, "title": "Call", "when": "tomorrow", "once": "one"}
    for _time in range(2):
        assert browser.post("/tasks/add/", words, headers=HX)["HX-Trigger"] == "timeline-grew"
    task = Task.objects.get()
    assert (task.client, task.responsible, task.due_on) == (anna, mark, clock.today() + timedelta(days=1))
    assert browser.post("/tasks/add/", words | {"once": "two"})["Location"] == f"/clients/{anna.uid}/"
    for wrong in ({"title": ""}, {"due_on": "1.1.2030"}, {"responsible-typed": "Nobody Such"}):
        answer = browser.post("/tasks/add/", words | wrong | {"once": "three"}, headers=HX)
        assert answer.status_code == 422, wrong
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Task.objects.count() == 2


def test_a_client_out_of_reach_is_none_in_the_form_of_a_task(lena, anna, page_of):
    browser = page_of(lena)
    assert browser.get(f"/tasks/add/?client={anna.uid}").status_code == 404
    answer = browser.post("/tasks/add/", {"title": "Call", "client": anna.uid, "client-typed": "Anna"})
    assert answer.status_code == 422
    assert "Anna Kern" not in browser.get("/tasks/clients/?q=Anna").content.decode()
    assert not Task.objects.exists()


def test_a_colleague_is_chosen_by_name_where_no_script_runs(mark, lena, page_of):
    page_of(mark).post("/tasks/add/", {"title": "Call", "responsible": "", "responsible-typed": "lena"})
    assert Task.objects.get().responsible == lena


def test_two_who_change_one_task_see_both_values_by_name(vera, mark, lena, sam, page_of):
    task = add_task(title="Call", due_on=clock.today(), due_time=time(9), by=vera)
    words = {"title": "Call", "was-title": "Call", "responsible": lena.uid, "was-responsible": sam.uid}
    words |= {"due_on": clock.today().isoformat(), "was-due_on": clock.today().isoformat()}
    words |= {"due_time": "9:00", "was-due_time": "09:00:00"}
    answer = page_of(vera).post(f"/tasks/{task.uid}/", words)
    assert answer.status_code == 409
    assert "Lena" in answer.content.decode()
    mine = dict(answer.context["form"].keep_mine)
    assert page_of(vera).post(f"/tasks/{task.uid}/", mine).status_code == 302
    task.refresh_from_db()
    assert (task.responsible, task.due_time) == (lena, time(9))


PRESETS = ("director", "front_desk", "specialist", "salesperson", "head_of_sales")
PRESETS += ("marketer", "accountant", "product_manager", "configurator")


@pytest.mark.parametrize("preset", PRESETS)
def test_nobody_sees_a_blank_today(hire, page_of, preset):
    """An empty company: still each role has something to do, and a task of theirs changes what the day begins with."""
    user = hire("one", preset)
    empty = page_of(user).get("/").content.decode()
    assert "You have no tasks." in empty
    assert 'href="/tasks/add/"' in empty
    for ahead in (-2, -1, 0):
        add_task(title="Call", due_on=clock.today() + timedelta(days=ahead), by=user)
    told = page_of(user).get("/").content.decode()
    assert "2 tasks are overdue. 1 task is due today." in told


def test_a_seller_calls_from_today_and_a_masked_phone_is_no_button(mark, sam, vera, page_of):
    for user in (mark, sam):
        client = add_client(name="Anna", phone="+48 600 100 201", responsible=user, by=vera)
        add_task(client, title="Call", due_on=clock.today(), responsible=user, by=vera)
    assert 'href="tel:+48600100201"' in page_of(mark).get("/").content.decode()
    masked = page_of(sam).get("/").content.decode()
    assert "•••01" in masked
    assert "100 201" not in masked


def test_a_seller_is_told_for_whom_nothing_is_planned(mark, anna, page_of):
    browser = page_of(mark)
    assert f"/tasks/add/?client={anna.uid}" in browser.get("/").content.decode()
    add_task(anna, title="Call", due_on=clock.today(), by=mark)
    assert f"/tasks/add/?client={anna.uid}" not in browser.get("/").content.decode()


# --- For programs ----------------------------------------------------------------------------------------------------


def test_a_program_sets_changes_finishes_and_finds_tasks(mark, anna, program_of):
    till = program_of(mark)

    def send(path, words, method="POST", **more):
        return till.generic(method, f"/api/v1/tasks{path}", json.dumps(words), "application/json", **more)

    words = {"title": "Call", "client": str(anna.uid), "due_on": "2030-01-02", "due_time": "09:30"}
    made = [send("", words, headers={"Idempotency-Key": "one"}).json() for _time in range(2)]
    assert made[0] == made[1]
    uid = made[0]["uid"]
    assert made[0]["client"] == {"uid": str(anna.uid), "name": "Anna Kern", "warning": ""}
    assert send("", words | {"title": "Else"}, headers={"Idempotency-Key": "one"}).status_code == 409
    assert send(f"/{uid}", {"due_on": None}, "PATCH").json()["due_time"] is None
    assert send(f"/{uid}", {"title": "A", "seen": {"title": "B"}}, "PATCH").status_code == 409
    assert send(f"/{uid}/finish", {"outcome": "agreed"}).json()["outcome"] == "agreed"
    listed = till.get("/api/v1/tasks", {"state": "done", "client": anna.uid, "whose": "mine"}).json()
    assert [one["uid"] for one in listed["items"]] == [uid]
    assert till.get("/api/v1/tasks").json()["items"] == []
    assert send(f"/{uid}/drop", {}).status_code == 422


def test_a_program_of_one_who_does_not_reach_the_client_learns_nothing_of_it(mark, lena, anna, program_of):
    task = add_task(anna, title="Send", responsible=lena, by=mark)
    assert program_of(lena).get(f"/api/v1/tasks/{task.uid}").json()["client"] is None
    assert program_of(lena).get("/api/v1/tasks", {"client": anna.uid}).status_code == 422


def test_webhooks_tell_of_tasks(vera):
    from pomni.automation.payload import body_for
    from pomni.memory.models import Moment

    task = finish_task(add_task(title="Call", by=vera), outcome="agreed", by=vera)
    told = json.loads(body_for(vera, Moment.objects.get(kind="agenda.task_finished")))
    assert told["about"] == {"type": "agenda.task", "uid": str(task.uid)}
    assert told["facts"]["outcome"] == "agreed"


def test_the_palette_finds_tasks_within_reach(mark, lena, page_of):
    add_task(title="Приготовить счёт", by=mark)
    drop_task(add_task(title="Счёт забыт", by=mark), by=mark)
    found = page_of(mark).get("/find/?q=счет").content.decode()
    assert "Приготовить счёт" in found
    assert "забыт" not in found
    assert "Приготовить" not in page_of(lena).get("/find/?q=счет").content.decode()


def test_a_right_to_see_tasks_alone_changes_nothing(hire, vera, page_of):
    role = Role.objects.create(name="Reader", grants={"agenda.task.see": 4})
    rita = hire("rita")
    rita.roles_held.create(role=role)
    task = add_task(title="Call", by=vera)
    browser = page_of(rita)
    for path in ("/tasks/all/", f"/tasks/{task.uid}/"):
        assert "/finish/" not in browser.get(path).content.decode()
    assert browser.post(f"/tasks/{task.uid}/finish/").status_code == 403


def test_a_card_says_how_much_more_is_to_be_done_and_where_it_stands(vera, mark, anna, page_of):
    """Fifty of each kind stand on it; the rest is one touch away, and only what is this client's."""
    other = add_client(name="Ben", by=mark)
    add_task(other, title="Not hers", by=mark)
    for number in range(53):
        add_task(anna, title=f"Task {number}.", due_on=clock.today() + timedelta(days=number), by=mark)
    browser = page_of(mark)
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    address = f"/tasks/all/?client={anna.uid}"
    assert f'<a href="{address}">3 more tasks</a>' in card
    assert "Task 52." not in card.partition('id="next-tasks"')[2].partition("</ul>")[0]
    page = browser.get(address)
    assert "Not hers" not in page.content.decode()
    rest = browser.get(f"{address}&after={page.context['more']}").content.decode()
    assert "Task 52." in rest
    assert browser.get(f"/tasks/all/?client={vera.uid}").status_code == 404
