"""Publishing hours to those who work them, and saying that one has seen them."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.schedule import events, notices, working
from pomni.schedule.models import Shift
from pomni.schedule.queries import occasion_of_reminder, planned_by, reminded_today, to_remind
from pomni.schedule.retelling import lock, retell, tell
from pomni.team.access import command
from pomni.team.models import Location, User
from pomni.team.notices import notify

WORKING, CLOCK = "schedule.working.change", "schedule.timesheet.clock"
MOST_DAYS = 92  # that are published at once
A_DAY = timedelta(days=1)


@command(WORKING)
def publish_hours(location: Location, *, first: date, last: date, by: User) -> int:
    """Tell everybody who works at a location from a day to another when they do: days before today are left out.

    Of colleagues whose hours `by` may say. What was published before is not told again. Returns how many were told anything
    new. Raises Refused, with the field, and where nobody works there then.
    """
    first = max(first, today())
    if not 0 <= (last - first).days < MOST_DAYS:
        sentence = _("Choose days from today on, %(most)s at most.") % {"most": MOST_DAYS}
        raise Refused(sentence, field="last")
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    lock(planned_by(by, location, first, last))
    hours = planned_by(by, location, first, last)  # as they are now that nobody changes them
    if not hours:
        raise Refused(_("Nobody whose hours you say works here on these days."), field="first")
    days = [first + number * A_DAY for number in range((last - first).days + 1)]
    there = Shift.objects.filter(location=location, day__range=(first, last), user__in=hours)
    known = set(there.values_list("user", "day"))
    at = now()
    new = [
        Shift(
            user=user,
            location=location,
            day=day,
            hours=working.hours_told(told.get(day, ())),
            told_at=at,
            seen_at=at if user == by else None,
        )
        for user, told in hours.items()
        for day in days
        if (user.pk, day) not in known
    ]
    Shift.objects.bulk_create(new, batch_size=500)
    people = sorted({one.user for one in new}, key=lambda one: one.pk)
    event = events.HoursPublished(
        location_id=location.pk,
        name=location.name,
        first=first,
        last=last,
        colleague_ids=[one.pk for one in people],
    )
    moment = remember(event, by=by)
    retell(hours, first, moment.pk, location=location, until=last, by=by)
    tell(people, notices.HoursPublished, moment.pk, location, (first, last), by)
    return len(people)


@command(WORKING)
def remind_of_hours(location: Location, *, by: User) -> int:
    """Tell whoever has not seen their published hours at a location that they wait to be seen; each once a day at most.

    Of colleagues whose hours `by` may say; nobody is told by themselves. Returns how many were told: nobody where all have
    seen them, or were reminded today.
    """
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    reminded = reminded_today(location)
    people = [one for one in to_remind(by, location) if one != by and one.pk not in reminded]
    if not people:
        return 0
    words = {"url": reverse("schedule:my_shifts"), "place": location.name}
    notify(people, notices.HoursUnseen, dedupe=occasion_of_reminder(location), **words)
    keys = [one.pk for one in people]
    remember(events.HoursReminded(location_id=location.pk, name=location.name, colleague_ids=keys), by=by)
    return len(people)


@command(CLOCK)
def acknowledge_hours(*, by: User, until: datetime | None = None) -> int:
    """Say that one has seen one's published hours: all that one was told until this instant. Twice is once.

    What is told after it, while the page was open, is still to be seen. Returns how many days they are.
    """
    rows = Shift.objects.select_for_update(of=("self",)).filter(user=by, seen_at=None, day__gte=today())
    if until:
        rows = rows.filter(told_at__lte=until)
    found = list(rows.order_by("day", "pk"))
    if not found:
        return 0
    Shift.objects.filter(pk__in=[one.pk for one in found]).update(seen_at=now(), was=None)
    days = {"first": found[0].day, "last": found[-1].day, "days": len({one.day for one in found})}
    remember(events.HoursSeen(user_id=by.pk, name=by.name, **days), by=by)
    return len(found)
