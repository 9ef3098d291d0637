"""What colleagues are told of the schedule. A notice never says of whom: its reader may reach less."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from pomni.team.notices import Kind
from pomni.ui.widgets import written


class TimeHeld(
    Kind,
    says=_("A time became free for somebody on the waiting list: %(day)s, %(at)s."),
    icon="clock",
    tone="success",
):
    """To whoever put them on the list. Facts: `day` as an ISO day, `at`."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it."""
        return facts | {"day": written(date.fromisoformat(facts["day"]))}
