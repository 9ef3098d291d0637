"""What the schedule tells."""

from pomni.schedule.queries.board import Block, Column, Day, board
from pomni.schedule.queries.free import Asked, Start, starts
from pomni.schedule.queries.performing import performers
from pomni.schedule.queries.visits import is_over, lines_of, things_of, visit
from pomni.schedule.queries.working import hours_between

__all__ = [
    "Asked", "Block", "Column", "Day", "Start", "board", "hours_between", "is_over", "lines_of", "performers", "starts",
    "things_of", "visit",
]  # fmt: skip
