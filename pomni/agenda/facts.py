"""What may be asked of clients about what is to be done for them. What the viewer does not reach is not counted."""

from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pomni.agenda.models import Meeting, Promise, Task
from pomni.facts.queries import Asker, Choices, Column, Fact, Kind, Records
from pomni.kit import clock
from pomni.kit.module import offered
from pomni.team.queries import all_locations

AHEAD = _("What is to be done")


@cache
def of_clients() -> tuple[Fact, ...]:
    """All that this module offers."""
    due = tuple(figure.capability for figure in offered("figures") if figure.name == "due")
    return (
        _count("agenda.open_tasks", _("Open tasks"), _open_tasks, Task.see),
        _count("agenda.overdue_tasks", _("Overdue tasks"), _overdue_tasks, Task.see),
        Fact(
            "agenda.next_due",
            _("Next task"),
            Kind.DATE,
            Column("figures__next_due_on"),
            AHEAD,
            needs=due,
            covers=True,
        ),
        Fact(
            "agenda.last_done",
            _("Last task finished"),
            Kind.INSTANT,
            Records(_done_tasks, value="done_at", pick="last"),
            AHEAD,
            needs=(Task.see,),
        ),
        _each("agenda.task_due", _("Due day of an open task"), Kind.DATE, _open_tasks, "due_on", Task.see),
        _each(
            "agenda.task_owner",
            _("Responsible for an open task"),
            Kind.PERSON,
            _open_tasks,
            "responsible",
            Task.see,
        ),
        *_of_promises(),
        *_of_meetings(),
    )


def _of_promises() -> list[Fact]:
    see = Promise.see
    return [
        _count("agenda.open_promises", _("Open promises"), _open_promises, see),
        _count("agenda.overdue_promises", _("Overdue promises"), _overdue_promises, see),
        _each(
            "agenda.promise_due", _("Due day of an open promise"), Kind.DATE, _open_promises, "due_on", see
        ),
        _each(
            "agenda.promise_kind",
            _("Kinds of open promises"),
            Kind.TAG,
            _open_promises,
            "kind",
            see,
            is_text=True,
            choices=Choices(Promise.Kind.choices),
        ),
        _each(
            "agenda.promise_owes",
            _("Who owes an open promise"),
            Kind.TAG,
            _open_promises,
            "owes",
            see,
            is_text=True,
            choices=Choices(Promise.Owes.choices),
        ),
        _each(
            "agenda.promise_owner",
            _("Responsible for an open promise"),
            Kind.PERSON,
            _open_promises,
            "responsible",
            see,
        ),
        _count("agenda.kept_promises", _("Kept promises"), partial(_closed, Promise.State.KEPT), see),
        _count("agenda.broken_promises", _("Broken promises"), partial(_closed, Promise.State.BROKEN), see),
    ]


def _of_meetings() -> list[Fact]:
    next_one = Records(_planned, value="starts_at", pick="first")
    return [
        Fact("agenda.next_meeting", _("Next meeting"), Kind.INSTANT, next_one, AHEAD, needs=(Meeting.see,)),
        _count("agenda.held_meetings", _("Meetings held"), _held, Meeting.see),
    ]


def _count(key: str, title: Any, rows: Any, capability: str) -> Fact:
    return Fact(key, title, Kind.COUNT, Records(rows, pick="count"), AHEAD, needs=(capability,))


def _each(
    key: str,
    title: Any,
    kind: Kind,
    rows: Any,
    value: str,
    capability: str,
    *,
    is_text: bool = False,
    choices: Choices | None = None,
) -> Fact:
    """A fact with as many values as there are records: it is asked whether any of them is so."""
    source = Records(rows, value=value, is_text=is_text)
    return Fact(key, title, kind, source, AHEAD, needs=(capability,), choices=choices)


def _open_tasks(asking: Asker) -> QuerySet[Task]:
    return Task.objects.visible_to(asking.viewer).filter(done_at=None, dropped_at=None)


def _done_tasks(asking: Asker) -> QuerySet[Task]:
    return Task.objects.visible_to(asking.viewer).filter(done_at__isnull=False)


def _overdue_tasks(asking: Asker) -> QuerySet[Task]:
    return _open_tasks(asking).filter(_is_over(asking))


def _open_promises(asking: Asker) -> QuerySet[Promise]:
    return Promise.objects.visible_to(asking.viewer).filter(state=Promise.State.OPEN)


def _closed(state: str, asking: Asker) -> QuerySet[Promise]:
    return Promise.objects.visible_to(asking.viewer).filter(state=state)


def _planned(asking: Asker) -> QuerySet[Meeting]:
    found = Meeting.objects.visible_to(asking.viewer).filter(held_at=None, cancelled_at=None)
    return found.filter(starts_at__gte=clock.now())


def _held(asking: Asker) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(asking.viewer).filter(held_at__isnull=False)


def _overdue_promises(asking: Asker) -> QuerySet[Promise]:
    return _open_promises(asking).filter(_is_over(asking))


def _is_over(asking: Asker) -> Q:
    """The day is over where the client is (docs/decisions/0034): asked zone by zone where it is another day there."""
    here = timezone.localtime(clock.now(), asking.zone).date()
    apart = {one.zone: clock.today(ZoneInfo(one.zone)) - here for one in all_locations()}
    found = Q(due_on__lt=asking.today)
    elsewhere = {zone: days for zone, days in apart.items() if days}
    if not elsewhere:
        return found
    found &= ~Q(client__location__zone__in=elsewhere)
    for zone, days in elsewhere.items():
        found |= Q(client__location__zone=zone, due_on__lt=asking.today + days)
    return found
