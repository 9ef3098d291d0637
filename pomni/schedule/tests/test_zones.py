"""A location gets another time zone: what was agreed by its clock stays, also on days on which a clock is changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.schedule import rules, zones
from pomni.schedule.commands import add_closure, book_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Closure, Line, Taken, Visit
from pomni.team.commands import add_location, edit_location
from pomni.team.models import Location

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WINTER, SUMMER = date(2027, 3, 10), date(2027, 7, 14)
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)  # in Warsaw and London
HALF_PAST_TWO = time(2, 30)


@pytest.fixture(autouse=True)
def _before_the_year():
    with clock.travel_to(datetime(2027, 1, 11, 8, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Warsaw", 9, 8),
        ("Europe/Kaliningrad", 8, 8),
        ("Europe/Moscow", 7, 7),
        ("Asia/Vladivostok", 0, 0),
        ("Europe/London", 10, 9),
    ],
)
def test_ten_o_clock_stays_ten_o_clock(vera, sam, anna, north, dye, cut, zone, winter, summer):
    if zone == north.zone:
        edit_location(north, zone="Europe/London", by=vera)
        north.refresh_from_db()
    for day in (WINTER, SUMMER):
        book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(dye, sam)], by=vera)
        book_visit(anna, location=north, day=day, begins=time(11, 40), lines=[Wanted(cut, sam)], by=vera)
    edit_location(north, zone=zone, by=vera)
    hours = [(10, 0), (11, 40)] * 2
    for visit, (hour, minute) in zip(Visit.objects.order_by("begins_at"), hours, strict=True):
        local = visit.begins_at.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute, visit.zone, visit.version) == (hour, minute, zone, 1)
        assert Line.objects.get(visit=visit).begins_at == visit.begins_at
        assert Taken.objects.filter(visit=visit).earliest("begins_at").begins_at == visit.begins_at
        told = Moment.objects.filter(kind="schedule.visit_changed", record_id=visit.pk).get()
        assert told.personal["changes"]["zone"][1] == zone
    instants = [one.begins_at.hour for one in Visit.objects.filter(begins=time(10)).order_by("begins_at")]
    assert instants == [winter, summer]


def test_an_hour_that_the_new_clock_leaves_out_is_named_and_nothing_changes(vera, sam, anna, north, cut):
    edit_location(north, zone="Europe/Moscow", by=vera)
    north.refresh_from_db()
    book_visit(anna, location=north, day=FORWARD, begins=HALF_PAST_TWO, lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Refused, match="On 28 March 2027 there is no 02:30 in that zone") as no:
        edit_location(north, zone="Europe/Warsaw", by=vera)
    assert no.value.field == "zone"
    assert Visit.objects.get().zone == Location.objects.get(pk=north.pk).zone == "Europe/Moscow"
    edit_location(north, zone="Europe/London", by=vera)  # there the clock goes on from 1:00 to 2:00


def test_of_an_hour_that_comes_twice_in_the_new_zone_the_first_is_meant_and_it_is_said(
    vera, sam, anna, north, cut
):
    edit_location(north, zone="Europe/Moscow", by=vera)
    north.refresh_from_db()
    book_visit(anna, location=north, day=BACK, begins=HALF_PAST_TWO, lines=[Wanted(cut, sam)], by=vera)
    assert "comes twice" in " ".join(zones.told_before(north, "Europe/Warsaw"))
    edit_location(north, zone="Europe/Warsaw", by=vera)
    assert Visit.objects.get().begins_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_whoever_would_be_taken_twice_is_named_and_nothing_changes(vera, sam, anna, north, cut):
    south = add_location(name="South", zone="Europe/Moscow", by=vera)
    for place in (north, south):
        book_visit(anna, location=place, day=WINTER, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    before = list(Taken.objects.order_by("pk").values_list("begins_at", "ends_at"))
    sentence = "Sam would be taken twice on 10 March 2027 at 10:00. Move one of the visits first."
    assert sentence in zones.told_before(north, "Europe/Moscow")
    with pytest.raises(Refused, match="Sam would be taken twice"):
        edit_location(north, zone="Europe/Moscow", by=vera)
    assert list(Taken.objects.order_by("pk").values_list("begins_at", "ends_at")) == before
    assert Location.objects.get(pk=north.pk).zone == "Europe/Warsaw"


def test_what_was_keeps_its_zone_and_a_closure_keeps_its_hours(vera, sam, anna, north, cut):
    past = book_visit(
        anna, location=north, day=date(2027, 1, 8), begins=time(10), lines=[Wanted(cut, sam)], by=vera
    )
    add_closure(north, first=WINTER, last=WINTER, why="Works", begins=time(9), ends=time(12), by=vera)
    edit_location(north, zone="Asia/Vladivostok", by=vera)
    past.refresh_from_db()
    assert (past.zone, past.begins_at.hour) == ("Europe/Warsaw", 9)
    closed = Closure.objects.get()
    local = [at.astimezone(ZoneInfo("Asia/Vladivostok")).hour for at in (closed.begins_at, closed.ends_at)]
    assert local == [9, 12]


def test_who_changes_a_zone_is_shown_first_what_becomes_of_the_visits(client, vera, sam, anna, north, cut):
    book_visit(anna, location=north, day=WINTER, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    client.force_login(vera)
    address = f"/team/locations/{north.uid}/edit/"
    words = {"name": north.name, "address": "", "zone": "Europe/Moscow"}
    sent = words | {f"was-{name}": value for name, value in (words | {"zone": north.zone}).items()}
    page = client.post(address, sent)
    assert "1 visit to come keeps its hour" in page.content.decode()
    assert "10 March 2027 at 10:00. By the zone until now that will be 08:00." in page.content.decode()
    assert Visit.objects.get().zone == "Europe/Warsaw"
    assert client.post(address, sent | {"looked": "Europe/Moscow"}).status_code == 302
    assert Visit.objects.get().zone == "Europe/Moscow"


@pytest.mark.parametrize(
    ("zone", "left_out", "twice"),
    [
        ("Europe/Warsaw", [2], [2]),
        ("Europe/London", [1], [1]),
        ("Europe/Kaliningrad", [], []),
        ("Europe/Moscow", [], []),
        ("Asia/Vladivostok", [], []),
    ],
)
def test_hours_that_do_not_exist_or_exist_twice_are_known_by_zone(zone, left_out, twice):
    def is_left_out(hour):
        try:
            rules.instant_of(FORWARD, time(hour, 30), zone)
        except Refused as no:
            return f"There is no {hour:02}:30 on this day" in str(no)
        return False

    assert [hour for hour in range(24) if is_left_out(hour)] == left_out
    assert [hour for hour in range(24) if rules.comes_twice(BACK, time(hour, 30), zone)] == twice
