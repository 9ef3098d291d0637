"""Nobody answers for a client who has left: whatever is taken back, it does not fall to them."""

import pytest

from pomni.agenda.commands import (
    add_promise,
    add_task,
    close_promise,
    drop_task,
    finish_task,
    reopen_promise,
    reopen_task,
    restore_task,
)
from pomni.kit.errors import Refused
from pomni.people import carrying, taking_back
from pomni.people.commands import add_client, edit_client, merge_clients, unmerge_clients
from pomni.people.commands.bulk import ask_bulk_change, start_bulk_change, undo_bulk_change
from pomni.team.commands import disable_colleague

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_client_is_given_to_nobody_who_has_left_and_stays_with_whom_they_had(vera, mark, lena):
    anna = add_client(name="Anna Kern", responsible=lena, by=vera)
    old = add_client(name="Olga Kern", responsible=mark, by=vera)
    disable_colleague(mark, by=vera)
    mark.refresh_from_db()
    with pytest.raises(Refused) as no:
        edit_client(anna, responsible=mark, by=vera)
    assert no.value.field == "responsible"
    with pytest.raises(Refused):
        add_client(name="Ida", responsible=mark, by=vera)
    assert edit_client(old, name="Olga Korn", responsible=mark, by=vera).name == "Olga Korn"


def test_cards_that_are_two_again_fall_to_nobody_who_has_left(vera, mark, lena):
    kept, gone = (add_client(name="Anna Kern", responsible=who, by=vera) for who in (mark, lena))
    merge = merge_clients(kept, gone, choices={"name": "kept", "responsible": "gone"}, by=vera)
    disable_colleague(mark, by=vera)
    back = unmerge_clients(merge, by=vera)
    kept.refresh_from_db()
    assert (kept.responsible, back.responsible) == (lena, lena)


def test_a_bulk_change_that_is_taken_back_leaves_those_whose_colleague_has_left(vera, mark, lena):
    anna, olga = (add_client(name=name, responsible=who, by=vera) for name, who in (("A", mark), ("O", vera)))
    change = ask_bulk_change(asked="", what="responsible", value=str(lena.uid), by=vera)
    start_bulk_change(change, by=vera, in_background=False)
    carrying.carry(change.pk)
    disable_colleague(mark, by=vera)
    change.refresh_from_db()
    undo_bulk_change(change, by=vera, in_background=False)
    carrying.carry(change.pk)
    for client in (anna, olga, change):
        client.refresh_from_db()
    assert (anna.responsible, olga.responsible) == (lena, vera)
    assert (change.undone, change.kept) == (1, 1)


def test_an_import_that_is_taken_back_gives_nobody_to_whoever_has_left(vera, mark, lena):
    anna = add_client(name="Anna Kern", responsible=lena, by=vera)
    told = {"responsible_id": [mark.pk, lena.pk]}
    disable_colleague(mark, by=vera)
    _diff, whole = taking_back.give_back(anna, told)
    anna.refresh_from_db()
    assert (anna.responsible, whole) == (lena, False)


def test_what_is_open_again_is_done_by_whoever_opens_it_where_its_colleague_has_left(vera, mark):
    anna = add_client(name="Anna Kern", responsible=vera, by=vera)
    task, dropped = (add_task(anna, title="Call", responsible=mark, by=vera) for _n in range(2))
    promise = add_promise(anna, text="Send the plan", responsible=mark, by=vera)
    finish_task(task, by=vera)
    drop_task(dropped, by=vera)
    close_promise(promise, by=vera)
    disable_colleague(mark, by=vera)
    again = [reopen_task(task, by=vera), restore_task(dropped, by=vera), reopen_promise(promise, by=vera)]
    assert [one.responsible for one in again] == [vera] * 3
