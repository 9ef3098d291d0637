"""Rows of a file become clients: read, matched with those who are here, written at once, taken back."""

import datetime as dt

import pytest

from pomni.kit.clock import travel_to
from pomni.memory.models import Moment
from pomni.people.commands import (
    add_client,
    take_rows,
)
from pomni.people.imports import Reader, Told, Trouble, Wish
from pomni.people.imports.days import day_of
from pomni.people.imports.seeking import PACKED, Card
from pomni.people.likeness import names_agree
from pomni.people.models import Client, ContactPoint, Holding, Tag
from pomni.team.commands import edit_company


def read(by, titles, *rows, wish=None, mapping=None):
    """What the rows tell: each title is the key of its target."""
    mapping = mapping or dict(enumerate(titles))
    reader = Reader(titles, mapping, wish or Wish(), by=by)
    return [reader.read(number, list(cells)) for number, cells in enumerate(rows, 2)]


def take(by, titles, *rows, wish=None):
    return take_rows(rows=read(by, titles, *rows, wish=wish), wish=wish or Wish(), by=by)


def whats(taken):
    return [one.what for one in taken.outcomes]


def held():
    """Everything that is known of clients, by natural keys."""
    clients = Client.objects.order_by("pk").values_list()
    points = ContactPoint.objects.order_by("kind", "normal").values_list("kind", "normal")
    holdings = Holding.objects.order_by("client_id", "contact_point__normal").values_list(
        "client_id", "contact_point__normal", "typed", "label", "place", "is_preferred"
    )
    tags = Client.tags.through.objects.order_by("client_id", "tag_id").values_list("client_id", "tag__folded")
    names = Tag.objects.order_by("folded").values_list("folded", "name")
    return [list(rows) for rows in (clients, points, holdings, tags, names)]


# --- A row is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("12.04.1980", "dmy", (1980, 4, 12)),
        ("04/12/1980", "mdy", (1980, 4, 12)),
        ("25/12/1980", "mdy", (1980, 12, 25)),
        ("1980-04-12", "dmy", (1980, 4, 12)),
        ("1980-04-12T00:00:00", "dmy", (1980, 4, 12)),
        ("12.04.80", "dmy", (1980, 4, 12)),
        ("12.04.05", "dmy", (2005, 4, 12)),
        ("19800412", "dmy", (1980, 4, 12)),
        ("--02-29", "dmy", (None, 2, 29)),
        ("29.02.", "dmy", (None, 2, 29)),
        ("12 апреля 1980 г.", "dmy", (1980, 4, 12)),
        ("12 kwietnia 1980", "dmy", (1980, 4, 12)),
        ("April 12, 1980", "dmy", (1980, 4, 12)),
        ("29323", "dmy", (1980, 4, 12)),
    ],
)
def test_a_day_is_understood_as_people_write_it(text, order, day):
    assert day_of(text, order, this_year=2026) == day


@pytest.mark.parametrize("text", ["31.02.1980", "yesterday", "29.02.1981", "1.1.1700", "12.13.14.15"])
def test_what_is_no_day_is_not_guessed_at(text):
    with pytest.raises(ValueError):
        day_of(text, "dmy", this_year=2026)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Анна Лис", "Лис Анна Петровна", True),
        ("Лис А. П.", "Лис Анна Петровна", True),
        ("ООО «Вектор»", 'ООО "ВЕКТОР"', True),
        ("Anna Lis", "Jan Lis", False),
        ("Żak Ewa", "Zak Ewa", True),
        ("Иванов Иван", "Ivan Ivanov", True),  # the other alphabet
        ("Алина Лис", "Арина Лис", False),  # twins
        ("Саша Лис", "Александр Лис", False),  # a father and his son may be
        ("", "Anna", False),
    ],
)
def test_names_agree_where_one_holds_the_other(one, other, same):
    assert names_agree(one, other) is same


