"""What the memory of a client does with visits: they are erased, merged, handed over and kept as everything is."""

from datetime import time, timedelta

import pytest

from pomni.catalog.commands import set_performers
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, forget_client, merge_clients, unmerge_clients
from pomni.people.models import Client
from pomni.people.queries import board
from pomni.people.tests.test_merging import BY_THEMSELVES, everything
from pomni.schedule.commands import book_visit, cancel_visit, complete_visit, miss_visit, reopen_visit
from pomni.schedule.keeping import let_go_of_words, old_words
from pomni.schedule.laying import Wanted
from pomni.schedule.leaving import give_visits, list_to_perform
from pomni.schedule.models import Line, Taken, Visit
from pomni.schedule.pulses import move_next_visits_on
from pomni.team.commands import archive_location

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def booked(vera, sam, anna, north, day, cut):
    """A visit of Anna to Sam at this hour."""

    def book(hour, **more):
        return book_visit(
            anna, location=north, day=day, begins=time(hour), lines=[Wanted(cut, sam)], by=vera, **more
        )

    return book


def test_of_who_is_erased_no_word_stays_and_what_was_to_come_is_off(vera, anna, booked):
    past, ahead = booked(9, comment="Allergic"), booked(11, comment="Asked twice")
    cancel_visit(booked(13), why="Anna is ill", by=vera)
    with clock.travel_to(past.ends_at + timedelta(minutes=10)):
        forget_client(anna, by=vera)
    rows = dict(Visit.objects.values_list("pk", "status"))
    assert (rows[past.pk], rows[ahead.pk]) == ("booked", "cancelled")
    assert not Visit.objects.exclude(comment="", ended_as="").exists()
    assert list(Taken.objects.values_list("visit", flat=True)) == [past.pk]


def test_the_card_and_the_lists_know_who_came_who_did_not_and_who_is_to_come(vera, anna, booked, page_of):
    first, second, third = booked(9), booked(10), booked(11)
    browser, unplanned = page_of(vera), lambda: board.sections(vera, mine=False, today=clock.today())
    assert anna not in unplanned()[board.UNPLANNED_ONES]
    with clock.travel_to(third.begins_at + timedelta(minutes=5)):
        complete_visit(first, by=vera)
        miss_visit(second, by=vera)
        figures = Client.objects.get(pk=anna.pk).figures
        assert (figures.visits, figures.no_shows, figures.contacts) == (1, 1, 1)
        assert (figures.last_visit_at, figures.visit_ahead_at) == (first.begins_at, third.begins_at)
        assert anna in unplanned()[board.UNPLANNED_ONES]
        reopen_visit(first, by=vera)
        figures.refresh_from_db()
        assert (figures.visits, figures.contacts, figures.last_visit_at) == (0, 0, None)
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    assert card.count("Haircut") >= 3
    form = browser.get(f"/schedule/book/?client={anna.uid}&again={first.uid}").content.decode()
    assert str(anna.uid) in form
    assert "Haircut" in browser.get(f"/clients/{anna.uid}/brief/").content.decode()


def test_visits_follow_a_merge_and_come_back_to_the_letter(vera, anna, booked):
    booked(9)
    other = add_client(name="Anna", by=vera)
    before = everything(BY_THEMSELVES)
    merge = merge_clients(other, anna, choices={"phone": "gone"}, by=vera)
    assert list(Visit.objects.values_list("client", flat=True)) == [other.pk]
    unmerge_clients(merge, by=vera)
    assert everything(BY_THEMSELVES) == before


def test_what_a_colleague_was_to_perform_goes_over_as_far_as_the_other_can_take_it(
    vera, sam, lena, booked, north, day, cut
):
    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    first, second = booked(9), booked(11)
    book_visit(location=north, day=day, begins=time(11), lines=[Wanted(cut, lena)], by=vera)
    assert [one.pk for one in list_to_perform(sam, vera)] == [first.pk, second.pk]
    assert give_visits(sam, lena, vera) == 1
    assert list(Line.objects.order_by("visit").values_list("user", flat=True)) == [lena.pk, sam.pk, lena.pk]
    assert give_visits(sam, None, vera) == 1
    assert not list_to_perform(sam, vera)
    assert not Taken.objects.filter(visit=second).exists()
    assert give_visits(None, sam, vera, [second.pk]) == 1
    assert Taken.objects.get(visit=second).user == sam


def test_a_location_with_visits_to_come_is_not_archived(vera, north, booked):
    visit = booked(9)
    with pytest.raises(Refused, match="1 visit is to come there"):
        archive_location(north, by=vera)
    cancel_visit(visit, by=vera)
    assert archive_location(north, by=vera).archived_at


def test_words_of_old_visits_go_and_the_visits_stay(booked):
    visit = booked(9, comment="Late")
    assert old_words(visit.begins_at) == 0
    assert (let_go_of_words(visit.ends_at + timedelta(days=1)), old_words(visit.ends_at)) == (1, 0)
    assert Visit.objects.get(pk=visit.pk).comment == ""


def test_visits_are_columns_of_the_list_of_clients_which_is_sorted_by_them(
    client, vera, hire, sam, anna, booked, north, day, cut
):
    boris, clara = (add_client(name=name, by=vera) for name in ("Boris", "Clara"))
    first, later = booked(9), booked(15)
    words = {"location": north, "day": day, "lines": [Wanted(cut, sam)], "by": vera}
    soon = book_visit(boris, begins=time(11), **words)

    def listed(user, sort):
        client.force_login(user)
        page = client.get(f"/clients/?cols=visits,last_visit,next_visit&sort={sort}").content.decode()
        places = {page.find(f">{one.name}<"): one.name for one in (anna, boris, clara)}
        return [places[at] for at in sorted(places)], page

    with clock.travel_to(first.begins_at - timedelta(hours=1)):
        assert listed(vera, "next_visit")[0] == ["Anna", "Boris", "Clara"]
    with clock.travel_to(first.begins_at + timedelta(minutes=5)):
        assert not move_next_visits_on()
        assert Client.objects.get(pk=anna.pk).figures.next_visit_at == later.begins_at
        assert listed(vera, "next_visit")[0] == ["Boris", "Anna", "Clara"]
        complete_visit(first, by=vera)
        order, page = listed(vera, "-visits")
        assert order == ["Anna", "Boris", "Clara"]
        assert "Last visit" in page
        assert listed(vera, "-last_visit")[0][0] == "Anna"
    with clock.travel_to(soon.begins_at + timedelta(minutes=5)):
        move_next_visits_on()
        assert Client.objects.get(pk=boris.pk).figures.next_visit_at is None
        told = client.get("/clients/?cols=visits,last_visit,next_visit").content.decode()
        assert "Number of visits" in told
    assert "Last visit" not in listed(hire("max", "marketer"), "last_visit")[1]
