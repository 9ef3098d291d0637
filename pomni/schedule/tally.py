"""What was worked against what was planned. Pure: stretches of instants, and minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Tally:
    """Minutes of a day, or of many: planned, worked, begun late, gone early, worked beyond the plan."""

    planned: int = 0
    worked: int = 0
    late: int = 0
    early: int = 0
    over: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.planned + other.planned,
            self.worked + other.worked,
            self.late + other.late,
            self.early + other.early,
            self.over + other.over,
        )


def tally(planned: Sequence[Stretch], worked: Sequence[Stretch], *, is_open: bool = False) -> Tally:
    """One day. Where nobody came nothing is late; while somebody is clocked in (`is_open`) nobody has gone early."""
    plan, done = _minutes(planned), _minutes(worked)
    if not planned or not worked:
        return Tally(plan, done, over=max(0, done - plan))
    late = _between(min(begins for begins, _ends in planned), min(begins for begins, _ends in worked))
    early = _between(max(ends for _begins, ends in worked), max(ends for _begins, ends in planned))
    return Tally(plan, done, late, 0 if is_open else early, max(0, done - plan))


def _minutes(stretches: Iterable[Stretch]) -> int:
    return sum(_between(begins, ends) for begins, ends in stretches)


def _between(one: datetime, other: datetime) -> int:
    """In whole minutes, as the clock shows them."""
    shown = [at.replace(second=0, microsecond=0) for at in (one, other)]
    return max(0, int((shown[1] - shown[0]).total_seconds()) // 60)
