"""When colleagues work, as the tables have it: four statements, however many colleagues and days."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from pomni.kit.days_off import holidays_of
from pomni.kit.errors import NotAllowed
from pomni.schedule import working
from pomni.schedule.models import Absence, Pattern, WorkDay
from pomni.team import company
from pomni.team.models import Location, User

CHANGE = "schedule.working.change"
At = tuple[int, int]  # a colleague and a location, by key


def hours_between(users: Collection[int], first: date, last: date) -> dict[At, dict[date, working.Hours]]:
    """The hours of these colleagues on the days from `first` to `last`, by location. Days without any are left out."""
    rounds: dict[At, list[working.Round]] = {}
    for one in Pattern.objects.filter(user__in=users, begins_on__lte=last).exclude(ends_on__lt=first):
        days = tuple(working.hours_from(hours) for hours in one.days)
        told = working.Round(one.begins_on, days, one.ends_on, one.off_on_holidays)
        rounds.setdefault((one.user_id, one.location_id), []).append(told)
    differs: dict[At, dict[date, working.Hours]] = {}
    for row in WorkDay.objects.filter(user__in=users, day__range=(first, last)):
        differs.setdefault((row.user_id, row.location_id), {})[row.day] = working.hours_from(row.hours)
    away, rests = _away(users, first, last), holidays_between(first, last)
    found: dict[At, dict[date, working.Hours]] = {}
    for at in rounds.keys() | differs.keys():
        told_of = (rounds.get(at, ()), differs.get(at, {}), away.get(at[0], set()), rests)
        hours = {day: working.hours_on(day, *told_of) for day in _days(first, last)}
        found[at] = {day: some for day, some in hours.items() if some}
    return found


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
    approved = Absence.objects.filter(
        user__in=users, state=Absence.State.APPROVED, begins_on__lte=last, ends_on__gte=first
    )
    away: dict[int, set[date]] = {}
    for row in approved:
        away.setdefault(row.user_id, set()).update(_days(max(row.begins_on, first), min(row.ends_on, last)))
    return away


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
