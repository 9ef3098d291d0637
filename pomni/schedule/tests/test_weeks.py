"""The week, the list of a day and its sheet on paper."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import set_performers
from pomni.people.commands import add_client
from pomni.people.models import ClientFigures
from pomni.people.queries import owing
from pomni.schedule.commands import book_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Pattern
from pomni.schedule.queries import day_rows, week
from pomni.team.commands import add_role, give_role
from pomni.team.models import Role, User

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"


@pytest.fixture
def both(cut, sam, lena, vera, north, day):
    """Sam from nine to twelve, Lena without hours; each has a visit at ten."""
    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    hours = [[["09:00", "12:00"]]]
    Pattern.objects.create(user=sam, location=north, begins_on=day, days=hours, off_on_holidays=False)
    return [
        book_visit(
            add_client(name=name, phone=phone, by=vera),
            location=north,
            day=day,
            begins=time(10),
            lines=[Wanted(cut, user)],
            by=vera,
        )
        for name, phone, user in (("Anna", "+48 600 100 200", sam), ("Jan", "+48 600 100 201", lena))
    ]


def monday_of(day):
    return day - timedelta(days=day.weekday())


def test_a_week_tells_each_colleagues_load_of_each_day(vera, sam, lena, north, day, both):
    told = week(vera, north, monday_of(day))
    assert [row.name for row in told.rows] == ["Lena", "Sam"]
    cells = {row.user: row.days[day.weekday()] for row in told.rows}
    assert [(cells[one].count, cells[one].load) for one in (sam, lena)] == [(1, 17), (1, None)]
    whole = told.whole[day.weekday()]
    assert (whole.count, whole.taken, whole.load) == (2, 60, 33)


def test_the_week_of_one_tells_each_visit(client, vera, sam, north, day, both):
    client.force_login(vera)
    told = client.get(f"/schedule/week/?at={north.uid}&on={day}&one={sam.uid}").content.decode()
    assert ("Anna" in told, "10:00–10:30" in told, "Jan" in told) == (True, True, False)


def test_the_week_of_a_room_tells_what_takes_it(client, vera, sam, north, day, cut, anna):
    from pomni.schedule.commands import add_thing, set_needs

    chair = add_thing(name="Chair 1", kind="chair", location=north, by=vera)
    set_needs(cut, needs=[("chair", [])], by=vera)
    book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    told = week(vera, north, monday_of(day), by_thing=True).rows[0].days[day.weekday()]
    assert (told.count, told.lasts, told.load) == (1, "0:30", None)
    client.force_login(vera)
    page = client.get(f"/schedule/week/?at={north.uid}&on={day}&by=thing&one={chair.uid}").content.decode()
    assert ("Chair 1" in page, "Anna" in page) == (True, True)


def test_a_phone_is_given_the_day_as_a_list_and_may_ask_for_the_board(client, vera, north, day, both):
    client.force_login(vera)
    assert client.get("/schedule/", headers={"User-Agent": PHONE})["Location"] == "/schedule/list/"
    address = f"/schedule/?at={north.uid}&on={day}"
    assert client.get(address, headers={"User-Agent": PHONE}).status_code == 200
    told = client.get(f"/schedule/list/?at={north.uid}&on={day}").content.decode()
    assert [word in told for word in ("Anna", "tel:+48 600 100 200", "Jan", "Booked")] == [True] * 4
    by_time = client.get(f"/schedule/list/?at={north.uid}&on={day}&order=time").content.decode()
    assert (told.count('<h2 class="row">'), by_time.count('<h2 class="row">')) == (2, 0)


def test_the_sheet_of_a_day_has_a_page_for_each_who_has_visits(client, vera, sam, north, day, both):
    client.force_login(vera)
    told = client.get(f"/schedule/list/sheet/?at={north.uid}&on={day}").content.decode()
    assert (told.count('class="day-sheet"'), "+48 600 100 201" in told) == (2, True)
    told = client.get(f"/schedule/list/sheet/?at={north.uid}&on={day}&one={sam.uid}").content.decode()
    assert (told.count('class="day-sheet"'), "Jan" in told) == (1, False)


def test_a_debt_is_told_on_the_board_to_whom_money_is_told(client, vera, sam, hire, north, day, both):
    ClientFigures.objects.update_or_create(client=both[0].client, defaults={"balance": -50})
    address = f"/schedule/{{}}?at={north.uid}&on={day}"
    client.force_login(vera)
    assert ["Owes</span>" in client.get(address.format(one)).content.decode() for one in ("", "list/")] == [
        True,
        True,
    ]
    role = Role.objects.get(
        pk=add_role(name="No money", like=Role.objects.get(preset="director"), by=vera).pk
    )
    role.grants = {key: reach for key, reach in role.grants.items() if key != "billing.sale.see"}
    role.save()
    olga = hire("olga")
    give_role(olga, role, by=vera)
    keys = [one.client_id for one in both]
    assert [owing(User.objects.get(pk=one.pk), keys) for one in (vera, olga)] == [{keys[0]}, set()]


def test_a_specialist_reads_their_own_visits_alone(client, lena, sam, north, day, both):
    client.force_login(sam)
    for page in ("week", "list", "list/sheet"):
        told = client.get(f"/schedule/{page}/?at={north.uid}&on={day}&one={lena.uid}").content.decode()
        assert "Jan" not in told
    whole = week(sam, north, monday_of(day)).whole[day.weekday()]
    assert whole.count == 1
    assert [row.block.visit.uid for rows in day_rows(sam, north, day)[1] for row in rows] == [both[0].uid]


def test_the_statements_of_a_week_and_a_list_do_not_grow(client, vera, sam, north, day, cut, both):
    client.force_login(vera)
    addresses = [f"/schedule/{page}/?at={north.uid}&on={day}" for page in ("week", "list", "list/sheet")]

    def statements():
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as ran:
                client.get(address)
            found.append(len(ran))
        return found

    few = statements()
    for hour in range(11, 18):
        book_visit(location=north, day=day, begins=time(hour), lines=[Wanted(cut, sam)], by=vera)
    assert sum(statements()) <= sum(few) + 1  # a browser's session is noted once in a while
    assert max(few) <= 14
