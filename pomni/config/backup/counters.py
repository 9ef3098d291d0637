"""Where the counters of the tables stand, so that the number of a deleted record is never given out again."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from pomni.config.backup.tables import Table


def counters_of(connection: BaseDatabaseWrapper, tables: list[Table]) -> dict[str, int]:
    """The last number given out in each table that counts."""
    counting = [table for table in tables if table.counter]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {table.name: given.get(table.name) or 0 for table in counting}
        return {table.name: _last_given(cursor, connection, table) for table in counting}


def set_counters(connection: BaseDatabaseWrapper, tables: list[Table], counters: dict[str, int]) -> None:
    """Let every table go on counting from here, or from its highest row where that is more."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables:
            if not table.counter:
                continue
            cursor.execute(f"SELECT MAX({quote(table.counter)}) FROM {quote(table.name)}")  # noqa: S608 (our own names)
            last = max(cursor.fetchone()[0] or 0, counters.get(table.name, 0))
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                    [quote(table.name), table.counter, max(last, 1), last > 0],
                )


def chain_head(connection: BaseDatabaseWrapper, tables: list[Table]) -> list[Any] | None:
    """The length of the memory's chain and its last hash (hex); None where there is no memory yet."""
    if not any(table.name == "memory_seal" for table in tables):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, digest FROM memory_seal ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return [row[0], bytes(row[1]).hex()] if row else [0, ""]


def _last_given(cursor: Any, connection: BaseDatabaseWrapper, table: Table) -> int:
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table.name), table.counter]
    )
    sequence = cursor.fetchone()[0]
    if not sequence:
        return 0
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 (from the catalogue)
    return cursor.fetchone()[0]
