"""Putting very many rows into a table at once: COPY on PostgreSQL, `executemany` on SQLite."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Row = Sequence[Any]


def put(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert the rows, whose values stand in the order of the named fields (attribute names: `user_id`).

    In other columns stands what a new record has there.
    """
    fields = [next(f for f in model._meta.concrete_fields if f.attname == name) for name in names]
    others = [f for f in model._meta.concrete_fields if f not in fields and not (f.null or f.primary_key)]
    usual = [field.get_default() for field in others]
    columns = ", ".join(f'"{field.column}"' for field in (*fields, *others))
    ways = [WAYS[connection.vendor](field) for field in (*fields, *others)]
    whole = ([*row, *usual] for row in rows)
    (_insert if connection.vendor == "sqlite" else _copy)(model._meta.db_table, columns, ways, whole)


def _insert(table: str, columns: str, ways: list[Callable | None], rows: Iterable[Row]) -> None:
    places = ", ".join("?" * len(ways))
    connection.ensure_connection()
    connection.connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({places})", (_turned(row, ways) for row in rows)
    )


def _copy(table: str, columns: str, ways: list[Callable | None], rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_turned(row, ways))


def _turned(row: Row, ways: list[Callable | None]) -> list[Any]:
    return [way(value) if way and value is not None else value for way, value in zip(ways, row, strict=True)]


def _for_sqlite(field: models.Field) -> Callable | None:
    """How Django keeps such a value in SQLite."""
    return {
        "DateTimeField": lambda at: str(at.replace(tzinfo=None)),
        "UUIDField": lambda uid: uid.hex,
        "JSONField": json.dumps,
    }.get(field.get_internal_type())


def _for_postgresql(field: models.Field) -> Callable | None:
    return json.dumps if field.get_internal_type() == "JSONField" else None


WAYS = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}


def set_counters(*tables: type[models.Model]) -> None:
    """Let the next key of each table follow the highest one that was put in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
