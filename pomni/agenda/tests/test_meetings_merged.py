"""A meeting at which two doubles were is one contact with one client once they are merged, and two again to the letter."""

from datetime import date, time

import pytest

from pomni.agenda.commands import add_meeting, hold_meeting, reopen_meeting
from pomni.agenda.models import MeetingClient
from pomni.people.commands import add_client, merge_clients, unmerge_clients
from pomni.people.models import Client, ClientFigures, Touch
from pomni.people.tests.test_merging import BY_THEMSELVES, everything

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _sunday(noon):
    """It is Sunday, 22 November 2026, noon."""


@pytest.fixture
def three(vera):
    """Two doubles, and somebody else."""
    return [add_client(name=name, by=vera) for name in ("Anna", "Anna", "Boris")]


@pytest.fixture
def meet(vera):
    """A meeting of these that was held: it is about the first of them."""

    def held(about, *further):
        made = add_meeting(about, title="Review", day=DAY, begins=time(9), further=further, by=vera)
        return hold_meeting(made, by=vera)

    return held


def counted(client):
    """The contacts with a client as they are counted, and as they stand there."""
    figures = ClientFigures.objects.filter(client=client).values_list("contacts", flat=True).first()
    return figures or 0, Touch.objects.filter(client=client).count()


@pytest.mark.engines
@pytest.mark.parametrize("stays", [0, 1])
def test_a_meeting_about_one_at_which_the_other_was_is_one_contact(vera, three, meet, stays):
    meeting = meet(*three)
    before = everything(BY_THEMSELVES)
    kept, gone = three[stays], three[1 - stays]
    merge = merge_clients(kept, gone, by=vera)
    assert counted(kept) == (1, 1)
    assert list(MeetingClient.objects.filter(meeting=meeting).values_list("client", flat=True)) == [
        three[2].pk
    ]
    unmerge_clients(merge, by=vera)
    assert everything(BY_THEMSELVES) == before
    assert [counted(client) for client in three] == [(1, 1)] * 3


@pytest.mark.engines
def test_so_is_one_of_somebody_else_to_which_both_came_along(vera, three, meet):
    one, other, boris = three
    meet(boris, one, other)
    before = everything(BY_THEMSELVES)
    merge = merge_clients(one, other, by=vera)
    assert counted(one) == (1, 1)
    assert MeetingClient.objects.filter(client=one).count() == 1
    unmerge_clients(merge, by=vera)
    assert everything(BY_THEMSELVES) == before


def test_a_meeting_at_which_one_of_them_was_goes_along_as_it_is(vera, three, meet):
    one, other, boris = three
    meet(boris, other)
    meet(one)
    merge_clients(one, other, by=vera)
    assert counted(one) == (2, 2)


def test_a_meeting_that_was_opened_again_meanwhile_is_no_contact_with_the_card_that_comes_back(
    vera, three, meet
):
    one, other, _boris = three
    meeting = meet(one, other)
    merge = merge_clients(one, other, by=vera)
    reopen_meeting(meeting, by=vera)
    assert counted(one) == (0, 0)
    unmerge_clients(merge, by=vera)
    assert [counted(client) for client in (one, other)] == [(0, 0), (0, 0)]
    assert MeetingClient.objects.filter(client=other).exists()
    assert Client.objects.get(pk=other.pk).figures.last_contact_at is None
