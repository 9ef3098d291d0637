"""Queries that are composed once give what composing them each time would."""

import pytest
from django.db import connection
from django.db.models import CharField, JSONField, Q, Value
from django.test.utils import CaptureQueriesContext

from pomni.kit.clock import now
from pomni.kit.prepared import records_of, rows_of
from pomni.people.commands import add_client
from pomni.people.models import Client


@pytest.fixture
def family(vera):
    return [
        add_client(name=name, responsible=vera, by=vera) for name in ("Adam Kern", "Anna Kern", "Ö'Neill")
    ]


def test_numbers_texts_and_uids_are_put_in_anew_each_time(vera, family):
    def compose(uid, text, pk):
        found = Client.objects.filter(Q(uid=uid) | Q(name__startswith=text) | Q(pk=pk))
        return found.order_by("name").values_list("pk", "uid", "name")

    adam, anna, oona = family
    asked = [(adam.uid, "Ö'", anna.pk), (anna.uid, "Adam", adam.pk), (oona.uid, "Nobody", 0)]
    for values in asked:
        assert rows_of("a test", compose, *values) == [list(row) for row in compose(*values)]


def test_records_come_with_those_that_were_selected_along(vera, family):
    def compose(uid):
        return Client.objects.select_related("responsible", "location").filter(uid=uid)

    for one in family:
        with CaptureQueriesContext(connection) as asked:
            (found,) = records_of("another test", compose, one.uid)
            assert (found, found.name, found.responsible.name, found.location) == (
                one,
                one.name,
                vera.name,
                None,
            )
        assert len(asked) == 1
        assert not found._state.adding


def test_a_query_that_can_find_nothing_asks_nothing(db):
    with CaptureQueriesContext(connection) as asked:
        assert (
            rows_of("nothing", lambda pk: Client.objects.filter(pk=pk, uid__in=[]).values_list("pk"), 1) == []
        )
        assert records_of("no one", lambda pk: Client.objects.filter(pk=pk, uid__in=[]), 1) == []
    assert not asked


def test_a_query_asked_again_and_again_gives_what_it_gave_at_first(vera, family):
    def compose(uid, pk, at):
        odd = Value("100 %s of 'it'", output_field=CharField())
        found = Client.objects.filter(Q(uid=uid) | Q(pk=pk), added_at__lte=at).exclude(name__endswith="%")
        return found.order_by("pk").values_list("pk", "uid", odd, Value(None, output_field=JSONField()))

    adam, anna, _oona = family
    for pk in (anna.pk, 0, 70_000, 5_000_000_000, anna.pk):
        rows = rows_of("asked again", compose, adam.uid, pk, now())
        assert rows == [list(row) for row in compose(adam.uid, pk, now())]


def test_postgresql_plans_such_a_query_once(vera, family):
    def compose(pk):
        return Client.objects.filter(pk=pk).values_list("pk", Value("planned once"))

    for pk in (1, 70_000, 5_000_000_000, *(one.pk for one in family)):
        rows_of("planned once", compose, pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%planned once%'"
            )
            assert cursor.fetchone() == (1,)
