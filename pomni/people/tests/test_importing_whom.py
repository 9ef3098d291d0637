"""Whom a row of a file means: nobody becomes one with somebody else unless two things say so."""

import pytest

from pomni.people.commands import add_client
from pomni.people.imports import Wish
from pomni.people.models import Client
from pomni.people.tests.test_importing import held, take, whats


@pytest.mark.parametrize(
    "row",
    [
        ["Ewa Kot", "", "ewa@example.com", "", ""],  # an address alone, though the name is the same
        ["", "+48600100200", "", "", ""],  # a phone without a name
        ["ООО Вектор", "+74957654321", "", "", ""],  # an organisation's name alone
        ["ООО Вектор", "", "", "7707083893", ""],  # the one here has no tax number
    ],
)
def test_who_is_only_similar_is_set_aside_and_brought_in_where_one_says_who_they_are(vera, row):
    add_client(name="Ewa Kot", email="ewa@example.com", by=vera)
    add_client(name="Anna Lis", phone="+48 600 100 200", by=vera)
    add_client(name="ООО Вектор", kind="organisation", phone="+7 495 123-45-67", by=vera)
    titles, before = ["name", "phone", "email", "tax_id", "source"], held()
    (outcome,) = take(vera, titles, row).outcomes
    assert outcome.what == "fault"
    assert "who is here" in outcome.reason or "{client}" in outcome.reason
    assert held() == before
    row[-1] = "fair"
    assert whats(take(vera, titles, row, wish=Wish(strangers="aside"))) == ["changed"]
    assert Client.objects.count() == 3
    assert whats(take(vera, titles, row, wish=Wish("add"))) == ["added"]


@pytest.mark.parametrize("wish", [Wish(), Wish("overwrite"), Wish("skip")])
def test_two_tax_numbers_are_two_organisations_whatever_else_is_the_same(vera, wish):
    here = add_client(
        name="ООО Вектор", kind="organisation", tax_id="7707083893", phone="+7 495 123-45-67", by=vera
    )
    rows = [["ООО Вектор", "+74951234567", number] for number in ("7736050003", "7728168971")]
    assert whats(take(vera, ["name", "phone", "tax_id"], *rows, wish=wish)) == ["added", "added"]
    here.refresh_from_db()
    assert here.tax_id == "7707083893"
    assert whats(take(vera, ["name", "tax_id"], ["ООО Вектор", "7736050003"])) == ["same"]
    aside = take(vera, ["name", "source"], ["ООО Вектор", "fair"], wish=Wish(strangers="aside"))
    assert whats(aside) == ["fault"]  # any of the three


def test_who_works_at_a_name_that_several_have_is_set_aside_until_the_tax_number_is_told(vera):
    for number in ("7707083893", "7736050003"):
        add_client(name="ООО Вектор", kind="organisation", tax_id=number, by=vera)
    titles = ["name", "phone", "organisation", "organisation_tax_id"]
    anna = ["Anna Lis", "+48600100200", "ООО Вектор", ""]
    (outcome,) = take(vera, titles, anna).outcomes
    assert (outcome.what, "ООО Вектор" in outcome.reason) == ("fault", True)
    take(vera, titles, [*anna[:3], "7736050003"])
    assert Client.objects.get(name="Anna Lis").works_at.tax_id == "7736050003"
    assert whats(take(vera, titles, anna, wish=Wish("overwrite"))) == [
        "same"
    ]  # where they work is one of them


def test_a_number_of_the_other_program_does_not_make_two_tax_numbers_one(vera):
    wish, titles = Wish("overwrite", program="amo"), ["name", "tax_id", "outside_id"]
    assert whats(take(vera, titles, ["ООО Вектор", "7707083893", "5"], wish=wish)) == ["added"]
    assert whats(take(vera, titles, ["ООО Вектор", "7736050003", "5"], wish=wish)) == ["fault"]
    assert whats(take(vera, titles, ["ООО Вектор", "7736050003", "6"], wish=wish)) == ["added"]


def test_of_two_of_one_name_and_phone_none_is_chosen(vera):
    for day in ("04-12", ""):
        add_client(name="Anna Lis", phone="+48 600 100 200", birth_day=day, by=vera)
    assert whats(take(vera, ["name", "phone", "source"], ["Anna Lis", "+48600100200", "fair"])) == ["fault"]


def test_an_organisation_known_only_by_its_name_is_who_a_row_of_that_name_tells_of(vera):
    titles, wish = ["name", "organisation", "phone", "tax_id"], Wish()
    staff = [["Anna Lis", "ООО Вектор", "", ""], ["Jan Kot", "ООО Вектор", "", ""]]
    firms = [["ООО Вектор", "", "+74951234567", "7707083893"], ["ООО Вектор", "", "", "7736050003"]]
    taken = take(vera, titles, *staff, *firms, wish=wish)
    assert whats(taken) == ["added", "added", "changed", "added"]
    first = Client.objects.get(tax_id="7707083893")
    assert first.staff.count() == 2
    assert Client.objects.get(tax_id="7736050003").staff.count() == 0
