"""How files come in: onto the disk of the data folder, never whole into memory, and none larger than anybody takes."""

import io
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MB = 1024 * 1024
MOST = 64 * MB  # of one file, where a setting does not allow more
AT_ONCE = 10  # so many of the largest may come with one request


def most() -> int:
    """Bytes of one file that are read at all; who takes it may want less."""
    return max(MOST, settings.POMNI["POMNI_FILE_MB"] * MB)


def incoming() -> Path:
    """The folder of what is on its way; not below the media, which are backed up."""
    return settings.HOME.folder / "incoming"


def sweep(before: datetime) -> None:
    """Delete what killed processes left of uploads that began before this instant."""
    with suppress(FileNotFoundError):
        for entry in os.scandir(incoming()):
            if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < before.timestamp():
                Path(entry.path).unlink(missing_ok=True)


class Bounded(FileUploadHandler):
    """Stands first: lets no more of a file through than is taken. The rest is read and dropped, and `size` tells of it."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any) -> None:
        """Called by Django once for a request."""
        if content_length > AT_ONCE * most():
            raise RequestDataTooBig

    def new_file(self, *told: Any, **more: Any) -> None:
        """Called by Django for each file."""
        super().new_file(*told, **more)
        self.came = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Called by Django; None keeps the rest from whoever stands behind."""
        self.came += len(raw_data)
        return raw_data if self.came <= most() else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Called by Django: an empty file that tells how large the real one was, where that was too large."""
        if self.came <= most():
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, self.came)


class OnDisk(FileUploadHandler):
    """Stands last: writes a file that is too large for memory into the data folder. It is gone when it is closed."""

    kept: Any = None  # what is being written and nobody has taken yet

    def new_file(self, *told: Any, **more: Any) -> None:
        """Called by Django for each file."""
        super().new_file(*told, **more)
        self.upload_interrupted()
        incoming().mkdir(parents=True, exist_ok=True, mode=0o700)
        self.kept = tempfile.NamedTemporaryFile(dir=incoming(), suffix=".upload")  # noqa: SIM115 (the request closes it)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Called by Django."""
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Called by Django: the whole file, from its beginning."""
        whole, self.kept = self.kept, None
        whole.seek(0)
        return UploadedFile(whole, self.file_name, self.content_type, file_size, self.charset)

    def upload_complete(self) -> None:
        """Called by Django after the last file: one that was too large was not asked for."""
        self.upload_interrupted()

    def upload_interrupted(self) -> None:
        """Called by Django where the sender went away."""
        if self.kept:
            self.kept.close()
        self.kept = None
