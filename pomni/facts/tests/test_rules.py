"""Days, stretches and letters of conditions, without tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.facts import rules
from pomni.facts.rules import Stretch, compared, days_of_the_year, spellings, stretch_of_days

TODAY = date(2026, 11, 22)  # a Sunday
ALPHABET = "aAbBłŁóÓžŽßẞеЕёЁйЙиИяЯіІъ019 .-*?[]^$\\%_'\u212aſ"


def born_on(day, today, days):
    return any(low <= day <= high for low, high in days_of_the_year(today, days))


@pytest.mark.parametrize(
    ("operator", "value", "first", "last"),
    [
        ("last", 30, date(2026, 10, 23), TODAY),
        ("ago", 30, None, date(2026, 10, 22)),
        ("next", 7, TODAY, date(2026, 11, 29)),
        ("ahead", 7, date(2026, 11, 30), None),
        ("on", TODAY, TODAY, TODAY),
        ("before", TODAY, None, date(2026, 11, 21)),
        ("after", TODAY, date(2026, 11, 23), None),
        ("week", None, date(2026, 11, 16), TODAY),
        ("month", None, date(2026, 11, 1), date(2026, 11, 30)),
        ("year", None, date(2026, 1, 1), date(2026, 12, 31)),
        ("ago", 36_500, None, TODAY - timedelta(days=36_501)),
    ],
)
def test_an_operator_means_these_days_ends_included(operator, value, first, last):
    assert stretch_of_days(operator, value, TODAY) == Stretch(first, last)


def test_a_week_begins_where_the_company_begins_it():
    assert rules.period_of("week", TODAY, week_start=7) == (TODAY, date(2026, 11, 28))


def test_the_last_days_and_those_before_them_leave_no_day_between():
    for days in (0, 1, 30, 365):
        near, far = stretch_of_days("last", days, TODAY), stretch_of_days("ago", days, TODAY)
        assert near.low - far.high == timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "days", "is_near"),
    [
        (date(2027, 2, 28), 0, True),  # a year without it: on the 28th
        (date(2027, 3, 1), 0, False),
        (date(2027, 2, 21), 7, True),
        (date(2027, 2, 20), 7, False),
        (date(2028, 2, 28), 0, False),  # a year with it: on the day itself
        (date(2028, 2, 29), 0, True),
        (date(2028, 2, 27), 1, False),
        (date(2026, 12, 30), 60, True),  # over New Year
        (date(2026, 12, 30), 59, False),
        (date(2026, 5, 1), 365, True),
    ],
)
def test_who_was_born_on_29_february_has_the_birthday_on_the_28th_of_other_years(today, days, is_near):
    assert born_on("02-29", today, days) == is_near


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_a_birthday_is_near_exactly_where_one_of_the_days_ahead_is_that_day(today, days):
    ahead = {f"{today + timedelta(days=n):%m-%d}" for n in range(min(days, 366) + 1)}
    for day in ("01-01", "02-28", "03-01", "07-15", "12-31", f"{today:%m-%d}"):
        assert born_on(day, today, days) == (day in ahead)


def test_a_day_begins_and_ends_by_the_clock_of_the_zone():
    told = rules.stretch_of_instants(Stretch(TODAY, TODAY), ZoneInfo("Asia/Vladivostok"))
    assert told.holds(datetime(2026, 11, 21, 14, 0, tzinfo=UTC))
    assert not told.holds(datetime(2026, 11, 22, 14, 0, tzinfo=UTC))


def test_a_day_whose_midnight_is_left_out_begins_when_the_clocks_have_changed():
    zone, day = ZoneInfo("America/Asuncion"), date(2023, 10, 1)
    assert rules.midnight(day, zone).astimezone(UTC) == datetime(2023, 10, 1, 4, 0, tzinfo=UTC)


@given(st.text(ALPHABET, max_size=3), st.text(ALPHABET, max_size=3))
def test_two_letters_are_compared_alike_exactly_where_each_is_a_spelling_of_the_other(one, other):
    for a in one:
        for b in other:
            assert (compared(a) == compared(b) and a != " " != b) == (b in spellings(a) and a != " " != b)


def test_letters_are_compared_without_capitals_tails_and_dots():
    assert compared("  ЁЛКА  «Łódź» ") == "елка «lodz»"
