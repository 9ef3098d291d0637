"""Numbers, money and sizes as people of each language write them."""

from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from pomni.kit import figures


def told(language, function, *values):
    with translation.override(language):
        return function(*values).replace("\N{NO-BREAK SPACE}", "_")


@pytest.mark.parametrize(
    ("language", "amount", "currency", "said"),
    [
        ("ru", 4500, "RUB", "4_500_₽"),
        ("ru", Decimal("4500.50"), "RUB", "4_500,50_₽"),
        ("ru", Decimal("-4500"), "RUB", "−4_500_₽"),
        ("ru", 320, "PLN", "320_zł"),
        ("pl", 320, "PLN", "320_zł"),
        ("pl", 1234567, "PLN", "1_234_567_zł"),
        ("pl", 4500, "RUB", "4_500_₽"),
        ("pl", 12, "JPY", "12_¥"),
        ("en", 4500, "RUB", "4,500_₽"),
        ("en", Decimal("-1234.5"), "EUR", "−€1,234.50"),
        ("en", 320, "PLN", "320_zł"),
        ("en", 7, "CHF", "7_CHF"),
    ],
)
def test_money_stands_with_its_sign_and_in_one_piece(language, amount, currency, said):
    assert told(language, figures.money, amount, currency) == said


def test_the_smallest_coin_is_shown_only_where_there_is_one():
    amounts = (Decimal("10.00"), Decimal("10.005"), Decimal("9.999"), Decimal("-0.001"))
    assert [told("en", figures.money, amount, "EUR") for amount in amounts] == ["€10", "€10.01", "€10", "€0"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["0", "1_234,5", "−1_234_567", "2,50"]),
        ("pl", ["0", "1_234,5", "−1_234_567", "2,50"]),
        ("en", ["0", "1,234.5", "−1,234,567", "2.50"]),
    ],
)
def test_numbers_are_grouped_with_spaces_that_do_not_break_and_a_real_minus(language, said):
    numbers = [(0,), (1234.5,), (-1234567,), (Decimal("2.5"), 2)]
    assert [told(language, figures.number, *values) for values in numbers] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["900_Б", "1_кБ", "1_МБ", "4,2_МБ", "150_МБ", "3_ТБ"]),
        ("pl", ["900_B", "1_kB", "1_MB", "4,2_MB", "150_MB", "3_TB"]),
        ("en", ["900_B", "1_kB", "1_MB", "4.2_MB", "150_MB", "3_TB"]),
    ],
)
def test_the_size_of_a_file_is_told_in_the_unit_that_fits(language, said):
    sizes = (900, 1024, 1024 * 1024 - 1, int(4.2 * 1024**2), 150 * 1024**2, 3 * 1024**4)
    assert [told(language, figures.file_size, size) for size in sizes] == said


def test_templates_have_them_as_filters():
    page = engines["django"].from_string(
        "{{ n|number }};{{ n|number:1 }};{{ n|money:'PLN' }};{{ size|filesize }};{{ none|money:'PLN' }}{{ none|number }}"
    )
    with translation.override("pl"):
        shown = page.render({"n": 1234, "size": 2048, "none": None}).replace("\N{NO-BREAK SPACE}", "_")
    assert shown == "1_234;1_234,0;1_234_zł;2_kB;"
