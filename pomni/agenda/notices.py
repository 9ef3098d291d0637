"""What colleagues are told of tasks, promises and meetings. A notice never says what about: its reader may reach less."""

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


class TaskDeclined(
    Kind, says=_("%(by)s declined a task that you had given them."), icon="list-todo", tone="warning"
):
    """To whoever gave it: the task is theirs again, with the reason on its page. Fact: `by`."""


class TaskFell(
    Kind, says=_("%(by)s declined a task. It is yours to do now."), icon="list-todo", tone="warning"
):
    """To whoever has it because whoever gave it is not here, or not known any more; the reason is on its page. Fact: `by`."""


class TasksOverdueAtTeam(
    Kind,
    says=_("Tasks of your team that have been overdue for more than %(days)s days: %(count)s."),
    icon="clock-alert",
    tone="warning",
):
    """To whoever leads, on a day when one more has been overdue for so long. Facts: `count`, `days`."""


class PromiseGiven(Kind, says=_("%(by)s asks you to see to a promise. Until: %(due)s."), icon="hand"):
    """To whoever is to see to it. Facts: `by`, and `due` as an ISO day or ""."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it."""
        return TaskGiven.words(facts)


class PromisesOverdue(
    Kind,
    says=_("Promises that are overdue now and are yours to see to: %(count)s."),
    icon="clock-alert",
    tone="warning",
):
    """To whoever sees to them, on a day when one more became overdue. Fact: `count`, of all that are."""


class PromisesOverdueAtTeam(
    Kind,
    says=_("Promises of your team that have been overdue for more than %(days)s days: %(count)s."),
    icon="clock-alert",
    tone="warning",
):
    """To whoever leads, on a day when one more has been overdue for so long. Facts: `count`, `days`."""


class _OfMeeting:
    """A notice that tells of a meeting's hour. Facts: mostly `by`, `day` as an ISO day, `at` as 09:30, there where it is."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it."""
        return facts | {"day": written(date.fromisoformat(facts["day"]))}


class MeetingPlanned(
    _OfMeeting, Kind, says=_("%(by)s invites you to a meeting: %(day)s, %(at)s."), icon="calendar-days"
):
    """To whoever is invited, or is to hold it."""


class MeetingMoved(
    _OfMeeting,
    Kind,
    says=_("%(by)s changed when a meeting of yours takes place. It is now: %(day)s, %(at)s."),
    icon="calendar-days",
    tone="warning",
):
    """To whoever is invited, or holds it."""


class MeetingCancelled(
    _OfMeeting,
    Kind,
    says=_("%(by)s cancelled a meeting of yours: %(day)s, %(at)s."),
    icon="calendar-days",
    tone="warning",
):
    """To whoever is invited, or was to hold it."""


class MeetingWithoutYou(
    _OfMeeting,
    Kind,
    says=_("%(by)s took you off a meeting; you need not come: %(day)s, %(at)s."),
    icon="calendar-days",
    tone="warning",
):
    """To whoever was invited, or was to hold it, and is not any more. The hour is the one that they know."""


class MeetingErased(
    _OfMeeting,
    Kind,
    says=_("A meeting of yours does not take place, for its {client's} data were erased: %(day)s, %(at)s."),
    icon="calendar-days",
    tone="warning",
):
    """To whoever is invited, or was to hold it. Facts: `day` as an ISO day, `at` as 09:30."""


class MeetingDeclined(
    _OfMeeting,
    Kind,
    says=_("%(by)s does not come to a meeting of yours: %(day)s, %(at)s."),
    icon="calendar-days",
    tone="warning",
):
    """To whoever holds it."""


class MeetingAnswered(
    _OfMeeting,
    Kind,
    says=_("%(by)s comes to a meeting of yours after all: %(day)s, %(at)s."),
    icon="calendar-days",
):
    """To whoever holds it."""


class _Reminds:
    """A notice ahead of something. Facts: `day` as an ISO day, `at` as 09:30 or ""."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The day as the reader writes it, and the hour where there is one."""
        day = written(date.fromisoformat(facts["day"]))
        return facts | {"when": f"{day}, {facts['at']}" if facts["at"] else day}


class MeetingAhead(_Reminds, Kind, says=_("A meeting of yours begins soon: %(when)s."), icon="calendar-days"):
    """To whoever comes, as long before it as they want."""


class TaskAhead(
    _Reminds, Kind, says=_("You wanted to be reminded of a task. Until: %(when)s."), icon="list-todo"
):
    """To whoever asked for it."""


class PromiseAhead(
    _Reminds, Kind, says=_("You wanted to be reminded of a promise. Until: %(when)s."), icon="hand"
):
    """To whoever asked for it."""


REMINDERS: dict[str, type[Kind]] = {"meeting": MeetingAhead, "task": TaskAhead, "promise": PromiseAhead}
