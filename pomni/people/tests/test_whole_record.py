"""The whole record of a client: names, phones that many share, tags, numbers, days, and what is refused in words."""

import threading

import pytest
from django.db import connection

from pomni.kit.clock import now
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.memory.queries import moments_of_client, state_as_of
from pomni.people import queries, tasks
from pomni.people.commands import add_client, archive_client, edit_client, forget_client, restore_client
from pomni.people.models import Client, ContactPoint, Tag
from pomni.people.rules import Reached
from pomni.team import company
from pomni.team.commands import edit_company
from pomni.team.models import Company


@pytest.fixture
def in_poland(vera):
    """A company in Poland, whose names begin with the family name."""
    edit_company(country="PL", phone_region="PL", language="pl", by=vera)
    company.forget()


@pytest.fixture
def in_russia(vera):
    edit_company(country="RU", phone_region="RU", language="ru", by=vera)
    company.forget()


def typed(client, kind="phone"):
    held = client.holdings.filter(contact_point__kind=kind).order_by("place")
    return [(one.typed, one.label, one.is_preferred) for one in held]


def changes(client):
    return moments_of_client(client.pk).first().personal["changes"]


# --- Names ----------------------------------------------------------------------------------------------------------


def test_a_whole_name_is_taken_apart_and_composed_in_the_companys_order(vera, in_russia):
    client = add_client(name="Ольга Петровна Ёжикова", by=vera)
    assert (client.family, client.given, client.patronymic) == ("Ёжикова", "Ольга", "Петровна")
    assert client.name == "Ёжикова Ольга Петровна"
    assert client.sorted_as.startswith("ежикова")


def test_an_organisation_keeps_its_name_whole(vera, in_russia):
    client = add_client(name="Лев Иванов", kind="organisation", by=vera)
    assert (client.name, client.family) == ("Лев Иванов", "")
    client = edit_client(add_client(name="Ольга Ёжикова", by=vera), kind="organisation", by=vera)
    assert (client.name, client.family, client.given) == ("Ёжикова Ольга", "", "")


def test_a_phone_alone_is_enough_and_names_the_client_by_no_more_than_everybody_may_see(vera):
    client = add_client(phone="+48 600 100 201", by=vera)
    assert client.name == "•••01"
    assert edit_client(client, phone="+48 600 100 299", by=vera).name == "•••99"
    assert edit_client(client, name="Anna Kowalska", by=vera).name == "Kowalska Anna"
    with pytest.raises(Refused) as no:
        add_client(name="  ", by=vera)
    assert no.value.field == "name"


def test_another_order_of_names_is_followed_by_all_who_were_taken_apart(vera, in_poland):
    taken, whole = add_client(name="Kowalska Anna", by=vera), add_client(name="Kim", by=vera)
    edit_company(name_order="given_first", by=vera)
    assert tasks.put_names_in_order.call() == 1
    taken.refresh_from_db()
    whole.refresh_from_db()
    assert (taken.name, taken.sorted_as, whole.name) == ("Anna Kowalska", "anna kowalska", "Kim")
    assert tasks.put_names_in_order.call() == 0


# --- Phones and addresses -------------------------------------------------------------------------------------------


def test_phones_have_labels_an_order_and_one_is_preferred(vera, in_poland):
    client = add_client(
        name="Anna", phones=[Reached("600 100 201", "mobile"), Reached("22 100 20 30", "work")], by=vera
    )
    assert typed(client) == [("600 100 201", "mobile", True), ("22 100 20 30", "work", False)]
    assert set(ContactPoint.objects.values_list("normal", flat=True)) == {"+48600100201", "+48221002030"}
    edit_client(client, phones=[Reached("22 100 20 30", "work"), Reached("600 100 201", "mobile")], by=vera)
    assert [(text, first) for text, _label, first in typed(client)] == [
        ("22 100 20 30", True),
        ("600 100 201", False),
    ]
    assert changes(client)["phone"] == [
        "mobile: 600 100 201, work: 22 100 20 30",
        "work: 22 100 20 30, mobile: 600 100 201",
    ]


def test_the_short_word_changes_the_preferred_phone_and_leaves_the_others(vera):
    client = add_client(
        name="Anna", phones=[Reached("+48 600 100 201", "mobile"), Reached("+48 22 100 20 30")], by=vera
    )
    edit_client(client, phone="+48 600 100 299", by=vera)
    assert typed(client) == [("+48 600 100 299", "mobile", True), ("+48 22 100 20 30", "", False)]
    edit_client(client, phone="", by=vera)
    assert typed(client) == [("+48 22 100 20 30", "", True)]


def test_one_wrong_phone_of_several_is_named_and_nothing_is_written(vera):
    with pytest.raises(Refused, match="“12”") as no:
        add_client(name="Anna", phones=[Reached("+48 600 100 201"), Reached("12")], by=vera)
    assert no.value.field == "phone"
    assert not Client.objects.exists()


def test_whoever_shares_a_phone_is_told_only_as_far_as_they_are_within_reach(vera, mark, lena):
    mine = add_client(name="Anna Kern", phone="+48 600 100 201", by=mark)
    add_client(name="Ewa Kern", phone="+48600100201", by=mark)
    add_client(name="Secret Person", phone="+48 600-100-201", by=lena)
    assert queries.sharing(mark, mine)["phone"] == ["Ewa Kern"]
    assert sorted(queries.sharing(vera, mine)["phone"]) == ["Ewa Kern", "Secret Person"]


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_eight_add_at_once_is_one(vera):
    def add(number):
        try:
            add_client(name=f"Anna {number}", phone="+48 600 100 201", tags=["Family"], by=vera)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Client.objects.count(), ContactPoint.objects.count(), Tag.objects.count()) == (8, 1, 1)


