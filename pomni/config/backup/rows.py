"""Rows as canonical lines, the same for the same row on either engine, and lines as rows again.

A line is a JSON list of the values in the order of the columns: instants in UTC with microseconds, decimals as
text with their places, bytes in base64, JSON values in a list of one (JSON's null is not the database's).
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from pomni.config.backup.tables import Column, Table

FETCH = 2000  # rows at a time, at most
BLOCK = 1 << 20  # bytes that the rows fetched at a time should about make
_MICROSECOND = timedelta(microseconds=1)
_plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
_escaped = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), check_circular=False)

Turn = Callable[[Any], Any]


def blocks_of(connection: BaseDatabaseWrapper, table: Table) -> Iterator[tuple[bytes, int]]:
    """Every row as a canonical line with its line end, ordered by primary key: some lines, and how many."""
    turns = [_to_line(column) for column in table.columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(_select(connection, table))
        size = 100
        while rows := cursor.fetchmany(size):
            lines = [
                _line([v if v is None or t is None else t(v) for t, v in zip(turns, row, strict=True)])
                for row in rows
            ]
            block = b"".join(lines)
            yield block, len(lines)
            size = max(1, min(FETCH, size * 2, size * BLOCK // len(block)))


def write_lines(connection: BaseDatabaseWrapper, table: Table, lines: Iterable[bytes]) -> None:
    """Insert the rows of these lines."""
    own = connection.vendor == "postgresql"
    turns = [(_to_postgresql if own else _to_sqlite).get(column.kind) for column in table.columns]
    rows = (
        [v if v is None or t is None else t(v) for t, v in zip(turns, json.loads(line), strict=True)]
        for line in lines
    )
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column.name) for column in table.columns)
    if own:
        _copy(connection, f"COPY {quote(table.name)} ({columns}) FROM STDIN", rows)
    else:
        marks = ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 (our own names)
        with connection.wrap_database_errors:
            connection.connection.executemany(statement, rows)


def _copy(connection: BaseDatabaseWrapper, statement: str, rows: Iterable[list[Any]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _select(connection: BaseDatabaseWrapper, table: Table) -> str:
    quote = connection.ops.quote_name
    texts = {column.name for column in table.columns if column.kind == "text"}
    # PostgreSQL orders text by the habits of a language, SQLite by bytes; "C" is by bytes.
    bytewise = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    order = ", ".join(quote(name) + (bytewise if name in texts else "") for name in table.key)
    columns = ", ".join(quote(column.name) for column in table.columns)
    return f"SELECT {columns} FROM {quote(table.name)} ORDER BY {order}"  # noqa: S608 (names of our own tables)


def _line(values: list[Any]) -> bytes:
    try:
        return _plain.encode(values).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON lets through
        return _escaped.encode(values).encode() + b"\n"


# --- From the database to a line ----------------------------------------------------------------------------


def _to_line(column: Column) -> Turn | None:
    if column.kind == "decimal":
        return _decimal(column.places)
    return _TO_LINE.get(column.kind)


def _instant(value: Any) -> str:
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return f"{value.isoformat(timespec='microseconds')}Z"


def _decimal(places: int | None) -> Turn:
    def to_text(value: Any) -> str:
        number = (
            value
            if isinstance(value, Decimal)
            else Decimal(repr(value) if isinstance(value, float) else value)
        )
        return f"{number:f}" if places is None else f"{number:.{places}f}"

    return to_text


def _float(value: Any) -> float:
    return float(value) or 0.0  # SQLite knows no negative zero


def _duration(value: Any) -> int:
    return value // _MICROSECOND if isinstance(value, timedelta) else int(value)


def _json(value: Any) -> list[Any]:
    return [json.loads(value, parse_float=_json_number) if isinstance(value, str | bytes) else value]


def _json_number(text: str) -> float | int:
    """PostgreSQL writes 1e16 as 10000000000000000 and has no negative zero."""
    if "e" in text.lower() and (number := Decimal(text)) == number.to_integral_value():
        return int(number)
    return float(text) or 0.0


_TO_LINE: dict[str, Turn] = {
    "instant": _instant,
    "day": date.isoformat,
    "time": lambda value: value.isoformat(timespec="microseconds"),
    "duration": _duration,
    "float": _float,
    "flag": bool,
    "uuid": lambda value: str(value if isinstance(value, UUID) else UUID(value)),
    "json": _json,
    "bytes": lambda value: base64.b64encode(bytes(value)).decode(),
}

# --- From a line to the database ----------------------------------------------------------------------------

_to_sqlite: dict[str, Turn] = {
    "instant": lambda text: str(datetime.fromisoformat(text).replace(tzinfo=None)),  # as Django writes it
    "time": lambda text: str(time.fromisoformat(text)),
    "uuid": lambda text: UUID(text).hex,
    "json": lambda holder: json.dumps(holder[0]),
    "bytes": base64.b64decode,
}
_to_postgresql: dict[str, Turn] = {
    "duration": lambda count: timedelta(microseconds=count),
    "json": lambda holder: json.dumps(holder[0]),
    "bytes": base64.b64decode,
}
