"""Jobs that come round."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from pomni.jobs import leases, periodic, queries
from pomni.jobs.declare import daily, every
from pomni.jobs.models import Job, Periodic
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock

MORNING = datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
ran: list[str] = []


def tidy() -> None:
    ran.append("tidy")


def break_down() -> None:
    ran.append("broke")
    raise ConnectionError


@pytest.fixture
def come_round(monkeypatch):
    """Declare a function of this file as with the decorator above it."""

    def declare(decorator, function):
        monkeypatch.setitem(globals(), function.__name__, decorator(function))

    return declare


def at(instant: datetime) -> int:
    """Run what is due at this instant; returns how many jobs ran."""
    clock.set_to(instant)
    return run_jobs_once()


@pytest.fixture
def _morning(db):
    ran.clear()
    with clock.travel_to(MORNING):
        yield


@pytest.mark.usefixtures("_morning")
def test_a_job_that_comes_round_waits_for_its_next_slot_and_fires_once_in_it(come_round):
    come_round(every(minutes=10), tidy)
    assert at(MORNING) == 0
    assert at(MORNING + timedelta(minutes=8)) == 0
    assert at(MORNING + timedelta(minutes=9)) == 1
    assert at(MORNING + timedelta(minutes=12)) == 0
    assert at(MORNING + timedelta(minutes=19)) == 1


@pytest.mark.usefixtures("_morning")
def test_slots_missed_while_nothing_ran_are_made_up_for_by_one_run(come_round):
    come_round(every(minutes=10), tidy)
    at(MORNING)
    assert at(MORNING + timedelta(days=30)) == 1


@pytest.mark.usefixtures("_morning")
def test_a_daily_job_keeps_the_hour_of_the_company(come_round, settings):
    settings.TIME_ZONE = "Asia/Vladivostok"  # ten hours ahead
    come_round(daily(at="20:00"), tidy)
    assert at(MORNING) == 0
    assert at(MORNING + timedelta(minutes=58)) == 0
    assert at(MORNING + timedelta(minutes=60)) == 1
    assert at(MORNING + timedelta(hours=24)) == 0


@pytest.mark.usefixtures("_morning")
def test_the_hour_may_be_asked_of_a_setting_that_changes_or_is_off(come_round):
    hour = {"value": None}
    come_round(daily(at=lambda: hour["value"]), tidy)
    at(MORNING)
    assert at(MORNING + timedelta(days=1)) == 0
    hour["value"] = 5
    assert at(MORNING + timedelta(days=2)) == 0, "the first slot seen is passed over"
    assert at(MORNING + timedelta(days=3)) == 1


@pytest.mark.usefixtures("_morning")
def test_an_hour_that_is_none_does_not_silence_the_other_jobs(come_round):
    come_round(daily(at=lambda: 25), break_down)
    come_round(every(minutes=1), tidy)
    for minute in (0, 1):
        clock.set_to(MORNING + timedelta(minutes=minute))
        with pytest.raises(ValueError):
            periodic.fire_due()
    assert Job.objects.get().task.endswith("tidy")


@pytest.mark.usefixtures("_morning")
def test_a_slow_run_is_not_overlapped_and_only_one_more_waits_behind_it(come_round):
    come_round(every(minutes=1), tidy)
    at(MORNING)
    clock.set_to(MORNING + timedelta(minutes=1))
    periodic.fire_due()
    slow = leases.take("busy", lease=80)
    for minute in range(2, 6):
        leases.renew({slow.pk: slow.attempt}, lease=80)
        assert at(MORNING + timedelta(minutes=minute)) == 0
    assert Job.objects.filter(status="READY").count() == 1
    leases.finish(slow, None)
    assert run_jobs_once() == 1


@pytest.mark.usefixtures("_morning")
def test_a_run_that_fails_each_time_keeps_to_one_row_and_to_its_slots(come_round):
    come_round(every(minutes=1, attempts=2), break_down)
    at(MORNING)
    for minute in range(1, 30):
        at(MORNING + timedelta(minutes=minute))
    assert Job.objects.count() == queries.failed().count() == 1
    assert len(ran) == 29
    assert "ConnectionError" in Job.objects.get().problem


@pytest.mark.usefixtures("_morning")
def test_a_clock_that_was_a_year_ahead_does_not_silence_jobs_for_a_year(come_round):
    come_round(every(hours=1), tidy)
    at(MORNING + timedelta(days=365))
    assert at(MORNING) == 0
    assert at(MORNING + timedelta(hours=1)) == 1


def test_a_length_of_nothing_and_an_hour_that_is_none_are_refused_where_they_stand():
    with pytest.raises(ImproperlyConfigured):
        every()(tidy)
    with pytest.raises(ValueError):
        daily(at="half past three")


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_two_schedulers_do_not_fire_a_slot_twice(come_round):
    come_round(every(minutes=1), tidy)
    with clock.travel_to(MORNING):
        periodic.fire_due()
        for slot in range(1, 16):
            clock.set_to(MORNING + timedelta(minutes=slot))
            assert fire_at_once(4) == 1
            Job.objects.update(status="SUCCESSFUL")
    assert Job.objects.count() == 15
    assert Periodic.objects.get().slot == MORNING.replace(minute=16)


def fire_at_once(schedulers: int) -> int:
    """All schedulers fire in the same instant; returns how many jobs they made."""
    line, fired = threading.Barrier(schedulers), []

    def scheduler() -> None:
        connection.ensure_connection()  # opened before, so that all start in the same instant
        line.wait()
        fired.append(periodic.fire_due())
        connections.close_all()

    threads = [threading.Thread(target=scheduler) for _ in range(schedulers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(fired) == schedulers
    return sum(fired)
