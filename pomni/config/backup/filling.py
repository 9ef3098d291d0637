"""Filling a new database with the rows of a backup, and the proof that it holds exactly them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from pomni.config.backup.archive import Header, Item, Manifest, MediaFile, Rows, Secret
from pomni.config.backup.counters import set_counters
from pomni.config.backup.fingerprint import print_of
from pomni.config.backup.rows import write_lines
from pomni.config.backup.scratch import migrate_to
from pomni.config.backup.tables import Table, tables_of
from pomni.kit.errors import Refused


def fill(connection: BaseDatabaseWrapper, items: Iterable[Item], folder: Path | None) -> None:
    """Build the state that the backup knows, put its rows in, and compare.

    The thread is pointed at the connection. The media and the secret key go into `folder`, nowhere where it is None.
    Refused where the rows do not fit the database or what came out is not what went in.
    """
    tables: list[Table] = []
    for item in items:
        match item:
            case Header():
                tables = _prepared(connection, item)
                _begin(connection)
            case Rows():
                with _fitting(item.table):
                    write_lines(connection, _named(tables, item.table), item.lines.splitlines())
            case MediaFile():
                _write_file(item, folder)
            case Secret():
                _write_secret(item, folder)
            case Manifest():
                _end(connection)
                set_counters(connection, tables, item.counters)
                _compare(connection, tables, item)


def _prepared(connection: BaseDatabaseWrapper, header: Header) -> list[Table]:
    applied = {(app, name) for app, name in header.migrations}
    migrate_to(connection, applied)
    tables = tables_of(connection)
    if {t.name: t.described for t in tables} != header.tables:
        raise Refused(
            _("The tables of this backup are not those of its version of Pomni. It cannot be restored.")
        )
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in tables:  # what migrations put there comes from the backup, too
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 (names of our own tables)
    return tables


def _named(tables: list[Table], name: str) -> Table:
    return next(table for table in tables if table.name == name)


def _begin(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        connection.disable_constraint_checking()
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA synchronous=OFF"
            )  # of use to nobody before it is whole; then it is flushed
            cursor.execute("BEGIN")


def _end(connection: BaseDatabaseWrapper) -> None:
    with _fitting(_("relations")):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("COMMIT")
            connection.enable_constraint_checking()
        connection.check_constraints()


@contextmanager
def _fitting(table: str) -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError) as error:
        told = {"table": table, "why": str(error).partition("\n")[0]}  # what follows shows the values
        raise Refused(_("The rows of %(table)s do not fit this database: %(why)s") % told) from error
    except DatabaseError as error:
        raise Refused(
            _("The database refused the rows of %(table)s: %(why)s") % {"table": table, "why": error}
        ) from error


def _compare(connection: BaseDatabaseWrapper, tables: list[Table], manifest: Manifest) -> None:
    wanted = {p.table: p for p in manifest.prints}
    for table in tables:
        if print_of(connection, table) != wanted.get(table.name):
            raise Refused(
                _("After restoring, the table %(table)s was not as in the backup. Nothing was changed.")
                % {"table": table.name}
            )


def _write_secret(item: Secret, folder: Path | None) -> None:
    if folder is not None:
        (folder / "secret.key").touch(mode=0o600)
        (folder / "secret.key").write_bytes(item.text)


def _write_file(item: MediaFile, folder: Path | None) -> None:
    if folder is None:
        return
    target = folder.joinpath("media", *item.path.parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file:
        for chunk in item.chunks:
            file.write(chunk)
