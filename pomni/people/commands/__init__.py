"""Every write about clients."""

from pomni.people.commands.archiving import archive_client, restore_client
from pomni.people.commands.bulk import (
    ask_bulk_change,
    change_stroke,
    finish_bulk_change,
    finish_undo_of_bulk,
    halt_bulk_change,
    let_go_of_bulk,
    start_bulk_change,
    stop_bulk_change,
    undo_bulk_change,
    undo_stroke,
)
from pomni.people.commands.chosen import (
    archive_chosen,
    hand_over_chosen,
    restore_chosen,
    tag_chosen,
    untag_chosen,
)
from pomni.people.commands.clients import add_client, edit_client, hand_over_clients
from pomni.people.commands.comparing import (
    EVERYBODY,
    ask_after,
    be_done_comparing,
    compare_later,
    note_pairs,
)
from pomni.people.commands.consenting import tell_consent
from pomni.people.commands.dates import add_date, edit_date, restore_date, withdraw_date
from pomni.people.commands.disclosing import disclose_client
from pomni.people.commands.erasing import _erase, forget_client
from pomni.people.commands.figures import Ahead, Standing, note_next_due, note_standing
from pomni.people.commands.importing import (
    bring_forward,
    let_go_of_tags,
    take_back_changes,
    take_back_clients,
    take_rows,
)
from pomni.people.commands.merging import (
    look_again,
    merge_clients,
    put_off_pair,
    tell_apart,
    unmerge_clients,
)
from pomni.people.commands.ordering import put_names_in_order
from pomni.people.commands.own import fill_own_fields
from pomni.people.commands.peculiarities import (
    add_peculiarity,
    edit_peculiarity,
    restore_peculiarity,
    withdraw_peculiarity,
)
from pomni.people.commands.pins import pin_moment, unpin_moment
from pomni.people.commands.segments import (
    archive_segment,
    change_segment,
    make_segment,
    restore_segment,
)
from pomni.people.commands.ties import add_tie, edit_tie, restore_tie, withdraw_tie
from pomni.people.commands.touching import Touched, drop_touches, note_touch, note_touches
from pomni.people.commands.visited import Visited, note_visits
from pomni.people.commands.writing import (
    _erase_written,
    add_interaction,
    add_note,
    edit_interaction,
    edit_note,
    restore_interaction,
    restore_note,
    withdraw_interaction,
    withdraw_note,
)
from pomni.people.points import NORMAL

__all__ = [
    "EVERYBODY",
    "NORMAL",
    "Ahead",
    "Standing",
    "Touched",
    "Visited",
    "_erase",
    "_erase_written",
    "add_client",
    "add_date",
    "add_interaction",
    "add_note",
    "add_peculiarity",
    "add_tie",
    "archive_chosen",
    "archive_client",
    "archive_segment",
    "ask_after",
    "ask_bulk_change",
    "be_done_comparing",
    "bring_forward",
    "change_segment",
    "change_stroke",
    "compare_later",
    "disclose_client",
    "drop_touches",
    "edit_client",
    "edit_date",
    "edit_interaction",
    "edit_note",
    "edit_peculiarity",
    "edit_tie",
    "fill_own_fields",
    "finish_bulk_change",
    "finish_undo_of_bulk",
    "forget_client",
    "halt_bulk_change",
    "hand_over_chosen",
    "hand_over_clients",
    "let_go_of_bulk",
    "let_go_of_tags",
    "look_again",
    "make_segment",
    "merge_clients",
    "note_next_due",
    "note_pairs",
    "note_standing",
    "note_touch",
    "note_touches",
    "note_visits",
    "pin_moment",
    "put_names_in_order",
    "put_off_pair",
    "restore_chosen",
    "restore_client",
    "restore_date",
    "restore_interaction",
    "restore_note",
    "restore_peculiarity",
    "restore_segment",
    "restore_tie",
    "start_bulk_change",
    "stop_bulk_change",
    "tag_chosen",
    "take_back_changes",
    "take_back_clients",
    "take_rows",
    "tell_apart",
    "tell_consent",
    "undo_bulk_change",
    "undo_stroke",
    "unmerge_clients",
    "unpin_moment",
    "untag_chosen",
    "withdraw_date",
    "withdraw_interaction",
    "withdraw_note",
    "withdraw_peculiarity",
    "withdraw_tie",
]
