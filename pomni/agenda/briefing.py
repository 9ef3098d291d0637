"""What is open with a client, for whoever is about to talk to them."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.events.promises import SORTS
from pomni.kit.addresses import address
from pomni.kit.module import BriefLine


def open_ones(viewer: Any, client: Any) -> list[BriefLine]:
    """Tasks, promises and meetings that are open, overdue ones first; each with what it is and who is to do it."""
    return [
        BriefLine(
            row.title,
            " · ".join(filter(None, (_sort(row), row.responsible))),
            row.due_on,
            address(f"agenda:{row.noun}", row.uid),
            row.is_late,
        )
        for row in queries.client_rows(viewer, client)
    ]


def _sort(row: queries.Row) -> str:
    return _("Meeting") if row.noun == "meeting" else str(SORTS.get(row.sort, ""))
