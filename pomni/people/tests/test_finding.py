"""Clients as the palette finds them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.people import finders
from pomni.people.commands import add_client


@pytest.fixture
def family(vera):
    """Three clients with names and phones of three countries."""
    for name, phone in (
        ("Ёлкин Пётр", "+7 921 555 01 47"),
        ("Żółwińska Anna", "+48 600 100 200"),
        ("Ковальски Ян", ""),
    ):
        add_client(name=name, phone=phone, by=vera)


def found(user, typed):
    return [one.title for one in finders.clients(user, typed.split())]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ёлк", "Ёлкин Пётр"),
        ("елкин", "Ёлкин Пётр"),
        ("ЁЛКИН", "Ёлкин Пётр"),
        ("петр елк", "Ёлкин Пётр"),
        ("лкин", "Ёлкин Пётр"),
        ("tkrby", "Ёлкин Пётр"),
        ("zolwinska", "Żółwińska Anna"),
        ("kowalski", "Ковальски Ян"),
        ("0147", "Ёлкин Пётр"),
        ("8 (921) 555", "Ёлкин Пётр"),
        ("0048 600 100", "Żółwińska Anna"),
    ],
)
def test_a_client_is_found_as_people_type(vera, family, typed, name):
    assert found(vera, typed) == [name]


@pytest.mark.parametrize("typed", ["147", "%", "_", ".*", "''", "+"])
def test_too_little_or_an_expression_finds_nobody(vera, family, typed):
    assert found(vera, typed) == []


def test_who_reaches_less_finds_less(vera, mark, family):
    assert found(mark, "ёлк") == []
    assert found(mark, "0147") == []


def test_a_phone_that_is_masked_is_not_looked_through_and_not_shown(vera, hire):
    lena = hire("lena", "specialist")
    add_client(name="Anna Kern", phone="+48 600 100 201", email="anna@example.com", responsible=lena, by=vera)
    assert found(lena, "100201") == []
    assert found(lena, "anna@ex") == []
    [anna] = finders.clients(lena, ["kern"])
    assert "600" not in anna.note
    assert found(vera, "anna@ex") == ["Anna Kern"]


def test_whoever_was_erased_is_not_found(vera, family):
    from pomni.people.commands import forget_client
    from pomni.people.models import Client

    forget_client(Client.objects.get(name="Ковальски Ян"), by=vera)
    assert found(vera, "ковальски") == []


def test_seven_at_most_in_one_statement(vera):
    for number in range(12):
        add_client(name=f"Anna {number:02}", phone=f"+48 600 200 {number:03}", by=vera)
    vera.reach("people.client.see")
    with CaptureQueriesContext(connection) as asked:
        assert len(found(vera, "anna")) == 7
    assert len(asked) == 1
