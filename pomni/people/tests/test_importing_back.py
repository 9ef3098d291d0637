"""Rows of a file that come in twice, are tried, and are taken back."""

import pytest

from pomni.memory.models import Concern, Moment
from pomni.people.commands import (
    add_client,
    add_note,
    edit_client,
    let_go_of_tags,
    take_back_changes,
    take_back_clients,
    take_rows,
)
from pomni.people.imports import Matching, Wish
from pomni.people.models import Address, Client, Holding
from pomni.people.tests.test_importing import held, read, take, whats

# --- Twice, tried, taken back ------------------------------------------------------------------------------------------


ROWS = [
    ["Лис Анна", "+48600100200", "a@example.com", "VIP, school", "ООО Вектор", "12.04.1980"],
    ["Jan Lis", "+48600100200", "", "", "", ""],
    ["Ewa Kot", "+48600100300", "ewa@example.com", "New tag", "", "29.02."],
    ["Kot Ewa Maria", "+48600100300", "ewa@example.com", "", "Shop Ltd", ""],
    ["", "+48600100900", "", "", "", ""],
    ["Zły", "12", "", "", "", ""],
]
TITLES = ["name", "phone", "email", "tags", "organisation", "birthday"]


@pytest.fixture
def some(vera):
    ewa = {"phone": "+48 600 100 300", "email": "ewa@example.com", "tags": ["old"], "source": "friends"}
    add_client(name="Ewa Kot", **ewa, by=vera)
    add_client(name="Jan Stary", phone="+48 600 100 200", by=vera)
    add_client(name="Shop Ltd", kind="organisation", by=vera)


@pytest.mark.parametrize("existing", ["fill", "overwrite", "skip"])
def test_a_file_taken_in_twice_changes_nothing_the_second_time(vera, some, existing):
    first = take(vera, TITLES, *ROWS, wish=Wish(existing))
    before = held()
    second = take(vera, TITLES, *ROWS, wish=Wish(existing))
    expected = ["same"] * 5 if existing != "overwrite" else whats(second)[:5]
    assert whats(second) == [*expected, "fault"]
    assert whats(first)[0] == "added"
    assert existing == "overwrite" or held() == before


@pytest.mark.parametrize("existing", ["fill", "overwrite", "skip", "add"])
def test_the_trial_says_what_then_becomes_of_each_row(vera, some, existing):
    wish, before = Wish(existing), held()
    trial, tried = Matching(wish, by=vera), []
    rows = read(vera, TITLES, *ROWS)
    for row in rows:
        tried += trial.decide([row])
    assert held() == before
    assert [one.what for one in tried] == [
        one.what for row in rows for one in take_rows(rows=[row], wish=wish, by=vera).outcomes
    ]


def back(taken, by):
    own = {}
    for one in taken.outcomes:
        for card in filter(
            None,
            (
                one.organisation,
                one.card
                if one.what in {"added", "changed"} and (one.changes or one.what == "added")
                else None,
            ),
        ):
            own[card.pk] = own.get(card.pk, 0) + 1
    new = [
        card.pk
        for one in taken.outcomes
        for card in (one.organisation, one.card if one.what == "added" else None)
        if card
    ]
    changed = [
        (one.card.pk, one.changes)
        for one in reversed(taken.outcomes)
        if one.what == "changed" and one.card.pk not in new
    ]
    answers = take_back_changes(changes=changed, by=by)
    gone = take_back_clients(clients={pk: own[pk] for pk in new}, by=by)
    let_go_of_tags(tags=taken.coined, by=by)
    return gone, answers


@pytest.mark.parametrize("existing", ["fill", "overwrite", "skip", "add"])
def test_what_was_taken_in_and_back_leaves_nothing_behind(vera, some, existing):
    before = held()
    taken = take(vera, TITLES, *ROWS, wish=Wish(existing, tags=("Import",)))
    assert held() != before
    gone, answers = back(taken, vera)
    assert held() == before
    assert all(answers)
    assert gone
    assert (
        not Moment.objects.filter(pk__in=Concern.objects.filter(client_id__in=gone).values("moment"))
        .exclude(personal={})
        .exclude(kind="people.client_taken_back")
        .exists()
    )


