"""Visits go from a colleague who leaves to another one."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.schedule import events
from pomni.schedule.agreed import wanted_of
from pomni.schedule.commands.visits import CHANGE, _minutes
from pomni.schedule.laying import Laid, Wanted, end_of, lay_out
from pomni.schedule.models import Line, Visit
from pomni.schedule.queries import open_visits_of
from pomni.schedule.taking import let_go, take
from pomni.team.access import command
from pomni.team.models import User


@command(CHANGE)
def hand_over_visits(user: User | None, *, visits: Collection[int], to: User | None, by: User) -> int:
    """What the user was to perform in these visits to come is performed by `to`, or by nobody yet (None).

    Only what is within reach of `by` is handed over. A visit that `to` cannot take, being busy or not performing what is
    booked, stays as it is. Returns how many went over.
    """
    found = open_visits_of(by, user).filter(pk__in=visits).select_for_update(of=("self",))
    told = [
        _moved(visit, laid)
        for visit in found.select_related("location").order_by("pk")
        if (laid := _passed_on(visit, user, to))
    ]
    remember_many(told, by=by)
    return len(told)


def _passed_on(visit: Visit, user: User | None, to: User | None) -> list[Laid]:
    wanted = [_instead(one, user, to) for one in wanted_of(visit)]
    try:
        with transaction.atomic():
            laid = lay_out(
                wanted, visit.begins_at, location=visit.location, day=visit.day, travel=visit.travel
            )
            let_go(visit)
            Line.objects.filter(visit=visit).delete()
            take(visit, laid, over=False)
            visit.ends_at, visit.version = end_of(laid), visit.version + 1
            visit.save(update_fields=["ends_at", "version"])
    except Refused:
        return []
    return laid


def _instead(one: Wanted, user: User | None, to: User | None) -> Wanted:
    is_theirs = one.user == user and not (user is None and one.things)  # a hall has nobody
    return replace(one, user=to) if is_theirs else one


def _moved(visit: Visit, laid: list[Laid]) -> events.VisitMoved:
    colleagues = [one.wanted.user.pk for one in laid if one.wanted.user]
    return events.VisitMoved(
        visit_id=visit.pk,
        client_id=visit.client_id,
        what=", ".join(one.wanted.service.name for one in laid),
        day=visit.day,
        begins=visit.begins,
        zone=visit.zone,
        minutes=_minutes(visit.begins_at, visit.ends_at),
        colleague_ids=list(dict.fromkeys(colleagues)),
        was=visit.begins_at,
    )
