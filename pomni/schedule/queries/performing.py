"""Who performs services."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from pomni.catalog.queries import offers, performing, services
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


def performers_of(viewer: User, services: Iterable[int]) -> dict[int, list[User]]:
    """By the key of each of these services: the colleagues with access who perform it, by name."""
    asked = sorted(set(services))
    known = {one.pk: one for one in performers(viewer)}
    found: dict[int, list[User]] = {service: [] for service in asked}
    for service, user in offers(asked):
        if user in known:
            found[service].append(known[user])
    return found


LATELY = 200  # services by which it is judged what is usual
AHEAD = timedelta(days=14)  # how far a free time is looked for


def likely(
    viewer: User, location: Location, day: date, *, user: str = "", is_timed: bool = False
) -> tuple[str, str, datetime | None]:
    """What is booked here most of the time: the service, and who has time for it first and when, from now on; where nothing is
    free on that day, on the first day on which something is.

    `user`: the uid of who is to perform it; `is_timed`: the hour is known, so that nobody is looked for.
    """
    done = Line.objects.filter(visit__location=location, service__archived_at=None)
    if who := as_uuid(user):
        done = done.filter(user__uid=who)
    counted = Counter(done.order_by("-pk").values_list("service", flat=True)[:LATELY])
    found = services(viewer).filter(pk__in=[pk for pk, _times in counted.most_common(1)]).first()
    if found is None:
        return "", "", None
    if is_timed or day < today(ZoneInfo(location.zone)):
        return str(found.uid), "", None
    asked = [Asked(found, performers(viewer).filter(uid=who).first() if who else None)]
    free = starts(asked, location, day, day + AHEAD, most=1)
    first = free[0] if free else None
    by = first.performed_by[0] if first else None
    named = performers(viewer).filter(pk__in=[by]).first() if by else None
    return str(found.uid), str(named.uid) if named else "", first.at if first else None
