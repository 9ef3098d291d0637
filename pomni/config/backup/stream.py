"""Bytes on their way into a backup and out: compressed (Zstandard), encrypted (age), never whole in memory."""

import os
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
import zstandard
from pyrage.x25519 import Identity

PIPE = 1 << 20  # bytes gathered before they go through the pipe


class Damaged(Exception):
    """What was read is not what was written."""


class WrongKey(Exception):
    """The backup was made for another key."""


def seal(chunks: Generator[bytes], into: BinaryIO, key: Identity) -> None:
    """Write the chunks, compressed and encrypted for the key, to the file. What fails is raised as it was."""
    source, drain = _Source(_compressed(chunks)), _Drain(into)
    with closing(chunks):
        try:
            pyrage.encrypt_io(source, drain, [key.to_public()])
        except Exception as error:
            raise source.failure or drain.failure or error from None


def _compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    press = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj()
    for chunk in chunks:
        yield press.compress(chunk)
    yield press.flush()


class _Source:
    """A file to read from, made of chunks. It keeps what went wrong, for age tells only the words of it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest, self._at = chunks, b"", 0
        self.failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        while self._at >= len(self._rest):
            try:
                self._rest, self._at = next(self._chunks), 0
            except StopIteration:
                return b""
            except BaseException as failure:
                self.failure = failure
                raise
        taken = self._rest[self._at : self._at + size]
        self._at += len(taken)
        return taken


class _Drain:
    """A file to write to, that keeps what went wrong."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._file.write(piece)
        except BaseException as failure:
            self.failure = failure
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except BaseException as failure:
            self.failure = failure
            raise


@contextmanager
def unsealed(file: Path, key: Identity) -> Iterator["Unsealed"]:
    """The plain bytes of a backup, to be read from its beginning to its end."""
    reading, writing = os.pipe()
    opener = _Opener(file, key, writing)
    opener.start()
    with os.fdopen(reading, "rb", buffering=PIPE) as pipe:
        try:
            yield Unsealed(pipe, opener)
        finally:
            pipe.close()  # an opener that still writes ends by this
            opener.join()


class _Opener(threading.Thread):
    """Decrypts into a pipe, for age pushes its bytes and the reader wants to pull them."""

    def __init__(self, file: Path, key: Identity, pipe: int) -> None:
        super().__init__(name="open-backup", daemon=True)
        self.file, self.key, self.pipe = file, key, pipe
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with os.fdopen(self.pipe, "wb", buffering=PIPE) as pipe, self.file.open("rb") as sealed:
                pyrage.decrypt_io(sealed, pipe, [self.key])
        except Exception as failure:
            self.failure = failure


class Unsealed:
    """A file to read from. Its last bytes come only when the whole backup was found sound."""

    def __init__(self, pipe: BinaryIO, opener: _Opener) -> None:
        self._pipe, self._opener = pipe, opener
        self._plain: Any = zstandard.ZstdDecompressor().stream_reader(pipe, closefd=False)

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end. Raises Damaged or WrongKey."""
        try:
            piece = self._plain.read(size)
        except zstandard.ZstdError:
            self._check()
            raise Damaged from None
        if not piece:
            self._check()
        return piece

    def finish(self) -> None:
        """Read what is left, to the very end."""
        while self.read(PIPE):
            pass

    def _check(self) -> None:
        left = 0
        while piece := self._pipe.read(PIPE):
            left += len(piece)
        self._opener.join()
        if failure := self._opener.failure:
            raise (WrongKey if "No matching keys" in str(failure) else Damaged) from failure
        if left:
            raise Damaged
