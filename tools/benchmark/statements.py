"""Catching the statements that a page runs, and running them again alone: what the database itself takes for the page."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

Statement = tuple[str, Any]


def caught(act: Callable[[], Any]) -> list[Statement]:
    """The statements that this call runs, with their values, in order."""
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return found


def alone(statements: list[Statement]) -> Callable[[], None]:
    """A call that runs reading statements again on the driver's own cursor, without Django, and fetches all rows."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        statements = [
            (re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%"), params) for sql, params in statements
        ]

    def run() -> None:
        cursor = connection.connection.cursor()
        for sql, params in statements:
            cursor.execute(sql, params or ())
            cursor.fetchall()
        cursor.close()

    return run
