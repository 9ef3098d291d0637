"""Reading about clients. The first argument is whoever reads."""

from pomni.people.queries.answering import Hit, clients_answering
from pomni.people.queries.beside import COLUMNS, Beside, beside, client_of, name_in_order
from pomni.people.queries.bulk import old_bulk_changes
from pomni.people.queries.card import card_of
from pomni.people.queries.chosen import client_chosen_by
from pomni.people.queries.clients import (
    Row,
    answered_for_by,
    called,
    client,
    client_page,
    client_rows,
    clients,
    clients_by_id,
    expected,
    facts,
    out_of_reach,
    phones_of,
    timeline,
)
from pomni.people.queries.coming import visits_begun
from pomni.people.queries.consents import consents_of, marketing_stands, may_be_written_to, stands_of_many
from pomni.people.queries.duplicates import clients_now, names_within_reach, once_others, who_they_are_now
from pomni.people.queries.figured import owing
from pomni.people.queries.glance import Glance, at_a_glance
from pomni.people.queries.known import KnownOf, known_of
from pomni.people.queries.known_as import KnownAs
from pomni.people.queries.lately import (
    Lately,
    Newcomer,
    Seen,
    ToFinish,
    Unplanned,
    lately,
    seen_lately,
    unplanned,
)
from pomni.people.queries.moments import (
    Timeline,
    is_readable,
    line_of,
    pinned_lines,
    timeline_grown,
    timeline_page,
    timeline_part,
)
from pomni.people.queries.picked import Picked, groups_for
from pomni.people.queries.reached import reached_by
from pomni.people.queries.record import (
    Near,
    Offered,
    Record,
    clients_called,
    clients_here,
    clients_of_parts,
    offered_again,
    organisation,
    organisations_answering,
    organisations_called,
    record_of,
    sharing,
)
from pomni.people.queries.search import clients_named
from pomni.people.queries.told_lines import Line, folded
from pomni.people.queries.writing import interaction, last_note, may_touch, note

__all__ = [
    "COLUMNS",
    "Beside",
    "Glance",
    "Hit",
    "KnownAs",
    "KnownOf",
    "Lately",
    "Line",
    "Near",
    "Newcomer",
    "Offered",
    "Picked",
    "Record",
    "Row",
    "Seen",
    "Timeline",
    "ToFinish",
    "Unplanned",
    "answered_for_by",
    "at_a_glance",
    "beside",
    "called",
    "card_of",
    "client",
    "client_chosen_by",
    "client_of",
    "client_page",
    "client_rows",
    "clients",
    "clients_answering",
    "clients_by_id",
    "clients_called",
    "clients_here",
    "clients_named",
    "clients_now",
    "clients_of_parts",
    "consents_of",
    "expected",
    "facts",
    "folded",
    "groups_for",
    "interaction",
    "is_readable",
    "known_of",
    "last_note",
    "lately",
    "line_of",
    "marketing_stands",
    "may_be_written_to",
    "may_touch",
    "name_in_order",
    "names_within_reach",
    "note",
    "offered_again",
    "old_bulk_changes",
    "once_others",
    "organisation",
    "organisations_answering",
    "organisations_called",
    "out_of_reach",
    "owing",
    "phones_of",
    "pinned_lines",
    "reached_by",
    "record_of",
    "seen_lately",
    "sharing",
    "stands_of_many",
    "timeline",
    "timeline_grown",
    "timeline_page",
    "timeline_part",
    "unplanned",
    "visits_begun",
    "who_they_are_now",
]
