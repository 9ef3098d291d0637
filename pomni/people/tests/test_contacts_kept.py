"""Who may not see the contacts with all the clients they see learns of none of them by any other way."""

import pytest
from django.http import QueryDict

from pomni.exchange.queries.exporting import columns_open_to as columns_of_exports
from pomni.facts import queries as facts
from pomni.kit.clock import now
from pomni.people import commands
from pomni.people.queries import at_a_glance
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import page
from pomni.people.queries.rows import columns_open_to
from pomni.team import commands as team
from pomni.team.models import Role, User

CONTACTS = "people.interaction.see"
OF_CONTACTS = {
    "people.last_contact",
    "people.contacts",
    "people.contacts_30",
    "people.contacts_90",
    "people.contacts_365",
    "people.late",
    "people.visits",
    "people.last_visit",
}


@pytest.fixture
def blind(vera, hire):
    """Sees every client, and no contact with any."""
    role = team.add_role(name="Without contacts", like=Role.objects.get(preset="director"), by=vera)
    grants = {key: reach for key, reach in Role.objects.get(pk=role.pk).grants.items() if key != CONTACTS}
    Role.objects.filter(pk=role.pk).update(grants=grants)
    olga = hire("olga")
    team.give_role(olga, Role.objects.get(pk=role.pk), by=vera)
    return User.objects.get(pk=olga.pk)


@pytest.fixture
def met(vera):
    client = commands.add_client(name="Anna Kern", by=vera)
    commands.add_interaction(client, how="call", side="ours", at=now(), by=vera)
    return client


def test_no_fact_of_contacts_is_offered_or_answered(blind, vera):
    known = facts.known_facts()
    assert {key for key in OF_CONTACTS if not known[key].is_open_to(vera)} == set()
    assert {key for key in OF_CONTACTS if known[key].is_open_to(blind)} == set()
    with pytest.raises(facts.WrongCondition):
        facts.condition_of({"all": [{"fact": "people.contacts", "is": "more", "value": 3}]}, blind)


def test_neither_list_nor_its_order_nor_an_export_tells_when_contact_was(blind, vera, met):
    commands.add_client(name="Boris", by=vera)
    asked = Asked.from_query(QueryDict("sort=-contact"))
    assert [row["name"] for row in page(vera, asked, "name").items] == ["Anna Kern", "Boris"]
    assert [row["name"] for row in page(blind, asked, "name").items] == ["Anna Kern", "Boris"]
    turned = Asked.from_query(QueryDict("sort=contact"))
    commands.add_interaction(
        commands.add_client(name="Aaron", by=vera), how="call", side="ours", at=now(), by=vera
    )
    assert [row["name"] for row in page(blind, turned, "name").items] == ["Aaron", "Anna Kern", "Boris"]
    assert "contact" in columns_open_to(vera)
    assert "contact" not in columns_open_to(blind)
    assert "last_contact" in {one.key for one in columns_of_exports(vera)}
    assert "last_contact" not in {one.key for one in columns_of_exports(blind)}


def test_neither_card_nor_brief_nor_program_tells_of_them(blind, vera, met, page_of, program_of):
    (glance,) = at_a_glance(blind, [met.pk])
    assert (glance.days, glance.tells) == (None, False)
    assert "No contact yet" not in page_of(blind).get("/tasks/board/?all=1").content.decode()
    for path in (f"/clients/{met.uid}/", f"/clients/{met.uid}/brief/"):
        assert "Last contact" in page_of(vera).get(path).content.decode()
        assert "Last contact" not in page_of(blind).get(path).content.decode()
    for uid in ("", f"/{met.uid}"):
        answer = program_of(blind).get(f"/api/v1/clients{uid}").json()
        assert (answer["items"][0] if not uid else answer)["last_contact_at"] is None
    assert program_of(vera).get(f"/api/v1/clients/{met.uid}/brief").json()["contacts"] == 1
    assert program_of(blind).get(f"/api/v1/clients/{met.uid}/brief").json()["contacts"] is None
