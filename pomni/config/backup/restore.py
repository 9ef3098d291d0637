"""Restoring a backup into either engine, and the proof that it could be restored."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from pomni.config.backup import swap
from pomni.config.backup.archive import Header, Manifest, MediaFile, contents, newer_version
from pomni.config.backup.emptying import begin_alone, drop_everything, holds_a_company
from pomni.config.backup.filling import fill
from pomni.config.backup.key import key_for
from pomni.config.backup.making import make_backup, only_one
from pomni.config.backup.report import Report
from pomni.config.backup.scratch import make_cache_table, migrate_on, pointed_at, sqlite_at
from pomni.config.backup.swap import scratch_folder
from pomni.config.backup.tables import newer_steps
from pomni.config.home import Home
from pomni.kit import restoring
from pomni.kit.errors import Refused


def check_backup(file: Path, key: str | Path | None = None) -> Report:
    """Read the whole backup and compare it with its own sums, without restoring it. Refused where amiss."""
    return _checked(_existing(file), key_for(settings.HOME, key))


def verify_backup(file: Path, key: str | Path | None = None) -> Report:
    """Restore the backup into a scratch place and compare the digests: the proof that it is good."""
    began, home, file = time.monotonic(), settings.HOME, _existing(file)
    identity = key_for(home, key)
    with only_one(home):
        report = _checked(file, identity)
        with (
            _told_in_words(),
            scratch_folder(home, "verify") as folder,
            pointed_at(sqlite_at(folder / "pomni.sqlite3")) as connection,
        ):
            fill(connection, contents(file, identity), None)
            migrate_on(connection)
    report.says = _(
        "“%(file)s” is good: it was restored beside the live data, and the digests are equal."
    ) % {"file": file.name}
    report.seconds = time.monotonic() - began
    return report


def restore_backup(
    file: Path, key: str | Path | None = None, *, force: bool = False, held: bool = False
) -> Report:
    """Put the company of this backup in the place of what is there, whichever engine either is on.

    The whole backup is read and restored beside the live data first; they change places only when the digests are
    equal. What was there is laid aside. Refused without `force` where a company is there already; `held`: the
    caller holds running.lock.
    """
    began, home, file = time.monotonic(), settings.HOME, _existing(file)
    identity = key_for(home, key)
    with swap.sole_use(home, held=held):
        finish_restore(home)
        report = _checked(file, identity)
        read_erasures(home)
        here = holds_a_company()
        if here and not force:
            raise Refused(
                _(
                    "There is a company here already. With --force the backup takes its place; it is laid aside."
                )
            )
        own = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
        saved = [make_backup(home, label="before-restore")] if here and own else []
        with scratch_folder(home, "restore") as folder:
            kept = (_into_postgresql if own else _into_sqlite)(home, file, identity, folder)
        finish_restore(home)
        report.kept = saved + (kept if here else _drop_empty(kept))
    report.says = _("“%(file)s” is restored, and the digests are equal.") % {"file": file.name}
    report.seconds = time.monotonic() - began
    return report


def finish_restore(home: Home) -> bool:
    """Do what a restore or an upgrade that was killed at its very end left to do; returns whether there was.

    To be called at every start, before anything is served, by who holds running.lock.
    """
    if (left := swap.pending(home)) is None:
        return False
    steps, replay = left
    connections[DEFAULT_DB_ALIAS].close()
    swap.finish_steps(home, steps, replay=replay)
    if replay:
        restoring.replay()
        swap.done(home)
    return True


def read_erasures(home: Home) -> list[dict[str, Any]]:
    """Who was erased, oldest first. Refused where a line cannot be read."""
    if not home.erasures.exists():
        return []
    found = []
    for number, line in enumerate(home.erasures.read_text().splitlines(), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except ValueError:
            told = {"number": number, "file": home.erasures}
            raise Refused(
                _("Line %(number)s of %(file)s cannot be read. Mend it, then try again.") % told
            ) from None
    return found


def _into_sqlite(home: Home, file: Path, identity: Identity, folder: Path) -> list[Path]:
    made = folder / "pomni.sqlite3"
    with _told_in_words():
        (folder / "media").mkdir(mode=0o700)
        with pointed_at(sqlite_at(made)) as connection:
            fill(connection, contents(file, identity), folder)
            migrate_on(connection)
            settle_file(connection)
        swap.durable(folder)
        live = live_file()
    aside = swap.aside_for(home, "restore")
    return swap.swap(home, swap.steps_for(live, made, aside) + _files_of(home, folder, aside), replay=True)


def _into_postgresql(
    home: Home, file: Path, identity: Identity, folder: Path, *, as_it_was: bool = False
) -> list[Path]:
    with _told_in_words(), swap.note_taken_back(home):
        (folder / "media").mkdir(mode=0o700)
        with pointed_at(connections[DEFAULT_DB_ALIAS].copy()) as connection, transaction.atomic():
            begin_alone(connection)
            drop_everything(connection)
            fill(connection, contents(file, identity), folder)
            make_cache_table() if as_it_was else migrate_on(connection)
            swap.durable(folder)
            steps = _files_of(home, folder, swap.aside_for(home, "restore"))
            swap.write_note(home, steps, replay=not as_it_was)
    return swap.finish_steps(home, steps, replay=not as_it_was)


def put_back(home: Home, file: Path) -> None:
    """Undo what an upgrade did to a PostgreSQL: the state of its backup, not brought to that of this Pomni."""
    with scratch_folder(home, "restore") as folder:
        for path in _into_postgresql(home, file, key_for(home, None), folder, as_it_was=True):
            shutil.rmtree(path)  # the media, which no upgrade changes


def _files_of(home: Home, folder: Path, aside: str) -> swap.Steps:
    steps = swap.steps_for(home.media, folder / "media", aside)
    if (folder / "secret.key").read_text().strip() != home.secret():
        steps += swap.steps_for(home.secret_file, folder / "secret.key", aside)
    return steps


def _drop_empty(kept: list[Path]) -> list[Path]:
    """There was no company, so that nothing need be laid aside but files that somebody put there."""
    for path in kept:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
    return [path for path in kept if path.exists()]


def settle_file(connection: BaseDatabaseWrapper) -> None:
    """Bring all of an SQLite database into its one file, and close it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def live_file() -> Path:
    """The file of the live SQLite database, let go of by this process. Refused where another is using it."""
    live = connections[DEFAULT_DB_ALIAS]
    file = Path(live.settings_dict["NAME"])
    busy = False
    if file.exists():
        try:
            with live.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = bool(cursor.fetchone()[0])
        except Error as error:  # a damaged one is laid aside as it is
            busy = "locked" in str(error)
    live.close()
    if busy:
        raise Refused(
            _("Another program is using the database %(file)s. Stop it, then try again.") % {"file": file}
        )
    return file


