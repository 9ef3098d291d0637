"""Who is due: by the interval of a service, by a rhythm of one's own, and no more once something is booked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import archive_service, edit_service
from pomni.people.commands import add_client, archive_client, edit_client, forget_client, merge_clients
from pomni.people.queries import phones_of
from pomni.recall import keeping, queries
from pomni.recall.models import Due
from pomni.recall.queries import Wanted
from pomni.recall.rules import Done, own_rhythm, reckon
from pomni.schedule.commands import cancel_visit, reopen_visit
from pomni.team.commands import change_role
from pomni.team.models import Role

FIRST = date(2026, 1, 1)


def days(*gaps):
    found = [FIRST]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


def due(viewer, **told):
    return [
        (row.client.name, row.due.service.name, row.days)
        for row in queries.due_page(viewer, Wanted(**told)).items
    ]


# --- The rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "told"),
    [
        ((28, 30), None),  # two gaps may be alike by chance
        ((28, 30, 29), 29),
        ((28, 30, 29, 200), 30),  # one long holiday moves the median little
        ((3, 90, 14, 200), None),  # all over the place
        ((90,) * 9 + (30,) * 8, 30),  # people change: the newest eight count
    ],
)
def test_a_rhythm_is_the_median_of_gaps_that_resemble_each_other(gaps, told):
    found = own_rhythm(days(*gaps))
    assert (found.days if found else None) == told


def test_services_of_one_category_have_a_rhythm_together_where_none_has_its_own():
    hair = [Done(service, 7, on, 1, None) for service, on in zip((1, 2, 1, 2), days(30, 31, 30), strict=True)]
    (found,) = reckon(hair, {1: None, 2: None})
    assert (found.last.service, found.rhythm.days, found.rhythm_of_category) == (2, 30, True)
    assert found.due_on == hair[-1].on + timedelta(days=30)


def test_of_interval_and_rhythm_the_first_day_counts():
    done = [Done(1, None, on, 1, None) for on in days(20, 21, 22)]
    (found,) = reckon(done, {1: 90})
    assert (found.due_on, found.interval_on) == (
        done[-1].on + timedelta(days=21),
        done[-1].on + timedelta(days=90),
    )


# --- The list --------------------------------------------------------------------------------------------------------


def test_whoever_came_is_due_when_the_interval_has_passed_until_they_book(hear, came, book, vera):
    came(40)
    hear()
    assert due(vera) == [("Anna", "Haircut", 10)]
    visit = book(3)
    hear()
    assert due(vera) == []
    cancel_visit(visit, by=vera)
    hear()
    assert due(vera) == [("Anna", "Haircut", 10)]
    came(1)
    hear()
    assert due(vera) == []


def test_a_visit_that_is_opened_again_does_not_count(hear, came, vera):
    _first, last = came(70, 40)
    hear()
    reopen_visit(last, by=vera)
    hear()
    assert due(vera) == [("Anna", "Haircut", 40)]


def test_a_client_who_comes_more_often_is_due_by_their_own_rhythm_and_told_why(hear, came, dye, vera):
    came(100, 80, 60, 40, service=dye)
    hear()
    (row,) = queries.due_page(vera, Wanted()).items
    assert row.days == 20
    assert row.whys == ("comes every 20 days: the middle of the last 3 gaps",)
    assert due(vera, by="interval") == []


def test_the_list_is_sifted_by_how_late_by_whom_and_where(hear, came, cut, north, sam, vera, mark):
    came(40)
    for name, ago in (("Boris", 25), ("Cleo", 90), ("Dora", 300)):
        came(ago, client=add_client(name=name, by=vera))
    hear()
    assert [name for name, *_rest in due(vera)] == ["Anna", "Cleo", "Dora"]
    late = {key: [name for name, *_rest in due(vera, late=key)] for key in ("soon", "month", "half", "more")}
    assert late == {"soon": ["Boris"], "month": ["Anna"], "half": ["Cleo"], "more": ["Dora"]}
    assert len(due(vera, user=str(sam.uid), location=str(north.uid), service=str(cut.uid))) == 3
    assert due(vera, user=str(mark.uid)) == []
    assert due(mark) == []  # none of them is Mark's


def test_an_interval_that_is_changed_and_a_service_that_goes_are_followed(hear, came, cut, vera):
    came(40)
    hear()
    edit_service(cut, repeat_days=60, by=vera)
    keeping.recount_service(cut.pk)
    assert due(vera) == []
    edit_service(cut, repeat_days=7, by=vera)
    keeping.recount_all()
    assert due(vera) == [("Anna", "Haircut", 33)]
    archive_service(cut, by=vera)
    keeping.recount_service(cut.pk)
    assert due(vera) == []


def test_archived_forgotten_and_merged_clients_are_not_invited_twice(hear, came, anna, vera):
    other = add_client(name="Anna", by=vera)
    came(40)
    came(35, client=other)
    hear()
    merge_clients(anna, other, by=vera)
    assert due(vera) == [("Anna", "Haircut", 5)]
    archive_client(anna, by=vera)
    assert due(vera) == []
    forget_client(anna, by=vera)
    keeping.recount_all()
    assert not Due.objects.exists()


def test_the_page_says_who_is_due_and_opens_their_booking(client, hear, came, anna, vera):
    came(40)
    hear()
    client.force_login(vera)
    page = client.get("/recall/").content.decode()
    assert "Anna" in page
    assert "after 30 days, by the service" in page
    assert f"/schedule/book/?client={anna.uid}" in page
    assert "10 days late" in page


def phone_told(viewer):
    (row,) = queries.due_page(viewer, Wanted()).items
    return row.phone


def test_the_preferred_phone_is_told_as_far_as_the_role_lets_it_be_seen(hear, came, anna, north, hire, vera):
    came(40)
    hear()
    assert phone_told(vera) == "+48 600 100 200"
    numbers = [("+48 600 300 400", "own"), ("+48 600 100 200", "work")]
    edit_client(anna, phones=numbers, by=vera)
    assert phone_told(vera) == "+48 600 300 400"
    nina = hire("nina", "front_desk", location=north)
    edit_client(anna, location=north, by=vera)
    role = Role.objects.get(preset="front_desk")
    for rule, shown in (("mask", "•••00"), ("hide", "")):
        change_role(role, fields={"people.client.phone": rule}, by=vera)
        assert phone_told(type(nina).objects.get(pk=nina.pk)) == shown
    edit_client(anna, phones=[], by=vera)
    assert phone_told(vera) == ""


@pytest.mark.django_db
def test_phones_are_asked_of_the_clients_that_are_told_and_of_nobody_else(vera):
    """Where the kind is asked for, too, SQLite begins with every phone of the company: a second and more of 100,000."""
    with CaptureQueriesContext(connection) as caught:
        phones_of(vera, [1, 2, 3])
    (asked,) = (one["sql"] for one in caught.captured_queries)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            first = cursor.fetchone()[-1]
        assert first.startswith("SEARCH people_holding")
    assert 'kind" =' not in asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "index"),
    [
        ({}, "due_by_day"),
        ({"by": "rhythm"}, "due_by_rhythm"),
        ({"by": "interval"}, "due_by_interval"),
        ({"location": True}, "due_at_location"),
    ],
)
def test_the_list_is_read_along_an_index_in_its_order(vera, north, words, index):
    told = {name: str(north.uid) if word is True else word for name, word in words.items()}
    rows = queries.found(vera, Wanted(**told)).order_by(*queries.ORDER)
    if connection.vendor == "sqlite":
        plan = rows.explain()
        assert index in plan
        assert "TEMP B-TREE" not in plan
