import datetime as dt
from decimal import Decimal

import pytest

from pomni.ui.typed import day_of, sum_of, time_of

SATURDAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21.11.2026", (2026, 11, 21)),
        ("1/12/26", (2026, 12, 1)),
        ("2026-12-01", (2026, 12, 1)),
        ("21 Nov 2026", (2026, 11, 21)),
        ("3 сентября 2027", (2027, 9, 3)),
        ("12 października", (2026, 10, 12)),
        ("12 maja 2027", (2027, 5, 12)),
        ("Завтра", (2026, 11, 22)),
        (" dziś ", (2026, 11, 21)),
        ("yesterday", (2026, 11, 20)),
        ("пн", (2026, 11, 23)),
        ("piątek", (2026, 11, 27)),
        ("Saturday", (2026, 11, 28)),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed, day):
    assert day_of(typed, SATURDAY) == dt.date(*day)


def test_a_day_without_a_year_is_the_nearest_and_not_long_past():
    assert day_of("3.02", SATURDAY) == dt.date(2027, 2, 3)
    assert day_of("1.10", SATURDAY) == dt.date(2026, 10, 1)
    assert day_of("29.02", SATURDAY) == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("22.11", (2025, 11, 22)),
        ("21 Nov", (2026, 11, 21)),
        ("1 декабря", (2025, 12, 1)),
        ("29.02", (2024, 2, 29)),
        ("Friday", (2026, 11, 20)),
        ("sobota", (2026, 11, 14)),
        ("позавчера", (2026, 11, 19)),
        ("1.12.2026", (2026, 12, 1)),
        ("tomorrow", (2026, 11, 22)),
    ],
)
def test_where_what_has_been_is_asked_about_a_day_is_the_last_such_day(typed, day):
    assert day_of(typed, SATURDAY, past=True) == dt.date(*day)


@pytest.mark.parametrize(("past", "year"), [(False, 2104), (True, 2096)])
def test_the_29th_of_february_is_found_over_the_year_without_one(past, year):
    assert day_of("29.02", dt.date(2100, 6, 1), past=past) == dt.date(year, 2, 29)


@pytest.mark.parametrize("typed", ["31.02.2026", "31.02", "32", "soon", "", "21.11.2026 or so", "5.13"])
def test_what_is_no_day_is_refused_and_never_guessed(typed):
    with pytest.raises(ValueError):
        day_of(typed, SATURDAY)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9", (9, 0)),
        ("930", (9, 30)),
        ("9:30", (9, 30)),
        ("17.15", (17, 15)),
        ("0900", (9, 0)),
        ("5 pm", (17, 0)),
        ("12am", (0, 0)),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed, time):
    assert time_of(typed) == dt.time(*time)


@pytest.mark.parametrize("typed", ["25", "9:75", "noon", "", "13 pm", "9:3"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError):
        time_of(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("4\u00a0500 ₽", "4500"),
        ("1 234 567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,5", "0.5"),
        ("£99", "99"),
        ("320 zł", "320"),
        ("−12,00", "-12.00"),
    ],
)
def test_a_sum_is_understood_whatever_stands_between_its_digits(typed, amount):
    assert sum_of(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "much", "12,3,4", "1,23,456", "5-3", ",", "1,234", "1.500"])
def test_a_sum_that_could_be_read_in_two_ways_is_refused(typed):
    with pytest.raises(ValueError):
        sum_of(typed)
