"""The tables of the schedule."""

from pomni.schedule.models.clocking import Clocked
from pomni.schedule.models.completing import Completion
from pomni.schedule.models.groups import Group, Seat
from pomni.schedule.models.outside import OutsideVisit
from pomni.schedule.models.saved import SavedView
from pomni.schedule.models.series import Series
from pomni.schedule.models.shifts import Shift
from pomni.schedule.models.staffing import Minimum
from pomni.schedule.models.terms import Closure, Terms
from pomni.schedule.models.things import Kind, Need, Thing
from pomni.schedule.models.visits import Line, Taken, Visit
from pomni.schedule.models.waiting import Offer, Waiting
from pomni.schedule.models.working import Absence, Pattern, WorkDay

__all__ = [
    "Absence",
    "Clocked",
    "Closure",
    "Completion",
    "Group",
    "Kind",
    "Line",
    "Minimum",
    "Need",
    "Offer",
    "OutsideVisit",
    "Pattern",
    "SavedView",
    "Seat",
    "Series",
    "Shift",
    "Taken",
    "Terms",
    "Thing",
    "Visit",
    "Waiting",
    "WorkDay",
]
