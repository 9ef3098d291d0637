"""What can be had instead of what is impossible: the three nearest times, who could, and why nothing is free at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pomni.catalog.queries import offers
from pomni.kit.errors import Refused
from pomni.schedule import rules
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Visit
from pomni.schedule.queries.free import Asked, known_between, nearest_for
from pomni.team.models import Location, User


def wanted_of(visit: Visit) -> list[Wanted]:
    """The services of a visit as they are booked, without the things that they happen to have."""
    lines = visit.lines.select_related("service", "user").order_by("place")
    return [
        Wanted(one.service, one.user, parts=tuple(map(tuple, one.phases)), is_beside=one.is_beside)
        for one in lines
    ]


@contextmanager
def proposing(
    wanted: Sequence[Wanted],
    location: Location,
    day: date,
    begins: time,
    *,
    travel: tuple[int, int] = (0, 0),
) -> Iterator[None]:
    """Where somebody is taken at this wall time, the refusal has the three nearest times that are free (`nearest`)."""
    try:
        yield
    except Busy as busy:
        busy.propose(times_near(wanted, location, day, begins, travel=travel))
        raise


def times_near(
    wanted: Sequence[Wanted],
    location: Location,
    day: date,
    begins: time,
    *,
    travel: tuple[int, int] = (0, 0),
) -> list[datetime]:
    """The three free times nearest to a wall time, by the clock of the location; none where that is no time or no visit."""
    zone = ZoneInfo(location.zone)
    try:
        at = rules.instant_of(day, begins, location.zone, is_second=False)
        found = nearest_for(wanted, location, at, travel=travel)
    except Refused:
        return []
    return [one.astimezone(zone) for one in found]


def in_words(nearest: Sequence[datetime], day: date) -> str:
    """These times as a sentence; those of another day with their day. "" where there are none."""
    told = [
        f"{at:%H:%M}" if at.date() == day else f"{date_format(at.date(), 'j E')} {at:%H:%M}" for at in nearest
    ]
    return _("Free near that time: %(times)s.") % {"times": ", ".join(told)} if told else ""


def why_nothing(asked: Sequence[Asked], location: Location, first: date, last: date) -> str:
    """Why nothing of this can be had there on these days: nobody performs it, or nobody who does works then. "" for neither."""
    known = known_between(asked, location, first, last)
    ways = offers({one.service.pk for one in asked})
    for one in asked:
        could = {
            user
            for (service, user), offer in ways.items()
            if service == one.service.pk and user and offer.is_active
        }
        told = {"service": one.service.name, "who": one.user.name if one.user else ""}
        if not could:
            return _("Nobody performs %(service)s. Say who does on its page in the catalogue.") % told
        if one.user and one.user.pk not in could:
            names = ", ".join(
                User.objects.filter(pk__in=could).order_by("name").values_list("name", flat=True)[:5]
            )
            sentence = _("%(who)s does not perform %(service)s. Who does: %(names)s.")
            return sentence % (told | {"names": names})
        at_work = could & known.hours.keys()
        if one.user and one.user.pk not in at_work:
            return _("%(who)s does not work here in these days.") % told
        if not at_work:
            return _("Nobody who performs %(service)s works here in these days.") % told
    return ""
