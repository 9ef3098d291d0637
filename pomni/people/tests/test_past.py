"""What was known on a past day: the same as replaying the moments by hand, and never more than one may see today."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from pomni.facts.commands import add_field
from pomni.kit import clock
from pomni.memory.commands import remember
from pomni.memory.models import Moment
from pomni.memory.queries import state_as_of
from pomni.people import queries
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    add_peculiarity,
    add_tie,
    archive_client,
    edit_client,
    edit_note,
    fill_own_fields,
    forget_client,
    hand_over_clients,
    merge_clients,
    restore_client,
    unmerge_clients,
    withdraw_tie,
)
from pomni.people.events.own import OwnFieldsChanged
from pomni.people.queries.past import known_then
from pomni.people.queries.picked import Picked
from pomni.people.rules import Reached
from pomni.team.commands import change_role

from .test_forgetting import everything_stored

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


def test_a_tie_of_a_past_day_says_whose_it_is_on_either_card_and_only_to_who_reaches_them(vera, mark):
    with clock.travel_to(START):
        anna = add_client(name="Anna", responsible=mark, by=vera)
        boris = add_client(name="Boris", by=vera)
        tie = add_tie(anna, kind="pays", other=boris, note="by card", by=vera)
        add_tie(anna, kind="knows", colleague=vera, by=vera)
    withdraw_tie(tie, by=vera)

    def beside(viewer, client):
        return known_then(viewer, client, START + timedelta(days=1)).beside

    assert beside(vera, anna) == [(vera.name, "Acquaintance"), ("Boris", "Payer · by card")]
    assert beside(vera, boris) == [("Anna", "Whom they pay for · by card")]
    assert "Boris" not in str(beside(mark, anna))


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


def facts_on(viewer, client, day):
    return dict(known_then(viewer, client, START + timedelta(days=day)).facts)


def test_what_a_card_took_over_from_another_is_known_from_that_day_until_they_are_two_again(vera):
    with clock.travel_to(START):
        one = add_client(name="Anna", phone="+48 600 100 200", source="fair", tags=["VIP"], by=vera)
        other = add_client(
            name="Ana", phone="+48 600 100 300", tax_id="1234563218", birthday="1980-02-29", tags=["Late"],
            by=vera,
        )  # fmt: skip
        edit_client(other, addresses=[Reached("Long 1"), Reached("Short 2")], by=vera)
    with clock.travel_to(START + timedelta(days=10)):
        merge = merge_clients(one, other, choices={"name": "kept"}, by=vera)
    with clock.travel_to(START + timedelta(days=15)):
        edit_client(one, source="friends", by=vera)
    with clock.travel_to(START + timedelta(days=20)):
        unmerge_clients(merge, by=vera)
    alone = {"phone": "+48 600 100 200", "source": "fair", "tags": "VIP"}
    taken = {
        "phone": "+48 600 100 200, +48 600 100 300",
        "tags": "Late, VIP",
        "tax number": "1234563218",
        "birthday": "29.02.1980",
        "address": "Long 1\nShort 2",
    }
    asked = alone.keys() | taken.keys()
    for day, known in ((1, alone), (11, alone | taken), (16, alone | taken | {"source": "friends"})):
        assert {word: text for word, text in facts_on(vera, one, day).items() if word in asked} == known, day
    told = facts_on(vera, one, 21)
    assert {word: text for word, text in told.items() if word in asked} == alone | {"source": "friends"}
    assert facts_on(vera, other, 21)["tax number"] == "1234563218"
    forget_client(other, by=vera)
    stored = everything_stored()
    for gone in ('Ana"', "1234563218", "1980-02-29", "29.02.1980", "100 300", "Short 2"):
        assert gone not in stored
    assert facts_on(vera, one, 21)["phone"] == "+48 600 100 200"


@pytest.mark.engines
def test_what_another_card_told_then_is_known_of_who_they_are_now(vera, page_of):
    with clock.travel_to(START):
        one, two, three = (add_client(name=name, by=vera) for name in ("Anna", "Ana", "Hanna"))
        edit_client(one, source="street", by=vera)
    with clock.travel_to(START + timedelta(days=5)):
        edit_client(two, source="fair", category="VIP", by=vera)
        edit_client(three, language="pl", by=vera)
        archive_client(three, by=vera)
    with clock.travel_to(START + timedelta(days=10)):
        merge_clients(two, three, choices={"name": "kept"}, by=vera)
    with clock.travel_to(START + timedelta(days=20)):
        merge = merge_clients(one, two, choices={"name": "kept", "source": "kept"}, by=vera)
    asked = ("source", "category", "language they are spoken to in")

    def told(day):
        return {word: text for word, text in facts_on(vera, one, day).items() if word in asked}

    assert told(1) == {"source": "street"}
    at_first = told(6)
    assert at_first["source"] == "street"
    assert at_first["category"] == "VIP (on the card of Ana)"
    (language,) = (
        text for _word, text in known_then(vera, one, START + timedelta(days=6)).facts if "Hanna" in text
    )
    assert language.endswith("(on the card of Hanna)")
    (language,) = (text for text in facts_on(vera, one, 11).values() if text.startswith(language.split()[0]))
    assert language.endswith("(on the card of Ana)")
    assert told(21)["category"] == "VIP"
    assert not known_then(vera, one, START + timedelta(days=6)).is_archived
    day = (START + timedelta(days=6)).date()
    page = page_of(vera).get(f"/clients/{one.uid}/", {"on": f"{day}"}).content.decode()
    assert "VIP (on the card of Ana)" in page
    with clock.travel_to(START + timedelta(days=30)):
        unmerge_clients(merge, by=vera)
    assert "category" not in facts_on(vera, one, 6)
    assert facts_on(vera, two, 6)["category"] == "VIP"


def test_a_card_that_came_later_tells_what_was_known_on_the_one_merged_into_it(vera, sam):
    with clock.travel_to(START):
        old = add_client(name="Ana", source="fair", phone="+48 600 100 211", responsible=sam, by=vera)
        archive_client(old, by=vera)
    with clock.travel_to(START + timedelta(days=10)):
        new = add_client(name="Anna", responsible=sam, by=vera)
        merge_clients(new, old, choices={"name": "kept"}, by=vera)
    then = known_then(sam, new, START + timedelta(days=1))
    assert (then.name, then.is_archived) == ("Ana", True)
    told = dict(then.facts)
    assert told["source"] == "fair (on the card of Ana)"
    assert told["phone"] == "•••11 (on the card of Ana)"  # masked for a specialist


def test_a_card_out_of_the_archive_by_a_merge_is_so_on_a_past_day_too(vera):
    with clock.travel_to(START):
        one, other = (add_client(name="Anna", by=vera) for _n in range(2))
        archive_client(one, by=vera)
    with clock.travel_to(START + timedelta(days=10)):
        merge_clients(one, other, by=vera)
    archived = [known_then(vera, one, START + timedelta(days=day)).is_archived for day in (1, 11)]
    assert archived == [True, False]


@pytest.fixture
def fields_of(vera):
    """Custom fields of a card, filled ten days apart."""

    def fill(client):
        colour = add_field(name="Colour", kind="text", by=vera)
        friend = add_field(name="Friend", kind="client", by=vera)
        jan = add_client(name="Jan Lis", by=vera)
        for day, text, who in ((0, "Blue", ""), (10, "Deep green", str(jan.uid))):
            with clock.travel_to(START + timedelta(days=day)):
                told = {f"own_{colour.uid}": text, f"own_{friend.uid}": who}
                fill_own_fields(client, values=told, by=vera)
        return colour, friend, jan

    return fill


def test_custom_fields_stand_on_the_card_of_a_past_day(vera, mark, fields_of, page_of):
    with clock.travel_to(START):
        client = add_client(name="Anna", responsible=mark, by=vera)
    colour, _friend, jan = fields_of(client)
    assert facts_on(vera, client, 1) == {"kind": "Person", "responsible": "Mark", "Colour": "Blue"} | {
        word: text for word, text in facts_on(vera, client, 1).items() if word == "parts they play"
    }
    told = facts_on(vera, client, 11)
    assert (told["Colour"], told["Friend"]) == ("Deep green", "Jan Lis")
    assert facts_on(mark, client, 11)["Friend"] == "set, but out of your reach"
    page = page_of(vera).get(f"/clients/{client.uid}/", {"on": f"{(START + timedelta(days=1)).date()}"})
    assert "Blue" in page.content.decode()
    role = mark.roles_held.get().role
    for rule, shown in (("mask", "•••en"), ("hide", None)):
        change_role(role, fields=role.fields | {f"people.client.own_{colour.uid}": rule}, by=vera)
        mark = type(mark).objects.get(pk=mark.pk)
        assert facts_on(mark, client, 11).get("Colour") == shown
    forget_client(jan, by=vera)
    assert "Lis" not in str(facts_on(vera, client, 11))


def test_a_custom_field_taken_over_from_another_card_is_known_from_that_day(vera):
    with clock.travel_to(START):
        one, other = (add_client(name="Anna", by=vera) for _n in range(2))
        field = add_field(name="Colour", kind="text", by=vera)
        fill_own_fields(other, values={f"own_{field.uid}": "Blue"}, by=vera)
    with clock.travel_to(START + timedelta(days=10)):
        merge = merge_clients(one, other, by=vera)
    with clock.travel_to(START + timedelta(days=20)):
        unmerge_clients(merge, by=vera)
    assert [facts_on(vera, one, day).get("Colour") for day in (1, 11, 21)] == [None, "Blue", None]


def test_a_program_reads_the_card_of_a_past_day_with_the_same_locks(vera, mark, sam, lena, program_of):
    with clock.travel_to(START):
        client = add_client(
            name="Anna Kern", source="street", phone="+48 600 100 201", responsible=sam, by=vera
        )
        add_peculiarity(client, kind="food", text="Green tea", by=vera)
    edit_client(client, source="friends", name="Anna Newman", by=vera)
    path, day = f"/api/v1/clients/{client.uid}/past", (START + timedelta(days=1)).date()
    whole = program_of(vera).get(path, {"on": f"{day}"})
    told = whole.json()
    assert (told["on"], told["name"], told["is_archived"]) == (f"{day}", "Anna Kern", False)
    assert "street" in {one["said"] for one in told["facts"]}
    assert "Green tea" in {one["said"] for one in told["beside"]}
    for later in ("friends", "Newman"):
        assert later not in whole.content.decode()
    assert "600 100 201" in whole.content.decode()
    assert "600 100 201" not in program_of(sam).get(path, {"on": f"{day}"}).content.decode()
    assert program_of(lena).get(path, {"on": f"{day}"}).status_code == 404
    assert program_of(vera).get(path, {"on": f"{START.date() - timedelta(days=9)}"}).json()["facts"] == []
    assert program_of(vera).get(path).json()["name"] == "Anna Kern"  # yesterday
    for wrong in (clock.today(), clock.today() + timedelta(days=1), "x"):
        assert program_of(vera).get(path, {"on": f"{wrong}"}).status_code == 422


def test_of_an_erased_client_a_program_reads_nothing_of_the_past(vera, program_of):
    with clock.travel_to(START):
        client = add_client(name="Anna Kern", source="street", by=vera)
    forget_client(client, by=vera)
    day = (START + timedelta(days=1)).date()
    told = program_of(vera).get(f"/api/v1/clients/{client.uid}/past", {"on": f"{day}"}).json()
    assert (told["name"], told["facts"], told["beside"]) == ("", [], [])


def test_where_somebody_worked_then_is_named_to_whoever_reaches_that_organisation(vera, mark):
    with clock.travel_to(START):
        firm = add_client(name="Bright", kind="organisation", by=vera)
        client = add_client(name="Anna", works_at=firm, responsible=mark, by=vera)
    edit_client(client, works_at=None, by=vera)
    word = "organisation where they work"
    told = [facts_on(viewer, client, 1).get(word) for viewer in (vera, mark)]
    assert told == ["Bright", "set, but out of your reach"]
    forget_client(firm, by=vera)
    assert "Bright" not in str(facts_on(vera, client, 1))
