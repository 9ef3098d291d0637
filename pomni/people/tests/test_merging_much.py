"""Two cards with much on them: compared and merged in so many statements as two with little, and nothing is cut off."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.facts.commands import add_field
from pomni.kit.errors import Refused
from pomni.people.commands import (
    add_client,
    add_note,
    add_peculiarity,
    edit_peculiarity,
    fill_own_fields,
    merge_clients,
    restore_peculiarity,
    withdraw_peculiarity,
)
from pomni.people.models import Client, Note, OwnValue
from pomni.people.queries import duplicates
from pomni.people.rules import Reached


def two_cards(vera, rows):
    """Two cards of one client, with so many of each on both; their custom fields all differ."""
    fields = [add_field(name=f"Field {rows} {n}", kind="text", by=vera) for n in range(rows)]
    cards = []
    for number in range(2):
        phones = [
            Reached(f"+48 22 {rows:02}{number} {n:04}") for n in range(2)
        ]  # each is put in its place: 20 at most
        tags = [f"Tag {number} {n}" for n in range(rows)]
        client = add_client(name="Anna Kern", phones=phones, tags=tags, by=vera)
        fill_own_fields(client, values={f"own_{one.uid}": f"Value {number}" for one in fields}, by=vera)
        for n in range(rows):
            add_note(client, text=f"Note {n}", by=vera)
            add_peculiarity(client, kind="pet", text=f"Cat {n}", by=vera)
        cards.append(client)
    return cards


def told_and_merged(vera, rows):
    """How many statements it takes to compare two cards with so much on them, and to merge them."""
    kept, gone = two_cards(vera, rows)
    with CaptureQueriesContext(connection) as compared:
        both = duplicates.both_to_merge(vera, kept.uid, gone.uid)
        told = duplicates.side_by_side(vera, *both)
    assert len([one for one in told.choices if one.key.startswith("people.OwnValue")]) == rows
    choices = {one.key: "kept" for one in told.choices}
    with CaptureQueriesContext(connection) as merged:
        merge_clients(kept, gone, choices=choices, by=vera)
    assert Note.objects.filter(client=kept).count() == 2 * rows
    assert OwnValue.objects.filter(client=kept).count() == rows
    return len(compared), len(merged)


def test_two_cards_with_much_take_as_many_statements_as_two_with_little(vera):
    told_and_merged(vera, 1)  # what is composed once is composed
    assert told_and_merged(vera, 15) == told_and_merged(vera, 2)


@pytest.fixture
def two_allergic(vera):
    kept, gone = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    for client, what in ((kept, "nuts"), (kept, "bees"), (gone, "milk")):
        add_peculiarity(client, kind="allergy", text=f"{what} {'x' * 285}", by=vera)
    return kept, gone


def test_a_merge_that_would_cut_off_an_allergy_is_refused_and_names_it(vera, two_allergic):
    kept, gone = two_allergic
    with pytest.raises(Refused) as no:
        merge_clients(kept, gone, by=vera)
    assert "nuts" in str(no.value)
    assert "milk" in str(no.value)
    assert Client.objects.filter(pk=gone.pk, allergies__startswith="milk").exists()
    edit_peculiarity(gone.peculiarities.get(), text="milk", by=vera)
    merge_clients(kept, gone, by=vera)
    kept.refresh_from_db()
    assert kept.allergies.startswith("nuts")
    assert kept.allergies.endswith(", milk")


def test_no_allergy_is_written_down_that_would_not_show_whole(vera, two_allergic):
    kept, _gone = two_allergic
    with pytest.raises(Refused) as no:
        add_peculiarity(kept, kind="allergy", text="y" * 290, by=vera)
    assert no.value.field == "text"
    first = kept.peculiarities.first()
    withdraw_peculiarity(first, by=vera)
    add_peculiarity(kept, kind="allergy", text="y" * 290, by=vera)
    with pytest.raises(Refused):
        restore_peculiarity(first, by=vera)
    kept.refresh_from_db()
    assert kept.allergies.endswith("y" * 290)
