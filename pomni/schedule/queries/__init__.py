"""What the schedule tells."""

from pomni.schedule.queries.absences import (
    absence,
    absence_rows,
    absences_between,
    answerers,
    may_answer,
    reached_colleagues,
    visits_hit,
)
from pomni.schedule.queries.board import Block, Column, Day, board
from pomni.schedule.queries.clocking import (
    SheetDay,
    clocked,
    open_clocked,
    sheet_of,
    sheets,
    sum_of,
    zone_of,
)
from pomni.schedule.queries.completing import (
    agreed,
    as_booked,
    completion,
    completion_of,
    last_completion,
    means_of,
)
from pomni.schedule.queries.free import Asked, Start, nearest, starts
from pomni.schedule.queries.groups import roster, seat, seats_of
from pomni.schedule.queries.missing import Missed, asks_prepayment, prepayment_of
from pomni.schedule.queries.of_client import visits_of
from pomni.schedule.queries.paged import told_visits, visits_page
from pomni.schedule.queries.past import DoneFor, clients_who_came, done_for, last_ahead
from pomni.schedule.queries.performing import likely, performers
from pomni.schedule.queries.rows import day_rows, in_time
from pomni.schedule.queries.series import series_preview, visits_of_series
from pomni.schedule.queries.terms import (
    closure,
    closures,
    desk_of,
    may_change_own,
    own_change_until,
    terms_of,
    warnings_of,
)
from pomni.schedule.queries.things import kind_names, needs_of, thing, things
from pomni.schedule.queries.visits import (
    ahead,
    client_of,
    is_over,
    lines_of,
    open_visits_of,
    performed_by,
    service_names,
    things_of,
    visit,
    visits_by_key,
)
from pomni.schedule.queries.waiting import best_for, offer, offer_by_uid, open_offers, waiting, waiting_list
from pomni.schedule.queries.week import week
from pomni.schedule.queries.working import (
    away_between,
    check_reach,
    holidays_between,
    hours_between,
    pattern_of,
    round_of,
)

__all__ = [
    "Asked",
    "Block",
    "Column",
    "Day",
    "DoneFor",
    "Missed",
    "SheetDay",
    "Start",
    "absence",
    "absence_rows",
    "absences_between",
    "agreed",
    "ahead",
    "answerers",
    "as_booked",
    "asks_prepayment",
    "away_between",
    "best_for",
    "board",
    "check_reach",
    "client_of",
    "clients_who_came",
    "clocked",
    "closure",
    "closures",
    "completion",
    "completion_of",
    "day_rows",
    "desk_of",
    "done_for",
    "holidays_between",
    "hours_between",
    "in_time",
    "is_over",
    "kind_names",
    "last_ahead",
    "last_completion",
    "likely",
    "lines_of",
    "may_answer",
    "may_change_own",
    "means_of",
    "nearest",
    "needs_of",
    "offer",
    "offer_by_uid",
    "open_clocked",
    "open_offers",
    "open_visits_of",
    "own_change_until",
    "pattern_of",
    "performed_by",
    "performers",
    "prepayment_of",
    "reached_colleagues",
    "roster",
    "round_of",
    "seat",
    "seats_of",
    "series_preview",
    "service_names",
    "sheet_of",
    "sheets",
    "starts",
    "sum_of",
    "terms_of",
    "thing",
    "things",
    "things_of",
    "told_visits",
    "visit",
    "visits_by_key",
    "visits_hit",
    "visits_of",
    "visits_of_series",
    "visits_page",
    "waiting",
    "waiting_list",
    "warnings_of",
    "week",
    "zone_of",
]
