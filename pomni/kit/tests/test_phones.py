"""How a phone that somebody typed becomes the one form in which phones are found and compared."""

import pytest

from pomni.kit.errors import Refused
from pomni.kit.phones import normal_phone


@pytest.mark.parametrize(
    ("typed", "region", "normal"),
    [
        ("+48 600 100 200", "", "+48600100200"),
        ("0048 600 100 200", "", "+48600100200"),
        ("8 (921) 123-45-67", "", "+79211234567"),
        ("8 (921) 123-45-67", "PL", "+79211234567"),
        ("600 100 200", "", "600100200"),
        ("600 100 200", "PL", "+48600100200"),
        ("600-100-200", "RU", "600100200"),
        ("921 123-45-67", "RU", "+79211234567"),
        ("8 495 123-45-67", "RU", "+74951234567"),
        ("48 600 100 200", "PL", "+48600100200"),
        ("+7 921 123-45-67", "PL", "+79211234567"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("12345", "PL", "12345"),
    ],
)
def test_a_number_without_code_is_of_the_companys_country_where_it_can_be(typed, region, normal):
    assert normal_phone(typed, region) == normal


@pytest.mark.parametrize("typed", ["1234", "ask the office", "+1234567890123456"])
def test_what_cannot_be_a_phone_is_refused_in_every_country(typed):
    for region in ("", "PL"):
        with pytest.raises(Refused):
            normal_phone(typed, region)
