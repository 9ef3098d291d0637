"""What the house does every morning: whoever sees to an overdue promise is told; of what stays so, whoever leads them."""

from collections import defaultdict
from datetime import timedelta
from functools import partial
from typing import Any

from django.urls import reverse

from pomni.agenda.models import Promise, Risen, Task
from pomni.agenda.notices import PromisesOverdue, PromisesOverdueAtTeam, TasksOverdueAtTeam
from pomni.agenda.reminding import noun_of
from pomni.agenda.settings import rises_after
from pomni.jobs.declare import daily
from pomni.kit.clock import today
from pomni.kit.pace import in_strokes
from pomni.team.models import User
from pomni.team.notices import Kind, notify
from pomni.team.queries import directors

Overdue = dict[User, list[Any]]  # by whoever is to know


@daily(at="06:30")
def tell_overdue() -> None:
    """One line to each on a day when something more is overdue; nothing where nothing is new since the last one."""
    _let_go()
    for user, found in _by_responsible().items():
        _tell(user, found, PromisesOverdue, reverse("agenda:promises"))
    days = rises_after()
    for user, found in _by_lead(Promise, days).items():
        _tell(user, found, PromisesOverdueAtTeam, reverse("agenda:overdue_promises"), days=days)
    for user, found in _by_lead(Task, days).items():
        _tell(user, found, TasksOverdueAtTeam, reverse("agenda:all_tasks"), days=days)


def _tell(user: User, found: list[Any], kind: type[Kind], page: str, **facts: Any) -> None:
    """Told first, noted then: whoever is cut off between the two tells the same line again, which is told once a day."""
    noun, as_lead = noun_of(found[0]), bool(facts)
    known = Risen.objects.filter(user=user, as_lead=as_lead).values_list(f"{noun}_id", flat=True)
    new = {one.pk for one in found}.difference(known)
    if not new:
        return
    notify([user], kind, dedupe=f"{kind.name}:{today()}", url=page, count=len(found), **facts)
    rows = [Risen(user=user, as_lead=as_lead, **{f"{noun}_id": pk}) for pk in sorted(new)]
    in_strokes(rows, partial(Risen.objects.bulk_create, ignore_conflicts=True))


def _let_go() -> None:
    """What is closed by now, or has another day, may become overdue anew."""
    for model in (Promise, Task):
        noun = noun_of(model())
        gone = Risen.objects.exclude(**{noun: None}).exclude(
            **{f"{noun}__in": _overdue(model, 0).values("pk")}
        )
        in_strokes(
            list(gone.values_list("pk", flat=True)), lambda pks: Risen.objects.filter(pk__in=pks).delete()[0]
        )


def _by_responsible() -> Overdue:
    found: Overdue = defaultdict(list)
    for one in _overdue(Promise, 0).exclude(responsible=None):
        found[one.responsible].append(one)
    return found


def _by_lead(model: type[Promise] | type[Task], days: int) -> Overdue:
    """By whoever is to know: who leads the team of the responsible colleague; the directors where nobody does.

    Whoever leads and reaches but their own records is told, and cannot look: then the directors are told as well.
    """
    above, found = list(directors()), defaultdict(list)
    for one in _overdue(model, days):
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


def _overdue(model: type[Promise] | type[Task], days: int) -> Any:
    found = model.objects.open().filter(due_on__lt=today() - timedelta(days=days)).order_by()
    return found.select_related("responsible__team__lead")
