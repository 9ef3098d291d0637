"""Very many rows at once, without building an object of each: for acts that write thousands of records in short strokes.

COPY on PostgreSQL, a prepared statement on SQLite. Keys are drawn before, so that rows which hang on each other go in
together. All of it belongs into the caller's transaction.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
AT_ONCE = 500  # rows of one statement


def take_keys(model: type[models.Model], how_many: int) -> list[int]:
    """Keys for new rows of the table, in rising order, that nobody else gets."""
    if not how_many:
        return []
    table, connected = model._meta.db_table, connection
    with connected.cursor() as cursor:
        if connected.vendor == "postgresql":
            # The name of the sequence is looked up once, not for each key.
            cursor.execute(
                "SELECT nextval(named.seq) FROM generate_series(1, %s), "
                "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS seq OFFSET 0) AS named",
                [how_many, table],
            )
            return sorted(key for (key,) in cursor.fetchall())
        # One writer at a time: what follows the last key is free until this transaction ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + how_many + 1))


def put(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert the rows, whose values stand in the order of the named fields (attribute names: `user_id`)."""
    fields = _fields(model, names)
    ways = _ways(fields)
    if not (told := [_turned(row, ways) for row in rows]):
        return
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in told:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", told)  # noqa: S608 (names of ours)


def keys_of(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row]
) -> dict[tuple[Any, ...], int]:
    """The key of each row, by its values: found, or inserted. The named fields are unique together.

    Rows are taken in one order, so that two who do this at the same time do not wait crosswise.
    """
    told: list[tuple[Any, ...]] = sorted(set(map(tuple, rows)))
    found: dict[tuple[Any, ...], int] = {}
    columns = ", ".join(f'"{field.column}"' for field in _fields(model, names))
    first, place = f'"{names[0]}"', f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        for start in range(0, len(told), AT_ONCE):
            portion = told[start : start + AT_ONCE]
            places = ", ".join([place] * len(portion))
            # The update that changes nothing gives the key of a row that is there already.
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {places} ON CONFLICT ({columns}) '  # noqa: S608 (names of ours)
                f"DO UPDATE SET {first} = excluded.{first} RETURNING {columns}, id",
                [value for row in portion for value in row],
            )
            found |= {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}
    return found


def change(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Set the named fields of many rows; each row holds their values, and its key at the end."""
    fields = _fields(model, names)
    ways = _ways(fields)
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{model._meta.db_table}" SET {sets} WHERE id = %s',  # noqa: S608 (names of ours)
            [_turned(row, ways) for row in rows],
        )


def _fields(model: type[models.Model], names: Sequence[str]) -> list[models.Field]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _turned(row: Row, ways: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    told = list(row)
    for place, way in ways:
        if told[place] is not None:
            told[place] = way(told[place])
    return told


def _ways(fields: Sequence[models.Field]) -> list[tuple[int, Callable[[Any], Any]]]:
    """How a value is written for this engine, for the places of those fields that need it."""
    known = _FOR_SQLITE if connection.vendor == "sqlite" else _FOR_POSTGRESQL
    ways = ((place, known.get(field.get_internal_type())) for place, field in enumerate(fields))
    return [(place, way) for place, way in ways if way]


_FOR_POSTGRESQL: dict[str, Callable[[Any], Any]] = {"JSONField": json.dumps}
_FOR_SQLITE: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": lambda at: str(at.replace(tzinfo=None)),
    "DateField": str,
    "TimeField": str,
    "DecimalField": str,
    "UUIDField": lambda uid: uid.hex,
    # Letters as they are: a third of the room, and searchable.
    "JSONField": json.JSONEncoder(ensure_ascii=False).encode,
    "BooleanField": int,
}
