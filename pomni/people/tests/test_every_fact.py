"""Whatever is known of a client can be asked for."""

import pytest

from pomni.facts import queries as facts
from pomni.facts.queries import Column
from pomni.kit import clock
from pomni.people.commands import add_client, add_peculiarity
from pomni.people.models import Client

# Columns that no condition asks for, each with its reason.
NOT_ASKED = {
    "id": "a key", "uid": "a key", "made_key": "a key", "made_of": "a key", "made_at": "a key",
    "family": "part of the name", "given": "part of the name", "patronymic": "part of the name",
    "found_by": "what search reads", "sorted_as": "follows from the name", "birth_day": "the birthday",
    "address_label": "how the address is called", "parts": "asked for by part", "entered_by": "stands on the timeline",
    "forgotten_at": "who was erased is in no list", "late_on": "asked for as being away",
    "has_next_step": "asked for as the next day due",
}  # fmt: skip


@pytest.mark.django_db
def test_every_column_of_a_client_is_a_fact_or_left_out_by_name():
    told = {
        fact.source.path
        for fact in facts.known_facts().values()
        if isinstance(fact.source, Column) and fact.key.startswith("people.")
    }
    columns = {field.name for field in Client._meta.concrete_fields}
    asked = told | {name.removeprefix("people.") for name in facts.known_facts()}
    assert columns - asked - NOT_ASKED.keys() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fact", "operator", "value"),
    [
        ("people.language", "one_of", ["pl"]),
        ("people.messenger", "yes", None),
        ("people.messenger_text", "contains", "anna_k"),
        ("people.phone_text", "contains", "600100201"),
        ("people.legal_name", "contains", "kern sp"),
        ("people.regon", "is", "123456785"),
        ("people.account", "begins", "PL61"),
        ("people.allergies", "contains", "lidocaine"),
    ],
)
def test_language_messengers_requisites_and_allergies_are_asked_for(vera, fact, operator, value):
    anna = add_client(
        name="Anna Kern",
        phone="+48600100201",
        messenger="Telegram: @anna_k",
        language="pl",
        legal_name="Kern sp. z o.o.",
        regon="123456785",
        account="PL61109010140000071219812874",
        by=vera,
    )
    add_peculiarity(anna, kind="allergy", text="Lidocaine", by=vera)
    add_client(name="Olga Kern", by=vera)
    line = {"fact": fact, "is": operator} | ({} if value is None else {"value": value})
    asks = facts.narrowed_by({"all": [line]}, vera, today=clock.today(), zone=clock.now().tzinfo)
    assert list(Client.objects.filter(asks)) == [anna]
