"""Two cards again, after what hung on them went on: each knows what is to be done, and who answers for it."""

from datetime import timedelta

import pytest

from pomni.agenda.commands import add_task, finish_task
from pomni.kit import clock
from pomni.people.commands import add_client, merge_clients, unmerge_clients
from pomni.people.models import Client
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
