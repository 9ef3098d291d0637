"""SQLite lets one write at a time: how others wait for it. The backend itself is asked, whatever the suite runs on."""

import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(tmp_path):
    """Gives new connections to one file; closed afterwards."""
    found: list[Any] = []

    def connect() -> Any:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
        told = {"ENGINE": "pomni.kit.sqlite", "NAME": tmp_path / "lock.sqlite3", "OPTIONS": options}
        connection = ConnectionHandler({"default": told})["default"]
        connection.inc_thread_sharing()
        found.append(connection)
        return connection

    yield connect
    for connection in found:
        connection.close()


def begin(connection: Any) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def patience(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()[0]


def test_one_waits_through_many_short_tries_and_is_as_patient_afterwards(opened):
    other, own = opened(), opened()
    begin(other)
    let_go = threading.Event()

    def roll_back() -> None:
        let_go.set()
        other.rollback()

    threading.Timer(0.2, roll_back).start()
    begin(own)
    assert let_go.is_set(), "it waited"
    assert patience(own) == 20_000
    own.rollback()


def test_one_gives_up_when_the_time_that_the_connection_was_told_is_over(opened):
    other, own = opened(), opened()
    begin(other)
    with own.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    with pytest.raises(OperationalError, match="locked"):
        begin(own)
    assert patience(own) == 100
    other.rollback()
