"""Statements whose plans PostgreSQL keeps. Loaded on PostgreSQL only: its driver takes 20 MiB and half a second of a start."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

_PLACE = re.compile("%%|%s")


def with_constants(sql: str, told: Sequence[Any], apart: set[int]) -> str:
    """The statement with its values written into it, but for those at the places `apart`, which stay to be filled."""
    parts = iter(enumerate(told))

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        at, one = next(parts)
        return found[0] if at in apart else Literal(one).as_string(connection.connection).replace("%", "%%")

    return _PLACE.sub(written, sql)


def ask(cursor: Any, statement: str, values: Sequence[Any]) -> None:
    """Ask it of the engine through Django's cursor, whose driver keeps the plan once it has been asked."""
    cursor.cursor = Cursor(connection.connection)
    cursor.execute(statement, [_as_typed(one) for one in values])


def _as_typed(value: Any) -> Any:
    """A number as one type, however small it is: else the engine would take the statement for another one."""
    return Int8(value) if isinstance(value, int) and not isinstance(value, bool) else value
