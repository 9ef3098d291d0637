"""Every write about clients."""

from pomni.people.commands.archiving import archive_client, restore_client
from pomni.people.commands.chosen import (
    archive_chosen,
    hand_over_chosen,
    restore_chosen,
    tag_chosen,
    untag_chosen,
)
from pomni.people.commands.clients import add_client, edit_client, hand_over_clients
from pomni.people.commands.erasing import _erase, forget_client
from pomni.people.commands.figures import note_next_due
from pomni.people.commands.importing import let_go_of_tags, take_back_changes, take_back_clients, take_rows
from pomni.people.commands.ordering import put_names_in_order
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
    "NORMAL",
    "_erase",
    "_erase_written",
    "add_client",
    "add_interaction",
    "add_note",
    "archive_chosen",
    "archive_client",
    "edit_client",
    "edit_interaction",
    "edit_note",
    "forget_client",
    "hand_over_chosen",
    "hand_over_clients",
    "let_go_of_tags",
    "note_next_due",
    "put_names_in_order",
    "restore_chosen",
    "restore_client",
    "restore_interaction",
    "restore_note",
    "tag_chosen",
    "take_back_changes",
    "take_back_clients",
    "take_rows",
    "untag_chosen",
    "withdraw_interaction",
    "withdraw_note",
]
