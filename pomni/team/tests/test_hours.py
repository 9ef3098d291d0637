"""When a place is open: the arithmetic of hours."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.team.hours import DAYS, State, WrongHours, checked, state_at

WEEK = {"1": [["09:00", "13:00"], ["14:00", "20:00"]], "2": [["09:00", "18:00"]]}


def wall(day, hour=0):
    """A wall time of November 2026, as a clock on the wall shows it: without a zone."""
    return datetime.combine(date(2026, 11, day), time(hour))


MONDAY = wall(23)


def at(hour, minute=0, *, day=MONDAY, holidays=None, week=WEEK):
    return state_at(week, day.replace(hour=hour, minute=minute), holidays or {})


def test_a_place_is_open_from_the_first_minute_on_and_closed_from_the_last():
    assert at(9).is_open
    assert at(12, 59).is_open
    assert at(14).is_open
    assert not at(8, 59).is_open
    assert not at(13).is_open
    assert not at(20).is_open


def test_it_says_until_when_and_when_again():
    assert at(15).until == MONDAY.replace(hour=20)
    assert at(13, 30).opens == MONDAY.replace(hour=14)
    assert at(21).opens == wall(24, 9)
    assert at(19, day=wall(24)).opens == wall(30, 9)


def test_on_a_holiday_it_is_closed_and_says_which():
    told = at(15, holidays={MONDAY.date(): "Independence Day", date(2026, 11, 24): "The day after"})
    assert told == State(False, opens=wall(30, 9), holiday="Independence Day")


def test_hours_that_go_on_past_midnight_are_open_in_the_small_hours():
    week = {"5": [["20:00", "02:00"]]}
    friday = wall(27)
    assert at(23, day=friday, week=week).until == wall(28, 2)
    assert at(1, day=friday + timedelta(days=1), week=week).is_open
    assert not at(1, day=friday, week=week).is_open


def test_a_place_that_never_closes_says_no_hour():
    week = {day: [["00:00", "00:00"]] for day in DAYS}
    assert at(12, week=week) == State(True)


def test_a_week_without_hours_never_opens():
    assert at(12, week={}) == State(False)


@pytest.mark.parametrize(
    "spans",
    [
        [["09:00", ""]],
        [["9", "18:00"]],
        [["25:00", "26:00"]],
        [["09:00", "13:00"], ["12:00", "18:00"]],
        [["20:00", "02:00"], ["21:00", "22:00"]],
    ],
)
def test_hours_that_make_no_sense_are_told_with_their_day(spans):
    with pytest.raises(WrongHours) as told:
        checked({"3": spans})
    assert told.value.day == "3"


def test_the_small_hours_of_a_day_cannot_be_claimed_twice():
    with pytest.raises(WrongHours):
        checked({"7": [["20:00", "03:00"]], "1": [["02:00", "10:00"]]})
    assert checked({"7": [["20:00", "02:00"]], "1": [["02:00", "10:00"]]})


def test_hours_come_out_in_order_without_empty_days():
    told = checked({"2": [], "1": [["14:00", "20:00"], ["09:00", "13:00"]]})
    assert told == {"1": [["09:00", "13:00"], ["14:00", "20:00"]]}


hours = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 30]))
weeks = st.dictionaries(st.sampled_from(DAYS), st.lists(st.lists(hours, min_size=2, max_size=2), max_size=2))


@given(weeks, st.integers(0, 7 * 24 * 2 - 1))
def test_until_the_hour_that_it_tells_a_place_stays_as_it_is(week, half_hours):
    try:
        week = checked(week)
    except WrongHours:
        return
    now = MONDAY + timedelta(minutes=30 * half_hours)
    told = state_at(week, now, {})
    change = told.until if told.is_open else told.opens
    end = change or now + timedelta(days=7)
    assert end > now
    while now < end:
        assert state_at(week, now, {}).is_open == told.is_open
        now += timedelta(minutes=30)
    if change:
        assert state_at(week, change, {}).is_open != told.is_open
