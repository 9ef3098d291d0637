"""What colleagues are told of tasks. A notice never says what a task is about: its reader may reach less by then."""

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pomni.team.notices import Kind
from pomni.ui.widgets import written


class TaskGiven(Kind, says=_("%(by)s gave you a task. Until: %(due)s."), icon="list-todo"):
    """To whoever is to do it. Facts: `by`, and `due` as an ISO day or ""."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it."""
        due = facts["due"]
        return facts | {"due": written(date.fromisoformat(due)) if due else gettext("no date")}
