import datetime as dt
import re
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from pomni.kit import clock
from pomni.ui.widgets import DayField, HueField, MoneyField, PhoneInput, Picks, Switch, TimeField, picks

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class Form(forms.Form):
    day = DayField()
    at = TimeField(required=False)
    price = MoneyField(currency="zł")
    phone = forms.CharField(widget=PhoneInput)
    start = forms.ChoiceField(
        widget=Picks, choices=picks(("demo", "Look <around>", "Nothing can be spoilt.", "compass"))
    )
    on = forms.BooleanField(widget=Switch, required=False)
    hue = HueField()


GIVEN = {"day": "tomorrow", "at": "930", "price": "1 250,50", "phone": "8 900", "start": "demo", "hue": "145"}


def test_what_was_typed_comes_out_as_values():
    with clock.travel_to(NOON):
        form = Form(GIVEN)
        assert form.is_valid(), form.errors
    told = form.cleaned_data
    assert (told["day"], told["at"]) == (dt.date(2026, 11, 22), dt.time(9, 30))
    assert (told["price"], told["hue"], told["on"]) == (Decimal("1250.50"), 145, False)


def test_what_cannot_be_read_stays_as_it_was_typed_beside_a_sentence_on_how_to_write_it():
    form = Form(GIVEN | {"day": "31.02", "at": "25", "price": "1,500"})
    assert set(form.errors) == {"day", "at", "price"}
    html = str(form)
    for typed in ("31.02", "25", "1,500"):
        assert f'value="{typed}"' in html
    assert "such as 9:30" in html


def test_what_may_be_left_empty_is_nothing_and_not_a_fault():
    assert Form(GIVEN | {"at": "  "}).is_valid()
    assert not Form(GIVEN | {"day": ""}).is_valid()


@pytest.mark.parametrize(
    ("language", "day", "price"),
    [("en", "21 Nov 2026", "1250.50"), ("ru", "21.11.2026", "1250,50"), ("pl", "21.11.2026", "1250,50")],
)
def test_values_stand_in_the_fields_as_the_person_writes_them_and_are_read_back(language, day, price):
    with translation.override(language):
        html = str(Form(initial={"day": dt.date(2026, 11, 21), "price": Decimal("1250.50")}))
        assert f'value="{day}"' in html
        assert f'value="{price}"' in html
        read = Form(GIVEN | {"day": day, "price": price})
        assert read.is_valid()
        assert (read.cleaned_data["day"], read.cleaned_data["price"]) == (
            dt.date(2026, 11, 21),
            Decimal("1250.50"),
        )


def test_each_field_brings_up_the_keyboard_that_fits():
    html = str(Form())
    for name, mode in (("at", "numeric"), ("price", "decimal"), ("phone", "tel")):
        assert re.search(rf'name="{name}"[^>]*inputmode="{mode}"', html), name


def test_a_switch_is_told_as_a_switch_and_a_card_by_its_title_and_meaning():
    html = str(Form())
    assert 'role="switch"' in html
    assert "Look &lt;around&gt;" in html
    assert "Nothing can be spoilt." in html


def test_any_hue_of_the_wheel_is_taken_and_shown_again_but_nothing_beyond():
    assert Form(GIVEN | {"hue": "123"}).is_valid()
    assert re.search(r'value="123"[^>]*checked', str(Form(GIVEN | {"hue": "123"})["hue"]))
    for beyond in ("360", "-1", "red", "1e2"):
        assert "hue" in Form(GIVEN | {"hue": beyond}).errors


def test_a_long_select_lets_type_to_find_and_a_short_one_stays_as_it_is():
    def drawn(number):
        return str(forms.Select(choices=[(n, n) for n in range(number)]).render("city", 1))

    assert "<combo-box" not in drawn(10)
    assert "<combo-box" in drawn(11)
    assert '<select name="city"' in drawn(11), "without scripts it is a select"
