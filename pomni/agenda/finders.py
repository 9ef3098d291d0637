"""What the palette finds here."""

from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.kit.addresses import address
from pomni.kit.module import Found
from pomni.team.models import User
from pomni.ui.widgets import written


def tasks(viewer: User, words: list[str]) -> list[Found]:
    """Tasks by words of what is to be done; each with its client, where the viewer may know them, or its day."""
    return [
        Found(row.title, address("agenda:task", row.uid), _icon(row), _note(row))
        for row in queries.tasks_answering(viewer, words)
    ]


def _icon(row: queries.Row) -> str:
    return "circle-check" if row.done_at else "list-todo"


def _note(row: queries.Row) -> str:
    if row.client:
        return row.client.name
    if row.done_at:
        return _("done")
    return written(row.due_on) if row.due_on else ""
