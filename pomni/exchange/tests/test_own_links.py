"""Custom fields that lead to somebody, and required ones, in files that come in and go out."""

import pytest

from pomni.exchange import carrying
from pomni.exchange.commands import running
from pomni.exchange.tests.test_running import ran
from pomni.exchange.told import targets
from pomni.exchange.writing.columns import columns_by_key
from pomni.facts import commands as defining
from pomni.people import commands
from pomni.people.models import Client, OwnValue
from pomni.people.queries.whole import whole_clients


@pytest.fixture
def field(vera):
    return lambda name, kind, **words: defining.add_field(name=name, kind=kind, by=vera, **words)


def test_a_link_is_brought_in_by_phone_address_or_name_and_a_wrong_word_is_a_fault_of_its_row(
    vera, mark, field
):
    firm = commands.add_client(
        name="Bright Ltd", kind="organisation", phone="+48 600 100 200", email="hi@bright.example", by=vera
    )
    field("Partner", "client"), field("Sold by", "colleague"), field("Plan", "file")
    table = (
        "Name;Partner;Sold by;Plan\n"
        "Anna Lis;+48 600 100 200;mark;x\nJan Kot;hi@bright.example;;\nEwa Sowa;bright ltd;;\nOla Nowak;Bright Ltd;Mark;\n"
        "Jerzy Zuk;Nobody Ltd;;\n"
    )
    import_ = ran(vera, table)
    led = OwnValue.objects.filter(other=firm.pk).values_list("client__name", flat=True)
    assert sorted(led) == ["Anna Lis", "Ewa Sowa", "Jan Kot", "Ola Nowak"]
    assert set(OwnValue.objects.exclude(colleague=None).values_list("colleague", flat=True)) == {mark.pk}
    assert {(one.number, one.column) for one in import_.faults.all()} == {(6, "Partner")}
    assert "Plan" not in {str(one.title) for one in targets()}
    (anna,) = whole_clients(
        vera, Client.objects.filter(name="Anna Lis").values_list("pk", flat=True), own=None
    )
    told = {
        str(one.title): one.value(anna) for one in columns_by_key().values() if one.key.startswith("own_")
    }
    assert {name: str(value or "") for name, value in told.items()} == {
        "Partner": "Bright Ltd", "Sold by": "Mark", "Plan": "",
    }  # fmt: skip


def test_a_new_client_without_a_required_field_is_a_fault_where_the_file_tells_custom_fields(vera, field):
    field("Size", "number", is_required=True), field("Colour", "text")
    import_ = ran(vera, "Name;Size;Colour\nAnna Lis;42;red\nJan Kot;;blue\n")
    assert [(one.number, one.column) for one in import_.faults.all()] == [(3, "Size")]
    assert ran(vera, "Name\nEwa Sowa\n").added == 1


def test_an_organisation_that_a_colleagues_field_leads_to_stays_when_its_import_is_taken_back(vera, field):
    partner = field("Partner", "client")
    anna = commands.add_client(name="Anna Lis", by=vera)
    import_ = ran(vera, "Name;Kind\nGone Ltd;organisation\nUsed Ltd;organisation\n")
    commands.fill_own_fields(anna, values={f"own_{partner.uid}": "Used Ltd"}, by=vera)
    import_ = carrying.take_all_back(running.undo_import(import_, by=vera))
    assert import_.state == "undone"
    assert not Client.objects.filter(name="Gone Ltd").exists()
    used = Client.objects.get(name="Used Ltd")
    assert OwnValue.objects.get(client=anna).other == used
    assert import_.taken.exclude(kept="").values_list("client_id", "kept").get() == (used.pk, "touched")


def test_a_field_of_one_who_goes_too_keeps_nobody_here(vera, field):
    partner = field("Partner", "client")
    firm = commands.add_client(name="Bright Ltd", kind="organisation", by=vera)
    jan = commands.add_client(name="Jan Kot", by=vera)
    commands.fill_own_fields(jan, values={f"own_{partner.uid}": "Bright Ltd"}, by=vera)
    assert commands.take_back_clients(clients={firm.pk: 9}, by=vera) == set()
    assert commands.take_back_clients(clients={firm.pk: 9, jan.pk: 9}, by=vera) == {firm.pk, jan.pk}
