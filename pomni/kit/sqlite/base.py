"""The database backend `pomni.kit.sqlite`.

Debian 12's SQLite (3.40) can corrupt a database when its write-ahead log restarts (fixed upstream in 3.51.3), so the
library comes with Pomni: the `pysqlite3` wheel stands in for the standard module before Django's backend is loaded.
"""

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from uuid import UUID

import pysqlite3
import pysqlite3.dbapi2

# Django 6.1 asks for two names that the wheel does not export. Values: sqlite3.h, "Run-Time Limit Categories".
_LIMITS = {"SQLITE_LIMIT_COLUMN": 2, "SQLITE_LIMIT_VARIABLE_NUMBER": 9}
_COMPILED = {2: 2_000, 9: 250_000}  # as the wheel was compiled: MAX_COLUMN, MAX_VARIABLE_NUMBER

for _name, _value in _LIMITS.items():
    for _module in (pysqlite3, pysqlite3.dbapi2):
        if not hasattr(_module, _name):
            setattr(_module, _name, _value)
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base as django_base  # noqa: E402 (after the exchange above)
from django.db.backends.sqlite3 import operations as django_operations  # noqa: E402 (as above)

from pomni.kit.sqlite.line import Line  # noqa: E402 (as above)

Database = pysqlite3.dbapi2
TRY = 3  # milliseconds: SQLite rests 1 and 2 of them; by itself it rests ever longer, up to 100
# First words of what may need the lock.
WRITES = frozenset({"BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE"})


class Connection(pysqlite3.Connection):
    """A connection that can tell its limits, as Django 6.1 expects of one, and that waits in the line."""

    line: Line | None = None
    is_bulk = False  # whether it writes stroke upon stroke, and so never goes before those who wait

    def getlimit(self, category: int) -> int:
        """The limit of this category, by SQLite's number for it: the one compiled in, for the wheel has no call."""
        return _COMPILED[category]

    def turn(self) -> AbstractContextManager[None]:
        """Within it one is the first of those who wait for the lock."""
        return self.line.turn() if self.line else nullcontext()

    def in_line[T](self, act: Callable[[], T]) -> T:
        """Do what needs the lock, once those who came before have had it; wait for as long as the connection is told to.

        Who does one thing tries at once, for to hand the lock on takes longer than most writes: with an order for all, eight
        writers at once did a quarter less. Who has waited so long in the line tries once more, and gives up.
        """
        ((patience,),) = self.execute("PRAGMA busy_timeout").fetchall()
        until = time.monotonic() + patience / 1000
        try:
            if not (self.is_bulk and self.line) or self.line.is_empty():
                self.execute("PRAGMA busy_timeout = 0")
                try:
                    return act()
                except Database.OperationalError as error:
                    if "locked" not in str(error):
                        raise
            self.execute(f"PRAGMA busy_timeout = {min(TRY, patience)}")
            with self.turn():
                return self._tried(act, until)
        finally:
            self.execute(f"PRAGMA busy_timeout = {patience}")

    def _tried[T](self, act: Callable[[], T], until: float) -> T:
        while True:
            try:
                return act()
            except Database.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise


class Cursor(django_base.SQLiteCursorWrapper):
    """Django's, but that a statement which may need the lock waits for it in the line."""

    connection: Connection

    def execute(self, query, params=None):
        if self.connection.in_transaction or query[:8].partition(" ")[0] not in WRITES:
            return super().execute(query, params)
        act = super().execute
        return self.connection.in_line(lambda: act(query, params))


# A page of a hundred clients names the same few colleagues and locations a hundred times each.
_uid = lru_cache(maxsize=4096)(UUID)


class DatabaseOperations(django_operations.DatabaseOperations):
    """Django's, but for uids, whose making took a tenth of a long page."""

    def convert_uuidfield_value(self, value, expression, connection):
        return None if value is None else _uid(value)


class DatabaseWrapper(django_base.DatabaseWrapper):
    """Django's backend, opened through `Connection`."""

    ops_class = DatabaseOperations

    def get_connection_params(self):
        return super().get_connection_params() | {"factory": Connection}

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            connection.line = Line(str(self.settings_dict["NAME"]))
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)
