"""The start-up guard: is the database one to which a company can be entrusted? Each trouble is told in words."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from pomni.kit import search
from pomni.memory import guard

OLDEST_SQLITE = (3, 51, 3)  # before it, a restarting write-ahead log can corrupt the database
OLDEST_POSTGRESQL = 150000


def troubles() -> list[str]:
    """What is wrong with the engine or how it is set up, and the mend of each; empty where all is well."""
    return list(_sqlite() if connection.vendor == "sqlite" else _postgresql())


def schema_troubles() -> list[str]:
    """What is wrong with the tables: unapplied migrations, missing triggers. Asked once the tables are there."""
    missing = guard.missing()
    return [
        _("The memory is not protected: the trigger %(name)s is missing. Run: pomni upgrade") % {"name": name}
        for name in missing
    ]


def search_troubles() -> list[str]:
    """What makes search slow or incomplete, and the mend: nothing that would keep anybody from working."""
    found = list(search.troubles())
    found += [
        _("The search does not find all that is there: %(name)s. Run: pomni reindex") % {"name": index.name}
        for index in search.indexes()
        if not index.missing() and not index.is_in_line()
    ]
    return found


def _sqlite() -> Iterator[str]:
    from pomni.kit.sqlite.base import Database

    if Database.sqlite_version_info < OLDEST_SQLITE:
        yield _("SQLite %(version)s can lose data. Install the locked requirements again: make run") % {
            "version": Database.sqlite_version
        }
    for pragma, wanted, sentence in (
        (
            "journal_mode",
            "wal",
            _(
                "SQLite runs with %(setting)s=%(found)s, not %(wanted)s: the data folder must lie on a local "
                "disk, not on a network share."
            ),
        ),
        (
            "synchronous",
            2,
            _(
                "SQLite runs with %(setting)s=%(found)s, not %(wanted)s: what was saved could be lost in a "
                "power cut."
            ),
        ),
        (
            "foreign_keys",
            1,
            _(
                "SQLite runs with %(setting)s=%(found)s, not %(wanted)s: what belongs together could come "
                "apart."
            ),
        ),
    ):
        if (found := _value(f"PRAGMA {pragma}")) != wanted:
            yield sentence % {"setting": pragma, "found": found, "wanted": wanted}


def _postgresql() -> Iterator[str]:
    if connection.pg_version < OLDEST_POSTGRESQL:  # type: ignore[attr-defined]  # PostgreSQL's connection has it
        yield _("PostgreSQL must be of version 15 or newer. Upgrade the server.")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        if (found := _value(f"SHOW {setting}")) == "off":
            yield _(
                "PostgreSQL runs with %(setting)s=%(found)s: what was saved could be lost. Set it to on."
            ) % {"setting": setting, "found": found}
    if (found := _value("SHOW server_encoding")) != "UTF8":
        yield _("The database's encoding is %(found)s. Make the database with ENCODING 'UTF8'.") % {
            "found": found
        }
    ctype = str(_value("SELECT datctype FROM pg_database WHERE datname = current_database()"))
    if ctype in {"C", "POSIX"}:
        yield _(
            "The database's locale is %(found)s: names in Cyrillic would not be found. Make the database with "
            "LOCALE 'C.UTF-8'."
        ) % {"found": ctype}


def _value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None
