"""Catching the statements that a page runs, and running them again alone: what the database itself takes for the page."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

Statement = tuple[str, Any, bool]  # its SQL, its values, whether PostgreSQL keeps its plan


def caught(act: Callable[[], Any]) -> list[Statement]:
    """The statements that this call runs, with their values, in order."""
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params, _keeps_plan(context)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return found


def alone(statements: list[Statement]) -> Callable[[], None]:
    """A call that runs reading statements again on the driver's own cursor, without Django, and fetches all rows."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        statements = [
            (re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%"), params, False)
            for sql, params, _planned in statements
        ]

    def run() -> None:
        cursor = connection.connection.cursor()
        planned = _planned_cursor() if any(one[2] for one in statements) else cursor
        for sql, params, keeps_plan in statements:
            asked = planned if keeps_plan else cursor
            asked.execute(sql, params or ())
            asked.fetchall()
        cursor.close()

    return run


def _planned_cursor() -> Any:
    from psycopg import Cursor

    return Cursor(connection.connection)


def _keeps_plan(context: Any) -> bool:
    from django.db.backends.utils import CursorWrapper

    asked = context["cursor"]
    raw = asked.cursor if isinstance(asked, CursorWrapper) else asked
    return connection.vendor == "postgresql" and not hasattr(raw, "mogrify")
