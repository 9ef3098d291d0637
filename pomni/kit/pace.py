"""The pace of bulk work: SQLite lets one write at a time, and its lock is not fair, so long work writes in short strokes.

A stroke is meant to last 30 ms and a rest 50 ms. With 40 and 50 others waited 82 ms at the median, with 180 ms strokes
without rest 3.9 s (docs/decisions/0004).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection

# Seconds that one write transaction is meant to last: with 40 ms others once waited 737 ms at worst, now 232 ms.
STROKE = 0.030
REST = 0.050  # seconds between two of them


def rest() -> None:
    """Let others write. PostgreSQL needs no such courtesy."""
    if connection.vendor == "sqlite":
        time.sleep(REST)


def in_strokes[Row](rows: Iterable[Row], write: Callable[[list[Row]], object], *, first: int = 50) -> int:
    """Hand the rows to `write` in portions that each last about a stroke, resting between; returns how many rows.

    `write` opens its own transaction. The size of a portion follows the measured time, from `first` rows on.
    """
    left, size, done = iter(rows), first, 0
    while portion := list(islice(left, size)):
        if done:
            rest()
        began = time.monotonic()
        write(portion)
        done += len(portion)
        size = _next_size(size, time.monotonic() - began)
    return done


def portions[Row](rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in lists of `size`, the last one shorter."""
    left = iter(rows)
    while portion := list(islice(left, size)):
        yield portion


def _next_size(size: int, took: float) -> int:
    fits = int(size * STROKE / max(took, 0.001))
    return max(1, min(fits, size * 2, 2000))
