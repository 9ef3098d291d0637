"""Moments that tell of another client as well name them to whoever reaches them, and to nobody else."""

from datetime import time

import pytest
from django.db import transaction

from pomni.agenda.commands import add_meeting, edit_meeting
from pomni.agenda.events import MeetingEdited
from pomni.kit.clock import now, today
from pomni.memory.commands import remember
from pomni.memory.models import Moment
from pomni.people import queries
from pomni.people.commands import (
    add_client,
    disclose_client,
    edit_client,
    forget_client,
    merge_clients,
    tell_apart,
    unmerge_clients,
)
from pomni.people.events import ClientMerged, ClientsToldApart, ClientUnmerged
from pomni.people.queries.past import known_then
from pomni.people.queries.picked import Picked
from pomni.team.shown import facts_for

from .test_forgetting import everything_stored

pytestmark = pytest.mark.engines
SECRET = "Tajny"
KEPT = {"name": "kept", "responsible": "kept"}


@pytest.fixture
def other(lena):
    """A client of Lena's, whom Mark does not reach."""
    return add_client(name="Zenon Tajny", source="Tajny fair", by=lena)


def told_apart(anna, other, vera):
    tell_apart(anna, other, by=vera)


def taken_apart(anna, other, vera):
    unmerge_clients(merge_clients(anna, other, choices=KEPT, by=vera), by=vera)


def met(anna, other, vera):
    words = {"title": "Plans", "day": today(), "begins": time(10)}
    meeting = add_meeting(anna, **words, responsible=anna.responsible, by=vera)
    edit_meeting(meeting, further=[other], by=vera)


# As moments were before they held keys alone.


def once_told_apart(anna, other, vera):
    with transaction.atomic():
        told = {"client_id": anna.pk, "client_ids": [other.pk], "name": anna.name, "other": other.name}
        remember(ClientsToldApart(**told), by=vera)


def once_met(anna, other, vera):
    words = {"title": "Plans", "day": today(), "begins": time(10)}
    meeting = add_meeting(anna, **words, responsible=anna.responsible, by=vera)
    told = {"meeting_id": meeting.pk, "client_id": anna.pk, "client_ids": [other.pk], "title": "Plans"}
    with transaction.atomic():
        remember(MeetingEdited(**told, changes={"clients": ["", other.name]}), by=vera)


NOW, ONCE = (told_apart, taken_apart, met), (once_told_apart, once_met)
ways = pytest.mark.parametrize("way", [*NOW, *ONCE])


@ways
def test_a_client_out_of_reach_is_named_on_no_card_and_found_by_no_search(
    way, vera, mark, anna, other, page_of, program_of
):
    way(anna, other, vera)
    card = page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    sought = page_of(mark).get(f"/clients/{anna.uid}/timeline/?q={SECRET}").content.decode()
    items = program_of(mark).get(f"/api/v1/clients/{anna.uid}/timeline").json()["items"]
    assert "another client" in card
    assert SECRET not in card
    assert "Zenon" not in sought
    assert SECRET not in str(items)
    assert not queries.timeline_part(mark, anna, picked=Picked(q=SECRET)).days
    assert SECRET not in str([facts_for(mark, moment) for moment in Moment.objects.filter(by_id=vera.pk)])


@ways
def test_whoever_reaches_both_reads_and_finds_the_name(way, vera, anna, other, page_of, program_of):
    way(anna, other, vera)
    assert other.name in page_of(vera).get(f"/clients/{anna.uid}/").content.decode()
    assert queries.timeline_part(vera, anna, picked=Picked(q=SECRET)).days
    assert SECRET in str([facts_for(vera, moment) for moment in Moment.objects.filter(by_id=vera.pk)])
    if way not in (met, once_met):
        told = program_of(vera).get(f"/api/v1/clients/{anna.uid}/timeline").json()
        assert other.name in str(told["items"])


