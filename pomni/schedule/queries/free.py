"""Where a visit fits, as the tables have it: a fixed number of statements, then arithmetic (`pomni.schedule.free`)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from pomni.catalog.queries import Offer, is_offered_on, offers
from pomni.kit.clock import now, today
from pomni.kit.prepared import padded, records_of, rows_of
from pomni.kit.seconds import Seconds
from pomni.schedule import free, guard, rules, working
from pomni.schedule.models import Need, Taken, Terms, Thing
from pomni.schedule.queries.terms import ALL, closed, terms_of, visits_a_day, whole_day
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service

NO_VISIT = 0  # a key that no visit has
MARGIN = 1440  # minutes before the first day that are looked at, for what began then and still lasts


@dataclass(frozen=True)
class Asked:
    """One service that is asked for, by this colleague or (None) by whoever performs it.

    `parts`: how it goes, where that was agreed already (see `Wanted`).
    """

    service: "Service"
    user: User | None = None
    parts: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True)
class Start:
    """When a visit can begin, and who performs each of its services."""

    at: datetime
    performed_by: tuple[int | None, ...]


class Window:
    """The minutes from a margin before the first day until the end of the last one, at a location."""

    def __init__(self, location: Location, first: date, last: date) -> None:
        self.location, self.zone, self.first, self.last = location, ZoneInfo(location.zone), first, last
        self.opens = datetime.combine(first, time(), self.zone).astimezone(UTC) - timedelta(minutes=MARGIN)
        self.closes = datetime.combine(last + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def minute(self, at: datetime) -> int:
        """An instant as a minute of the window."""
        return int((at - self.opens).total_seconds()) // 60

    def instant(self, minute: int) -> datetime:
        """A minute of the window as an instant."""
        return self.opens + timedelta(minutes=minute)

    def spans(self, stretches: Iterable[rules.Stretch]) -> list[free.Span]:
        """Stretches as minutes of the window."""
        return [(self.minute(begins), self.minute(ends)) for begins, ends in stretches]

    def between(self, begins: time, ends: time) -> free.Mask:
        """The minutes of this part of each day."""
        hours = ((begins, ends),)
        days = ((self.last - self.first).days + 1) if begins != ends else 0
        found: list[rules.Stretch] = []
        for number in range(days):
            found += working.instants_of(self.first + timedelta(days=number), hours, self.location.zone)
        return free.mask_of(self.spans(found))

    def days_of(self, service: "Service") -> free.Mask:
        """The minutes of those days on which a service is offered."""
        number = (self.last - self.first).days + 1
        days = [day for n in range(number) if is_offered_on(service, day := self.first + timedelta(days=n))]
        spans = [
            (self.minute(self._midnight(day)), self.minute(self._midnight(day + timedelta(days=1))))
            for day in days
        ]
        return free.mask_of(spans)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


@dataclass(frozen=True)
class Known:
    """What hours, needs and closures there are between two days: it is read once, however many strokes are looked through."""

    terms: Terms
    offered: list[Offer]
    hours: dict[int, dict[date, working.Hours]]
    needs: dict[int, list[Need]]
    things: list[Thing]
    shut: list[rules.Stretch]


def starts(
    asked: Sequence[Asked],
    location: Location,
    first: date,
    last: date,
    *,
    part: tuple[time, time] | None = None,
    step: int | None = None,
    lead: timedelta = timedelta(),
    most: int | None = None,
    online: bool = False,
    known: Known | None = None,
    moving: int | None = None,
) -> list[Start]:
    """All starts of a visit with these services one after the other, from now and `lead` on; the first `most` of them.

    `part`: only those within this part of the day. `online`: lead, horizon and daily limits of the location hold, too; the
    desk may book beyond them. Who performs what is one way that fits; there may be others. `known`: of these days and more.
    `moving`: the key of the visit that is to be moved, whose own time is free for it.
    """
    found: list[Start] = []
    words: dict[str, Any] = {"part": part, "step": step, "lead": lead, "online": online, "known": known}
    looked = look(asked, location, first, last, **words, moving=moving)
    if looked is None:
        return found
    for minute in free.minutes_in(looked.allowed):
        steps = looked.search.plan(minute) or []
        by = tuple(one.way.who.key if one.way.who else None for one in steps)
        found.append(Start(looked.window.instant(minute), by))  # type: ignore[arg-type]  # the keys are those of colleagues
        if most and len(found) >= most:
            break
    return found


def start_times(
    asked: Sequence[Asked],
    location: Location,
    first: date,
    last: date,
    *,
    known: Known | None = None,
    moving: int | None = None,
) -> list[datetime]:
    """When a visit may begin that clients book by themselves; who performs it is found when it is booked.

    `known`, `moving`: as in `starts`.
    """
    looked = look(asked, location, first, last, online=True, known=known, moving=moving)
    return [looked.window.instant(minute) for minute in free.minutes_in(looked.allowed)] if looked else []


def known_between(
    asked: Sequence[Asked], location: Location, first: date, last: date, *, terms: Terms | None = None
) -> Known:
    """What is known of these services there on these days, by whomever they are asked for."""
    return _known(asked, terms or terms_of(location), location, first, last)


@dataclass(frozen=True)
class Looked:
    """A window, what fits in it, and the minutes from which on all that is asked for does."""

    window: Window
    search: free.Search
    allowed: free.Mask


def look(
    asked: Sequence[Asked],
    location: Location,
    first: date,
    last: date,
    *,
    part: tuple[time, time] | None = None,
    step: int | None = None,
    lead: timedelta = timedelta(),
    online: bool = False,
    known: Known | None = None,
    moving: int | None = None,
    days: Collection[date] | None = None,
) -> Looked | None:
    """Look for starts as `starts` does; `days`: on these alone. None where there is no day to look at."""
    terms = known.terms if known else terms_of(location)
    if online:
        lead = max(lead, timedelta(minutes=terms.lead))
        last = min(last, today(ZoneInfo(location.zone)) + timedelta(days=terms.horizon))
    if last < first:
        return None
    window = Window(location, first, last)
    known = known or _known(asked, terms, location, first, last)
    since = max(window.minute(now() + lead) + 1, MARGIN)
    if since >= window.minute(window.closes):
        return None
    limits = terms if online else None
    services, place, openings = ways_in(window, asked, known, limits, since=since, moving=moving, days=days)
    allowed = free.grid(openings, step or terms.step) & -1 << since
    if part:
        allowed &= window.between(*part)
    for one in asked:
        if one.service.season:
            allowed &= window.days_of(one.service)
    search = free.Search(services, place)
    return Looked(window, search, search.rests[0] & allowed)


SOON = 2  # days of work that are looked through first, then twice as many each time


def first_start(
    asked: Sequence[Asked],
    location: Location,
    first: date,
    last: date,
    *,
    part: tuple[time, time] | None = None,
) -> Start | None:
    """The first start there is; None where there is none. What is further away is read only where nothing is near, and days
    on which nobody works are not looked at.
    """
    known = _known(asked, terms_of(location), location, first, last)
    days = sorted({day for told in known.hours.values() for day in told if first <= day <= last})
    at, size = 0, SOON
    while stroke := days[at : at + size]:
        if found := starts(asked, location, stroke[0], stroke[-1], part=part, most=1, known=known):
            return found[0]
        at, size = at + size, 2 * size
    return None


def nearest(
    asked: Sequence[Asked],
    location: Location,
    at: datetime,
    *,
    most: int = 3,
    days: int = 7,
    moving: int | None = None,
) -> list[Start]:
    """The free starts nearest to an instant, on its day and those that follow, in the order of time; `moving` as in `starts`."""
    day = at.astimezone(ZoneInfo(location.zone)).date()
    found = starts(asked, location, day, day + timedelta(days=days), moving=moving)
    closest = sorted(found, key=lambda one: abs(one.at - at))[:most]
    return sorted(closest, key=lambda one: one.at)


def _known(asked: Sequence[Asked], terms: Terms, location: Location, first: date, last: date) -> Known:
    services = {one.service.pk for one in asked}
    offered = [one for one in offers(services).values() if one.is_active and one.user_id]
    performing = {one.user_id for one in offered if one.user_id}
    at_work = hours_between(performing, first, last, location=location)
    hours = {user: days for (user, _at), days in at_work.items() if days}  # nobody else's time is looked at
    needs: dict[int, list[Need]] = {}
    for need in records_of(("needs", len(services)), _needs_of, *sorted(services)):
        needs.setdefault(need.service_id, []).append(need)
    kinds = {need.kind_id for some in needs.values() for need in some}
    there = Thing.objects.filter(location=location, kind__in=kinds, archived_at=None) if kinds else ()
    window = Window(location, first, last)
    shut = closed(location, window.opens, window.closes)
    return Known(terms, [one for one in offered if one.user_id in hours], hours, needs, list(there), shut)


def ways_in(
    window: Window,
    asked: Sequence[Asked],
    known: Known,
    terms: Terms | None = None,
    *,
    since: int = 0,
    moving: int | None = None,
    days: Collection[date] | None = None,
) -> tuple[list[list[free.Way]], free.Place, list[free.Span]]:
    """How each service can be performed, what there is at the place, and the hours in which somebody works.

    `terms`: where daily limits are to hold. `since`: the minute before which nothing begins: what was over by then is not
    read. `moving`, `days`: as in `look`.
    """
    users = known.hours.keys()
    longest = max((one.before for one in known.offered), default=0)
    opens = window.instant(max(0, since - longest))
    busy_users, busy_things = _taken(window, users, [thing.pk for thing in known.things], opens, moving)
    full = _full(window, users, terms, moving) if terms else {}
    people: dict[int, free.Taken] = {}
    openings: list[free.Span] = []
    for user in users:
        spans = []
        for day, told in known.hours[user].items():
            if not window.first <= day <= window.last or (days is not None and day not in days):
                continue
            spans += window.spans(working.instants_of(day, told, window.location.zone))
        openings += spans
        at_work = free.mask_of(spans) & ~full.get(user, 0)
        people[user] = free.Taken(user, at_work, free.mask_of(busy_users.get(user, ())))
    there: dict[str, list[free.Taken]] = {}
    for thing in known.things:
        used_up = free.capacity_left(busy_things.get(thing.pk, ()), thing.capacity)
        there.setdefault(str(thing.kind_id), []).append(free.Taken(thing.pk, -1, used_up))
    shut = free.mask_of(window.spans(known.shut)) | full.get(ALL, 0)
    place = free.Place(free.mask_of([(0, window.minute(window.closes))]) & ~shut, dict(there))
    return [_of(one, known.offered, people, known.needs) for one in asked], place, _joined(openings)


def _of(
    asked: Asked, offered: Iterable[Offer], people: dict[int, free.Taken], needs: dict[int, list[Need]]
) -> list[free.Way]:
    wanted = needs.get(asked.service.pk, [])
    return [
        free.Way(people[one.user_id], _parts(asked.parts or one.phases, one, wanted), one.before, one.after)
        for one in offered
        if one.user_id
        and one.service_id == asked.service.pk
        and (asked.user is None or one.user_id == asked.user.pk)
    ]


def _parts(
    phases: tuple[tuple[int, bool], ...], offer: Offer, needs: Iterable[Need]
) -> tuple[free.Part, ...]:
    return tuple(
        free.Part(
            minutes,
            hands,
            frozenset(str(need.kind_id) for need in needs if not need.phases or place in need.phases),
        )
        for place, (minutes, hands) in enumerate(phases or ((offer.minutes, True),))
    )


def _full(window: Window, users: Collection[int], terms: Terms, moving: int | None) -> dict[int, free.Mask]:
    """The days on which a colleague, or (`ALL`) the location, has the visits that a day may have."""
    if terms.most_a_day is None and terms.most_each is None:
        return {}
    days = [window.first + timedelta(days=number) for number in range((window.last - window.first).days + 1)]
    spans = window.spans(whole_day(day, window.zone) for day in days)
    counted = visits_a_day(window.location, window.first, window.last, users, but=moving)
    full = {ALL: free.full_days(spans, [counted.get((ALL, day), 0) for day in days], terms.most_a_day)}
    for user in users:
        full[user] = free.full_days(spans, [counted.get((user, day), 0) for day in days], terms.most_each)
    return full


Busy = dict[int, list[free.Span]]


def _taken(
    window: Window, users: Collection[int], things: Collection[int], since: datetime, moving: int | None
) -> tuple[Busy, Busy]:
    """What is taken from an instant on, by colleague and by thing."""
    of_users: Busy = {}
    of_things: Busy = {}
    between = (moving or NO_VISIT, since - guard.LONGEST * rules.DAY, since, window.closes)
    opens = int(window.opens.timestamp())
    for column, keys, found in (("user", users, of_users), ("thing", things, of_things)):
        compose = partial(_taken_between, column)
        asked = padded(sorted(keys))
        for begins, ends, one in rows_of(("taken", column, len(asked)), compose, *between, *asked):
            found.setdefault(one, []).append(((begins - opens) // 60, (ends - opens) // 60))
    return of_users, of_things


def _taken_between(
    column: str, moving: int, earliest: datetime, since: datetime, closes: datetime, *keys: int
) -> QuerySet[Any, Any]:
    rows = Taken.objects.filter(begins_at__lt=closes, begins_at__gt=earliest, ends_at__gt=since)
    rows = rows.filter(**{f"{column}__in": keys}).exclude(visit=moving)
    return rows.values_list(Seconds("begins_at"), Seconds("ends_at"), column)


def _needs_of(*services: int) -> QuerySet[Need]:
    found: QuerySet[Need] = Need.objects.filter(service__in=services)
    return found


def _joined(spans: Iterable[free.Span]) -> list[free.Span]:
    """Spans that touch or cross each other as one: the starts of all follow one rhythm."""
    found: list[free.Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found
