"""Two cards again, after what hung on them went on: each knows what is to be done, and who answers for it."""

from datetime import timedelta

import pytest
from django.db import transaction

from pomni.agenda.commands import add_task, finish_task
from pomni.facts.commands import add_field
from pomni.facts.queries import CLIENT, fields
from pomni.kit import clock
from pomni.people import joining
from pomni.people.addresses import addresses_of
from pomni.people.changing_own import act_of_own
from pomni.people.commands import (
    add_client,
    edit_client,
    fill_own_fields,
    forget_client,
    merge_clients,
    unmerge_clients,
)
from pomni.people.models import Client, Holding
from pomni.people.queries.own import own_values
from pomni.people.rules import Reached
from pomni.team import leaving
from pomni.team.dividing import Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(vera, mark):
    """A card of Vera's and one of Mark's, each with a task."""
    one, other = add_client(name="Anna", by=vera), add_client(name="Ana", by=mark)
    tasks = [
        add_task(client, title="Call", due_on=clock.today() + timedelta(days=days), by=by)
        for client, days, by in ((one, 1, vera), (other, 5, mark))
    ]
    return one, other, tasks


def joined(two, vera):
    return merge_clients(two[0], two[1], choices={"name": "kept", "responsible": "kept"}, by=vera)


def test_what_was_done_while_they_were_one_is_not_ahead_of_the_card_that_comes_back(two, vera, mark):
    one, other, (first, second) = two
    merge = joined(two, vera)
    finish_task(
        second, by=vera
    )  # the other one is the next on the card of both: its figures stay as they are
    unmerge_clients(merge, by=vera)
    back = Client.objects.get(pk=other.pk)
    assert (back.has_next_step, back.figures.next_due_on) == (False, None)
    assert Client.objects.get(pk=one.pk).figures.next_due_on == first.due_on


def test_a_card_whose_colleague_has_left_comes_back_to_whoever_answers_for_the_other(two, vera, mark, lena):
    merge = joined(two, vera)
    leaving.leave(mark, by=vera, wanted=Wanted(heirs={"tasks": lena.pk}))
    assert unmerge_clients(merge, by=vera).responsible == vera


def test_else_it_comes_back_to_its_own_colleague(two, vera, mark):
    assert unmerge_clients(joined(two, vera), by=vera).responsible == mark


# --- What was edited meanwhile ----------------------------------------------------------------------------------------


def filled(client, field, value, by):
    fill_own_fields(client, values={f"own_{field.uid}": value}, by=by)


def stands(field, *clients):
    told = own_values([client.pk for client in clients])
    return [told.get(client.pk, {}).get(f"own_{field.uid}") for client in clients]


def by_hand(client, field, value, by):
    filled(client, field, value, by)


def own_of(field):
    return next(one for one in fields(CLIENT) if one.pk == field.pk)


def by_bulk(client, field, value, by):
    act = act_of_own(own_of(field))
    with transaction.atomic():
        act.write([client.pk], act.kept(value)[0], by)


@pytest.mark.parametrize("edit", [by_hand, by_bulk])
@pytest.mark.parametrize("later", [43, None])
def test_a_custom_field_that_was_edited_meanwhile_is_again_what_it_was_on_the_card_that_went(
    two, vera, edit, later
):
    one, other, _tasks = two
    field = add_field(name="Size", kind="number", by=vera)
    filled(other, field, 42, vera)
    merge = joined(two, vera)
    edit(one, field, later, vera)
    unmerge_clients(merge, by=vera)
    assert stands(field, one, other) == [later, 42]


@pytest.mark.parametrize("stays", ["kept", "gone"])
def test_so_it_is_where_both_cards_told_it_and_one_was_chosen(two, vera, stays):
    one, other, _tasks = two
    field = add_field(name="Size", kind="number", by=vera)
    filled(one, field, 41, vera)
    filled(other, field, 42, vera)
    key = next(double.key for double in joining.doubles_between(one, other))
    merge = merge_clients(one, other, choices={"name": "kept", "responsible": "kept", key: stays}, by=vera)
    filled(one, field, 43, vera)
    unmerge_clients(merge, by=vera)
    assert stands(field, one, other) == [43, 42]


