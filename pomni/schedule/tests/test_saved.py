"""Views of the list of visits that are kept under a name, and its order by the names of clients."""

from datetime import time, timedelta

import pytest
from django.http import QueryDict

from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.schedule.commands import book_visit, change_view, delete_view, save_view, set_days
from pomni.schedule.laying import Wanted
from pomni.schedule.models import SavedView
from pomni.schedule.queries import VisitsAsked, saved_views, stamp_of_view, visits_page

pytestmark = pytest.mark.django_db
NO_SHOWS = "state=no_show&sort=-booked&cols=phone,services"


def test_a_view_keeps_filters_order_and_columns_and_opens_as_a_tab(client, vera):
    client.force_login(vera)
    page = client.get(f"/schedule/visits/?{NO_SHOWS}").content.decode()
    assert "Save this view" in page
    asked = client.get(f"/schedule/visits/views/save/?{NO_SHOWS}").content.decode()
    assert "Booked when, the last ones first" in asked
    sent = {"name": " No  shows ", "query": VisitsAsked.from_query(_words(NO_SHOWS)).to_query()}
    answer = client.post("/schedule/visits/views/save/", sent)
    one = SavedView.objects.get()
    assert (one.name, one.owner, one.is_shared) == ("No shows", vera, False)
    assert answer.url == f"/schedule/visits/?state=no_show&sort=-booked&view={one.uid}&cols=phone,services"
    opened = client.get(answer.url).content.decode()
    assert 'aria-current="page">No shows' in opened
    assert "Change this view" in opened
    changed = client.get(answer.url.replace("no_show", "cancelled")).content.decode()
    assert "Save what has changed" in changed
    assert "Save as another view" in changed


def test_what_a_view_shows_is_changed_from_the_list(client, vera):
    client.force_login(vera)
    one = save_view(name="Missed", query="state=no_show", by=vera)
    told = client.get(f"/schedule/visits/views/{one.uid}/?state=cancelled&view={one.uid}").content.decode()
    assert 'value="state=cancelled"' in told
    sent = {"name": "Missed", "query": "state=cancelled", "seen": stamp_of_view(one)}
    client.post(f"/schedule/visits/views/{one.uid}/", sent)
    one.refresh_from_db()
    assert one.query == "state=cancelled"
    again = client.post(f"/schedule/visits/views/{one.uid}/", sent | {"name": "Mine"})
    assert "Somebody has changed this view meanwhile" in again.content.decode()
    assert 'value="Mine"' in again.content.decode()


def test_a_view_is_shared_by_right_alone_and_changed_by_its_owner_or_by_that_right(vera, sam, hire):
    nina = hire("nina", "front_desk")
    own = save_view(name="Sam's", by=sam)
    assert list(saved_views(vera)) == []
    with pytest.raises(Refused, match="share views"):
        save_view(name="All", is_shared=True, by=sam)
    with pytest.raises(NotAllowed):
        change_view(own, name="Mine", by=vera)
    shared = save_view(name="Online", query="source=online", is_shared=True, by=nina)
    assert list(saved_views(sam)) == [shared, own]
    with pytest.raises(NotAllowed):
        delete_view(shared, by=sam)
    assert change_view(shared, name="Booked online", by=vera).name == "Booked online"
    delete_view(shared, by=vera)
    assert list(saved_views(sam)) == [own]
    told = Moment.objects.filter(kind__startswith="schedule.view_").order_by("pk")
    assert [one.facts["name"] for one in told] == ["", "Online", "Booked online", "Booked online"]


def test_a_view_that_the_list_would_not_understand_is_refused(vera):
    for words in ({"name": " "}, {"name": "A" * 81}, {"name": "A", "query": "why=1"}, {"name": "A\x00"}):
        with pytest.raises(Refused):
            save_view(**words, by=vera)
    for number in range(100):
        save_view(name=f"View {number}", by=vera)
    with pytest.raises(Refused, match="You have 100 views"):
        save_view(name="One more", by=vera)


def test_a_deleted_view_comes_back_by_undo(client, vera):
    client.force_login(vera)
    one = save_view(name="Missed", query="state=no_show", is_shared=True, by=vera)
    page = client.post(f"/schedule/visits/views/{one.uid}/delete/", follow=True).content.decode()
    assert "The view “Missed” is deleted." in page
    assert 'name="query" value="state=no_show"' in page
    assert client.get(f"/schedule/visits/views/{one.uid}/").status_code == 404


@pytest.fixture
def named(vera, sam, north, day, cut):
    """Visits of Zoe, of Boris, of anna, and of nobody, in the order of their hours."""
    set_days(sam, location=north, days=[day, day + timedelta(days=1)], hours=[("09:00", "18:00")], by=vera)
    people = [[add_client(name=name, by=vera)] for name in ("Zoe", "Boris", "anna")]
    told = {"location": north, "day": day, "lines": [Wanted(cut, sam)], "by": vera}
    return [book_visit(*who, begins=time(9 + n), **told) for n, who in enumerate([*people, []])]


def in_order(viewer, sort, limit):
    """The visits as pages of so many tell them."""
    asked, after, found = VisitsAsked.from_query({"sort": sort, "when": "all"}), None, []
    while True:
        page = visits_page(viewer, asked, after=after, limit=limit)
        found, after = [*found, *page.items], page.next
        if not after:
            return found


@pytest.mark.engines
@pytest.mark.parametrize("limit", [1, 3, 50])
def test_visits_are_ordered_by_the_names_of_clients_and_those_of_nobody_come_last(vera, named, limit):
    zoe, boris, anna, nobody = named
    assert in_order(vera, "client", limit) == [anna, boris, zoe, nobody]
    assert in_order(vera, "-client", limit) == [zoe, boris, anna, nobody]


def test_the_order_tells_nothing_of_a_name_that_is_out_of_reach(sam, named):
    """A specialist sees visits of theirs alone; of whom they do not reach, neither name nor place."""
    reached = set(Client.objects.visible_to(sam).values_list("name", flat=True))
    told = in_order(sam, "client", 50)
    names = [one.client.name for one in told if one.client and one.client.name in reached]
    assert names == sorted(names, key=str.casefold)
    assert told[len(names) :] == sorted(told[len(names) :], key=lambda one: (one.begins_at, one.pk))


def _words(query):
    return QueryDict(query)
