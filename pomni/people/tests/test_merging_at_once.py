"""Merges at the same instant: of one card only one passes, and nobody's note is lost on the way."""

import pytest

from pomni.kit.errors import Refused
from pomni.memory.models import Concern, Moment
from pomni.people.commands import add_client, add_note, merge_clients
from pomni.people.models import Client, Merge, Note
from tests.together import raised, together

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]


def test_of_two_merges_of_one_card_at_once_one_is_refused(vera):
    one, two, three = (add_client(name="Anna", by=vera) for _n in range(3))
    outcomes = together(
        lambda: merge_clients(one, two, by=vera),
        lambda: merge_clients(three, two, by=vera),
        lambda: merge_clients(two, one, by=vera),
    )
    assert len(raised(outcomes)) == 3 - Merge.objects.count()
    assert all(isinstance(error, Refused) for error in raised(outcomes))
    assert Client.objects.count() == 3 - Merge.objects.count()
    assert Merge.objects.values("gone_id").distinct().count() == Merge.objects.count()


def test_a_note_that_is_written_while_two_become_one_is_on_the_card_that_stayed(vera):
    for _again in range(5):
        kept, gone = (add_client(name="Anna", by=vera) for _n in range(2))
        noted, merged = together(
            lambda gone=gone: add_note(gone, text="just now", by=vera),
            lambda kept=kept, gone=gone: merge_clients(kept, gone, by=vera),
        )
        assert isinstance(merged, Merge)
        if not isinstance(noted, Exception):
            assert Note.objects.get(pk=noted.pk).client_id == kept.pk
            assert Concern.objects.filter(client_id=kept.pk, moment__record_id=noted.pk).exists()
        assert not Concern.objects.filter(client_id=gone.pk).exists()
    assert Moment.objects.filter(kind="people.client_merged").count() == 5
