"""What messages follow from: visits that are booked, moved, cancelled, brought further."""

from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.reminders.planning import plan_visit
from pomni.schedule.events import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitCompleted,
    VisitMissed,
    VisitMoved,
    VisitReopened,
)


@on(VisitBooked)
def plan_booked(moment: Moment) -> None:
    """Told that it is booked, and reminded of it."""
    plan_visit(moment.record_id, happened="booked")


@on(VisitMoved)
def plan_moved(moment: Moment) -> None:
    """Told that it is moved; reminded of the new time, and no longer of the old one."""
    plan_visit(moment.record_id, happened="moved")


@on(VisitCancelled)
def plan_cancelled(moment: Moment) -> None:
    """Told that it does not take place."""
    plan_visit(moment.record_id, happened="cancelled")


@on(VisitMissed)
def plan_missed(moment: Moment) -> None:
    """Nothing is told of what nobody came to."""
    plan_visit(moment.record_id)


@on(VisitCompleted)
def plan_completed(moment: Moment) -> None:
    """What is said after a visit."""
    plan_visit(moment.record_id)


@on(VisitReopened)
def plan_reopened(moment: Moment) -> None:
    """Nothing is said after a visit that is not over."""
    plan_visit(moment.record_id)


@on(VisitChanged)
def plan_changed(moment: Moment) -> None:
    """A visit that is confirmed, begun, or taken up again."""
    plan_visit(moment.record_id)