def test_a_card_that_was_put_aside_still_tells_all_that_it_told():
    own = {7: [[0, "чай", None, "2026-01-02", None, None, None], [1, "", "12.5000", None, 3, None, None]]}
    card = Card(None, {"name": "Żaneta", "birth_year": 1980, "works_at_id": None}, own=own)
    card.points, card.tags = {("phone", "+48600100200"): ("600 100 200", "home")}, {"vip", "школа"}
    before = [getattr(card, name) for name in PACKED]
    card.pack()
    card.pack()
    assert card.packed
    assert [getattr(card, name) for name in PACKED] == before


def test_a_row_tells_all_that_stands_in_it(vera):
    edit_company(phone_region="PL", by=vera)
    titles = ["family", "given", "phone", "email", "birthday", "sex", "tags", "about"]
    row = ["Nowak", "Anna", "601 234 567, +48 22 100 20 30 (praca)", "Anna@Salon.example", "12.04.1980", "k"]
    (told,) = read(vera, titles, [*row, "VIP; Implants, vip", "likes tea"])
    assert told.fields == {
        "family": "Nowak", "given": "Anna", "name": "Nowak Anna", "birth_day": "04-12", "birth_year": 1980,
        "sex": "female", "about": "likes tea",
    }  # fmt: skip
    assert [(point.normal, point.label) for point in told.points.values()] == [
        ("+48601234567", ""),
        ("+48221002030", "praca"),
        ("anna@salon.example", ""),
    ]
    assert told.tags == {"vip": "VIP", "implants": "Implants"}


def test_each_trouble_names_its_column_and_what_to_do(vera):
    titles, mapping = ["Имя", "Телефон", "Родился"], {"0": "name", "1": "phone", "2": "birthday"}
    rows = [["Anna", "12", ""], ["Anna", "", "31.02.1980"], ["", "-", ""], ["Anna", "n/a", "—"]]
    found = read(vera, titles, *rows, mapping=mapping)
    assert [(one.number, one.column) for one in found[:3]] == [(2, "Телефон"), (3, "Родился"), (4, "Имя")]
    assert "+48 600 100 200" in found[0].reason
    assert "31.12.1980" in found[1].reason
    assert isinstance(found[3], Told)  # what people write where there is nothing is nothing


def test_a_colleague_is_found_by_name_or_login_and_an_unknown_one_is_trouble(vera, mark):
    found = read(vera, ["name", "responsible"], ["Anna", "MARK"], ["Jan", "Nobody"])
    assert found[0].fields["responsible_id"] == mark.pk
    assert isinstance(found[1], Trouble)
    assert found[1].column == "responsible"


# --- Who is here already -----------------------------------------------------------------------------------------------


def test_who_is_here_is_found_by_phone_or_tax_number_together_with_the_name(vera):
    anna = add_client(name="Anna Lis", phone="+48 600 100 200", by=vera)
    add_client(name="Ewa Kot", email="ewa@example.com", by=vera)
    shop = add_client(name="Shop Ltd", kind="organisation", tax_id="1234567", by=vera)
    titles = ["name", "phone", "email", "tax_id", "kind", "source"]
    taken = take(
        vera, titles,
        ["Lis Anna", "+48600100200", "", "", "", "fair"],
        ["Ewa Kot", "", "EWA@example.com", "", "", "fair"],
        ["The Shop", "", "", "123-45-67", "company", "fair"],
        ["Jan Nowy", "+48 600 100 201", "", "", "", "fair"],
    )  # fmt: skip
    assert whats(taken) == ["changed", "fault", "changed", "added"]
    assert [taken.outcomes[at].card.pk for at in (0, 2)] == [anna.pk, shop.pk]
    assert set(Client.objects.exclude(name="Ewa Kot").values_list("source", flat=True)) == {"fair"}


def test_one_phone_under_two_names_is_a_familys_and_no_merge(vera):
    add_client(name="Anna Lis", phone="+48 600 100 200", by=vera)
    taken = take(vera, ["name", "phone"], ["Jan Lis", "+48600100200"], ["Ola Lis", "+48600100200"])
    assert whats(taken) == ["added", "added"]
    assert all(one.shares for one in taken.outcomes)
    point = ContactPoint.objects.get(normal="+48600100200")
    assert point.holders.count() == 3


