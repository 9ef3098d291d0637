"""The tables of the schedule."""

from pomni.schedule.models.things import Kind, Need, Thing
from pomni.schedule.models.visits import Line, Taken, Visit

__all__ = ["Kind", "Line", "Need", "Taken", "Thing", "Visit"]
