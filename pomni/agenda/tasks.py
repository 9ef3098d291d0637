"""What the house does every morning: whoever sees to an overdue promise is told; of what stays so, whoever leads them.

It is the morning of the client's place (docs/decisions/0034): nobody hears of a day before it is over there.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from pomni.agenda.models import Promise, Risen, Task
from pomni.agenda.notices import PromisesOverdue, PromisesOverdueAtTeam, TasksOverdueAtTeam
from pomni.agenda.reminding import noun_of
from pomni.agenda.settings import rises_after
from pomni.jobs.declare import every
from pomni.jobs.queries import done_since
from pomni.jobs.rules import slot_of_day
from pomni.kit.clock import now
from pomni.kit.pace import in_strokes
from pomni.team import company
from pomni.team.models import User
from pomni.team.notices import Kind, notify
from pomni.team.queries import all_locations, directors

MORNING = time(6, 30)
Overdue = dict[User, list[Any]]  # by whoever is to know
Mornings = Mapping[str, datetime]  # by zone: when it last was morning there


@every(minutes=30)
def tell_overdue() -> None:
    """One line to each in a morning when something more is overdue; nothing where nothing is new since the last one.

    Where a worker rested over the morning of a place, it is made up for.
    """
    mornings, before = _mornings(), done_since(tell_overdue)
    if before and max(mornings.values()) <= before:
        return  # nowhere is it a new morning
    _let_go(mornings)
    for user, found in _by_responsible(mornings).items():
        _tell(user, found, PromisesOverdue, reverse("agenda:promises"))
    days = rises_after()
    for user, found in _by_lead(Promise, mornings, days).items():
        _tell(user, found, PromisesOverdueAtTeam, reverse("agenda:overdue_promises"), days=days)
    for user, found in _by_lead(Task, mornings, days).items():
        _tell(user, found, TasksOverdueAtTeam, reverse("agenda:all_tasks"), days=days)


def _mornings() -> dict[str, datetime]:
    """When it last was morning in each zone of the company."""
    zones = {company.current().zone, *all_locations().order_by().values_list("zone", flat=True)}
    return {zone: slot_of_day(now(), MORNING, ZoneInfo(zone)) for zone in sorted(zones)}


def _tell(user: User, found: list[Any], kind: type[Kind], page: str, **facts: Any) -> None:
    """Told first, noted then, the smallest key last: whoever is cut off tells the same occasion again, which is told once."""
    noun, as_lead = noun_of(found[0]), bool(facts)
    known = Risen.objects.filter(user=user, as_lead=as_lead).values_list(f"{noun}_id", flat=True)
    new = {one.pk for one in found}.difference(known)
    if not new:
        return
    occasion = f"{kind.name}:{now():%Y-%m-%d}:{min(new)}"
    notify([user], kind, dedupe=occasion, url=page, count=len(found), **facts)
    rows = [Risen(user=user, as_lead=as_lead, **{f"{noun}_id": pk}) for pk in sorted(new, reverse=True)]
    in_strokes(rows, partial(Risen.objects.bulk_create, ignore_conflicts=True))


def _let_go(mornings: Mornings) -> None:
    """What is closed by now, or has another day, may become overdue anew."""
    for model in (Promise, Task):
        noun = noun_of(model())
        gone = Risen.objects.exclude(**{noun: None}).exclude(
            **{f"{noun}__in": _overdue(model, mornings).values("pk")}
        )
        in_strokes(
            list(gone.values_list("pk", flat=True)), lambda pks: Risen.objects.filter(pk__in=pks).delete()[0]
        )


def _by_responsible(mornings: Mornings) -> Overdue:
    found: Overdue = defaultdict(list)
    for one in _overdue(Promise, mornings).exclude(responsible=None):
        found[one.responsible].append(one)
    return found


def _by_lead(model: type[Promise] | type[Task], mornings: Mornings, days: int) -> Overdue:
    """By whoever is to know: who leads the team of the responsible colleague; the directors where nobody does.

    Whoever leads and reaches but their own records is told, and cannot look: then the directors are told as well.
    """
    above, found = list(directors()), defaultdict(list)
    for one in _overdue(model, mornings, days):
        lead = one.responsible.team.lead if one.responsible and one.responsible.team else None
        watching = [lead] if lead and lead.is_active and lead != one.responsible else []
        if not any(_sees_others(user, model.see) for user in watching):
            watching += above
        for user in dict.fromkeys(watching):
            if user != one.responsible and user.may(model.see):
                found[user].append(one)
    return found


def _sees_others(lead: User, see: str) -> bool:
    """Whether whoever leads a team reaches more than what is their own."""
    reach = lead.reach(see)
    return bool(reach.all or reach.team or reach.locations)


def _overdue(model: type[Promise] | type[Task], mornings: Mornings, days: int = 0) -> Any:
    """Those whose day was over in the last morning of their client's place, for more than so many days."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for zone, at in mornings.items():
        by_day[at.astimezone(ZoneInfo(zone)).date() - timedelta(days=days)].append(zone)
    over = Q(pk=None)
    for day, zones in by_day.items():
        there = Q(client__location__zone__in=zones)
        if company.current().zone in zones:
            there |= Q(client__location=None)
        over |= Q(due_on__lt=day) & there
    found = model.objects.open().filter(over, due_on__lt=max(by_day)).order_by()  # along the index
    return found.select_related("responsible__team__lead")
