"""The line before SQLite's one write lock: whoever has to wait for it waits their turn.

SQLite's lock knows no order. Who let it go a moment ago gets it again before those who wait have looked, so bulk work had to
rest between any two strokes, and one who waited could still miss the gap again and again. In the line the system itself
keeps the order: flock(2) on a file beside the database, let go when a process ends, however it ends. Only the first one in
the line looks whether the lock is free; the others sleep.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """Those who wait to write into the database of this path, in whatever process or thread."""

    def __init__(self, database: str) -> None:
        self.path = f"{database}-line"

    def is_empty(self) -> bool:
        """Whether nobody waits just now."""
        try:
            file = self._open()
        except OSError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(file)
        return True

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Be the first one in the line, once all who came before had their turn. Where there is no file, at once."""
        try:
            file = self._open()
        except OSError:
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def _open(self) -> int:
        return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
