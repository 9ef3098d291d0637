"""Who is at work at this minute and has nothing to do: for somebody who walks in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pomni.catalog.queries import performing
from pomni.kit.clock import now, today
from pomni.kit.spelling import sorted_as
from pomni.schedule import working
from pomni.schedule.models import Taken
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

SHORTEST = timedelta(minutes=15)
STEP = 5  # minutes


@dataclass(frozen=True, slots=True)
class FreeNow:
    """A colleague who has nobody with them. `begins` and `until` are what the clock there shows."""

    user: User
    location: Location
    begins: datetime
    until: datetime


def free_now(places: Collection[Location]) -> list[FreeNow]:
    """The colleagues at these locations who are free for a while from now on, who longest first: six statements."""
    people = {one.pk: one for one in User.objects.filter(pk__in=performing(), is_active=True)}
    by_pk = {one.pk: one for one in places}
    days = {pk: today(ZoneInfo(one.zone)) for pk, one in by_pk.items()}
    if not (people and days):
        return []
    at = now()
    at_work: dict[tuple[int, int], datetime] = {}
    for (user, place), told in hours_between(list(people), min(days.values()), max(days.values())).items():
        hours = told.get(days[place]) if place in days else None
        for begins, ends in working.instants_of(days[place], hours, by_pk[place].zone) if hours else ():
            if begins <= at < ends:
                at_work[user, place] = ends
    taken = _taken({user for user, _place in at_work}, at)
    found = [
        FreeNow(people[user], by_pk[place], _soon(at, by_pk[place]), _there(until, by_pk[place]))
        for (user, place), ends in at_work.items()
        if (until := min(ends, taken.get(user, ends))) >= at + SHORTEST
    ]
    found.sort(key=lambda one: sorted_as(one.user.name))
    return sorted(found, key=lambda one: one.until, reverse=True)


def _taken(users: Collection[int], at: datetime) -> dict[int, datetime]:
    """From when on each of these colleagues is taken next; the past where they are by now."""
    rows = Taken.objects.filter(
        user__in=users, begins_at__gt=at - timedelta(days=2), begins_at__lt=at + timedelta(days=1)
    ).filter(ends_at__gt=at)
    return dict(rows.order_by("-begins_at").values_list("user_id", "begins_at"))


def _there(at: datetime, location: Location) -> datetime:
    return at.astimezone(ZoneInfo(location.zone)).replace(tzinfo=None)


def _soon(at: datetime, location: Location) -> datetime:
    """The next minute that is a multiple of five."""
    there = _there(at, location).replace(second=0, microsecond=0)
    return there + timedelta(minutes=-there.minute % STEP)
