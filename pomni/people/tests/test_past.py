"""What was known on a past day: the same as replaying the moments by hand, and never more than one may see today."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from pomni.kit import clock
from pomni.memory.commands import remember
from pomni.memory.models import Moment
from pomni.memory.queries import state_as_of
from pomni.people import queries
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    archive_client,
    edit_client,
    edit_note,
    forget_client,
    hand_over_clients,
    restore_client,
)
from pomni.people.events.own import OwnFieldsChanged
from pomni.people.queries.past import known_then
from pomni.people.queries.picked import Picked

START = clock.now().replace(hour=9, minute=0) - timedelta(days=60)
FIELDS = {
    "source": "abc",
    "about": "xyz",
    "phone": ("+48 600 100 200", "+48 600 300 400"),
    "tags": ([], ["VIP"]),
}


def replayed(record_id, at):
    """As a reader would do it with a pencil."""
    state = {}
    for moment in Moment.objects.filter(record="people.client", record_id=record_id, at__lte=at).order_by(
        "pk"
    ):
        state.update(moment.event.model_construct(**moment.all_facts()).sets())
    return state


@pytest.mark.engines
@pytest.mark.parametrize("seed", range(3))
def test_the_facts_of_a_past_instant_are_the_moments_until_then_replayed(vera, mark, seed):
    chance = random.Random(seed)
    with clock.travel_to(START):
        client = add_client(name="Anna", phone="+48 600 100 200", source="a", responsible=mark, by=vera)
    for day in range(1, 40):
        with clock.travel_to(START + timedelta(days=day)):
            match chance.randrange(5):
                case 0:
                    archive_client(client, by=vera)
                    restore_client(client, by=vera)
                case 1:
                    hand_over_clients(mark, clients=[client.pk], to=vera, by=vera)
                    hand_over_clients(vera, clients=[client.pk], to=mark, by=vera)
                case _:
                    field = chance.choice(list(FIELDS))
                    edit_client(client, **{field: chance.choice(FIELDS[field])}, by=vera)
    for day in range(-1, 42, 3):
        at = START + timedelta(days=day, hours=3)
        assert state_as_of("people.client", client.pk, at) == replayed(client.pk, at)
        assert state_as_of("people.client", client.pk, at) == replayed(client.pk, at)  # kept from before


@pytest.mark.engines
def test_the_timeline_of_a_past_day_is_what_was_told_by_then_whenever_it_happened(vera):
    with clock.travel_to(START):
        client = add_client(name="Anna", by=vera)
        note = add_note(client, text="First", by=vera)
    with clock.travel_to(START + timedelta(days=5)):
        late = START + timedelta(days=1)
        add_interaction(client, how="call", at=late, outcome="Told afterwards", by=vera)
        edit_note(note, text="Second", by=vera)

    def said(day):
        part = queries.timeline_part(vera, client, picked=Picked(on=(START + timedelta(days=day)).date()))
        return [line.body for _day, lines in part.days for line in lines]

    assert said(-1) == []
    assert said(2) == ["First", ""]
    assert said(5) == ["Second", "Told afterwards", "First", ""]


def test_the_page_of_a_past_day_says_so_shows_the_facts_of_then_and_changes_nothing(mark, page_of):
    with clock.travel_to(START):
        client = add_client(name="Anna Kern", source="street", by=mark)
        add_note(client, text="Comes with a dog", by=mark)
    edit_client(client, source="friends", name="Anna Newman", by=mark)
    day = (START + timedelta(days=1)).date()
    told = page_of(mark).get(f"/clients/{client.uid}/", {"on": f"{day}"}).content.decode()
    assert "As it was known at the end of" in told
    for shown in ("street", "Anna Kern", "Comes with a dog"):
        assert shown in told
    for hidden in ("friends", "Anna Newman", 'id="composer"', "/edit/", "/pin/", f"{client.uid}/notes/"):
        assert hidden not in told
    before = (START - timedelta(days=1)).date()
    assert (
        "Nothing was known"
        in page_of(mark).get(f"/clients/{client.uid}/", {"on": f"{before}"}).content.decode()
    )


@pytest.mark.parametrize("on", ["x", "2026-13-01", "9999-01-01", "0001-01-01", "-1"])
def test_a_day_that_is_none_or_still_to_come_gives_the_card_of_today(mark, anna, page_of, on):
    told = page_of(mark).get(f"/clients/{anna.uid}/", {"on": on})
    assert told.status_code == 200
    assert "As it was known" not in told.content.decode()


@pytest.mark.engines
def test_what_was_erased_since_is_not_known_of_the_past_either(vera, page_of):
    with clock.travel_to(START):
        client = add_client(name="Anna Kern", source="street", by=vera)
        add_note(client, text="Comes with a dog", by=vera)
    day = (START + timedelta(days=1)).date()
    until = Picked(on=day).until
    assert known_then(vera, client, until).name == "Anna Kern"
    forget_client(client, by=vera)
    client.refresh_from_db()
    assert known_then(vera, client, until).is_nothing
    assert state_as_of("people.client", client.pk, until) == {}
    told = page_of(vera).get(f"/clients/{client.uid}/", {"on": f"{day}"}).content.decode()
    for gone in ("Kern", "street", "dog"):
        assert gone not in told


def test_what_a_role_masks_is_masked_on_a_past_day_too(vera, sam, page_of):
    with clock.travel_to(START):
        client = add_client(name="Anna", phone="+48 600 100 211", responsible=sam, by=vera)
    edit_client(client, phone="+48 600 300 400", by=vera)
    day = (START + timedelta(days=1)).date()
    told = page_of(sam).get(f"/clients/{client.uid}/", {"on": f"{day}"}).content.decode()
    assert "•••11" in told
    assert "100 211" not in told


def test_peculiarities_of_a_past_day_are_those_that_stood_then(vera):
    from pomni.people.commands.peculiarities import add_peculiarity, withdraw_peculiarity

    with clock.travel_to(START):
        client = add_client(name="Anna", by=vera)
        dog = add_peculiarity(client, kind="pet", text="A dog", by=vera)
    with clock.travel_to(START + timedelta(days=5)):
        withdraw_peculiarity(dog, by=vera)
    with clock.travel_to(START + timedelta(days=9)):
        add_peculiarity(client, kind="pet", text="A cat", by=vera)

    def beside(day):
        return [said for _what, said in known_then(vera, client, START + timedelta(days=day)).beside]

    assert (beside(1), beside(6), beside(10)) == (["A dog"], [], ["A cat"])


def test_a_field_of_the_companys_own_is_not_taken_for_one_of_ours_of_that_name(vera):
    client = add_client(name="Anna", by=vera)
    with transaction.atomic():
        remember(
            OwnFieldsChanged(client_id=client.pk, changes={"name": ["", "Other"]}, names={"name": "name"}),
            by=vera,
        )
    assert state_as_of("people.client", client.pk, clock.now())["name"] == "Anna"
    (line,) = queries.timeline_part(vera, client).days[0][1][:1]
    assert line.changes == (("name", "", "Other"),)
