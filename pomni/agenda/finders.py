"""What the palette finds here."""

from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.models import Meeting, Promise, Task
from pomni.kit.addresses import address
from pomni.kit.module import Found
from pomni.team.models import User
from pomni.ui.widgets import written

ICONS = {"task": "list-todo", "promise": "hand", "meeting": "calendar-days"}


def to_do(viewer: User, words: list[str]) -> list[Found]:
    """Tasks, promises and meetings by their words; each with its client, where the viewer may know them, or its day."""
    if not any(viewer.may(model.see) for model in (Task, Promise, Meeting)):
        return []
    return [
        Found(
            row.title,
            address(f"agenda:{row.noun}", row.uid),
            _icon(row),
            _note(row),
            alert=row.client.warning if row.client else "",
        )
        for row in queries.rows_answering(viewer, words)
    ]


def _icon(row: queries.Row) -> str:
    if row.done_at:
        return "circle-check"
    return ICONS[row.noun]


def _note(row: queries.Row) -> str:
    if row.client:
        return row.client.name
    if row.done_at:
        return _("done")
    return written(row.due_on) if row.due_on else ""
