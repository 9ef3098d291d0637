"""What the schedule tells."""

from pomni.schedule.queries.board import Block, Column, Day, board
from pomni.schedule.queries.free import Asked, Start, nearest, starts
from pomni.schedule.queries.performing import performers
from pomni.schedule.queries.things import kind_names, needs_of, thing, things
from pomni.schedule.queries.visits import (
    client_of,
    is_over,
    lines_of,
    open_visits_of,
    service_names,
    things_of,
    visit,
)
from pomni.schedule.queries.working import check_reach, hours_between, round_of

__all__ = [
    "Asked",
    "Block",
    "Column",
    "Day",
    "Start",
    "board",
    "check_reach",
    "client_of",
    "hours_between",
    "is_over",
    "kind_names",
    "lines_of",
    "nearest",
    "needs_of",
    "open_visits_of",
    "performers",
    "round_of",
    "service_names",
    "starts",
    "thing",
    "things",
    "things_of",
    "visit",
]
