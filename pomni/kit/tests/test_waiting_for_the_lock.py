"""SQLite lets one write at a time: how others wait for it. The backend itself is asked, whatever the suite runs on."""

import threading
import time
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


def test_who_waits_has_the_lock_before_bulk_work_that_let_it_go_and_wants_it_again_at_once(opened):
    bulk, person = opened(), opened()
    bulk.ensure_connection()
    bulk.connection.is_bulk = True
    order: list[str] = []

    def write() -> None:
        begin(person)
        order.append("person")
        person.rollback()

    for _ in range(5):
        begin(bulk)
        waiting = threading.Thread(target=write)
        waiting.start()
        while bulk.connection.line.is_empty():
            time.sleep(0.001)
        bulk.rollback()
        begin(bulk)
        order.append("bulk")
        bulk.rollback()
        waiting.join()
    assert order == ["person", "bulk"] * 5


def test_a_single_statement_waits_in_the_line_too(opened):
    other, own = opened(), opened()
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE note (text TEXT)")
    begin(other)

    def write() -> None:
        with own.cursor() as cursor:
            cursor.execute("INSERT INTO note VALUES ('x')")

    waiting = threading.Thread(target=write)
    waiting.start()
    while other.connection.line.is_empty():
        time.sleep(0.001)
    other.rollback()
    waiting.join()
    with other.cursor() as cursor:
        assert cursor.execute("SELECT COUNT(*) FROM note").fetchone() == (1,)


def test_without_the_file_of_the_line_one_waits_all_the_same(opened, tmp_path):
    (tmp_path / "lock.sqlite3-line").mkdir()
    other, own = opened(), opened()
    begin(other)
    threading.Timer(0.1, other.rollback).start()
    begin(own)
    own.rollback()
