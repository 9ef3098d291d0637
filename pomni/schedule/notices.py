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


class _OfDays:
    """A notice about days. Facts: `first` and `last` as ISO days; of an absence `by`, and `name` of whoever is away."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The days as the reader writes them."""
        return facts | {key: written(date.fromisoformat(facts[key])) for key in ("first", "last")}


class AbsenceAsked(
    _OfDays, Kind, says=_("%(name)s asks to be away: %(first)s – %(last)s."), icon="sun", tone="warning"
):
    """To whoever may approve it."""


class AbsenceAdded(
    _OfDays, Kind, says=_("%(by)s wrote down that you are away: %(first)s – %(last)s."), icon="sun"
):
    """To whoever is away."""


class AbsenceApproved(
    _OfDays,
    Kind,
    says=_("An absence is approved: %(name)s, %(first)s – %(last)s."),
    icon="sun",
    tone="success",
):
    """To whoever is away, and whoever asked for it."""


class AbsenceDeclined(
    _OfDays,
    Kind,
    says=_("An absence is declined: %(name)s, %(first)s – %(last)s. Its page says why."),
    icon="sun",
    tone="warning",
):
    """To whoever wanted to be away, and whoever asked for it."""


class AbsenceWithdrawn(
    _OfDays,
    Kind,
    says=_("An absence is withdrawn: %(name)s, %(first)s – %(last)s."),
    icon="sun",
    tone="warning",
):
    """To whoever may approve it, or, where it was not them, to whoever is not away after all."""


class VisitsHit(
    _OfDays,
    Kind,
    says=_("%(name)s is away %(first)s – %(last)s. Visits to be moved: %(count)s."),
    icon="calendar-clock",
    tone="warning",
):
    """To whoever may approve absences of theirs. Fact: `count` of the visits."""


class HoursPublished(
    _OfDays,
    Kind,
    says=_("Your working hours are published: %(place)s, %(first)s – %(last)s. Say that you have seen them."),
    icon="clock",
):
    """To whoever works there then. Fact beside the days: `place`."""


class HoursChanged(
    _OfDays,
    Kind,
    says=_("Your published hours have changed: %(place)s, %(first)s – %(last)s. Say that you have seen it."),
    icon="clock",
    tone="warning",
):
    """To whoever works there then. Fact beside the days: `place`."""


class HoursUnseen(
    Kind,
    says=_("Your published working hours wait for you: %(place)s. Say that you have seen them."),
    icon="clock",
    tone="warning",
):
    """To whoever has not seen theirs, where a planner reminds them. Fact: `place`."""


class _OfVisit:
    """A notice of a visit. Facts: `what` services, `day` as an ISO day, `time`."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it."""
        return facts | {"day": written(date.fromisoformat(facts["day"]))}


class BookedOnline(_OfVisit, Kind, says=_("Booked online: %(what)s, %(day)s, %(time)s."), icon="globe"):
    """To the desk, and to whoever performs it."""


class MovedByClient(
    _OfVisit,
    Kind,
    says=_("A {client} moved a visit by themselves: %(what)s, now %(day)s, %(time)s."),
    icon="calendar-clock",
):
    """Likewise."""


class CancelledByClient(
    _OfVisit,
    Kind,
    says=_("A {client} cancelled a visit by themselves: %(what)s, %(day)s, %(time)s."),
    icon="circle-x",
    tone="warning",
):
    """Likewise."""
