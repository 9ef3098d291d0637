"""How clients are reached, and which of them a page of the list shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.people import queries
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.models import Client, ContactPoint, Holding
from pomni.team.queries import log


def reached(viewer, client):
    told = queries.facts(viewer, client)
    return told["phone"], told["email"]


def test_a_family_shares_one_phone_and_keeps_it_when_one_of_them_changes_hers(vera):
    mother = add_client(name="Ewa", phone="+48 600 100 200", by=vera)
    daughter = add_client(name="Anna", phone="+48 600 100 200", email="anna@example.com", by=vera)
    assert ContactPoint.objects.filter(kind="phone").count() == 1
    edit_client(daughter, phone="+48 600 300 400", by=vera)
    assert reached(vera, daughter) == ("+48 600 300 400", "anna@example.com")
    assert reached(vera, mother) == ("+48 600 100 200", "")


def test_a_phone_that_nobody_has_any_more_is_deleted(vera):
    client = add_client(name="Ewa", phone="+48 600 100 200", email="ewa@example.com", by=vera)
    edit_client(client, phone="", by=vera)
    assert list(Holding.objects.values_list("typed", flat=True)) == ["ewa@example.com"]
    forget_client(client, by=vera)
    assert not ContactPoint.objects.exists()


def test_a_phone_written_in_another_way_is_the_same_phone_as_it_is_written_now(vera):
    client = add_client(name="Ewa", phone="+48600100200", by=vera)
    edit_client(client, phone="+48 600 100 200", by=vera)
    assert reached(vera, client)[0] == "+48 600 100 200"
    assert ContactPoint.objects.count() == 1


def test_a_changed_phone_leaves_nothing_of_the_one_before(vera):
    client = add_client(name="Ewa", phone="+48 600 100 200", email="ewa@example.com", by=vera)
    edit_client(client, phone="+48 600 300 400", by=vera)
    assert set(ContactPoint.objects.values_list("normal", flat=True)) == {"+48600300400", "ewa@example.com"}
    assert Holding.objects.count() == 2


def test_nobody_reads_from_the_spelling_that_a_colleagues_client_has_the_same_phone(mark, lena):
    add_client(name="Ewa", phone="+48 (600) 100-200", by=mark)
    own = add_client(name="Anna", phone="+48600100200", by=lena)
    assert ContactPoint.objects.count() == 1
    assert reached(lena, own)[0] == "+48600100200"


@pytest.mark.parametrize("reader", ["director", "head_of_sales", "front_desk", "salesperson"])
def test_the_pages_of_the_list_show_each_client_within_reach_once_and_nobody_else(company, reader):
    for number in range(7):  # some of one name
        add_client(name=f"Anna {number // 3}", by=company["salesperson"])
    viewer, after, seen = company[reader], "", []
    for _ in range(20):
        rows, after = queries.client_rows(viewer, after=after, size=3)
        seen += [row.pk for row in rows]
        if not after:
            break
    assert seen == list(Client.objects.visible_to(viewer).order_by("name", "pk").values_list("pk", flat=True))


def test_the_log_is_walked_from_its_end_and_not_gathered_by_kind_of_record(vera):
    with CaptureQueriesContext(connection) as caught:
        list(log(vera)[:50])
    (query,) = (one["sql"] for one in caught.captured_queries if "memory_moment" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + query if connection.vendor == "sqlite" else "EXPLAIN " + query)
        plan = str(cursor.fetchall())
    assert "moments_of_record" not in plan
    assert "TEMP B-TREE" not in plan