@pytest.mark.parametrize("way", NOW)
def test_a_name_that_changed_is_told_as_it_is_now(way, vera, anna, other):
    way(anna, other, vera)
    edit_client(other, name="Zenon Jawny", by=vera)
    told = str([(line.sentence, line.changes) for line in queries.timeline(vera, anna)[:2]])
    assert "Zenon Jawny" in told
    assert SECRET not in told


@pytest.mark.parametrize("way", [told_apart, met])
def test_no_name_is_kept_with_what_holds_keys(way, vera, anna, other):
    way(anna, other, vera)
    kinds = ("people.clients_told_apart", "agenda.meeting_edited")
    kept = [(moment.facts, moment.personal) for moment in Moment.objects.filter(kind__in=kinds)]
    assert kept
    assert SECRET not in str(kept)
    assert "Kern" not in str(kept)


@ways
def test_of_one_who_was_erased_nothing_is_left_in_the_moments_of_others(way, vera, anna, other):
    way(anna, other, vera)
    forget_client(other, by=vera)
    assert SECRET.lower() not in everything_stored().lower()


def test_what_a_merged_card_told_otherwise_is_read_until_the_two_are_taken_apart(vera, mark, anna, other):
    merge = merge_clients(anna, other, choices=KEPT, by=vera)
    moment = Moment.objects.get(kind=ClientMerged.kind)
    assert facts_for(mark, moment)["name"] == other.name
    unmerge_clients(merge, by=vera)
    told = facts_for(mark, moment)
    assert (told["name"], told["left"], told["became"]) == ("another client", "•••", "•••")
    assert facts_for(vera, moment)["name"] == other.name


def test_what_a_card_was_called_while_it_was_two_in_one_is_known_to_whoever_reaches_both(
    vera, mark, anna, other
):
    merge = merge_clients(anna, other, choices=KEPT | {"name": "gone"}, by=vera)
    then = now()
    known = known_then(mark, anna, then)
    assert (known.name, "Tajny fair" in str(known.facts)) == ("Zenon Tajny", True)
    unmerge_clients(merge, by=vera)
    known = known_then(mark, anna, then)
    assert (known.name, "Tajny fair" in str(known.facts)) == ("Anna Kern", False)
    assert known_then(vera, anna, then).name == "Zenon Tajny"


def test_who_became_somebody_else_is_named_to_whoever_reaches_that_one(vera, mark, anna, other):
    tell_apart(anna, other, by=vera)
    moment = Moment.objects.get(kind=ClientsToldApart.kind)
    for responsible, told in ((vera, "another client"), (mark, "Zenon Tajny")):
        third = add_client(name="Boris", responsible=responsible, by=vera)
        merge = merge_clients(third, other, choices=KEPT, by=vera)
        assert facts_for(mark, moment)["other"] == told
        unmerge_clients(merge, by=vera)


def test_with_whom_they_became_one_all_is_erased_that_earlier_merges_told(vera, anna, other):
    """The card was taken apart from Anna's and is another's since: that one's erasure is theirs."""
    unmerge_clients(merge_clients(anna, other, choices=KEPT, by=vera), by=vera)
    third = add_client(name="Boris", by=vera)
    merge_clients(third, other, choices=KEPT, by=vera)
    forget_client(third, by=vera)
    assert SECRET.lower() not in everything_stored().lower()


def test_a_card_that_was_deleted_is_named_to_nobody_and_an_old_name_to_whoever_sees_all(vera, mark, anna):
    with transaction.atomic():
        old = {"client_id": anna.pk, "client_ids": [10**9], "name": anna.name}
        named = remember(ClientUnmerged(**old, other="Zenon Tajny"), by=vera)
        bare = remember(ClientUnmerged(**old), by=vera)
    assert [facts_for(mark, one)["other"] for one in (named, bare)] == ["another client"] * 2
    assert [facts_for(vera, one)["other"] for one in (named, bare)] == ["Zenon Tajny", "another client"]


def test_a_client_is_not_given_what_a_card_told_that_is_another_s_again(vera, anna, other):
    taken_apart(anna, other, vera)
    told = disclose_client(anna, by=vera)
    assert SECRET not in str(told)
