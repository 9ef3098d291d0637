"""SQLite's write-ahead log is begun anew while bulk work goes on."""

import pytest
from django.db import connection, transaction

from pomni.kit import pace
from pomni.kit.sqlite import log
from pomni.people.models import Tag

pytestmark = pytest.mark.django_db(transaction=True)


def pages():
    """How many pages stand in the log."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(NOOP)")
        return cursor.fetchone()[1]


def put(names):
    with transaction.atomic():
        Tag.objects.bulk_create(Tag(name=name, folded=name) for name in names)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has such a log")
def test_after_some_strokes_the_log_begins_anew(monkeypatch):
    monkeypatch.setattr(pace, "LOGGED", 3)
    log.begin_anew()
    longest: list[int] = []

    def write(portion):
        put([f"tag {portion[0]}"])
        longest.append(pages())

    pace.in_strokes(range(80), write, first=5)
    assert len(longest) > 3
    assert longest[0] < longest[1] < longest[2], "the log grows"
    assert longest[3] < longest[2], "the fourth stroke is the first one in it"


def test_within_a_transaction_the_log_is_left_alone():
    with transaction.atomic():
        put(["one"])
        log.begin_anew()
    assert Tag.objects.count() == 1
