"""The pages about clients."""

from pomni.people.views.brief import brief
from pomni.people.views.bulk import (
    bulk_change,
    change_all,
    start_bulk_change,
    stop_bulk_change,
    undo_bulk_change,
)
from pomni.people.views.card import client, compose, place
from pomni.people.views.chosen import (
    archive_chosen,
    give_back_chosen,
    hand_over_chosen,
    restore_chosen,
    tag_chosen,
    untag_chosen,
)
from pomni.people.views.details import add_detail, edit_detail, restore_detail, withdraw_detail
from pomni.people.views.disclosing import disclose_client
from pomni.people.views.duplicates import (
    duplicates,
    find_double,
    likely,
    likely_of,
    look_again,
    merge,
    put_off_pair,
    tell_apart,
    unmerge,
)
from pomni.people.views.editing import (
    add_client,
    archive_client,
    edit_client,
    edit_fact,
    forget_client,
    organisations,
    restore_client,
)
from pomni.people.views.figures import figures, figures_of_month
from pomni.people.views.keeping import to_erase
from pomni.people.views.listing import client_filters, clients
from pomni.people.views.own import fill_own_fields
from pomni.people.views.segments import (
    archive_segment,
    make_segment,
    restore_segment,
    segment,
    segments,
)
from pomni.people.views.stream import pin_moment, timeline, unpin_moment
from pomni.people.views.writing import (
    add_interaction,
    add_note,
    edit_interaction,
    edit_note,
    restore_interaction,
    restore_note,
    withdraw_interaction,
    withdraw_note,
)

__all__ = [
    "add_client",
    "add_detail",
    "add_interaction",
    "add_note",
    "archive_chosen",
    "archive_client",
    "archive_segment",
    "brief",
    "bulk_change",
    "change_all",
    "client",
    "client_filters",
    "clients",
    "compose",
    "disclose_client",
    "duplicates",
    "edit_client",
    "edit_detail",
    "edit_fact",
    "edit_interaction",
    "edit_note",
    "figures",
    "figures_of_month",
    "fill_own_fields",
    "find_double",
    "forget_client",
    "give_back_chosen",
    "hand_over_chosen",
    "likely",
    "likely_of",
    "look_again",
    "make_segment",
    "merge",
    "organisations",
    "pin_moment",
    "place",
    "put_off_pair",
    "restore_chosen",
    "restore_client",
    "restore_detail",
    "restore_interaction",
    "restore_note",
    "restore_segment",
    "segment",
    "segments",
    "start_bulk_change",
    "stop_bulk_change",
    "tag_chosen",
    "tell_apart",
    "timeline",
    "to_erase",
    "undo_bulk_change",
    "unmerge",
    "unpin_moment",
    "untag_chosen",
    "withdraw_detail",
    "withdraw_interaction",
    "withdraw_note",
]
