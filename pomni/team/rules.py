"""Arithmetic about people's work, without tables."""

from collections.abc import Sequence
from statistics import median

MANY = 60  # cards within an hour: fewer never alarm anybody
MANY_READ = 300  # clients on later pages of lists: looking for one somebody turns some pages
TIMES = 4  # how many times the usual is unusual


def usual(hours: Sequence[int]) -> float:
    """How many cards somebody usually opens in an hour in which they open any; 0 for a newcomer."""
    return median(hours) if hours else 0.0


def is_unusual(opened: int, hours: Sequence[int]) -> bool:
    """Whether so many cards within an hour are worth an alarm, after these hours in which any were opened."""
    return opened > MANY and opened > TIMES * usual(hours)
