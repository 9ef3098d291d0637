"""What the schedule tells."""

from pomni.schedule.queries.board import Block, Column, Day, board
from pomni.schedule.queries.completing import Means, agreed, completion, completion_of, means_of, usual_prices
from pomni.schedule.queries.free import Asked, Start, nearest, starts
from pomni.schedule.queries.groups import roster, seat, seats_of
from pomni.schedule.queries.of_client import visits_of
from pomni.schedule.queries.paged import told_visits, visits_page
from pomni.schedule.queries.performing import likely, performers
from pomni.schedule.queries.series import series_preview, visits_of_series
from pomni.schedule.queries.terms import closure, closures, terms_of, warnings_of
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
from pomni.schedule.queries.working import check_reach, hours_between, round_of

__all__ = [
    "Asked",
    "Block",
    "Column",
    "Day",
    "Means",
    "Start",
    "agreed",
    "ahead",
    "best_for",
    "board",
    "check_reach",
    "client_of",
    "closure",
    "closures",
    "completion",
    "completion_of",
    "hours_between",
    "is_over",
    "kind_names",
    "likely",
    "lines_of",
    "means_of",
    "nearest",
    "needs_of",
    "offer",
    "offer_by_uid",
    "open_offers",
    "open_visits_of",
    "performed_by",
    "performers",
    "roster",
    "round_of",
    "seat",
    "seats_of",
    "series_preview",
    "service_names",
    "starts",
    "terms_of",
    "thing",
    "things",
    "things_of",
    "told_visits",
    "usual_prices",
    "visit",
    "visits_by_key",
    "visits_of",
    "visits_of_series",
    "visits_page",
    "waiting",
    "waiting_list",
    "warnings_of",
]
