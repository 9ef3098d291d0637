"""What the schedule tells."""

from pomni.schedule.queries.free import Asked, Start, starts
from pomni.schedule.queries.working import hours_between

__all__ = ["Asked", "Start", "hours_between", "starts"]