def test_rows_of_one_file_that_mean_one_person_make_one(vera):
    taken = take(
        vera,
        ["name", "phone", "source"],
        ["Anna Lis", "+48600100200", ""],
        ["Lis Anna", "+48600100200", "fair"],
    )
    assert whats(taken) == ["added", "changed"]
    assert Client.objects.get().source == "fair"
    assert Moment.objects.filter(kind="people.client_edited").exists()


@pytest.mark.parametrize(
    ("existing", "what", "source", "how_many"),
    [
        ("fill", "changed", "friends", 1),
        ("overwrite", "changed", "fair", 1),
        ("skip", "same", "friends", 1),
        ("add", "added", "friends", 2),
    ],
)
def test_what_becomes_of_those_who_are_here_is_as_wished(vera, existing, what, source, how_many):
    anna = add_client(name="Anna Lis", phone="+48 600 100 200", source="friends", by=vera)
    row = ["Anna Lis", "+48600100200", "fair", "VIP"]
    assert whats(take(vera, ["name", "phone", "source", "tags"], row, wish=Wish(existing=existing))) == [what]
    anna.refresh_from_db()
    assert anna.source == source
    assert Client.objects.count() == how_many


def test_a_colleagues_client_out_of_reach_is_neither_changed_nor_told(mark, lena):
    add_client(name="Anna Lis", phone="+48 600 100 200", by=lena)
    (outcome,) = take(mark, ["name", "phone", "source"], ["Anna Lis", "+48600100200", "fair"]).outcomes
    assert outcome.what == "fault"
    assert outcome.is_elsewhere
    assert "Lena" not in outcome.reason
    assert Client.objects.get().source == ""


def test_an_organisation_is_made_once_and_found_by_its_name(vera):
    take(
        vera, ["name", "organisation", "phone"],
        ["Anna Lis", "ООО «Вектор»", ""], ["Jan Kot", "ООО «Вектор»", ""], ["ООО «Вектор»", "", "+74957654321"],
    )  # fmt: skip
    shop = Client.objects.get(kind="organisation")
    assert sorted(shop.staff.values_list("name", flat=True)) == ["Anna Lis", "Jan Kot"]
    assert shop.contact_points.get().normal == "+74957654321"


def test_who_was_met_long_ago_is_added_on_that_day_and_so_says_the_timeline(vera):
    with travel_to(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)):
        take(vera, ["name", "added_at"], ["Anna Lis", "12.04.2019"])
    assert Client.objects.get().added_at.date() == dt.date(2019, 4, 12)
    moment = Moment.objects.get(kind="people.client_added")
    assert moment.happened.date() == dt.date(2019, 4, 12)
    assert moment.at.year == 2026


def test_clients_in_bulk_are_as_those_added_one_by_one(vera):
    edit_company(phone_region="PL", by=vera)
    told = {"name": "Лис Анна Петровна", "source": "fair", "tax_id": "1234563218", "about": "tea"}
    one = add_client(**told, phone="+48 600 100 200", email="a@example.com", tags=["VIP"], by=vera)
    row = [*told.values(), "+48 600 100 200", "a@example.com", "VIP"]
    (outcome,) = take(
        vera, [*told, "phone", "email", "tags"], row, wish=Wish("add", responsible=vera.pk)
    ).outcomes
    alike = [Client.objects.filter(pk=pk).values().get() for pk in (one.pk, outcome.card.pk)]
    for row in alike:
        for own in ("id", "uid", "added_at"):
            row.pop(own)
    assert alike[0] == alike[1]
    moments = [
        Moment.objects.get(record_id=pk, kind="people.client_added").all_facts()
        for pk in (one.pk, outcome.card.pk)
    ]
    assert {**moments[0], "client_id": 0} == {**moments[1], "client_id": 0}
