"""The arithmetic of waiting and of slots."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pomni.jobs.rules import slot_of_day, slot_of_interval, time_of, wait_before_next

WARSAW = ZoneInfo("Europe/Warsaw")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_waits_grow_from_five_seconds_to_an_hour_and_no_further():
    least = [wait_before_next(attempt, 0.0) for attempt in range(1, 60)]
    most = [wait_before_next(attempt, 1.0) for attempt in range(1, 60)]
    assert (least[0], most[-1]) == (5.0, 3600.0)
    assert least == sorted(least)
    assert 3600 < sum(least[:7]) < sum(most[:7]) < 2.5 * 3600, "eight attempts outlast an hour's outage"


def test_slots_of_an_interval_lie_on_its_multiples():
    every = timedelta(minutes=15)
    assert slot_of_interval(utc("2026-03-01 10:29:59"), every) == utc("2026-03-01 10:15")
    assert slot_of_interval(utc("2026-03-01 10:30:00"), every) == utc("2026-03-01 10:30")


def test_the_slot_of_a_day_follows_the_clock_on_the_wall():
    night = time(3)
    assert slot_of_day(utc("2026-01-10 01:59"), night, WARSAW) == utc("2026-01-09 02:00")
    assert slot_of_day(utc("2026-01-10 02:00"), night, WARSAW) == utc("2026-01-10 02:00")
    assert slot_of_day(utc("2026-07-10 02:00"), night, WARSAW) == utc("2026-07-10 01:00")


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(3)])
@pytest.mark.parametrize("start", ["2026-03-28 12:00", "2026-10-24 12:00"])
def test_a_day_on_which_clocks_are_changed_has_one_slot_too(start, at):
    minutes = [utc(start) + timedelta(minutes=n) for n in range(24 * 60 + 60)]
    slots = {slot_of_day(minute, at, WARSAW) for minute in minutes}
    assert len(slots) == 2, "that of the day before, and one of the day"
    assert all(slot_of_day(minute, at, WARSAW) <= minute for minute in minutes)


def test_an_hour_may_be_a_number_or_a_text():
    assert time_of(3) == time_of("3") == time_of("03:00") == time(3)
    for wrong in ("25:00", 24, "soon"):
        with pytest.raises(ValueError):
            time_of(wrong)
