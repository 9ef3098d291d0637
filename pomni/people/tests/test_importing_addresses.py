"""An address brought in keeps what its column calls it, as further ones do; taken back, both go."""

import pytest

from pomni.memory.models import Moment
from pomni.people.commands import add_client, edit_client, take_back_changes, take_rows
from pomni.people.imports import Wish
from pomni.people.imports.reached import address_label
from pomni.people.models import Client

from .test_importing import held, read, take, whats
from .test_importing_back import further


@pytest.mark.parametrize(
    ("titles", "label"),
    [
        (("Home address",), "home"),
        (("Адрес доставки",), "доставки"),
        (("Adres zamieszkania",), "zamieszkania"),
        (("Домашний адрес", "Город"), "домашний"),
        (("Home Street", "Home City", "Home Postal Code"), "home"),
        (("Address 1 - Street", "Address 1 - City"), ""),
        (("Street", "City", "Zip code"), ""),
        (("Полный адрес",), ""),
        (("Адрес клиента",), ""),
        (("Home address", "Work address"), ""),
        (("Anschrift",), ""),
    ],
)
def test_the_titles_of_an_address_say_what_it_is_called(titles, label):
    assert address_label(titles) == label


def row_of(by, title, *cells, wish=None):
    """Rows of a file with a name, a phone and an address below this title."""
    told = read(by, ("name", "phone", title), cells, wish=wish, mapping={0: "name", 1: "phone", 2: "address"})
    return told[0]


def test_a_new_client_has_the_first_address_with_its_label(vera):
    told = row_of(vera, "Home address", "Anna Lis", "+48 600 100 200", "Long 1")
    (one,) = take_rows(rows=[told], wish=Wish(), by=vera).outcomes
    anna = Client.objects.get(pk=one.card.pk)
    assert (anna.address, anna.address_label) == ("Long 1", "home")
    assert Moment.objects.get(kind="people.client_added").personal["more"]["address"] == "home: Long 1"
    (jan,) = take(vera, ("name", "addresses"), ("Jan Kot", "summer: Short 2\nWide 3")).outcomes
    jan = Client.objects.get(pk=jan.card.pk)
    assert (jan.address, jan.address_label, further()) == ("Short 2", "summer", [("Wide 3", "")])


@pytest.mark.parametrize(
    ("existing", "here", "becomes"),
    [
        ("fill", (), ("Long 1", "home")),
        ("fill", ("long 1",), ("long 1", "home")),
        ("fill", ("Long 1", "mum's"), ("Long 1", "mum's")),
        ("fill", ("Old 9",), ("Old 9", "")),
        ("overwrite", ("Old 9", "work"), ("Long 1", "home")),
        ("overwrite", ("Long 1", "mum's"), ("Long 1", "home")),
    ],
)
def test_the_label_comes_with_its_address_and_goes_with_it(vera, existing, here, becomes):
    wish, phone = Wish(existing), "+48 600 100 200"
    anna = add_client(name="Anna Lis", phone=phone, addresses=[here] if here else [], by=vera)
    before = held()
    told = row_of(vera, "Home address", "Anna Lis", phone, "Long 1", wish=wish)
    (one,) = take_rows(rows=[told], wish=wish, by=vera).outcomes
    anna.refresh_from_db()
    assert (anna.address, anna.address_label) == becomes
    (again,) = take_rows(rows=[told], wish=wish, by=vera).outcomes
    assert again.what == "same"
    if one.changes:
        both = Moment.objects.get(kind="people.client_edited").personal["changes"]["address"]
        assert both == [": ".join(reversed(here)), ": ".join(reversed(becomes))]
        assert "address_label" not in Moment.objects.get(kind="people.client_edited").personal["changes"]
        assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [True]
    else:
        assert one.not_taken["address"] == [": ".join(reversed(here)), "home: Long 1"]
    assert held() == before


def test_an_overwritten_address_does_not_keep_the_label_of_the_one_before(vera):
    phone = "+48 600 100 200"
    anna = add_client(name="Anna Lis", phone=phone, addresses=[("Old 9", "work")], by=vera)
    wish = Wish("overwrite")
    take(vera, ("name", "phone", "address"), ("Anna Lis", phone, "Long 1"), wish=wish)
    anna.refresh_from_db()
    assert (anna.address, anna.address_label) == ("Long 1", "")


def test_an_address_that_a_colleague_has_changed_since_keeps_its_label(vera):
    phone = "+48 600 100 200"
    anna = add_client(name="Anna Lis", phone=phone, by=vera)
    told = row_of(vera, "Home address", "Anna Lis", phone, "Long 1")
    (one,) = take_rows(rows=[told], wish=Wish(), by=vera).outcomes
    edit_client(anna, addresses=[("Long 1a", "home")], by=vera)
    assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [False]
    anna.refresh_from_db()
    assert (anna.address, anna.address_label) == ("Long 1a", "home")


def test_of_somebody_without_an_address_the_first_further_one_becomes_the_preferred_one(vera):
    phone = "+48 600 100 200"
    anna = add_client(name="Anna Lis", phone=phone, by=vera)
    before = held(), further()
    (one,) = take(
        vera, ("name", "phone", "addresses"), ("Anna Lis", phone, "summer: Short 2\nWide 3")
    ).outcomes
    anna.refresh_from_db()
    assert (anna.address, anna.address_label, further()) == ("Short 2", "summer", [("Wide 3", "")])
    assert whats(take(vera, ("name", "phone", "addresses"), ("Anna Lis", phone, "Wide 3\nShort 2"))) == [
        "same"
    ]
    assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [True]
    assert (held(), further()) == before
