"""What can be done with the schedule."""

from pomni.schedule.commands.completing import Next, Promised, complete_visit, reopen_visit
from pomni.schedule.commands.groups import enrol, mark_seat, set_seats
from pomni.schedule.commands.handing import hand_over_visits
from pomni.schedule.commands.series import book_series, cancel_series, move_series
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
from pomni.schedule.commands.working import end_pattern, set_days, set_pattern
from pomni.schedule.laying import Busy, Wanted

__all__ = [
    "Busy",
    "Next",
    "Promised",
    "Wanted",
    "accept_offer",
    "add_closure",
    "add_thing",
    "add_waiting",
    "book_series",
    "book_visit",
    "cancel_series",
    "cancel_visit",
    "complete_visit",
    "decline_offer",
    "drop_closure",
    "drop_waiting",
    "edit_thing",
    "edit_visit",
    "end_pattern",
    "enrol",
    "hand_over_visits",
    "mark_seat",
    "miss_visit",
    "move_series",
    "move_visit",
    "offer_time",
    "reopen_visit",
    "set_days",
    "set_needs",
    "set_pattern",
    "set_seats",
    "set_status",
    "set_terms",
    "stretch_visit",
]
