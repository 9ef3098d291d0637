"""The pace of bulk work: SQLite lets one write at a time, so long work writes in short strokes.

Between two strokes whoever waits has their turn (kit/sqlite/line.py), so a stroke follows the one before it at once; work
that nobody waits for rests besides (docs/decisions/0004).
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count, islice
from statistics import median

from django.db import connection

from pomni.kit.sqlite import log

# Seconds that one write transaction is meant to last. Each has costs that do not follow from its rows (for an import 5 ms
# of computing, the flush and new segments of the search): at 30 ms these were half of all.
STROKE = 0.060
# PostgreSQL locks rows and not the whole: there a stroke is as long as it takes for its fixed costs not to matter.
STROKE_OF_ROWS = 0.150
REST = 0.050  # seconds between two of what nobody waits for
# Rows in a stroke. Each has costs that do not follow from its rows: where a slow machine needs a whole stroke for these alone,
# fewer rows would make it no shorter, and the work endless (once a thousand strokes for a thousand rows).
LEAST = 10
LOGGED = 16  # strokes after which SQLite's log is begun anew: some 30 MB


def rest(already: float = 0) -> None:
    """Let others write, for what is left of a rest that began `already` seconds ago. PostgreSQL needs no such courtesy."""
    if connection.vendor == "sqlite" and already < REST:
        time.sleep(REST - already)


def in_strokes[Row](rows: Iterable[Row], write: Callable[[list[Row]], object], *, first: int = 50) -> int:
    """Hand the rows to `write` in portions that each last about a stroke; returns how many rows.

    `write` opens its own transaction; where it gives a number, that is for how many seconds it held the lock, without
    having waited for it. The size of a portion follows the measured time, from `first` rows on.
    """
    left, size, done, strokes = iter(rows), first, 0, count(1)
    lately: deque[float] = deque(maxlen=3)  # seconds a row: one stroke that had to wait tells nothing
    while portion := list(islice(left, size)):
        began = time.monotonic()
        with _behind_others():
            held = write(portion)
        done += len(portion)
        lately.append((held if isinstance(held, float) else time.monotonic() - began) / len(portion))
        size = _next_size(size, median(lately), least=min(first, LEAST))
        if next(strokes) % LOGGED == 0:
            log.begin_anew()
    return done


@contextmanager
def _behind_others() -> Iterator[None]:
    """What is written within it goes behind all who wait for SQLite's lock."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    ours = connection.connection
    ours.is_bulk = True
    try:
        yield
    finally:
        ours.is_bulk = False


def portions[Row](rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of `size`, the last one shorter."""
    left = iter(rows)
    while portion := list(islice(left, size)):
        yield portion


def _next_size(size: int, a_row: float, *, least: int) -> int:
    stroke = STROKE if connection.vendor == "sqlite" else STROKE_OF_ROWS
    fits = int(stroke / max(a_row, 0.000_01))
    return max(least, min(fits, size * 2, 2000))