# --- The rest -------------------------------------------------------------------------------------------------------


def test_tags_are_one_whatever_their_spelling(vera):
    one = add_client(name="Anna", tags=["VIP", "Ёлка"], by=vera)
    two = add_client(name="Ewa", tags=["vip", " елка ", ""], by=vera)
    assert Tag.objects.count() == 2
    assert set(one.tags.all()) == set(two.tags.all())
    edit_client(one, tags=["vip"], by=vera)
    assert changes(one) == {"tags": ["VIP, Ёлка", "VIP"]}


@pytest.mark.parametrize(
    ("told", "kept"),
    [("526-000-12-46", "5260001246"), ("PL 5260001246", "5260001246"), ("de 136695976", "DE136695976")],
)
def test_a_tax_number_is_kept_bare_and_a_foreign_one_behind_its_country(vera, in_poland, told, kept):
    assert add_client(name="Firma", kind="organisation", tax_id=told, by=vera).tax_id == kept


@pytest.mark.parametrize("told", ["5260001247", "52600", "DE136695977"])
def test_a_tax_number_that_cannot_be_is_refused_by_its_field(vera, in_poland, told):
    with pytest.raises(Refused) as no:
        add_client(name="Firma", kind="organisation", tax_id=told, by=vera)
    assert no.value.field == "tax_id"


@pytest.mark.parametrize("day", ["02-30", "13-01", "x"])
def test_a_birthday_that_is_no_day_is_refused(vera, day):
    with pytest.raises(Refused) as no:
        add_client(name="Anna", birth_day=day, by=vera)
    assert no.value.field == "birthday"


def test_nobody_works_at_what_the_writer_does_not_see_and_people_are_no_employers(vera, mark, lena):
    foreign = add_client(name="Firma", kind="organisation", by=lena)
    person = add_client(name="Anna", by=mark)
    with pytest.raises(NotAllowed):
        edit_client(person, works_at=foreign, by=mark)
    with pytest.raises(Refused):
        edit_client(add_client(name="Ewa", by=mark), works_at=person, by=mark)


def test_the_past_is_read_with_every_word_of_it(vera):
    firm = add_client(name="Firma", kind="organisation", by=vera)
    client = add_client(
        name="Anna",
        phone="+48 600 100 201",
        birth_day="02-29",
        tags=["VIP"],
        address="Long 1",
        works_at=firm,
        by=vera,
    )
    before = now()
    edit_client(client, birthday="1980-02-29", address="", phone="+48 600 100 299", by=vera)
    then, today = (state_as_of("people.client", client.pk, at) for at in (before, now()))
    assert (then["birthday"], then["address"], then["phone"]) == ("--02-29", "Long 1", "+48 600 100 201")
    assert (today["birthday"], today["address"], today["phone"]) == ("1980-02-29", "", "+48 600 100 299")
    assert (today["tags"], today["works_at"]) == ("VIP", str(firm.uid))


def test_two_who_change_different_facts_both_win_and_of_the_same_fact_the_second_is_asked(vera, mark):
    client = add_client(name="Anna", tags=["VIP"], phone="+48 600 100 201", by=mark)
    edit_client(client, tags=["VIP", "New"], seen={"tags": "VIP"}, by=vera)
    edit_client(client, birthday="--02-29", seen={"birthday": ""}, by=mark)
    with pytest.raises(Conflict) as no:
        edit_client(client, tags=["Old"], birthday="--02-28", seen={"tags": "VIP", "birthday": ""}, by=mark)
    assert no.value.both == {"tags": ("Old", "New, VIP"), "birthday": ("--02-28", "--02-29")}


def test_an_archived_client_is_restored_and_each_is_remembered_once(vera):
    client = add_client(name="Anna", by=vera)
    assert archive_client(archive_client(client, by=vera), by=vera).archived_at
    assert restore_client(restore_client(client, by=vera), by=vera).archived_at is None
    told = Moment.objects.filter(kind__in=["people.client_archived", "people.client_restored"])
    assert told.count() == 2
    forget_client(client, by=vera)
    with pytest.raises(Refused):
        restore_client(client, by=vera)
    with pytest.raises(Refused):
        archive_client(client, by=vera)


def test_a_client_is_changed_in_few_statements(vera, django_assert_max_num_queries):
    client = add_client(name="Anna", phone="+48 600 100 201", by=vera)
    company.current()
    client_only = 4 if connection.vendor == "sqlite" else 3
    with django_assert_max_num_queries(client_only + 2):  # and the two of a transaction inside the test's own
        edit_client(client, name="Ewa", by=vera)
    with django_assert_max_num_queries(client_only + 2 + 4):
        edit_client(client, name="Eva", phone="+48 600 100 299", by=vera)


def test_company_says_what_stands_first_in_names(vera):
    edit_company(name_order="given_first", by=vera)
    assert Company.objects.get().names_in_order == "given_first"
    with pytest.raises(Refused):
        edit_company(name_order="middle", by=vera)


def test_an_organisation_lists_those_of_its_people_whom_the_reader_reaches(vera, mark, page_of):
    firm = add_client(name="Bright Ltd", kind="organisation", responsible=mark, by=vera)
    add_client(name="Ada Brown", works_at=firm, position="Bookkeeper", responsible=mark, by=vera)
    add_client(name="Bea White", works_at=firm, by=vera)
    archive_client(add_client(name="Cid Black", works_at=firm, by=vera), by=vera)
    hers, his = (page_of(one).get(f"/clients/{firm.uid}/").content.decode() for one in (vera, mark))
    assert "Bookkeeper" in hers
    assert "Bea White" in hers
    assert "Cid Black" not in hers
    assert "Ada Brown" in his
    assert "Bea White" not in his
