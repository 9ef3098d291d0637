"""What was published of hours: to whom, and whether they have seen it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from pomni.kit.clock import today
from pomni.schedule import working
from pomni.schedule.models import Shift
from pomni.schedule.queries.working import CHANGE, hours_between
from pomni.team.models import Location, Notice, User


def planned_by(
    by: User, location: Location, first: date, last: date
) -> dict[User, Mapping[date, working.Hours]]:
    """The hours at a location, by colleague, as far as it is for `by` to say them; who works on none of the days is left out,
    unless something of them is published.
    """
    people = {one.pk: one for one in _said_by(by, location)}
    hours = hours_between(list(people), first, last, location=location)
    told = Shift.objects.filter(location=location, day__range=(first, last), user__in=people)
    listed = {user for (user, _at), days in hours.items() if days} | set(told.values_list("user", flat=True))
    return {people[pk]: hours.get((pk, location.pk), {}) for pk in sorted(listed)}


def to_remind(by: User, location: Location) -> list[User]:
    """Who has not seen yet what is published of their hours at a location from today on, as far as it is for `by` to say them."""
    unseen = Shift.objects.filter(location=location, seen_at=None, day__gte=today()).values("user")
    return list(_said_by(by, location).filter(pk__in=unseen).order_by("pk"))


def occasion_of_reminder(location: Location) -> str:
    """By what a reminder of hours is told once a day at a location, by its clock."""
    return f"hours-unseen:{location.pk}:{today(ZoneInfo(location.zone)).isoformat()}"


def reminded_today(location: Location) -> set[int]:
    """The keys of whoever was reminded today of hours at a location."""
    rows = Notice.objects.filter(dedupe=occasion_of_reminder(location))
    return set(rows.values_list("user_id", flat=True))


def _said_by(by: User, location: Location) -> QuerySet[Any]:
    """The colleagues whose hours at a location are for `by` to say."""
    rows: QuerySet[Any] = User.objects.people().filter(is_active=True)
    reach = by.reach(CHANGE)
    if by.is_robot or reach.all or location.pk in reach.locations:
        return rows
    mine = {by.pk} if reach.own or reach.team else set()
    return rows.filter(pk__in=mine | (set(by.grants.teammates) if reach.team else set()))


def shifts_between(viewer: User, first: date, last: date) -> QuerySet[Any]:
    """What is published for these days, by day and colleague."""
    rows: QuerySet[Any] = Shift.objects.visible_to(viewer).filter(day__range=(first, last))
    return rows.select_related("user", "location").order_by("day", "user__name", "pk")


# --- For whoever plans -------------------------------------------------------------------------------------------------


@dataclass
class Published:
    """What is published of a colleague's days: which ones, which of them they have not seen, and since when they have."""

    days: set[date] = field(default_factory=set)
    unseen: list[date] = field(default_factory=list)
    changed: list[date] = field(default_factory=list)  # those of them that were seen before a change
    seen_at: datetime | None = None


def published(location: Location, first: date, last: date) -> dict[int, Published]:
    """What is published for these days at a location, by the key of the colleague: one statement."""
    found: dict[int, Published] = {}
    rows = Shift.objects.filter(location=location, day__range=(first, last)).order_by("day")
    for user, day, was, seen_at in rows.values_list("user", "day", "was", "seen_at"):
        one = found.setdefault(user, Published())
        one.days.add(day)
        if seen_at is None and day >= today():
            one.unseen.append(day)
            if was is not None:
                one.changed.append(day)
        if seen_at and (one.seen_at is None or seen_at > one.seen_at):
            one.seen_at = seen_at
    return found


# --- For whoever works -------------------------------------------------------------------------------------------------


@dataclass
class MyShifts:
    """What one was told of one's own hours from a day on. `publishing`: the locations that publish hours at all."""

    told: dict[tuple[int, date], Shift]
    publishing: set[int]

    @property
    def unseen(self) -> list[Shift]:
        """What is to be seen, in order."""
        return [one for one in self.told.values() if one.seen_at is None and one.day >= today()]

    @property
    def last_unseen(self) -> date | None:
        """The last day that is to be seen."""
        return max((one.day for one in self.unseen), default=None)

    @property
    def changed(self) -> list[Shift]:
        """Those that were seen before a change."""
        return [one for one in self.unseen if one.was is not None]

    @property
    def until(self) -> datetime | None:
        """The last instant at which one was told anything that is to be seen."""
        return max((one.told_at for one in self.unseen), default=None)

    @property
    def last(self) -> date | None:
        """The last day that is published."""
        return max((day for _at, day in self.told), default=None)

    def state(self, places: Iterable[Location], day: date) -> str:
        """Of hours at these locations on a day: "draft", "changed", "new", or "" where there is nothing to say of them."""
        if day < today():
            return ""
        if any(at.pk in self.publishing and (at.pk, day) not in self.told for at in places):
            return "draft"
        told = [one for (_at, on), one in self.told.items() if on == day and one.seen_at is None]
        if any(one.was is not None for one in told):
            return "changed"
        return "new" if told else ""


def my_shifts(user: User, first: date) -> MyShifts:
    """What a colleague was told of their hours from a day on: two statements."""
    rows = Shift.objects.filter(user=user, day__gte=first).select_related("location").order_by("day", "pk")
    publishing = Shift.objects.values("location").annotate(last=Max("day")).values_list("location", flat=True)
    return MyShifts({(one.location_id, one.day): one for one in rows}, set(publishing))


def unseen_shifts(user: User) -> list[Shift]:
    """What was published to a colleague from today on and they have not seen yet, in order: one statement."""
    rows = Shift.objects.filter(user=user, day__gte=today(), seen_at=None)
    return list(rows.select_related("location").order_by("day", "pk"))


def publishes(location: Location) -> bool:
    """Whether a location publishes hours at all: where it never did, nobody waits for it."""
    return bool(Shift.objects.filter(location=location).exists())
