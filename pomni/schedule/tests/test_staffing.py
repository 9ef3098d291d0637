"""How many colleagues are needed at least: where there are too few, and who is asked before it comes to that."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.schedule import staffing
from pomni.schedule.commands import (
    add_closure,
    add_minimum,
    ask_absence,
    drop_minimum,
    edit_minimum,
    set_days,
    set_pattern,
)
from pomni.schedule.models import Minimum, Pattern, WorkDay
from pomni.schedule.queries import few_by_absence, few_of, staffed
from pomni.schedule.working import hours_from
from pomni.team.commands import edit_company

MONDAY = date(2027, 1, 4)
DAY = hours_from([("09:00", "13:00"), ("14:00", "18:00")])
A_DAY = timedelta(days=1)
quarters = st.integers(0, 95)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(quarters, max_size=6), quarters, quarters, quarters, quarters)
def test_the_fewest_at_once_are_those_that_a_look_at_every_minute_finds(ends_of, begins, ends, since, till):
    begins, ends, *shut = (time(one // 4, one % 4 * 15) for one in (begins, ends, since, till))
    told = [time(one // 4, one % 4 * 15) for one in ends_of]
    spans = list(zip(told[::2], told[1::2], strict=False))
    staff = [{MONDAY: (span,)} for span in spans]
    at = [time_of.hour * 60 + time_of.minute for time_of in (begins, ends, *shut)]
    last = at[1] + 1440 * (at[1] <= at[0])
    closed = (min(at[2:]), max(at[2:]))

    def there(minute):
        return sum(
            since <= minute < till for hours in staff for since, till in staffing.spans_of(hours, MONDAY)
        )

    open_at = [minute for minute in range(at[0], last) if not closed[0] <= minute < closed[1]]
    found = staffing.at_once(staff, MONDAY, begins, ends, [closed])
    assert (found.number if found else None) == min(map(there, open_at), default=None)
    if found:
        assert there(found.begins.hour * 60 + found.begins.minute) == found.number or last > 1440


def test_a_night_belongs_to_both_of_its_days_and_a_break_leaves_nobody():
    night = {MONDAY: hours_from([("20:00", "06:00")])}
    assert staffing.at_once([night], MONDAY + A_DAY, time(0), time(6)).number == 1
    assert staffing.at_once([night], MONDAY, time(22), time(2)).number == 1
    assert staffing.at_once([{MONDAY: DAY}], MONDAY, time(9), time(18)) == staffing.Least(
        0, time(13), time(14)
    )
    assert staffing.at_work([{MONDAY: DAY}, {}], MONDAY).number == 1


@pytest.fixture
def two(vera, sam, lena, north):
    """Sam and Lena work from Monday to Friday, nine to six, in Poland, where the sixth of January is a holiday."""
    edit_company(country="PL", by=vera)
    week = [[("09:00", "18:00")]] * 5 + [(), ()]
    for one in (sam, lena):
        set_pattern(one, location=north, begins_on=MONDAY, days=week, off_on_holidays=False, by=vera)
    return sam, lena


def told(rows):
    return [(f"{one.day:%d}", one.number) for one in few_of(rows, MONDAY)]


@pytest.mark.django_db
@pytest.mark.engines
def test_there_are_too_few_where_fewer_work_than_are_needed_but_not_when_it_is_closed_or_a_holiday(
    vera, sam, north, two
):
    week = (MONDAY, MONDAY + 6 * A_DAY)
    assert staffed(*week, north) == []
    add_minimum(north, number=2, weekdays=[0, 1, 2, 3, 4], by=vera)
    assert told(staffed(*week, north)) == []
    set_days(sam, location=north, days=[MONDAY, *(MONDAY + n * A_DAY for n in (1, 2))], hours=[], by=vera)
    add_closure(north, first=MONDAY + A_DAY, last=MONDAY + A_DAY, why="Repairs", by=vera)
    assert told(staffed(*week, north)) == [("04", 1)]
    add_minimum(north, number=1, weekdays=[5], begins=time(10), ends=time(12), by=vera)
    assert told(staffed(*week, north)) == [("04", 1), ("09", 0)]


@pytest.mark.django_db
@pytest.mark.engines
def test_a_minimum_counts_those_of_a_role_or_who_perform_a_category(vera, sam, hire, north, two):
    from pomni.catalog.commands import add_service, set_performers

    nina = hire("nina", "front_desk", location=north)
    service = add_service(name="Massage", minutes=60, category="Hands", by=vera)
    set_performers(service, performers=[(sam, None, None)], by=vera)
    desk = nina.roles_held.get().role
    add_minimum(north, number=1, role=desk, by=vera)
    add_minimum(north, number=1, category=service.category, by=vera)
    assert [days[0].number for _one, days in staffed(MONDAY, MONDAY, north)] == [0, 1]
    set_days(nina, location=north, days=[MONDAY], hours=[("09:00", "15:00")], by=vera)
    assert [days[0].number for _one, days in staffed(MONDAY, MONDAY, north)] == [1, 1]


@pytest.mark.django_db
def test_who_takes_hours_away_is_asked_first_and_may_do_it_all_the_same(client, hire, vera, north, two):
    sam, _lena = two
    client.force_login(hire("nina", "front_desk", location=north))
    at = f"?at={north.uid}&on={MONDAY}"
    made = client.post(
        f"/schedule/minimums/{at}", {"number": "2", "begins": "9", "ends": "18", "weekdays": ["0"]}
    )
    assert (made.status_code, Minimum.objects.get().weekdays) == (302, [0])
    sent = {"first": MONDAY.isoformat(), "last": (MONDAY + A_DAY).isoformat(), "hours": "9-12"}
    asked = client.post(f"/schedule/working/{sam.uid}/days/{at}", sent)
    assert (asked.status_code, WorkDay.objects.count()) == (422, 0)
    assert "4 Jan 2027, 12:00–18:00: at work 1, needed 2." in asked.content.decode()
    plan = sent | {"users": [str(sam.uid)]}
    asked = client.post(f"/schedule/working/plan/{at}", plan)
    assert (asked.status_code, "12:00–18:00: at work 1" in asked.content.decode()) == (422, True)
    week = {"begins_on": MONDAY.isoformat(), "kind": "week", "day-1": "9-18"}
    assert client.post(f"/schedule/working/{sam.uid}/pattern/{at}", week).status_code == 422
    end = {"ends_on": MONDAY.isoformat()}
    assert client.post(f"/schedule/working/{sam.uid}/end/{at}", end).status_code == 422
    assert Pattern.objects.filter(ends_on=None).count() == 2
    assert client.post(f"/schedule/working/plan/{at}", plan | {"anyway": "on"}).status_code == 302
    page = client.get(f"/schedule/working/{at}").content.decode()
    assert ("1/2" in page, "2/2" in page, "at work 1, needed 2." in page) == (True, True, True)


@pytest.mark.django_db
def test_who_approves_an_absence_is_told_before_and_after_how_many_are_left(client, vera, north, two):
    sam, _lena = two
    add_minimum(north, number=2, by=vera)
    away = ask_absence(begins_on=MONDAY, ends_on=MONDAY + 6 * A_DAY, user=sam, by=vera)
    days = [(one.day, one.number) for one in few_by_absence(away)]
    assert days == [(MONDAY + n * A_DAY, 1) for n in (0, 1, 3, 4)], "without the holiday, and days off"
    client.force_login(vera)
    address = f"/schedule/absences/{away.uid}/"
    assert "Too few colleagues would be left" in client.get(address).content.decode()
    after = client.post(f"{address}answer/", {"to": "approved"}, follow=True).content.decode()
    assert ("Too few colleagues are left" in after, "at work 1, needed 2." in after) == (True, True)


@pytest.mark.django_db
def test_a_minimum_is_said_changed_and_dropped_by_who_plans_the_hours_of_the_location(
    client, vera, sam, lena, hire, north
):
    nina = hire("nina", "front_desk", location=north)
    one = add_minimum(north, number=2, by=nina)
    head = hire("hana", "head_of_sales")
    for act in (
        lambda by: add_minimum(north, number=1, by=by),
        lambda by: edit_minimum(one, number=1, by=by),
        lambda by: drop_minimum(one, by=by),
    ):
        for by in (sam, lena, head):
            with pytest.raises(NotAllowed):
                act(by)
    for words, field in (
        ({"number": 0}, "number"),
        ({"begins": time(9)}, "ends"),
        ({"weekdays": [7]}, "weekdays"),
    ):
        with pytest.raises(Refused) as no:
            edit_minimum(one, **words, by=nina)
        assert no.value.field == field
    client.force_login(nina)
    address = f"/schedule/minimums/{one.uid}/"
    assert 'value="2"' in client.get(address).content.decode()
    assert client.post(address, {"number": "3", "begins": "9", "ends": "12"}).status_code == 302
    assert Minimum.objects.get().number == 3
    assert client.post(f"{address}drop/").status_code == 302
    assert not Minimum.objects.exists()


@pytest.fixture(autouse=True)
def _early():
    with clock.travel_to(clock.now().replace(year=2026, month=12, day=1)):
        yield
