"""The timesheet: clocking in and out, against the plan, and what is put right."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.schedule.commands import add_clocked, clock_in, clock_out, correct_clocked, set_pattern
from pomni.schedule.models import Clocked
from pomni.schedule.queries import sheet_of
from pomni.schedule.tally import Tally, tally

WARSAW = ZoneInfo("Europe/Warsaw")


def at(hour, minute=0):
    return datetime(2027, 1, 4, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("planned", "worked", "told"),
    [
        ([(at(9), at(17))], [(at(9), at(17))], Tally(480, 480)),
        ([(at(9), at(17))], [(at(9, 10), at(16, 45))], Tally(480, 455, late=10, early=15)),
        ([(at(9), at(17))], [(at(8, 50), at(18))], Tally(480, 550, over=70)),
        ([(at(9), at(13)), (at(14), at(18))], [(at(9), at(13)), (at(14), at(18))], Tally(480, 480)),
        ([(at(9), at(17))], [], Tally(480)),
        ([], [(at(9), at(10))], Tally(0, 60, over=60)),
    ],
)
def test_what_was_worked_stands_against_the_plan(planned, worked, told):
    assert tally(planned, worked) == told


def test_nobody_has_left_early_who_is_still_there():
    assert tally([(at(9), at(17))], [(at(9), at(12))], is_open=True) == Tally(480, 180)


@pytest.mark.django_db
@pytest.mark.engines
def test_a_colleague_is_clocked_in_once_and_the_database_holds_it(sam, north):
    begun = clock_in(location=north, by=sam)
    with pytest.raises(Refused):
        clock_in(location=north, by=sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clocked.objects.create(user=sam, location=north, day=begun.day, begins_at=begun.begins_at)
    clock_out(by=sam)
    with pytest.raises(Refused):
        clock_out(by=sam)


@pytest.mark.django_db
def test_a_day_is_told_with_minutes_late_and_what_was_corrected_is_remembered(vera, sam, north, day):
    set_pattern(
        sam, location=north, begins_on=day, days=[[("09:00", "17:00")]], off_on_holidays=False, by=vera
    )
    with clock.travel_to(datetime.combine(day, time(9, 20), WARSAW)):
        clock_in(location=north, by=sam)
    with clock.travel_to(datetime.combine(day, time(17, 30), WARSAW)):
        one = clock_out(by=sam)
        assert sheet_of(sam, sam, day, day)[day].sums == Tally(480, 490, late=20, over=10)
        with pytest.raises(NotAllowed):
            correct_clocked(one, day=day, begins=time(9), ends=time(17), by=sam)
        one = correct_clocked(one, day=day, begins=time(9), ends=time(17), by=vera)
        assert sheet_of(vera, sam, day, day)[day].sums == Tally(480, 480)
        told = Moment.objects.get(kind="schedule.hours_corrected").facts
        assert (f"{day} 09:20" in told["was"], f"{day} 09:00" in told["hours"]) == (True, True)
        with pytest.raises(Refused):
            add_clocked(user=sam, location=north, day=day, begins=time(16), ends=time(18), by=vera)
        earlier = day - timedelta(days=1)
        night = add_clocked(user=sam, location=north, day=earlier, begins=time(22), ends=time(2), by=vera)
        assert night.ends_at - night.begins_at == timedelta(hours=4)


@pytest.mark.django_db
def test_a_colleague_clocks_in_on_the_phone_and_whoever_leads_reads_the_month(client, vera, sam, north, day):
    set_pattern(
        sam,
        location=north,
        begins_on=clock.today(),
        days=[[("09:00", "17:00")]],
        off_on_holidays=False,
        by=vera,
    )
    client.force_login(sam)
    assert "Clock in" in client.get("/schedule/mine/").content.decode()
    assert client.post("/schedule/mine/clock/", {"at": north.uid, "to": "in"}).status_code == 302
    mine = client.get("/schedule/mine/").content.decode()
    assert ("Clock out" in mine, "9:00–17:00" in mine) == (True, True)
    assert client.post("/schedule/mine/clock/", {"to": "out"}).status_code == 302
    client.force_login(vera)
    month = client.get(f"/schedule/timesheet/?at={north.uid}").content.decode()
    assert f"/schedule/timesheet/{sam.uid}/" in month
    file = client.get(f"/schedule/timesheet/file/?at={north.uid}").content.decode("utf-8-sig").splitlines()
    assert file[0].startswith("Colleague,Day,Plan")
    assert any(f"Sam,{clock.today()},9:00–17:00" in line for line in file)
    one = Clocked.objects.get()
    assert client.post(f"/schedule/clocked/{one.uid}/", {"drop": "1"}).status_code == 302
    sent = {"day": "2026-01-12", "begins": "9:00", "ends": "17:00", "location": str(north.uid)}
    assert client.post(f"/schedule/timesheet/{sam.uid}/add/", sent).status_code == 302
    assert Clocked.objects.get().corrected_by == vera


def test_days_to_come_have_no_figures_yet(client, vera, sam, north):
    day = clock.today()
    client.force_login(vera)
    with clock.travel_to(datetime(day.year, day.month, 10, 12, tzinfo=UTC)):
        months_day = clock.today()
        set_pattern(
            sam, location=north, begins_on=months_day.replace(day=1), days=[[["09:00", "17:00"]]], by=vera,
            off_on_holidays=False,
        )  # fmt: skip
        page = client.get(f"/schedule/timesheet/{sam.uid}/?at={north.uid}").content.decode()
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    assert all("0:00" in row for row in rows[:10])
    assert not any("0:00</td>" in row for row in rows[10:]), "they are only planned"
