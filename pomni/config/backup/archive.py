"""The file of a backup. Anybody can open one without Pomni: `age -d -i backup.key FILE | zstd -d | tar x`.

header.json                     format, version of Pomni, when, migrations applied, tables and their columns
secret.key                      what second factors and signed links are made with; not the backup key
tables/NAME/000001.jsonl        rows as `rows.py` writes them, ordered by primary key, in parts
media/…                         the files, with media-list/000001.jsonl: path, bytes, SHA-256 of each
manifest.json                   rows and SHA-256 of every table, the digest, the counters, the chain's head
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from pyrage.x25519 import Identity

from pomni.config.backup.fingerprint import Print, Running, total
from pomni.config.backup.stream import Damaged, WrongKey, unsealed
from pomni.kit.errors import Refused

FORMAT = 1
PART = 4 << 20  # bytes of rows in one part
CHUNK = 1 << 20  # bytes of a file at a time
MANIFEST_AT_MOST = 64 << 20

# --- Writing ------------------------------------------------------------------------------------------------


def member(name: str, content: bytes, at: int) -> Iterator[bytes]:
    """A small file of the archive. `at`: its time, in seconds."""
    yield from streamed(name, [content], len(content), at)


def streamed(name: str, chunks: Iterable[bytes], size: int, at: int) -> Iterator[bytes]:
    """A file of the archive whose content comes in chunks that make up `size` bytes."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, at, 0o600
    yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
    yield from chunks
    yield b"\0" * (-size % tarfile.BLOCKSIZE)


def ending() -> bytes:
    """What stands at the end of an archive."""
    return b"\0" * (2 * tarfile.BLOCKSIZE)


def parts(folder: str, blocks: Iterable[bytes], at: int) -> Iterator[bytes]:
    """Lines as files of about `PART` bytes each: `folder`/000001.jsonl and so on."""
    gathered, size, number = [], 0, 0
    for block in blocks:
        gathered.append(block)
        size += len(block)
        if size >= PART:
            number += 1
            yield from member(f"{folder}/{number:06}.jsonl", b"".join(gathered), at)
            gathered, size = [], 0
    if size:
        yield from member(f"{folder}/{number + 1:06}.jsonl", b"".join(gathered), at)


