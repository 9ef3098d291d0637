"""What the pages of tasks, promises and meetings tell of one's own reminders."""

from typing import Any

from pomni.agenda import queries
from pomni.agenda.forms.reminders import ReminderForm, told_before


def reminders_told(request: Any, record: Any, noun: str, *, is_open: bool) -> dict[str, Any]:
    """One's reminders of it, each in words, and the form for one more; nothing of what is closed."""
    if not is_open:
        return {}
    found = [(one, told_before(one.before)) for one in queries.reminders_about(request.user, record)]
    return {"reminders": found, "reminder_form": ReminderForm(), "noun": noun, "record": record}
