"""The database backend `pomni.kit.sqlite`.

Debian 12's SQLite (3.40) can corrupt a database when its write-ahead log restarts (fixed upstream in 3.51.3), so the
library comes with Pomni: the `pysqlite3` wheel stands in for the standard module before Django's backend is loaded.
"""

import sys
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
from django.db.backends.sqlite3 import operations as django_operations  # noqa: E402

Database = pysqlite3.dbapi2


class Connection(pysqlite3.Connection):
    """A connection that can tell its limits, as Django 6.1 expects of one."""

    def getlimit(self, category: int) -> int:
        """The limit of this category, by SQLite's number for it: the one compiled in, for the wheel has no call."""
        return _COMPILED[category]


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
