"""A database that is away, locked or failing: a clear 503, nothing half-done, and work goes on without a restart."""

import contextlib
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import Client as Browser
from django.utils import translation

from pomni.config.trouble import BROKEN, BUSY, FULL, GONE, trouble_of
from pomni.kit.clock import now
from pomni.memory import sightings
from pomni.memory.models import Moment, Sighting
from pomni.people.commands import add_client
from pomni.people.models import Client

from .house import cut_connections, wait_for
from .test_serve_killed import Posting, all_there


@pytest.mark.durability(engine="postgresql")
@pytest.mark.engines
def test_connections_cut_by_the_server_give_no_false_success_and_the_next_request_works(house, served):
    with Posting(served) as posting:
        for _time in range(12):
            assert cut_connections(house) > 0
            before = len(posting.added)
            wait_for(lambda: len(posting.added) > before + 3, served.log.read_text)  # noqa: B023 (waited for at once)
    assert set(posting.statuses) <= {201, 503}
    assert 503 in posting.statuses, "no cut hit a running request, so little was proved"
    cut_connections(house)
    assert served.submit("/clients/")[0] == 200
    assert served.add("after")[0] == 201
    assert served.process.poll() is None
    all_there(house, [*posting.added, "after"])


@contextlib.contextmanager
def held_by_another(card):
    """Somebody else keeps the database (SQLite) or the card (PostgreSQL) to themselves; we wait 0.3 s, not longer."""
    held, enough = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Client.objects.filter(pk=card.pk).update(kind="organisation")
            held.set()
            enough.wait(20)
            transaction.set_rollback(True)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 300" if is_sqlite else "SET statement_timeout = 300")
    try:
        yield
    finally:
        enough.set()
        thread.join()
        connection.close()


@pytest.mark.durability
@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_a_database_that_another_keeps_too_long_is_told_in_words_and_nothing_is_half_done(vera):
    card = add_client(name="Anna", by=vera)
    browser = Browser()
    browser.force_login(vera)
    before = Moment.objects.count()
    told = {"name": "Anna Nowak", "was-name": "Anna", "kind": "person", "was-kind": "person"}
    told |= {"parts": "client", "was-parts": "client"}
    with held_by_another(card):
        began = time.monotonic()
        answer = browser.post(f"/clients/{card.uid}/edit/", told)
        assert time.monotonic() - began < 5
        api = browser.patch(
            f"/api/v1/clients/{card.uid}", {"name": "Anna Nowak"}, content_type="application/json"
        )
        assert browser.get(f"/clients/{card.uid}/").status_code == 200, "reading goes on"
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "held the database too long" in answer.content.decode()
    assert (api.status_code, api["Content-Type"]) == (503, "application/problem+json")
    assert api.json()["detail"].startswith("Another big piece of work")
    assert (Client.objects.get().name, Moment.objects.count()) == ("Anna", before)
    assert browser.post(f"/clients/{card.uid}/edit/", told).status_code == 302, "and now it works"


@pytest.mark.durability
def test_who_saw_whom_is_kept_while_the_database_cannot_be_written(vera, monkeypatch):
    def full(*_, **__):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as while_full:
        while_full.setattr(CursorWrapper, "executemany", full)
        sightings._buffer.rows = [(now(), vera.pk, "seen", "team.user", vera.pk)]
        sightings.flush()
        assert Sighting.objects.count() == 0
    sightings.flush()
    assert Sighting.objects.get().record_id == vera.pk
    assert sightings._buffer.rows == []


@pytest.mark.durability
@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_a_trouble_before_anybody_is_known_is_told_in_the_browsers_language(monkeypatch, language):
    def no_session(*_):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("pomni.team.company._read", no_session)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", no_session)
    browser = Browser(raise_request_exception=False, headers={"Accept-Language": language})
    browser.cookies["pomni"] = "a" * 32
    page = browser.get("/clients/")
    assert page.status_code == 503
    with translation.override(language):
        assert str(BROKEN.sentence) in page.content.decode().replace("&#x27;", "'")
    program = browser.post("/api/v1/clients", {}, content_type="application/json")
    assert (program.status_code, program.json()["status"]) == (503, 503)


@pytest.mark.durability
def test_a_bug_is_not_called_a_trouble_of_the_database(monkeypatch):
    def bug(*_):
        raise OperationalError("no such column: nonsense")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", bug)
    browser = Browser(raise_request_exception=False)
    browser.cookies["pomni"] = "a" * 32
    assert browser.get("/clients/").status_code == 500


@pytest.mark.durability
@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("database or disk is full", FULL),
        ("disk I/O error", BROKEN),
        ("database is locked", BUSY),
        ("database table is locked", BUSY),
        ("database disk image is malformed", BROKEN),
        ("unable to open database file", GONE),
        ("attempt to write a readonly database", BROKEN),
        ("no such table: people_client", None),
    ],
)
def test_what_sqlite_says_is_understood(words, trouble):
    assert trouble_of(OperationalError(words)) is trouble


@pytest.mark.durability
@pytest.mark.parametrize(
    ("raised", "trouble"),
    [
        ("DiskFull", FULL),
        ("IoError", BROKEN),
        ("QueryCanceled", BUSY),
        ("DeadlockDetected", BUSY),
        ("LockNotAvailable", BUSY),
        ("AdminShutdown", GONE),
        ("TooManyConnections", GONE),
        ("ConnectionFailure", GONE),
        ("UndefinedTable", None),
        ("UniqueViolation", None),
    ],
)
def test_what_postgresql_says_is_understood(raised, trouble):
    from psycopg import errors

    error = OperationalError("whatever it says")
    error.__cause__ = getattr(errors, raised)()
    assert trouble_of(error) is trouble


@pytest.mark.durability
def test_a_lost_connection_without_a_code_is_understood():
    import psycopg

    error = OperationalError("the connection is lost")
    error.__cause__ = psycopg.OperationalError("server closed the connection unexpectedly")
    assert trouble_of(error) is GONE
