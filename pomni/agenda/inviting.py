"""Whom a program names: the colleagues who are invited to a meeting, the clients who come along, the place."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.models import Meeting
from pomni.kit.errors import Refused
from pomni.people.queries import clients
from pomni.team.models import User
from pomni.team.queries import locations


def invited(viewer: User, words: dict[str, Any]) -> dict[str, Any]:
    """The same words with records in the place of their uids. Raises Refused, with the field, where one is not there."""
    told = dict(words)
    for name, found in _known(viewer).items():
        if asked := told.get(name):
            told[name] = _all_of(found(), [asked] if isinstance(asked, UUID) else asked, name)
            if isinstance(asked, UUID):
                (told[name],) = told[name]
    return told


def _known(viewer: User) -> dict[str, Any]:
    return {
        "responsible": lambda: queries.owners(viewer, Meeting.see),
        "guests": lambda: queries.owners(viewer, Meeting.see),
        "further": lambda: clients(viewer),
        "location": locations,
    }


def _all_of(found: Any, uids: list[UUID], field: str) -> list[Any]:
    rows = {one.uid: one for one in found.filter(uid__in=uids)}
    if any(uid not in rows for uid in uids):
        sentence = _("Nothing within your reach has this identifier. Send another one, or leave it out.")
        raise Refused(sentence, field=field)
    return [rows[uid] for uid in dict.fromkeys(uids)]