def as_json(value: Any) -> bytes:
    """The value as readable JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode(errors="backslashreplace") + b"\n"


class MediaSum:
    """The fingerprint of all files: their number, their bytes, and one SHA-256 over their lines."""

    def __init__(self) -> None:
        self.files = self.bytes = 0
        self._sum = hashlib.sha256()

    def add(self, path: str, size: int, sha256: str) -> bytes:
        """Take in one file, and give its line of the list."""
        self.files, self.bytes = self.files + 1, self.bytes + size
        line = json.dumps([path, size, sha256]).encode() + b"\n"
        self._sum.update(line)
        return line

    def told(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        return {"files": self.files, "bytes": self.bytes, "sha256": self._sum.hexdigest()}


# --- Reading ------------------------------------------------------------------------------------------------


@dataclass
class Header:
    """What a backup tells of itself before its rows."""

    pomni: str
    engine: str
    made_at: str
    migrations: list[tuple[str, str]]
    tables: dict[str, list[list[str]]]


@dataclass
class Secret:
    """The secret key of the data folder: without it the second factors in the rows could not be read."""

    text: bytes


@dataclass
class Rows:
    """Some rows of a table, as lines."""

    table: str
    lines: bytes


@dataclass
class MediaFile:
    """A file. Its chunks can be read once, before the next item is asked for."""

    path: PurePosixPath
    chunks: Iterator[bytes]


@dataclass
class Manifest:
    """What must have been read. It comes last, and only when all before was found to fit it."""

    prints: list[Print]
    digest: str
    media: dict[str, Any]
    counters: dict[str, int]
    chain: list[Any] | None


Item = Header | Secret | Rows | MediaFile | Manifest


def contents(file: Path, key: Identity) -> Iterator[Item]:
    """Everything in a backup, in its order, checked on the way. Refused where anything is not as written."""
    for item in _guarded(_contents(file, key), file.name):
        if isinstance(item, MediaFile):
            item.chunks = _guarded(item.chunks, file.name)
        yield item


def _guarded(reading: Iterator[Any], file: str) -> Iterator[Any]:
    """The same, with every way in which a damaged file shows itself turned into a sentence."""
    while True:
        try:
            item = next(reading)
        except StopIteration:
            return
        except WrongKey:
            raise Refused(
                _("This key does not open “%(file)s”: it is another one's, or the file is damaged.")
                % {"file": file}
            ) from None
        except (Damaged, tarfile.TarError, OSError, ValueError, LookupError, TypeError, AttributeError):
            raise Refused(
                _("“%(file)s” is damaged or not a backup of Pomni. Use another backup.") % {"file": file}
            ) from None
        yield item


def _contents(file: Path, key: Identity) -> Iterator[Item]:
    with unsealed(file, key) as plain:
        tar = tarfile.TarFile.open(fileobj=plain, mode="r|", bufsize=CHUNK)  # type: ignore[call-overload]  # it only reads
        reader = _Reader()
        for info in tar:
            if not info.isreg():
                raise Damaged
            yield from reader.take(info, tar.extractfile(info))
            tar.members = []  # or they pile up
        plain.finish()
        if reader.manifest is None:
            raise Damaged
        yield reader.manifest


class _Reader:
    """Keeps the sums of what was read, and compares them with the manifest."""

    def __init__(self) -> None:
        self.tables: dict[str, list[list[str]]] | None = None
        self.manifest: Manifest | None = None
        self._running: Running | None = None
        self._prints: dict[str, Print] = {}
        self._media = MediaSum()
        self._secret_sum = ""

    def take(self, info: tarfile.TarInfo, content: Any) -> Iterator[Item]:
        place, _slash, rest = info.name.partition("/")
        if self.manifest is not None or (self.tables is None) != (info.name == "header.json"):
            raise Damaged
        if place == "header.json":
            yield self._header(_whole(info, content))
        elif info.name == "secret.key":
            yield self._secret(_whole(info, content))
        elif place == "tables":
            yield self._rows(rest.split("/")[0], content.read())
        elif place == "media":
            yield from self._file(_safe(rest), content)
        elif place == "manifest.json":
            self._compare(json.loads(_whole(info, content)))

    def _header(self, content: bytes) -> Header:
        told = json.loads(content)
        if told["format"] > FORMAT:
            raise newer_version(told["pomni"])
        self.tables = {table["name"]: table["columns"] for table in told["tables"]}
        migrations = [(app, name) for app, name in told["migrations"]]
        return Header(told["pomni"], told["engine"], told["made_at"], migrations, self.tables)

    def _secret(self, content: bytes) -> Secret:
        self._secret_sum = hashlib.sha256(content).hexdigest()
        return Secret(content)

    def _rows(self, table: str, lines: bytes) -> Rows:
        if self._running is None or self._running.table != table:
            self._end_table()
            if table in self._prints:
                raise Damaged
            self._running = Running(table, (self.tables or {})[table])
        self._running.add(lines, lines.count(b"\n"))
        return Rows(table, lines)

    def _end_table(self) -> None:
        if self._running:
            self._prints[self._running.table] = self._running.done()
        self._running = None

    def _file(self, path: PurePosixPath, content: Any) -> Iterator[Item]:
        sha, size = hashlib.sha256(), 0

        def chunks() -> Iterator[bytes]:
            nonlocal size
            while chunk := content.read(CHUNK):
                size += len(chunk)
                sha.update(chunk)
                yield chunk

        coming = chunks()
        yield MediaFile(path, coming)
        for _rest in coming:
            pass
        self._media.add(str(path), size, sha.hexdigest())

    def _compare(self, told: dict[str, Any]) -> None:
        self._end_table()
        for name, columns in (self.tables or {}).items():
            self._prints.setdefault(name, Running(name, columns).done())
        prints = [Print(name, entry["rows"], entry["sha256"]) for name, entry in told["tables"].items()]
        same = {p.table: p for p in prints} == self._prints and total(prints) == told["digest"]
        if not same or self._media.told() != told["media"] or self._secret_sum != told["secret"]:
            raise Damaged
        self.manifest = Manifest(prints, told["digest"], told["media"], told["counters"], told["chain"])


def newer_version(version: str) -> Refused:
    """The refusal of a backup that this Pomni is too old for."""
    return Refused(
        _("This backup was made by a newer Pomni (%(version)s). Install that version first, then restore.")
        % {"version": version}
    )


def _whole(info: tarfile.TarInfo, content: io.BufferedIOBase) -> bytes:
    if info.size > MANIFEST_AT_MOST:
        raise Damaged
    return content.read()


def _safe(path: str) -> PurePosixPath:
    """A path below the media folder; whatever would lead out of it is refused."""
    steps = path.split("/")
    if any(step in {"", ".", ".."} or "\0" in step for step in steps):
        raise Damaged
    return PurePosixPath(*steps)
