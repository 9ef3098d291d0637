"""Where the bytes of files lie: below the media folder, under names of chance, and on the disk before any row tells of them.

files/3f/3f0c…          a file as it came
previews/3f/3f0c…/      pictures of it, as ours: `small.webp`, and `1.webp` and on for its pages
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pomni.documents.rules import HEAD, TAIL, media_type_of
from pomni.kit.errors import Refused

FILES, PREVIEWS = "files", "previews"
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Laid:
    """Bytes that lie on the disk and wait for their row. As a text it is what they are: for telling two requests apart."""

    stored: str
    size: int
    sha256: str
    media_type: str

    def __str__(self) -> str:
        return self.sha256


def largest() -> int:
    """Bytes that a file may have."""
    return settings.POMNI["POMNI_FILE_MB"] * 1024 * 1024


def refuse_too_large(size: int) -> None:
    """Raise Refused where a file of so many bytes is not taken."""
    if size > largest():
        most = {"most": number_format(settings.POMNI["POMNI_FILE_MB"])}
        raise Refused(_("The file is larger than %(most)s MB. Send a smaller one.") % most, field="file")


@contextmanager
def laid(content: IO[bytes]) -> Iterator[Laid]:
    """The bytes of `content`, durably on the disk; gone again where the block ends with an error.

    Raises Refused for an empty or too large file; OSError where the disk takes no more, and then nothing stays.
    """
    name = secrets.token_hex(16)
    there = path_of(f"{FILES}/{name[:2]}/{name}")
    try:
        yield _lay(content, there)
    except BaseException:
        there.unlink(missing_ok=True)
        raise


def path_of(stored: str) -> Path:
    """The file of a name as rows have it."""
    return Path(settings.MEDIA_ROOT) / stored


def previews_of(stored: str) -> Path:
    """The folder of the pictures of a file."""
    name = Path(stored).name
    return Path(settings.MEDIA_ROOT) / PREVIEWS / name[:2] / name


def keep(there: Path, content: bytes) -> None:
    """Write something that can be made again: whole or not at all, but not waiting for the disk."""
    there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = there.with_name(f".{there.name}.{secrets.token_hex(4)}")
    try:
        part.write_bytes(content)
        part.replace(there)
    finally:
        part.unlink(missing_ok=True)


def remove(stored: Iterable[str]) -> None:
    """Delete these files and all pictures of them; what is gone already is no trouble."""
    for name in stored:
        path_of(name).unlink(missing_ok=True)
        shutil.rmtree(previews_of(name), ignore_errors=True)


def everything() -> Iterator[tuple[str, float]]:
    """Every file and every folder of pictures that lies here: under which `stored` name, and when it was written.

    Also the parts that a killed process left, under their own names.
    """
    for kind in (FILES, PREVIEWS):
        for folder in _entries(Path(settings.MEDIA_ROOT) / kind):
            for entry in _entries(Path(folder.path)) if folder.is_dir(follow_symlinks=False) else ():
                with suppress(FileNotFoundError):
                    yield f"{FILES}/{folder.name}/{entry.name}", entry.stat(follow_symlinks=False).st_mtime


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _lay(content: IO[bytes], there: Path) -> Laid:
    there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = there.with_name(f".{there.name}")
    try:
        with open(part, "xb", opener=_for_us_alone) as file:
            size, digest, media_type = _copied(content, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(there)
        for folder in (there.parent, there.parent.parent, there.parent.parent.parent):
            _sync(folder)
    finally:
        part.unlink(missing_ok=True)
    return Laid(there.relative_to(settings.MEDIA_ROOT).as_posix(), size, digest, media_type)


def _copied(content: IO[bytes], file: IO[bytes]) -> tuple[int, str, str]:
    size, sha, head, tail = 0, hashlib.sha256(), b"", b""
    content.seek(0)
    while chunk := content.read(CHUNK):
        size += len(chunk)
        refuse_too_large(size)
        sha.update(chunk)
        file.write(chunk)
        head = (head + chunk)[:HEAD] if len(head) < HEAD else head
        tail = (tail + chunk)[-TAIL:]
    if not size:
        raise Refused(_("The file is empty. Choose another one."), field="file")
    return size, sha.hexdigest(), media_type_of(head, tail)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
