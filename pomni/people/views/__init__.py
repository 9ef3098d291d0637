"""The pages about clients."""

from pomni.people.views.card import client, compose, place, timeline
from pomni.people.views.chosen import (
    archive_chosen,
    give_back_chosen,
    hand_over_chosen,
    restore_chosen,
    tag_chosen,
    untag_chosen,
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
from pomni.people.views.listing import client_filters, clients
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
    "add_interaction",
    "add_note",
    "archive_chosen",
    "archive_client",
    "client",
    "client_filters",
    "clients",
    "compose",
    "edit_client",
    "edit_fact",
    "edit_interaction",
    "edit_note",
    "forget_client",
    "give_back_chosen",
    "hand_over_chosen",
    "organisations",
    "place",
    "restore_chosen",
    "restore_client",
    "restore_interaction",
    "restore_note",
    "tag_chosen",
    "timeline",
    "untag_chosen",
    "withdraw_interaction",
    "withdraw_note",
]
