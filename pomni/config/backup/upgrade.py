"""Bringing the database to this version: backup, migrate, self-check; as before when any of it fails.

SQLite: a copy is migrated and checked, and takes the place of the live file only then. PostgreSQL: all of it
is one transaction. So even a power cut in the middle leaves the old state.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.utils.translation import gettext as _

from pomni.config.backup import swap
from pomni.config.backup.emptying import begin_alone
from pomni.config.backup.making import make_backup
from pomni.config.backup.report import Report
from pomni.config.backup.restore import check_backup, finish_restore, live_file, put_back, settle_file
from pomni.config.backup.scratch import make_cache_table, migrate_on, pointed_at, sqlite_at, steps_ahead
from pomni.config.backup.selfcheck import chain_faults, self_check
from pomni.config.backup.tables import applied_steps, refuse_newer
from pomni.config.home import Home
from pomni.kit.errors import Refused


def upgrade(home: Home, *, held: bool = False) -> Report:
    """Make a backup, migrate, check, and let it count only when all is well. Quick with nothing to do.

    A new database is made the same way. Refused with the cause, and everything as before, where any step
    fails. `held`: the caller holds running.lock.
    """
    began = time.monotonic()
    with swap.sole_use(home, held=held):
        finish_restore(home)
        live = connections[DEFAULT_DB_ALIAS]
        applied = applied_steps(live)
        refuse_newer(applied)
        ahead = steps_ahead(live)
        if not ahead:
            make_cache_table()
            return Report(_("The database is up to date."), seconds=time.monotonic() - began)
        report = _saved(home) if applied else Report("")
        faults = chain_faults() if applied else []
        with _undone(report.file):
            report.digest = _on_engine(home, ahead, faults, report.file)
    report.says = _("The database was brought up to date. Migrations applied: %(count)s.") % {
        "count": len(ahead)
    }
    if report.file:
        report.notes.append(_("The state before it is kept in %(file)s.") % {"file": report.file})
    report.seconds = time.monotonic() - began
    return report


def _saved(home: Home) -> Report:
    return check_backup(make_backup(home, label="before-upgrade"))


def _on_engine(home: Home, ahead: list[Migration], faults: list[str] | None, backup: Path | None) -> str:
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return _on_sqlite(home, faults)
    if all(migration.atomic for migration in ahead) or backup is None:
        return _on_postgresql(faults)
    try:
        migrate_on(connections[DEFAULT_DB_ALIAS])  # some steps refuse to be part of a transaction
        return self_check(connections[DEFAULT_DB_ALIAS], faults_before=faults)
    except BaseException:
        connections[DEFAULT_DB_ALIAS].close()
        put_back(home, backup)
        raise


def _on_sqlite(home: Home, faults: list[str] | None) -> str:
    with swap.scratch_folder(home, "upgrade") as folder:
        with _writers_kept_out():
            made = sqlite_at(folder / "pomni.sqlite3")
            copy_database(made)
            with pointed_at(made):
                migrate_on(made)
                digest = self_check(made, faults_before=faults)
                settle_file(made)
            swap.durable(folder)
        file = live_file()
        steps = swap.steps_for(file, folder / "pomni.sqlite3", swap.aside_for(home, "upgrade"))
        for old in swap.swap(home, steps, replay=False):
            old.unlink()  # the same is in the backup, encrypted
    return digest


def copy_database(made: BaseDatabaseWrapper) -> None:
    """Copy the live SQLite database as it is into this empty one."""
    live = connections[DEFAULT_DB_ALIAS]
    live.ensure_connection()
    made.ensure_connection()
    with live.wrap_database_errors:
        live.connection.backup(made.connection)


def _on_postgresql(faults: list[str] | None) -> str:
    with pointed_at(connections[DEFAULT_DB_ALIAS].copy()) as connection, transaction.atomic():
        begin_alone(connection)
        migrate_on(connection)
        return self_check(connection, faults_before=faults)


@contextmanager
def _writers_kept_out() -> Iterator[None]:
    """Nobody should be writing now; whoever does, waits or is told."""
    gate = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with gate.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        yield
    finally:
        with suppress(Error):
            gate.close()


@contextmanager
def _undone(backup: Path | None) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        told = {"why": str(error).strip() or type(error).__name__, "file": backup or "-"}
        raise Refused(
            _("The upgrade failed, and everything is as before: %(why)s. The backup made first: %(file)s")
            % told
        ) from error
