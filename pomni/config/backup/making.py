"""Making a backup while people work, and letting go of old ones."""

import fcntl
import hashlib
import os
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pomni import __version__
from pomni.config.backup.archive import (
    CHUNK,
    FORMAT,
    MediaSum,
    as_json,
    contents,
    ending,
    member,
    parts,
    streamed,
)
from pomni.config.backup.counters import chain_head, counters_of
from pomni.config.backup.fingerprint import Print, Running, total
from pomni.config.backup.key import key_for, own_key
from pomni.config.backup.rows import blocks_of
from pomni.config.backup.snapshot import snapshot
from pomni.config.backup.stream import seal
from pomni.config.backup.tables import Table, applied_steps, tables_of
from pomni.config.home import Home
from pomni.kit.clock import now
from pomni.kit.errors import Refused

SUFFIX = ".pomni-backup"
# The nightly ones and those made by hand; what an upgrade or a restore lays aside has a longer name.
_REGULAR = re.compile(r"pomni-\d{4}-\d\d-\d\d-\d{4}(-\d+)?\.pomni-backup")


def make_backup(home: Home, to: Path | None = None, *, label: str = "") -> Path:
    """Save the whole company as it is at this instant, files included, and return the backup's file.

    `to` is a file or a folder (default: the data folder's `backups`). Refused where the disk is full or the
    place cannot be written; then nothing half-done is left there.
    """
    key = own_key(home)
    with only_one(home):
        target = _target(home, to, label)
        part = target.with_name(f"{target.name}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(part, "wb", opener=_private) as file:
                seal(_everything(home), file, key)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            told = {"file": target, "why": error.strerror or error}
            raise Refused(
                _("The backup could not be written to %(file)s: %(why)s. Make room, or name another place.")
                % told
            ) from error
        except Error as error:
            raise Refused(
                _("The database could not be read for the backup: %(why)s") % {"why": error}
            ) from error
        finally:
            with suppress(OSError):
                part.unlink()
    return target


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the place where backups are made and checked; refused while another process holds it."""
    home.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(home.backups / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(_("Another backup is being made or checked. Try again when it is done.")) from None
        for leftover in home.backups.glob(f"*{SUFFIX}.part"):
            leftover.unlink(missing_ok=True)
        yield


def sync_folder(folder: Path) -> None:
    """Make sure that the names in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prune(home: Home, keep: int) -> list[Path]:
    """Delete the oldest regular backups beyond the newest `keep`, never the last good one; returns them."""
    found = sorted(f for f in home.backups.glob(f"pomni-*{SUFFIX}") if _REGULAR.fullmatch(f.name))
    kept, old = found[-keep:], found[:-keep]
    if old and not any(is_sound(home, file) for file in reversed(kept)):
        good = next((file for file in reversed(old) if is_sound(home, file)), None)
        old = [file for file in old if file != good]
    for file in old:
        file.unlink()
    return old


def is_sound(home: Home, file: Path) -> bool:
    """Whether the backup can be read from its beginning to its end with the key of this data folder."""
    try:
        for _item in contents(file, key_for(home, None)):
            pass
    except Refused:
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _target(home: Home, to: Path | None, label: str) -> Path:
    if to and not to.is_dir():
        return to
    folder, stamp = to or home.backups, f"pomni-{localtime(now()):%Y-%m-%d-%H%M}"
    names = (f"{stamp}{n}{label and f'-{label}'}{SUFFIX}" for n in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


# --- What is in it ------------------------------------------------------------------------------------------


def _everything(home: Home) -> Generator[bytes]:
    at, secret = int(now().timestamp()), home.secret().encode() + b"\n"
    with snapshot() as connection:
        tables = tables_of(connection)
        yield from member("header.json", as_json(_header(connection, tables)), at)
        yield from member("secret.key", secret, at)
        prints: list[Print] = []
        for table in tables:
            yield from parts(f"tables/{table.name}", _told(connection, table, prints), at)
        counters, chain = counters_of(connection, tables), chain_head(connection, tables)
    media = MediaSum()
    yield from _media(home.media, media)
    manifest = {
        "digest": total(prints),
        "tables": {p.table: {"rows": p.rows, "sha256": p.sha256} for p in prints},
        "media": media.told(),
        "secret": hashlib.sha256(secret).hexdigest(),
        "counters": counters,
        "chain": chain,
    }
    yield from member("manifest.json", as_json(manifest), at)
    yield ending()


def _header(connection: BaseDatabaseWrapper, tables: list[Table]) -> dict:
    return {
        "format": FORMAT,
        "pomni": __version__,
        "engine": connection.vendor,
        "made_at": now().isoformat(),
        "migrations": sorted(applied_steps(connection)),
        "tables": [{"name": table.name, "key": table.key, "columns": table.described} for table in tables],
    }


def _told(connection: BaseDatabaseWrapper, table: Table, prints: list[Print]) -> Iterator[bytes]:
    running = Running(table.name, table.described)
    for lines, count in blocks_of(connection, table):
        running.add(lines, count)
        yield lines
    prints.append(running.done())


def _media(folder: Path, media: MediaSum) -> Iterator[bytes]:
    """Every file as it is now: what came after the snapshot does no harm, what went was to go."""
    listed: list[bytes] = []
    part = 0
    for path in _files(folder):
        with suppress(FileNotFoundError), open(path, "rb", opener=_no_link) as file:
            sha, size = hashlib.sha256(), os.fstat(file.fileno()).st_size
            name = path.relative_to(folder).as_posix()
            time = int(os.fstat(file.fileno()).st_mtime)
            yield from streamed(f"media/{name}", _chunks(file, size, sha, name), size, time)
            listed.append(media.add(name, size, sha.hexdigest()))
        if len(listed) == 10_000:
            part += 1
            yield from member(f"media-list/{part:06}.jsonl", b"".join(listed), 0)
            listed = []
    if listed:
        yield from member(f"media-list/{part + 1:06}.jsonl", b"".join(listed), 0)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files below the folder, in order; neither links nor what they lead to."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW)


def _chunks(file, size: int, sha, name: str) -> Iterable[bytes]:
    left = size
    while left:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            raise Refused(
                _("The file “%(name)s” was changed while it was copied. Make the backup again.")
                % {"name": name}
            )
        sha.update(chunk)
        left -= len(chunk)
        yield chunk
