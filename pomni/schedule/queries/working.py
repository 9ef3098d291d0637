"""When colleagues work, as the tables have it: four statements, however many colleagues and days."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit.days_off import holidays_of
from pomni.kit.errors import NotAllowed
from pomni.kit.prepared import rows_of
from pomni.schedule import working
from pomni.schedule.models import Absence, Pattern, WorkDay
from pomni.team import company
from pomni.team.models import Location, User

CHANGE = "schedule.working.change"
At = tuple[int, int]  # a colleague and a location, by key


@dataclass
class Told:
    """What is said of when these colleagues work. It may be changed to see what would come of it."""

    rounds: dict[At, list[working.Round]] = field(default_factory=dict)
    differs: dict[At, dict[date, working.Hours]] = field(default_factory=dict)
    away: dict[int, set[date]] = field(default_factory=dict)

    def hours(self, first: date, last: date) -> dict[At, dict[date, working.Hours]]:
        """The hours on the days from `first` to `last`; days without any are left out."""
        rests = holidays_between(first, last)
        found: dict[At, dict[date, working.Hours]] = {}
        for one in self.rounds.keys() | self.differs.keys():
            told_of = (
                self.rounds.get(one, ()),
                self.differs.get(one, {}),
                self.away.get(one[0], set()),
                rests,
            )
            hours_of = {day: working.hours_on(day, *told_of) for day in _days(first, last)}
            found[one] = {day: some for day, some in hours_of.items() if some}
        return found


def hours_between(
    users: Collection[int], first: date, last: date, *, location: Location | None = None
) -> dict[At, dict[date, working.Hours]]:
    """The hours of these colleagues on the days from `first` to `last`, by location (or at this one alone).

    Days without any are left out.
    """
    return told_between(users, first, last, location=location).hours(first, last)


def told_between(
    users: Collection[int], first: date, last: date, *, location: Location | None = None
) -> Told:
    """What these hours come from."""
    at, who = location.pk if location else 0, sorted(users)
    told = Told(away=_away(who, first, last))
    for user, place, begins_on, ends_on, days, off in rows_of(
        ("patterns", at, len(who)), lambda *users: _patterns(at, users), *who
    ):
        if begins_on <= last and (ends_on is None or ends_on >= first):
            round_days = tuple(working.hours_from(hours) for hours in days)
            one = working.Round(begins_on, round_days, ends_on, bool(off))
            told.rounds.setdefault((user, place), []).append(one)
    key = ("days that differ", at, len(who), first, last)
    for user, place, day, hours in rows_of(key, lambda *users: _work_days(at, users, first, last), *who):
        told.differs.setdefault((user, place), {})[day] = working.hours_from(hours)
    return told


def _patterns(at: int, users: Collection[int]) -> QuerySet[Any, Any]:
    rows = Pattern.objects.filter(user__in=users, **({"location": at} if at else {})).order_by("pk")
    return rows.values_list("user", "location", "begins_on", "ends_on", "days", "off_on_holidays")


def _work_days(at: int, users: Collection[int], first: date, last: date) -> QuerySet[Any, Any]:
    rows = WorkDay.objects.filter(user__in=users, day__range=(first, last))
    return rows.filter(**({"location": at} if at else {})).values_list("user", "location", "day", "hours")


def pattern_of(user: User, location: Location, day: date) -> Pattern | None:
    """The pattern that comes round for a colleague at a location on a day."""
    rows = Pattern.objects.filter(user=user, location=location, begins_on__lte=day).exclude(ends_on__lt=day)
    found: Pattern | None = rows.order_by("begins_on").last()
    return found


def away_between(users: Collection[int], first: date, last: date) -> dict[int, set[date]]:
    """The days on which each of these colleagues is away."""
    return _away(users, first, last)


def round_of(user: User, location: Location, day: date) -> working.Round | None:
    """What comes round for a colleague at a location on a day."""
    one = pattern_of(user, location, day)
    if one is None:
        return None
    days = tuple(working.hours_from(hours) for hours in one.days)
    return working.Round(one.begins_on, days, one.ends_on, one.off_on_holidays)


def _away(users: Collection[int], first: date, last: date) -> dict[int, set[date]]:
    key, away = ("away", len(users), first, last), dict[int, set[date]]()
    for user, begins_on, ends_on in rows_of(key, lambda *some: _absences(some, first, last), *sorted(users)):
        away.setdefault(user, set()).update(_days(max(begins_on, first), min(ends_on, last)))
    return away


def _absences(users: Collection[int], first: date, last: date) -> QuerySet[Any, Any]:
    rows = Absence.objects.filter(user__in=users, state=Absence.State.APPROVED)
    rows = rows.filter(begins_on__lte=last, ends_on__gte=first)
    return rows.values_list("user", "begins_on", "ends_on")


def holidays_between(first: date, last: date) -> dict[date, str]:
    """The public holidays of the company's country between two days, by name."""
    country = company.current().country
    years = range(first.year, last.year + 1)
    found = (
        {day: name for year in years for day, name in holidays_of(country, year).items()} if country else {}
    )
    return {day: name for day, name in found.items() if first <= day <= last}


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def check_reach(by: User, user: User, location: Location) -> None:
    """Raises NotAllowed where the hours of this colleague at this place are not for them to say."""
    reach = by.reach(CHANGE)
    is_theirs = (reach.own and user == by) or (reach.team and user.pk in by.grants.teammates)
    if not (by.is_robot or reach.all or location.pk in reach.locations or is_theirs):
        raise NotAllowed(_("Your role does not allow this."), capability=CHANGE)
