"""Seeing the whole database as of one instant, on a connection of its own, while others write on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_BEGIN = {
    # Deferred: a reader takes no lock that a writer would wait for. The first reading fixes what is seen.
    "sqlite": ("PRAGMA query_only=ON", "BEGIN DEFERRED", "SELECT 1 FROM sqlite_master LIMIT 1"),
    "postgresql": (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        "SET LOCAL statement_timeout = 0",
        "SET LOCAL idle_in_transaction_session_timeout = 0",
        "SELECT 1",
    ),
}


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the company's database as it is now, as long as the block lasts."""
    connection = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with connection.cursor() as cursor:
            for statement in _BEGIN[connection.vendor]:
                cursor.execute(statement)
        yield connection
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
        connection.close()
