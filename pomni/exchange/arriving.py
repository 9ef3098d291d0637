"""Files on their way in: laid below the media folder, recognised before anything is written, let go when they are done."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pomni.exchange.reading import MOST_BYTES, Reading, recognise
from pomni.kit.errors import Refused

FOLDER = "imports"
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Arrived:
    """A file that lies on the disk and was recognised. As a text it is what it holds: for telling two requests apart."""

    name: str
    stored: str
    size: int
    sha256: str
    reading: Reading

    def __str__(self) -> str:
        return self.sha256


@contextmanager
def arrived(content: IO[bytes], name: str) -> Iterator[Arrived]:
    """The file as it was sent, on the disk; gone again where the block ends with an error.

    Raises Refused where it is not a file of clients that can be read.
    """
    name = name.replace("\\", "/").rpartition("/")[2][-200:]
    stored = f"{FOLDER}/{secrets.token_hex(16)}"
    there = path_of(stored)
    there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        size, digest = _lay(content, there)
        yield Arrived(name, stored, size, digest, recognise(there, name))
    except BaseException:
        there.unlink(missing_ok=True)
        raise


def path_of(stored: str) -> Path:
    """The file of a name as rows have it."""
    return Path(settings.MEDIA_ROOT) / stored


def file_of(import_: Any) -> Path:
    """The file of an import. Raises Refused where it was let go."""
    path = path_of(import_.stored)
    if not import_.stored or not path.is_file():
        raise Refused(_("The file of this import is not there any more. Send it again."))
    return path


def remove(stored: str) -> None:
    """Delete a file; one that is gone already is no trouble."""
    if stored:
        path_of(stored).unlink(missing_ok=True)


def remove_once_written(stored: str) -> None:
    """Delete a file as soon as the row that lets go of it is written: taken back, the row still has its file."""
    transaction.on_commit(partial(remove, stored))


def _lay(content: IO[bytes], there: Path) -> tuple[int, str]:
    size, sha = 0, hashlib.sha256()
    content.seek(0)
    with open(there, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            sha.update(chunk)
            file.write(chunk)
            if size > MOST_BYTES:
                break  # what is there is enough to be refused
        file.flush()
        os.fsync(file.fileno())
    return size, sha.hexdigest()
