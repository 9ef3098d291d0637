"""Several specialists at once, a hall by itself, and a visit at the client's."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pomni.catalog.commands import add_service, set_performers
from pomni.kit.errors import Refused
from pomni.schedule.commands import add_thing, book_visit, cancel_visit, move_visit, set_days, set_status
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Taken, Visit
from pomni.schedule.queries import board, nearest_for
from tests.api.conftest import program_of

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def four_hands(vera, sam, lena):
    """An hour by Sam, and half an hour by Lena who helps, beginning together."""
    massage = add_service(name="Massage", minutes=60, price=200, by=vera)
    helping = add_service(name="Helping", minutes=30, price=50, by=vera)
    for service in (massage, helping):
        set_performers(service, performers=[(sam, None, None), (lena, None, None)], by=vera)
    return [Wanted(massage, sam), Wanted(helping, lena, is_beside=True)]


def spans(visit, **of):
    rows = Taken.objects.filter(visit=visit, **of).order_by("begins_at")
    return [tuple(f"{at.astimezone(WARSAW):%H:%M}" for at in (row.begins_at, row.ends_at)) for row in rows]


def test_two_specialists_at_once_are_both_taken_and_stay_beside_each_other(
    vera, sam, lena, north, day, four_hands
):
    visit = book_visit(location=north, day=day, begins=time(10), lines=four_hands, by=vera)
    assert (spans(visit, user=sam), spans(visit, user=lena)) == ([("10:00", "11:00")], [("10:00", "10:30")])
    assert visit.ends_at.astimezone(WARSAW).time() == time(11)
    with pytest.raises(Busy, match="Lena"):
        book_visit(
            location=north, day=day, begins=time(10, 15), lines=[Wanted(four_hands[1].service, lena)], by=vera
        )
    move_visit(visit, begins=time(12), by=vera)
    cancel_visit(visit, by=vera)
    set_status(visit, status="booked", by=vera)
    assert (spans(visit, user=sam), spans(visit, user=lena)) == ([("12:00", "13:00")], [("12:00", "12:30")])
    told = board(vera, north, day)
    assert {column.name: len(column.blocks) for column in told.columns} == {"Lena": 1, "Sam": 1}


def test_what_follows_two_at_once_begins_when_both_are_done(vera, sam, north, day, four_hands, cut):
    lines = [*four_hands, Wanted(cut, sam)]
    visit = book_visit(location=north, day=day, begins=time(10), lines=lines, by=vera)
    assert [line.begins_at.astimezone(WARSAW).hour for line in visit.lines.order_by("place")] == [10, 10, 11]


def test_nobody_does_two_things_at_once(vera, sam, north, day, four_hands):
    lines = [four_hands[0], Wanted(four_hands[1].service, sam, is_beside=True)]
    with pytest.raises(Refused, match="Sam cannot do two things at once"):
        book_visit(location=north, day=day, begins=time(10), lines=lines, by=vera)
    assert not Visit.objects.exists()


def test_other_times_are_proposed_only_where_both_are_free(vera, sam, lena, north, day, four_hands):
    for user in (sam, lena):
        set_days(user, location=north, days=[day], hours=[["09:00", "14:00"]], by=vera)
    alone = [Wanted(four_hands[0].service, lena)]
    book_visit(location=north, day=day, begins=time(10), lines=alone, by=vera)
    found = nearest_for(four_hands, north, datetime.combine(day, time(10), WARSAW))
    assert [f"{at.astimezone(WARSAW):%H:%M}" for at in found] == ["09:00", "09:15", "09:30"]


def test_a_hall_is_booked_from_the_form_by_nobody_and_for_nobody(client, vera, north, day):
    rent = add_service(name="Hall", minutes=120, price=400, by=vera)
    hall = add_thing(name="Blue hall", kind="hall", location=north, capacity=1, by=vera)
    client.force_login(vera)
    assert "Blue hall" in client.get(f"/schedule/book/?at={north.uid}").content.decode()
    sent = {"service-0": str(rent.uid), "thing": str(hall.uid), "day": str(day), "begins": "10:00"}
    assert client.post(f"/schedule/book/?at={north.uid}", sent | {"once": "1"}).status_code == 302
    visit = Visit.objects.get()
    assert (visit.client, spans(visit, thing=hall)) == (None, [("10:00", "12:00")])
    answer = client.post(f"/schedule/book/?at={north.uid}", sent | {"once": "2", "begins": "11:00"})
    assert (answer.status_code, "Busy: Blue hall" in answer.content.decode()) == (422, True)


def test_whoever_goes_to_a_client_is_taken_on_the_way_too(client, vera, sam, north, day, cut):
    client.force_login(vera)
    sent = {
        "service-0": str(cut.uid), "user-0": str(sam.uid), "day": str(day), "begins": "10:00", "once": "1", "name": "Jan",
        "address": "Long street 7", "travel_before": "30", "travel_after": "20",
    }  # fmt: skip
    assert client.post(f"/schedule/book/?at={north.uid}", sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.address, spans(visit)) == ("Long street 7", [("09:30", "10:50")])
    with pytest.raises(Busy):
        book_visit(location=north, day=day, begins=time(9, 15), lines=[Wanted(cut, sam)], by=vera)
    move_visit(visit, day=day + timedelta(days=1), by=vera)
    block = board(vera, north, day + timedelta(days=1)).columns[0].blocks[0]
    assert (block.before, block.minutes, block.after) == (30, 30, 20)
    assert "Long street 7" in client.get(f"/schedule/visits/{visit.uid}/").content.decode()
    wrong = client.post(f"/schedule/book/?at={north.uid}", sent | {"once": "2", "address": ""})
    assert "Write the address" in wrong.content.decode()


def test_a_program_books_several_at_once_at_the_clients(vera, sam, lena, north, day, four_hands):
    lines = [
        {"service": str(one.service.uid), "colleague": str(one.user.uid), "is_beside": one.is_beside}
        for one in four_hands
    ]
    told = {"location": str(north.uid), "day": str(day), "begins": "10:00", "lines": lines}
    told |= {"address": "Long street 7", "travel_before": 15, "travel_after": 15}
    answer = program_of(vera).post("/api/v1/visits", told, "application/json")
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert [line["is_beside"] for line in said["lines"]] == [False, True]
    assert (said["address"], said["travel_before"]) == ("Long street 7", 15)
    visit = Visit.objects.get()
    assert (spans(visit, user=sam), spans(visit, user=lena)) == ([("09:45", "11:15")], [("09:45", "10:45")])
