"""The triggers that make the memory append-only on both engines.

They let through one change: shredding, which empties a moment's personal facts together with their salt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_SAME = ("id", "at", "happened", "kind", "by_id", "record", "record_id", "facts")


def _sqlite() -> tuple[list[str], list[str]]:
    same = " AND ".join(f"OLD.{c} IS NEW.{c}" for c in _SAME)
    shredding = f"NEW.personal = '{{}}' AND NEW.salt = '' AND {same}"
    refuse = "SELECT RAISE(ABORT, 'the memory is append-only');"
    make = [
        f"CREATE TRIGGER moment_kept BEFORE UPDATE ON memory_moment WHEN NOT ({shredding}) BEGIN {refuse} END",
        f"CREATE TRIGGER moment_stays BEFORE DELETE ON memory_moment BEGIN {refuse} END",
        f"CREATE TRIGGER seal_kept BEFORE UPDATE ON memory_seal BEGIN {refuse} END",
        f"CREATE TRIGGER seal_stays BEFORE DELETE ON memory_seal BEGIN {refuse} END",
    ]
    names = ("moment_kept", "moment_stays", "seal_kept", "seal_stays")
    return make, [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _postgresql() -> tuple[list[str], list[str]]:
    same = " AND ".join(f"OLD.{c} IS NOT DISTINCT FROM NEW.{c}" for c in _SAME)
    make = [
        f"""CREATE FUNCTION memory_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'memory_moment' THEN
                IF NEW.personal = '{{}}'::jsonb AND NEW.salt = '' AND {same} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'the memory is append-only';
        END $$""",
        """CREATE TRIGGER moment_kept BEFORE UPDATE OR DELETE ON memory_moment
        FOR EACH ROW EXECUTE FUNCTION memory_is_append_only()""",
        """CREATE TRIGGER seal_kept BEFORE UPDATE OR DELETE ON memory_seal
        FOR EACH ROW EXECUTE FUNCTION memory_is_append_only()""",
        """CREATE TRIGGER moment_stays BEFORE TRUNCATE ON memory_moment
        FOR EACH STATEMENT EXECUTE FUNCTION memory_is_append_only()""",
        """CREATE TRIGGER seal_stays BEFORE TRUNCATE ON memory_seal
        FOR EACH STATEMENT EXECUTE FUNCTION memory_is_append_only()""",
    ]
    return make, ["DROP FUNCTION IF EXISTS memory_is_append_only() CASCADE"]


def _statements() -> tuple[list[str], list[str]]:
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def put_up(*_: Any) -> None:
    """Make the triggers. Called by the migration."""
    with connection.cursor() as cursor:
        for statement in _statements()[0]:
            cursor.execute(statement)


def take_down(*_: Any) -> None:
    """Remove the triggers. Called when the migration is undone."""
    with connection.cursor() as cursor:
        for statement in _statements()[1]:
            cursor.execute(statement)


def missing() -> list[str]:
    """The triggers that should be there and are not (rebuilding a table on SQLite drops its triggers)."""
    names = {"moment_kept", "moment_stays", "seal_kept", "seal_stays"}
    lists = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(lists[connection.vendor])
        return sorted(names - {row[0] for row in cursor.fetchall()})


@contextmanager
def lifted() -> Iterator[None]:
    """For emptying a test database between two tests; nothing of the product calls it."""
    take_down()
    try:
        yield
    finally:
        put_up()
