"""What can be done with the schedule."""

from pomni.schedule.commands.absences import (
    add_absence,
    approve_absence,
    ask_absence,
    decline_absence,
    withdraw_absence,
)
from pomni.schedule.commands.clocking import (
    add_clocked,
    clock_in,
    clock_out,
    correct_clocked,
    drop_clocked,
)
from pomni.schedule.commands.completing import Next, Promised, complete_visit, reopen_visit
from pomni.schedule.commands.finishing import finish_visit, resume_visit
from pomni.schedule.commands.groups import enrol, mark_seat, set_seats
from pomni.schedule.commands.handing import hand_over_visits
from pomni.schedule.commands.importing import take_back_visits, take_visits
from pomni.schedule.commands.own import book_own, cancel_own, move_own
from pomni.schedule.commands.saved import change_view, delete_view, save_view
from pomni.schedule.commands.series import book_series, cancel_series, move_series
from pomni.schedule.commands.shifts import acknowledge_hours, publish_hours, remind_of_hours
from pomni.schedule.commands.staffing import add_minimum, drop_minimum, edit_minimum
from pomni.schedule.commands.terms import add_closure, drop_closure, set_terms
from pomni.schedule.commands.things import add_thing, edit_thing, set_needs
from pomni.schedule.commands.visits import (
    book_visit,
    cancel_visit,
    edit_visit,
    miss_visit,
    move_visit,
    set_status,
    stretch_visit,
)
from pomni.schedule.commands.waiting import accept_offer, add_waiting, decline_offer, drop_waiting, offer_time
from pomni.schedule.commands.working import end_pattern, plan_days, set_days, set_pattern
from pomni.schedule.laying import Busy, Wanted

__all__ = [
    "Busy",
    "Next",
    "Promised",
    "Wanted",
    "accept_offer",
    "acknowledge_hours",
    "add_absence",
    "add_clocked",
    "add_closure",
    "add_minimum",
    "add_thing",
    "add_waiting",
    "approve_absence",
    "ask_absence",
    "book_own",
    "book_series",
    "book_visit",
    "cancel_own",
    "cancel_series",
    "cancel_visit",
    "change_view",
    "clock_in",
    "clock_out",
    "complete_visit",
    "correct_clocked",
    "decline_absence",
    "decline_offer",
    "delete_view",
    "drop_clocked",
    "drop_closure",
    "drop_minimum",
    "drop_waiting",
    "edit_minimum",
    "edit_thing",
    "edit_visit",
    "end_pattern",
    "enrol",
    "finish_visit",
    "hand_over_visits",
    "mark_seat",
    "miss_visit",
    "move_own",
    "move_series",
    "move_visit",
    "offer_time",
    "plan_days",
    "publish_hours",
    "remind_of_hours",
    "reopen_visit",
    "resume_visit",
    "save_view",
    "set_days",
    "set_needs",
    "set_pattern",
    "set_seats",
    "set_status",
    "set_terms",
    "stretch_visit",
    "take_back_visits",
    "take_visits",
    "withdraw_absence",
]
