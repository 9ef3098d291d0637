"""Every write about when colleagues work."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.schedule import events, working
from pomni.schedule.models import Pattern, WorkDay
from pomni.schedule.queries import check_reach
from pomni.schedule.retelling import retell
from pomni.team.access import command
from pomni.team.models import Location, User

WORKING = "schedule.working.change"
MOST_DAYS = 366  # that are told at once
MOST_AT_ONCE = 2000  # days of many colleagues
A_DAY = timedelta(days=1)


@command(WORKING)
def set_pattern(
    user: User,
    *,
    location: Location,
    begins_on: date,
    days: Sequence[Sequence[Sequence[Any]]],
    by: User,
    off_on_holidays: bool = True,
) -> Pattern:
    """Say which hours come round for a colleague at a location from a day on: seven days for a week, four for two on, two off.

    What came round there before ends on the day before. Raises Refused, with the field.
    """
    check_reach(by, user, location)
    if not 0 < len(days) <= working.LONGEST_ROUND:
        sentence = _("A pattern has 1 to %(most)s days.") % {"most": working.LONGEST_ROUND}
        raise Refused(sentence, field="days")
    told = [working.hours_told(working.hours_from(hours, field="days")) for hours in days]
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    there = Pattern.objects.filter(user=user, location=location)
    there.filter(begins_on__gte=begins_on).delete()
    there.filter(ends_on=None).update(ends_on=begins_on - A_DAY)
    there.filter(ends_on__gte=begins_on).update(ends_on=begins_on - A_DAY)
    made: Pattern = Pattern.objects.create(
        user=user, location=location, begins_on=begins_on, days=told, off_on_holidays=off_on_holidays
    )
    moment = remember(
        events.PatternSet(
            pattern_id=made.pk, colleague_id=user.pk, name=user.name, location_id=location.pk, begins_on=begins_on, days=told
        ),
        by=by,
    )  # fmt: skip
    retell([user], begins_on, moment.pk, location=location, by=by)
    return made


@command(WORKING)
def end_pattern(pattern: Pattern, *, ends_on: date, by: User) -> Pattern:
    """What comes round does so until this day and no longer. Twice is once."""
    pattern = (
        Pattern.objects.select_for_update(of=("self",)).select_related("user", "location").get(pk=pattern.pk)
    )
    if ends_on < pattern.begins_on:
        raise Refused(_("Choose a day on which it has begun."), field="ends_on")
    if pattern.ends_on != ends_on:
        pattern.ends_on = ends_on
        pattern.save(update_fields=["ends_on"])
        user = pattern.user
        event = events.PatternEnded(
            pattern_id=pattern.pk, colleague_id=user.pk, name=user.name, ends_on=ends_on
        )
        moment = remember(event, by=by)
        retell([user], pattern.begins_on, moment.pk, location=pattern.location, by=by)
    return pattern


@command(WORKING)
def set_days(
    user: User, *, location: Location, days: Sequence[date], hours: Sequence[Sequence[Any]] | None, by: User
) -> int:
    """Say the hours of single days at a location, whatever comes round: none for a day off, None for what comes round again.

    Returns how many days they are. Raises Refused, with the field.
    """
    return _set_days(user, location, days, hours, by)


@command(WORKING)
def plan_days(
    *,
    location: Location,
    users: Sequence[User],
    days: Sequence[date],
    hours: Sequence[Sequence[Any]] | None,
    by: User,
) -> int:
    """The same for many colleagues at once: all of them, or, where one is out of reach, none.

    Returns how many days they are, of all colleagues together. Raises Refused, with the field.
    """
    if not users:
        raise Refused(_("Choose at least one colleague."), field="users")
    if len(users) * len(set(days)) > MOST_AT_ONCE:
        raise Refused(_("These are too many days at once. Choose fewer."), field="last")
    return sum(_set_days(user, location, days, hours, by) for user in sorted(users, key=lambda one: one.pk))


def _set_days(
    user: User, location: Location, days: Sequence[date], hours: Sequence[Sequence[Any]] | None, by: User
) -> int:
    check_reach(by, user, location)
    wanted = sorted(set(days))
    if not 0 < len(wanted) <= MOST_DAYS:
        raise Refused(_("Choose 1 to %(most)s days.") % {"most": MOST_DAYS}, field="last")
    told = None if hours is None else working.hours_told(working.hours_from(hours))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    WorkDay.objects.filter(user=user, location=location, day__in=wanted).delete()
    if told is not None:
        WorkDay.objects.bulk_create(
            WorkDay(user=user, location=location, day=day, hours=told) for day in wanted
        )
    event = events.DaysSet(user_id=user.pk, name=user.name, location_id=location.pk, days=wanted, hours=told)
    moment = remember(event, by=by)
    retell([user], wanted[0], moment.pk, location=location, until=wanted[-1], by=by)
    return len(wanted)
