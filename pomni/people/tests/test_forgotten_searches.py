"""What was searched for is kept in segments and in changes of many: it tells of nobody who was erased."""

import pytest

from pomni.people import carrying, commands
from pomni.people.commands import add_client, ask_bulk_change, forget_client, make_segment, start_bulk_change
from pomni.people.models import BulkChange, Client
from pomni.people.tests.test_forgetting import everything_stored
from pomni.team.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ewa(vera):
    return add_client(name="Ewa Wolkonska", phone="+48 600 100 777", by=vera)


def asking(text, how="contains"):
    vip = {"fact": "people.kind", "is": "one_of", "value": ["person"]}
    return {"all": [vip, {"any": [{"fact": "people.found", "is": how, "value": text}]}]}


@pytest.mark.parametrize("text", ["Wolkonska", "wolkon", "600100777", "ewa w"])
def test_a_segment_that_looks_for_somebody_erased_is_emptied_archived_and_its_owner_told(
    vera, mark, ewa, page_of, text
):
    one = make_segment(name="Wolkonska only", condition=asking(text), by=mark)
    forget_client(ewa, by=vera)
    one.refresh_from_db()
    assert (one.name, one.condition) == ("Erased segment", asking(""))
    assert one.archived_at
    notice = Notice.objects.get(user=mark, kind="people.segment_erased")
    assert "wolkon" not in everything_stored().lower()
    page = page_of(mark)
    assert "Erased segment" in page.get("/clients/segments/").content.decode()
    assert page.get(notice.url).status_code == 200
    commands.restore_segment(one, by=mark)
    assert "cannot be asked" in page.get(f"/clients/?segment={one.uid}").content.decode()
    assert page.get("/clients/segments/").status_code == 200


def test_segments_that_mean_others_stay_as_they_are(vera, mark, ewa):
    kept = [
        make_segment(name="Fair", condition=asking("Boris"), by=mark),
        make_segment(name="Without words", condition={}, by=vera),
    ]
    forget_client(ewa, by=vera)
    for one in kept:
        before = (one.name, one.condition, one.changed_at, None)
        one.refresh_from_db()
        assert (one.name, one.condition, one.changed_at, one.archived_at) == before
    assert not Notice.objects.filter(kind="people.segment_erased").exists()


@pytest.mark.parametrize("asked", ["q=Wolkonska", "q=wolkon&kind=person", "kind=person"])
def test_a_change_of_many_that_was_not_begun_tells_nothing_of_them(vera, ewa, asked):
    add_client(name="Boris", by=vera)
    change = ask_bulk_change(asked=asked, what="tag", value="VIP", by=vera)
    assert ewa.pk in change.keys
    forget_client(ewa, by=vera)
    change.refresh_from_db()
    assert ewa.pk not in change.keys
    assert "wolkon" not in everything_stored().lower()


def test_a_change_of_many_that_found_nobody_of_theirs_is_not_called_by_them(vera, ewa):
    add_client(name="Wolkonski", by=vera)
    change = ask_bulk_change(asked="q=Wolkonski", what="tag", value="VIP", by=vera)
    forget_client(ewa, by=vera)
    change.refresh_from_db()
    assert (change.asked, len(change.keys)) == ("", 1)


def test_a_change_that_runs_goes_on_with_the_others_where_it_was(vera, ewa):
    others = [add_client(name=f"Boris {number}", by=vera) for number in range(3)]
    change = ask_bulk_change(asked="", what="tag", value="VIP", by=vera)
    change = start_bulk_change(change, by=vera, in_background=False)
    first = [ewa.pk, *(key for key in change.keys if key != ewa.pk)]
    BulkChange.objects.filter(pk=change.pk).update(keys=first)
    commands.bulk.change_stroke(change, clients=first[:2], since=0, by=vera)
    forget_client(ewa, by=vera)
    carrying.carry(change.pk)
    change.refresh_from_db()
    assert (change.state, change.changed) == ("done", 4)
    tagged = Client.objects.filter(tags__name="VIP").values_list("pk", flat=True)
    assert set(tagged) == {one.pk for one in others}
