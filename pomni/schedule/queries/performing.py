"""Who performs services."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from pomni.catalog.queries import performing, services
from pomni.kit.clock import today
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import records_of
from pomni.schedule.models import Line, Pattern, WorkDay
from pomni.schedule.queries.free import Asked, starts
from pomni.team.models import Location, RoleHeld, User
from pomni.team.queries import colleagues


def performers(viewer: User) -> QuerySet[Any]:
    """Colleagues with access who perform a service, as far as the viewer sees colleagues; by name."""
    return colleagues(viewer).filter(pk__in=performing(), is_active=True)


def staff_at(viewer: User, location: Location, first: date, last: date) -> QuerySet[Any]:
    """Colleagues whose hours are told at a location: who performs a service, holds a role there, or works there; by name."""
    held = RoleHeld.objects.filter(location=location).values("user")
    rounds = Pattern.objects.filter(location=location, begins_on__lte=last).exclude(ends_on__lt=first)
    days = WorkDay.objects.filter(location=location, day__range=(first, last)).values("user")
    at_work = Q(pk__in=held) | Q(pk__in=rounds.values("user")) | Q(pk__in=days)
    return colleagues(viewer).filter(Q(pk__in=performing()) | at_work, is_active=True)


def performers_by_key(viewer: User, keys: Iterable[int | None]) -> list[User]:
    """Those of them who have these keys."""
    some = sorted({key for key in keys if key})
    key = ("performers", viewer.pk, viewer.access_stamp, len(some))
    return records_of(key, lambda *some: performers(viewer).filter(pk__in=some), *some)


LATELY = 200  # services by which it is judged what is usual


def likely(
    viewer: User, location: Location, day: date, *, user: str = "", is_timed: bool = False
) -> tuple[str, str, datetime | None]:
    """What is booked here most of the time: the service, and who has time for it first and when, from now on.

    `user`: the uid of who is to perform it; `is_timed`: the hour is known, so that nobody is looked for.
    """
    done = Line.objects.filter(visit__location=location, service__archived_at=None)
    if who := as_uuid(user):
        done = done.filter(user__uid=who)
    counted = Counter(done.order_by("-pk").values_list("service", flat=True)[:LATELY])
    found = services(viewer).filter(pk__in=[pk for pk, _times in counted.most_common(1)]).first()
    if found is None:
        return "", "", None
    if is_timed or who or day < today(ZoneInfo(location.zone)):
        return str(found.uid), "", None
    free = starts([Asked(found)], location, day, day, most=1)
    by = free[0].performed_by[0] if free else None
    named = performers(viewer).filter(pk__in=[by]).first() if by else None
    return str(found.uid), str(named.uid) if named else "", free[0].at if free else None
