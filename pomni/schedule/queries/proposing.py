"""What can be had instead of what is impossible: the three nearest times, who could, and why nothing is free at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pomni.catalog.queries import offers
from pomni.kit.errors import Refused
from pomni.schedule import free, rules
from pomni.schedule.laying import Laid, NotFree, Wanted, lay_out, shifted
from pomni.schedule.models import Visit
from pomni.schedule.queries.choosing import Choosing
from pomni.schedule.queries.free import Asked, Looked, known_between, look, nearest
from pomni.schedule.queries.terms import whole_day
from pomni.schedule.taking import fitting
from pomni.team.models import Location, User

MOST = 3  # times that are proposed


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
    moving: int | None = None,
) -> Iterator[None]:
    """Where it is not free at this wall time, the refusal has the three nearest times that are (`nearest`)."""
    try:
        yield
    except NotFree as no:
        no.propose(times_near(wanted, location, day, begins, travel=travel, moving=moving))
        raise


def times_near(
    wanted: Sequence[Wanted],
    location: Location,
    day: date,
    begins: time,
    *,
    travel: tuple[int, int] = (0, 0),
    moving: int | None = None,
) -> list[datetime]:
    """The three free times nearest to a wall time, by the clock of the location; none where that is no time or no visit.

    `moving`: the key of the visit that is to be moved: its own time is free for it.
    """
    zone = ZoneInfo(location.zone)
    try:
        at = rules.instant_of(day, begins, location.zone, is_second=False)
        found = nearest_for(wanted, location, at, travel=travel, moving=moving)
    except Refused:
        return []
    return [one.astimezone(zone) for one in found]


MOST_TRIED = 12  # starts, where all of what a visit takes is asked after


def nearest_for(
    wanted: Sequence[Wanted],
    location: Location,
    at: datetime,
    *,
    travel: tuple[int, int] = (0, 0),
    moving: int | None = None,
) -> list[datetime]:
    """The three free starts nearest to an instant for a visit as it is to be booked: beside each other, on the way, in a hall."""
    most = MOST if _is_plain(wanted, travel) else MOST_TRIED
    found = [one.at for one in nearest(_asked(wanted), location, at, most=most, moving=moving)]
    return sorted(_fitting(wanted, location, {at: found}, travel, moving)[at])


def times_of_days(
    wanted: Sequence[Wanted],
    location: Location,
    begins: Mapping[date, time],
    *,
    travel: tuple[int, int] = (0, 0),
) -> dict[date, list[datetime]]:
    """On each of these days the three free times nearest to an hour, by the clock there: as many statements as for one day.

    Days on which nothing is free have none.
    """
    zone = ZoneInfo(location.zone)
    wished = {datetime.combine(day, at, zone).astimezone(UTC): day for day, at in begins.items()}
    looked = look(_asked(wanted), location, min(begins), max(begins), days=begins) if begins else None
    most = MOST if _is_plain(wanted, travel) else MOST_TRIED
    found = {at: _by_distance(at, _on(looked, day, zone))[:most] for at, day in wished.items() if looked}
    fitting_ = _fitting(wanted, location, found, travel, None)
    return {wished[at]: [one.astimezone(zone) for one in sorted(some)] for at, some in fitting_.items()}


def _on(looked: Looked, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """The starts on one of the days that were looked at."""
    first, last = (looked.window.minute(at) for at in whole_day(day, zone))
    of_day = looked.allowed >> first & (1 << last - first) - 1
    return (looked.window.instant(first + minute) for minute in free.minutes_in(of_day))


def _by_distance(at: datetime, times: Iterable[datetime]) -> list[datetime]:
    return sorted(times, key=lambda one: abs(one - at))


def _asked(wanted: Sequence[Wanted]) -> list[Asked]:
    return [Asked(one.service, one.user, one.parts) for one in wanted if not one.is_beside]


def _is_plain(wanted: Sequence[Wanted], travel: tuple[int, int]) -> bool:
    """Whether all that a visit takes is looked at where it is looked for one service after the other."""
    return not any(travel) and not any(one.is_beside or one.things for one in wanted)


def _fitting(
    wanted: Sequence[Wanted],
    location: Location,
    found: Mapping[datetime, Sequence[datetime]],
    travel: tuple[int, int],
    moving: int | None,
) -> dict[datetime, list[datetime]]:
    """Of the starts that were found for each wish the three nearest at which all of the visit is free, the nearest first."""
    near = {at: _by_distance(at, some) for at, some in found.items()}
    starts = [(at, one) for at, some in near.items() for one in some]
    if _is_plain(wanted, travel) or not starts:
        return {at: some[:MOST] for at, some in near.items()}
    days = [one.astimezone(ZoneInfo(location.zone)).date() for _at, one in starts]
    choosing = Choosing(wanted, location, min(days), max(days), travel=travel, moving=moving)
    laid = _laid_at(choosing, [one for _at, one in starts])
    are_free = iter(fitting(location, [one for one in laid if one], moving=moving))
    free_ = [bool(one) and next(are_free) for one in laid]
    return {
        at: [one for (of, one), is_free in zip(starts, free_, strict=True) if of == at and is_free][:MOST]
        for at in near
    }


def _laid_at(choosing: Choosing, starts: Sequence[datetime]) -> list[list[Laid]]:
    """The visit from each of these instants on, by whoever would perform it then; nothing where nobody could."""
    if not choosing.is_asked:
        laid = lay_out(choosing.wanted, starts[0], travel=choosing.travel)
        return [shifted(laid, at - starts[0]) for at in starts]
    found: list[list[Laid]] = []
    for at in starts:
        try:
            found.append(lay_out(choosing.at(at), at, travel=choosing.travel))
        except Refused:
            found.append([])
    return found


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
