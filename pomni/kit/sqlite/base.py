"""The database backend `pomni.kit.sqlite`.

Debian 12's SQLite (3.40) can corrupt a database when its write-ahead log restarts (fixed upstream in 3.51.3), so the
library comes with Pomni: the `pysqlite3` wheel stands in for the standard module before Django's backend is loaded.
"""

import sys
import time
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
from django.db.utils import OperationalError  # noqa: E402 (as above)

Database = pysqlite3.dbapi2


class Connection(pysqlite3.Connection):
    """A connection that can tell its limits, as Django 6.1 expects of one."""

    def getlimit(self, category: int) -> int:
        """The limit of this category, by SQLite's number for it: the one compiled in, for the wheel has no call."""
        return _COMPILED[category]


TRY = 30  # milliseconds: SQLite rests 1, 2, 5, 10 and 12 of them, and then begins anew

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

    def _start_transaction_under_autocommit(self):
        """Begin, waiting for the lock in many short tries, for as long as the connection is told to.

        SQLite itself rests ever longer between two tries, up to 100 ms: beside bulk work, which lets go for 50 ms at a
        time (kit/pace.py), somebody who came early could miss the gap again and again, for two seconds.
        """
        ((patience,),) = self.connection.execute("PRAGMA busy_timeout").fetchall()
        until = time.monotonic() + patience / 1000
        self.connection.execute(f"PRAGMA busy_timeout = {min(TRY, patience)}")
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > until:
                        raise
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience}")
