"""How visits are booked at a location: what is proposed to those who book by themselves, and what the desk is told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.kit import clock
from pomni.schedule.commands import add_closure, book_visit, set_terms
from pomni.schedule.free import full_days, minutes_in
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Pattern, Visit
from pomni.schedule.queries import Asked, starts, warnings_of
from pomni.team.commands import add_location

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def at_work(sam, north, day):
    begins_on = day - timedelta(days=30)
    hours = [[["09:00", "12:00"]]]
    Pattern.objects.create(user=sam, location=north, begins_on=begins_on, days=hours, off_on_holidays=False)


def told(found, zone=WARSAW):
    return [f"{one.at.astimezone(zone):%d %H:%M}" for one in found]


@given(st.lists(st.integers(0, 5), max_size=4), st.none() | st.integers(0, 4))
def test_a_day_is_full_from_its_limit_on(visits, most):
    days = [(number * 10, number * 10 + 10) for number in range(len(visits))]
    found = set(minutes_in(full_days(days, visits, most)))
    assert found == {
        at for at in range(40) if most is not None and at // 10 < len(visits) and visits[at // 10] >= most
    }


@pytest.mark.django_db
@pytest.mark.engines
def test_those_who_book_by_themselves_keep_to_lead_horizon_and_limits(vera, sam, north, day, cut, at_work):
    set_terms(north, lead=120, horizon=8, step=30, most_each=1, by=vera)
    asked = [Asked(cut, sam)]
    with clock.travel_to(datetime.combine(day, time(9, 5), WARSAW)):
        assert told(starts(asked, north, day, day, online=True)) == [f"{day:%d} 11:30"]
        assert told(starts(asked, north, day, day))[0] == f"{day:%d} 09:30", "the desk may book at once"
        assert starts(asked, north, day + timedelta(days=9), day + timedelta(days=20), online=True) == []
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    assert starts(asked, north, day, day, online=True) == []
    assert starts(asked, north, day, day), "the desk may go beyond the limit"
    second = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    assert warnings_of(second) == ["Sam has more visits on this day than agreed: 1."]


@pytest.mark.django_db
def test_nothing_is_proposed_while_it_is_closed_and_the_desk_is_told_why(vera, sam, north, day, cut, at_work):
    add_closure(north, first=day, last=day, begins=time(9), ends=time(11), why="Repairs", by=vera)
    assert told(starts([Asked(cut, sam)], north, day, day)) == [
        f"{day:%d} {at}" for at in ("11:00", "11:15", "11:30")
    ]
    visit = book_visit(location=north, day=day, begins=time(10, 45), lines=[Wanted(cut, sam)], by=vera)
    [warning] = warnings_of(visit)
    assert "closed then: Repairs" in warning


# Where clocks are changed, and where they are not: how many hours there are between midnight and six.
CHANGES = [
    ("Europe/Warsaw", date(2027, 3, 28), 5),
    ("Europe/Warsaw", date(2027, 10, 31), 7),
    ("Europe/London", date(2027, 3, 28), 5),
    ("Europe/London", date(2027, 10, 31), 7),
    ("Europe/Kaliningrad", date(2027, 3, 28), 6),
    ("Europe/Moscow", date(2027, 10, 31), 6),
    ("Asia/Vladivostok", date(2027, 3, 28), 6),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_a_day_has_the_starts_that_its_clock_shows(vera, sam, cut, zone, day, hours):
    place = add_location(name="There", zone=zone, by=vera)
    Pattern.objects.create(
        user=sam, location=place, begins_on=day, days=[[["00:00", "06:00"]]], off_on_holidays=False
    )
    found = starts([Asked(cut, sam)], place, day, day, step=30)
    assert len(found) == hours * 2
    for one in found[::3]:
        local = one.at.astimezone(ZoneInfo(zone))
        visit = book_visit(
            location=place, day=local.date(), begins=local.time(), is_second=bool(local.fold),
            lines=[Wanted(cut, sam)], by=vera,
        )  # fmt: skip
        assert visit.begins_at == one.at, "a start is booked at the very instant that was proposed"


@pytest.mark.django_db
def test_a_free_start_is_booked_by_one_press_and_asks_for_whom(client, vera, sam, north, day, cut, at_work):
    client.force_login(vera)
    asked = {
        "service-0": str(cut.uid),
        "at": str(north.uid),
        "on": day.isoformat(),
        "days": "1",
        "part": "morning",
    }
    shown = client.get("/schedule/free/", asked).content.decode()
    press = f"{day} 09:15 0 {sam.uid} {north.uid}"
    assert f'value="{press}"' in shown
    soonest = client.get("/schedule/free/first/", asked).content.decode()
    assert ("09:00 0" in soonest, "9:15" in soonest) == (True, False)
    assert "Say who comes" in client.post("/schedule/free/", asked | {"take": press}).content.decode()
    sent = asked | {"take": press, "name": "Jan Lis", "phone": "600 100 300"}
    assert client.post("/schedule/free/", sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.client.name, visit.begins, visit.lines.get().user) == ("Jan Lis", time(9, 15), sam)
    again = client.post("/schedule/free/", sent | {"name": "Ola Lis", "phone": "600 100 301"})
    assert (again.status_code, "Busy: Sam" in again.content.decode()) == (422, True)
