"""What the desk is told of online booking."""

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from pomni.team.notices import Kind


class _WithDay:
    """A notice that names a day: as the reader writes days."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts, the day in the reader's language."""
        return facts | {"day": formats.date_format(date.fromisoformat(facts["day"]), "j E")}


class BookedOnline(_WithDay, Kind, says=_("Booked online: %(what)s, %(day)s, %(time)s."), icon="globe"):
    """To the desk and to whoever performs it. Facts: `what` services, `day`, `time`."""


class MovedOnline(
    _WithDay, Kind, says=_("A {client} moved a visit online: %(what)s, now %(day)s, %(time)s."), icon="globe"
):
    """Likewise."""


class CancelledOnline(
    _WithDay,
    Kind,
    says=_("A {client} cancelled a visit online: %(what)s, %(day)s, %(time)s."),
    icon="globe",
    tone="warning",
):
    """Likewise."""