def _checked(file: Path, identity: Identity) -> Report:
    began, report = time.monotonic(), Report(_("“%(file)s” is whole.") % {"file": file.name}, file)
    for item in contents(file, identity):
        match item:
            case Header():
                report.made_at, report.version, report.engine = item.made_at, item.pomni, item.engine
                _refuse_newer(item)
            case MediaFile():
                report.bytes += sum(map(len, item.chunks))
                report.files += 1
            case Manifest():
                report.tables = {p.table: p.rows for p in item.prints}
                report.digest, report.chain = item.digest, item.chain
    report.seconds = time.monotonic() - began
    return report


def _refuse_newer(header: Header) -> None:
    if newer_steps((app, name) for app, name in header.migrations):
        raise newer_version(header.pomni)


def _existing(file: Path) -> Path:
    file = Path(file)
    if not file.is_file():
        raise Refused(_("There is no file “%(file)s”.") % {"file": file})
    return file


@contextmanager
def _told_in_words() -> Iterator[None]:
    """A full disk or a lost database ends in a sentence; what was begun beside the live data is gone."""
    try:
        yield
    except OSError as error:
        told = {"why": error.strerror or error}
        raise Refused(
            _(
                "The backup could not be restored: %(why)s. Nothing was changed. Make room or mend it, then try again."
            )
            % told
        ) from error
    except Error as error:
        with suppress(Error):
            connections[DEFAULT_DB_ALIAS].close()
        told = {"why": str(error).partition("\n")[0]}
        raise Refused(
            _(
                "The database refused: %(why)s. Nothing was changed. Stop what else uses it, or make room for it."
            )
            % told
        ) from error