def test_of_several_values_those_that_were_not_touched_leave_with_their_card(two, vera):
    one, other, _tasks = two
    field = add_field(name="Colours", kind="many", choices=["red", "green", "blue"], by=vera)
    uids = [choice.uid for choice in own_of(field).choices]
    filled(one, field, uids[:1], vera)
    filled(other, field, uids[1:2], vera)
    merge = joined(two, vera)
    filled(one, field, uids, vera)
    unmerge_clients(merge, by=vera)
    assert stands(field, one, other) == [[uids[0], uids[2]], [uids[1]]]


def test_further_addresses_and_tags_are_again_what_they_were(two, vera):
    one, other, _tasks = two
    edit_client(one, addresses=[Reached("Long 1"), Reached("Short 2")], tags=["VIP"], by=vera)
    edit_client(
        other,
        addresses=[Reached("Long 1"), Reached("Short 2"), Reached("Broad 3"), Reached("Narrow 4")],
        tags=["Fair"],
        by=vera,
    )
    merge = joined(two, vera)
    told = [Reached(text) for text in ("Long 1", "Narrow 4", "Short 2", "New 5")]
    edit_client(one, addresses=told, tags=["VIP", "Late"], by=vera)
    back = unmerge_clients(merge, by=vera)
    one.refresh_from_db()
    assert [told.typed for told in addresses_of(back)] == ["Long 1", "Short 2", "Broad 3", "Narrow 4"]
    assert {told.typed for told in addresses_of(one)} == {"Long 1", "Short 2", "New 5"}
    assert [sorted(tag.name for tag in client.tags.all()) for client in (one, back)] == [
        ["Late", "VIP"],
        ["Fair"],
    ]


def numbers(client):
    held = Holding.objects.filter(client=client).order_by("place", "pk")
    return [(holding.typed, holding.is_preferred) for holding in held]


def test_a_phone_that_was_replaced_meanwhile_stays_and_the_one_of_old_comes_back(two, vera):
    one, other, _tasks = two
    edit_client(other, phones=[Reached("+48 600 100 300")], by=vera)
    merge = joined(two, vera)
    edit_client(one, phones=[Reached("+48 600 100 400")], by=vera)
    add_client(name="Boris", phone="+48 600 100 300", by=vera)  # the number leads to somebody else meanwhile
    unmerge_clients(merge, by=vera)
    assert numbers(one) == [("+48 600 100 400", True)]
    assert numbers(other) == [("+48 600 100 300", True)]


def test_what_was_taken_away_of_the_card_that_stayed_does_not_come_back_to_it(two, vera):
    one, other, _tasks = two
    edit_client(one, phones=[Reached("+48 600 100 200"), Reached("+48 600 100 201")], by=vera)
    edit_client(other, phones=[Reached("+48 600 100 300")], by=vera)
    choices = {"name": "kept", "responsible": "kept", "phone": "gone"}
    merge = merge_clients(one, other, choices=choices, by=vera)
    edit_client(one, phones=[Reached("+48 600 100 400"), Reached("+48 600 100 200")], by=vera)
    unmerge_clients(merge, by=vera)
    assert sorted(numbers(one)) == [("+48 600 100 200", False), ("+48 600 100 400", True)]
    assert numbers(other) == [("+48 600 100 300", True)]


def test_a_link_to_somebody_who_was_erased_meanwhile_does_not_come_back(two, vera):
    one, other, _tasks = two
    friend, twin = (add_client(name="Jan", by=vera) for _n in range(2))
    field = add_field(name="Friend", kind="client", by=vera)
    filled(other, field, str(friend.uid), vera)
    merge = joined(two, vera)
    merge_clients(twin, friend, by=vera)  # who they led to is one with somebody else by now
    filled(one, field, "", vera)
    unmerge_clients(merge, by=vera)
    assert stands(field, one, other) == [None, str(twin.uid)]
    again = joined((one, other), vera)
    filled(one, field, "", vera)
    forget_client(twin, by=vera)
    unmerge_clients(again, by=vera)
    assert stands(field, one, other) == [None, None]
