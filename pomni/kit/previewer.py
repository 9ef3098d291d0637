"""Previews of strangers' files, drawn by a child process: a file that breaks the libraries breaks nothing of the house.

The child has no environment, no database, no network where the system allows to take it away, limits on memory and
CPU, and at most ten seconds.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SECONDS = 10
SCRIPT = Path(__file__).with_name("drawing.py")
FAULTS = {"encrypted", "broken", "large"}
MOST = 16 * 1024**2  # bytes of an answer


@dataclass(frozen=True)
class Drawn:
    """A picture of a file, its longer side at most 1600 pixels, and the same small; both WebP. `pages` of a PDF."""

    picture: bytes
    small: bytes
    pages: int


class NoPreview(Exception):
    """There is none. `why`: "encrypted", "broken", "large" (too many pixels or too much memory), or "slow"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def drawn(file: Path, what: str, *, page: int = 1) -> Drawn:
    """The preview of a "picture", or of a page of a "pdf". Raises NoPreview; OSError where the file cannot be read."""
    words = [sys.executable, "-I", "-B", str(SCRIPT), what, str(page)]
    with open(file, "rb") as source, tempfile.TemporaryFile() as answer:
        try:
            subprocess.run(
                words,
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise NoPreview("slow") from None
        except subprocess.CalledProcessError:  # it hit a limit, or the libraries fell over the file
            raise NoPreview("broken") from None
        answer.seek(0)
        return _read(answer)


def _read(answer: IO[bytes]) -> Drawn:
    """What the child told; it has read a stranger's file, so it is not trusted with more than pictures."""
    try:
        told = json.loads(answer.readline(1000))
        sizes = [int(size) for size in told["sizes"]]
    except (ValueError, KeyError, TypeError):
        raise NoPreview("broken") from None
    if why := told.get("fault"):
        raise NoPreview(why if why in FAULTS else "broken")
    parts = [answer.read(size) for size in sizes if 0 < size <= MOST]
    if len(parts) != 2 or not all(part[:4] == b"RIFF" and part[8:12] == b"WEBP" for part in parts):
        raise NoPreview("broken")
    return Drawn(parts[0], parts[1], min(int(told.get("pages") or 0), 1_000_000))
