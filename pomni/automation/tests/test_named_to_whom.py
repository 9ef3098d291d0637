"""A call names a client to whoever reaches them, by name and by identifier, and keeps nothing of one who was erased."""

import json
from datetime import time

import pytest

from pomni.agenda.commands import add_meeting, edit_meeting
from pomni.automation.models import WebhookDelivery
from pomni.automation.payload import body_for
from pomni.kit.clock import today
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client, merge_clients, tell_apart, unmerge_clients

KEPT = {"name": "kept", "responsible": "kept"}


@pytest.fixture
def two(mark, lena):
    """A client of Mark's, and one of Lena's, whom Mark does not reach."""
    return add_client(name="Anna Kern", by=mark), add_client(name="Zenon Tajny", by=lena)


def test_a_client_out_of_reach_is_told_by_no_call(vera, mark, two):
    anna, other = two
    tell_apart(anna, other, by=vera)
    words = {"title": "Plans", "day": today(), "begins": time(10), "responsible": mark}
    edit_meeting(add_meeting(anna, **words, by=vera), further=[other], by=vera)
    unmerge_clients(merge_clients(anna, other, choices=KEPT, by=vera), by=vera)
    told = {"people.clients_told_apart", "agenda.meeting_edited", "people.client_merged"}
    moments = list(Moment.objects.filter(kind__in=[*told, "people.client_unmerged"]))
    assert len(moments) == 4
    for moment in moments:
        body, whole = body_for(mark, moment), body_for(vera, moment)
        assert "another client" in body
        assert "Tajny" not in body
        assert str(other.uid) not in body
        assert "Zenon Tajny" in whole
        assert (str(other.uid) in whole) == (
            moment.kind != "people.client_merged"
        )  # it concerns the kept card
        facts = json.loads(body)["facts"]
        assert not [key for key in facts if key.endswith(("_id", "_ids"))]


def test_what_was_sent_of_a_merge_is_emptied_with_the_card_that_it_brought(
    vera, two, hook, receiver, send, heard
):
    anna, other = two
    unmerge_clients(merge_clients(anna, other, choices=KEPT, by=vera), by=vera)
    send()
    calls = WebhookDelivery.objects.filter(body__contains="Tajny")
    assert "people.client_merged" in calls.values_list("kind", flat=True)
    forget_client(other, by=vera)
    heard()
    assert not calls.exists()
