"""The arithmetic of the machine's state, without tables and files."""

from collections.abc import Sequence
from datetime import date, timedelta

OLD = timedelta(days=2)  # a backup of more than this age is a trouble
AT_LEAST = 7  # days between the first and the last look, before anything is said of the future
FAR = 365  # days: beyond, nobody plans


def days_left(free: Sequence[tuple[str, int]]) -> int | None:
    """In how many days the disk is full, if it goes on like this; None where it does not shrink, or not soon.

    `free`: day (ISO) and free bytes, oldest first.
    """
    if len(free) < 2:
        return None
    (first_day, first), (last_day, last) = free[0], free[-1]
    days = (date.fromisoformat(last_day) - date.fromisoformat(first_day)).days
    if days < AT_LEAST or last >= first:
        return None
    left = last * days // (first - last)
    return left if left <= FAR else None
