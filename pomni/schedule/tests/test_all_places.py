"""All locations within reach on one board: each group by its own clock, and no statement more than for one."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import set_performers
from pomni.kit import clock
from pomni.schedule.commands import add_thing, book_visit, set_days, set_status
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import board, boards
from pomni.team.commands import add_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(vera):
    return add_location(name="Far East", zone="Asia/Vladivostok", by=vera)


@pytest.fixture
def visits(vera, sam, anna, north, far, day, cut):
    """Sam at eight in the north; at ten by another clock in the far east, where the day lasts until eight."""
    set_days(sam, location=north, days=[day], hours=[("07:00", "09:00")], by=vera)
    set_days(sam, location=far, days=[day], hours=[("10:00", "20:00")], by=vera)
    words = {"day": day, "lines": [Wanted(cut, sam)], "by": vera}
    here = book_visit(anna, location=north, begins=time(8), **words)
    return here, book_visit(anna, location=far, begins=time(12), **words)


def page_of(client, user, day, more=""):
    client.force_login(user)
    return client.get(f"/schedule/?at=all&on={day}{more}").content.decode()


def test_each_location_stands_below_its_name_by_its_own_clock(client, vera, sam, visits, north, far, day):
    with clock.travel_to(datetime.combine(day, time(8, 30), ZoneInfo("Europe/Warsaw"))):
        page = page_of(client, vera, day)
    assert 'data-ends="420-1200"' in page  # from seven to eight, though it is not the same seven
    assert page.index("Far East") < page.index("North", page.index("journal places"))
    assert page.count("local time, now") == 2
    for visit, minute in zip(visits, (60, 300), strict=True):
        at = page.index(f'data-visit="{visit.uid}"')
        assert f"--m:{minute};" in page[page.rindex("<a class", 0, at) : at]
        assert f'id="column-{visit.location.uid}-{sam.uid}"' in page
    assert f'data-live-places="{far.pk},{north.pk}"' in page


def test_several_boards_are_those_of_each_and_cost_what_one_does(vera, visits, north, far, day):
    third = add_location(name="Third", zone="Europe/Warsaw", by=vera)
    add_thing(name="Chair", kind="Chairs", location=north, by=vera)

    def cost(places, by_thing):
        with CaptureQueriesContext(connection) as caught:
            told = boards(vera, places, day, by_thing=by_thing)
        return len(caught), told

    for by_thing in (False, True):
        for place in (north, far):
            board(vera, place, day, by_thing=by_thing)
        one, _told = cost([north], by_thing)
        three, told = cost([north, far, third], by_thing)
        assert three <= one <= 12
        for day_there in told:
            alone = board(vera, day_there.location, day, by_thing=by_thing)
            assert [(c.name, [b.span for b in c.blocks], c.worked, c.taken) for c in day_there.columns] == [
                (c.name, [b.span for b in c.blocks], c.worked, c.taken) for c in alone.columns
            ]


def test_the_page_runs_no_more_statements_than_that_of_one_location(client, vera, visits, north, day):
    def cost(at):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/schedule/?at={at}&on={day}").status_code == 200
        return len(caught)

    client.force_login(vera)
    for at in (north.uid, "all"):
        cost(at)
    assert cost("all") <= cost(north.uid) <= 12


def test_only_locations_within_reach_stand_there_and_what_is_moved_is_drawn_whole(
    client, hire, vera, visits, north, far, day
):
    nina = hire("nina", "front_desk", location=north)
    page = page_of(client, nina, day)
    assert "journal places" not in page  # one location is no reason for a board of all
    assert "All my" not in page
    page = page_of(client, vera, day)
    assert f"at=all&amp;on={day}" in page
    told = client.post(
        f"/schedule/visits/{visits[0].uid}/status/",
        {"status": "arrived"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/schedule/?at=all&on={day}"},
    ).content.decode()
    assert 'hx-target="#journal"' in told
    assert "Far East" in told


def test_ones_own_column_comes_first(vera, sam, lena, visits, dye, north, day):
    set_days(lena, location=north, days=[day], hours=[("09:00", "18:00")], by=vera)
    set_performers(dye, performers=[(sam, None, None), (lena, None, None)], by=vera)
    names = [one.user for one in board(vera, north, day).columns if one.user]
    assert len(names) > 1
    for viewer in names:
        shown = [one.user for one in board(viewer, north, day).columns if one.user]
        assert shown == [viewer, *(one for one in names if one != viewer)]


def test_what_is_moved_is_drawn_anew_in_its_own_column_alone(client, vera, sam, visits, north, far, day):
    page = page_of(client, vera, day)
    ends = re.search(r'data-ends="([\d-]+)"', page)[1]
    told = client.post(
        f"/schedule/visits/{visits[0].uid}/status/",
        {"to": "arrived", "ends": ends},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/schedule/?at=all&on={day}"},
    ).content.decode()
    assert re.findall(r'hx-target="#(?:head|column)-([^"]+)"', told) == [f"{north.uid}-{sam.uid}"] * 2
    assert ('hx-target="#journal"' in told, "Far East" in told) == (False, False)
    assert f'data-at="{north.uid}"' in told


def test_news_bring_the_columns_that_changed_and_keep_what_is_looked_at(
    client, vera, sam, anna, visits, north, far, day, cut
):
    address, there = f"/schedule/?at=all&on={day}", {"HX-Request": "true"}

    def shown():
        page = page_of(client, vera, day)
        return {
            "has": ",".join(re.findall(r'data-sign="([^"]+)"', page)),
            "ends": re.search(r'data-ends="([\d-]+)"', page)[1],
        }

    def renewed(has, ends):
        return client.get(f"{address}&has={has}&ends={ends}", headers=there).content.decode()

    has = shown()
    told = renewed(**has)
    assert "hx-target" not in told
    set_status(visits[1], status="arrived", by=vera)
    told = renewed(**has)
    assert re.findall(r'hx-target="#column-([^"]+)"', told) == [f"{far.uid}-{sam.uid}"]
    other = renewed(has["has"], "0-600")
    assert 'hx-target="#journal"' in other  # other hours are shown by now
    with clock.travel_to(datetime.combine(day, time(7, 30), ZoneInfo("Europe/Warsaw"))):
        has = shown()
    with clock.travel_to(datetime.combine(day, time(7, 45), ZoneInfo("Europe/Warsaw"))):
        told = renewed(**has)
    assert f'hx-target="#column-{north.uid}-{sam.uid} > .now"' in told  # the minute goes on, nothing else
    assert 'class="visit' not in told
    assert "now 07:45" in told