def test_what_a_colleague_has_touched_since_is_not_taken_back(vera, some):
    taken = take(vera, TITLES, *ROWS, wish=Wish("overwrite", tags=("Import",)))
    anna, ewa = Client.objects.get(name="Лис Анна"), Client.objects.get(name__startswith="Kot Ewa")
    add_note(anna, text="called", by=vera)
    edit_client(ewa, birth_day="01-01", by=vera)
    gone, answers = back(taken, vera)
    assert anna.pk not in gone
    assert not all(answers)
    assert Client.objects.filter(pk=anna.pk).exists()
    assert Client.objects.filter(name="ООО Вектор").exists()
    ewa.refresh_from_db()
    assert ewa.birth_day == "01-01"
    assert ewa.name == "Ewa Kot"


def test_further_addresses_come_in_once_in_their_order_and_go_again(vera):
    titles = ("name", "phone", "address", "addresses")
    row = ("Anna Lis", "+48 600 100 200", "Long 1", "summer: Short 2\nWide 3")
    anna = add_client(name="Anna Lis", phone=row[1], addresses=[("Long 1",), ("Old 9", "work")], by=vera)
    before = held(), further()
    (one,) = take(vera, titles, row).outcomes
    assert further() == [("Old 9", "work"), ("Short 2", "summer"), ("Wide 3", "")]
    told = Moment.objects.filter(kind="people.client_edited").get().personal["changes"]
    assert told["address"] == ["Long 1\nwork: Old 9", "Long 1\nwork: Old 9\nsummer: Short 2\nWide 3"]
    assert whats(take(vera, titles, row)) == ["same"]
    assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [True]
    assert (held(), further()) == before
    (new,) = take(vera, ("name", "addresses"), ("Jan Kot", "Wide 3\nLong 1")).outcomes
    assert (Client.objects.get(pk=new.card.pk).address, further()[-1]) == ("Wide 3", ("Long 1", ""))
    assert take_back_clients(clients={new.card.pk: 1}, by=vera) == {new.card.pk}
    assert (held(), further()) == before


def further():
    return [*Address.objects.order_by("client_id", "place").values_list("text", "label")]


# --- Messengers and the language ------------------------------------------------------------------------------------------

SPOKEN = (
    ("name", "messenger_telegram", "messenger_whatsapp", "messenger", "language"),
    ("Anna Lis", "https://t.me/AnnaLis", "+48 600 100 200", "Skype: anna.lis", "польский"),
    ("Jan Kot", "@jan; @jan_work", "", "", "en-GB"),
)


def spoken():
    held_by = Holding.objects.filter(contact_point__kind="messenger").order_by("client_id", "place")
    names = held_by.values_list("client__name", "label", "typed", "is_preferred")
    return [*names], [*Client.objects.order_by("pk").values_list("language", flat=True)]


def test_names_in_messengers_and_the_language_come_in(vera):
    assert whats(take(vera, *SPOKEN)) == ["added", "added"]
    names, languages = spoken()
    assert names == [
        ("Anna Lis", "Telegram", "AnnaLis", True),
        ("Anna Lis", "WhatsApp", "+48600100200", False),
        ("Anna Lis", "Skype", "anna.lis", False),
        ("Jan Kot", "Telegram", "jan", True),
        ("Jan Kot", "Telegram", "jan_work", False),
    ]
    assert languages == ["pl", "en"]
    more = Moment.objects.filter(kind="people.client_added").order_by("pk").first().personal["more"]
    assert (more["messenger"].startswith("Telegram: AnnaLis"), more["language"]) == (True, "pl")


def test_an_unknown_language_is_noted_and_a_name_with_spaces_sets_the_row_aside_by_its_column(vera):
    titles = ("name", "messenger_telegram", "language")
    no_language, no_name = read(vera, titles, ("Anna", "@a", "Klingon"), ("Jan", "on the phone", ""))
    assert (no_language.fields["about"], "language" in no_language.fields) == ("language: Klingon", False)
    assert no_name.column == "messenger_telegram"


def test_messengers_come_in_addition_a_language_only_where_none_is_known_and_all_is_taken_back(vera):
    anna = add_client(name="Anna Lis", phone="+48 600 100 200", messenger="t.me/old", language="ru", by=vera)
    before = held()
    titles, row = (
        ("name", "phone", "messenger", "language"),
        ("Anna Lis", "+48 600 100 200", "Telegram: new", "pl"),
    )
    (one,) = take(vera, titles, row).outcomes
    assert one.changes == {"+points": [["messenger", "telegram:new"]]}
    assert one.not_taken == {"language": ["Русский", "Polski"]}
    assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [True]
    assert held() == before
    (one,) = take(vera, titles, row, wish=Wish(existing="overwrite")).outcomes
    assert one.changes["language"] == ["ru", "pl"]
    assert take_back_changes(changes=[(anna.pk, one.changes)], by=vera) == [True]
    assert held() == before
