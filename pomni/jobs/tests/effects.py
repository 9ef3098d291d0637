"""Tasks that leave traces in plain tables, for tests here and for workers that are killed."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from pomni.jobs.declare import GiveUp, RetryAt, task
from pomni.kit import clock

LASTS = 0.06  # seconds, so that a kill finds jobs in every step
SECRET = "Vera Nowak, +48 600 000 000"

calls: list[object] = []  # what tasks of this process did
meeting: dict[str, threading.Event] = {}


def make_tables() -> None:
    """Tables for effects; `solo` and `runs` know no unique key, so that doubles would show."""
    with connection.cursor() as cursor:
        for table in ("keyed", "solo", "runs"):
            unique = "PRIMARY KEY" if table == "keyed" else ""
            cursor.execute(f"CREATE TABLE jobs_test_{table} (n integer NOT NULL {unique})")


def drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in ("keyed", "solo", "runs"):
            cursor.execute(f"DROP TABLE IF EXISTS jobs_test_{table}")


def traces(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT n FROM jobs_test_{table} ORDER BY n")  # noqa: S608 (names of this file)
        return [n for (n,) in cursor.fetchall()]


def _write(table: str, n: int) -> None:
    insert = f"INSERT INTO jobs_test_{table} (n) VALUES (%s) ON CONFLICT DO NOTHING"  # noqa: S608 (as above)
    with connection.cursor() as cursor:
        cursor.execute(insert, [n])


@task
def keyed_effect(n: int) -> None:
    """An effect that carries its own key, as a letter or a call to the outside must."""
    _write("runs", n)
    time.sleep(LASTS)
    _write("keyed", n)
    time.sleep(LASTS)


@task
def slow_effect(n: int) -> None:
    """Long enough to be stopped in the middle."""
    _write("runs", n)
    time.sleep(1)
    _write("keyed", n)


@task(atomic=True)
def solo_effect(n: int) -> None:
    """An effect without any key: that it happens once is the queue's doing alone."""
    _write("solo", n)
    time.sleep(LASTS / 6)  # SQLite lets nobody else write meanwhile


@task(key="till:{till}")
def at_the_till(till: int, n: int) -> None:
    calls.append(("in", till, n))
    time.sleep(0.05)
    calls.append(("out", till, n))


@task
def note(what: str) -> str:
    calls.append(what)
    return what.upper()


@task(attempts=3)
def stumble(text: str) -> None:
    calls.append("stumbled")
    raise ValueError(f"cannot read {text}")


@task
def later() -> None:
    raise RetryAt(clock.now() + timedelta(hours=2))


@task
def hopeless() -> None:
    raise GiveUp("The mailbox was closed.")


@task
def walk_out() -> None:
    raise SystemExit(3)


@task
def return_a_set() -> object:
    calls.append("set")
    return {1, 2}


@task
def wait_for_the_test() -> None:
    meeting["begun"].set()
    assert meeting["go on"].wait(20)
    calls.append("went on")


@task(atomic=True)
def overtaken(n: int) -> None:
    """While it runs, its lease is lost and another worker begins the next attempt."""
    from pomni.jobs.models import Job

    _write("solo", n)
    Job.objects.update(attempt=2)


@task
def enqueue_and_fail(atomically: bool) -> None:
    def work() -> None:
        note.enqueue("child")
        raise GiveUp("no")

    _within(work) if atomically else work()


def _within(work: Callable[[], None]) -> None:
    with transaction.atomic():
        work()


@task(takes_context=True)
def tell_attempt(context) -> int:
    return context.attempt
