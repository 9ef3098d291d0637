"""The figures of a day, and the list of visits into which they open."""

import re
from datetime import datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.billing.commands import Paid
from pomni.kit import clock
from pomni.schedule.commands import add_thing, book_visit, complete_visit, miss_visit, set_days
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import day_figures

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def visits(vera, sam, anna, north, day, cut):
    """Three half hours of Sam's four: one done and sold for 100, one missed, one to come."""
    set_days(sam, location=north, days=[day], hours=[("09:00", "13:00")], by=vera)
    words = {"location": north, "day": day, "lines": [Wanted(cut, sam)], "by": vera}
    made = [book_visit(anna, begins=time(hour), **words) for hour in (9, 10, 11)]
    with clock.travel_to(datetime.combine(day, time(10, 30), WARSAW)):
        complete_visit(made[0], paid=[Paid("cash")], by=vera)
        miss_visit(made[1], by=vera)
    return made


def test_hours_no_shows_and_money_of_a_day(vera, hire, sam, visits, north, day):
    told = day_figures(vera, north, day)
    (load,) = told.people
    assert (load.one, load.open, load.booked, load.worked, load.left, load.share) == (
        sam,
        240,
        60,
        30,
        180,
        25,
    )
    assert (told.visits, told.completed, told.no_shows, told.planned, told.done) == (2, 1, 1, 200, 100)
    assert day_figures(vera, north, day + timedelta(days=1)).visits == 0
    assert day_figures(hire("mila", "salesperson"), north, day).visits == 0  # who reaches none of them


def test_each_figure_opens_into_the_visits_that_it_counts(client, vera, visits, north, day):
    client.force_login(vera)
    with clock.travel_to(datetime.combine(day, time(11), WARSAW)):
        page = client.get(f"/schedule/figures/?at={north.uid}&on={day}").content.decode()
        links = {unescape(told) for told in re.findall(r'href="(/schedule/visits/\?[^"]+)"', page)}
        found = {
            re.search(r"state=(\w+)", link)[1] + ("/of" if "of=" in link else ""): {
                number
                for number, visit in enumerate(visits)
                if str(visit.uid) in client.get(link).content.decode()
            }
            for link in links
        }
    assert found == {
        "standing": {0, 2},
        "completed": {0},
        "no_show": {1},
        "cancelled": set(),
        "standing/of": {0, 2},
        "completed/of": {0},
    }
    assert f"/money/?at={north.uid}" in page


def test_the_open_hours_of_a_room_open_into_those_of_whoever_works_there(client, vera, visits, north, day):
    add_thing(name="Chair", kind="Chairs", location=north, by=vera)
    client.force_login(vera)
    page = client.get(f"/schedule/figures/?at={north.uid}&on={day}").content.decode()
    room = page[page.index("Chair") :]
    link = unescape(re.search(r'href="(/schedule/working/[^"]+)">4:00<', room)[1])
    assert "Sam" in client.get(link).content.decode()


def test_a_list_of_visits_costs_the_same_however_long_it_is(client, vera, sam, anna, visits, north, day, cut):
    client.force_login(vera)

    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/schedule/visits/").status_code == 200
        return len(caught)

    cost()
    few = cost()
    for number in range(4):
        words = {"location": north, "day": day + timedelta(days=1 + number), "by": vera}
        book_visit(anna, begins=time(9), lines=[Wanted(cut, sam)], **words)
    assert cost() <= few
    told = client.get("/schedule/visits/?from=nonsense&state=odd&after=odd").content.decode()
    assert "nonsense" in told
    assert "does not belong to this list" in told
