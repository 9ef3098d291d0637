"""Where fewer colleagues work than are needed: a fixed number of statements, however many minimums, colleagues and days."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.catalog.queries import performing
from pomni.kit.clock import today
from pomni.kit.ids import as_uuid
from pomni.schedule import staffing, working
from pomni.schedule.models import Absence, Closure, Minimum, Pattern
from pomni.schedule.queries.working import At, Told, holidays_between, told_between
from pomni.team.models import Location, RoleHeld, User
from pomni.ui.widgets import written

CHANGE = "schedule.working.change"
A_DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=62)  # how far it is looked at what a pattern that has no end comes to
Change = Callable[[Told], None]  # something that is not yet so


@dataclass(frozen=True, slots=True)
class There:
    """How many there are on a day of those whom a minimum counts; with the stretch of the day that has the fewest."""

    minimum: Minimum
    day: date
    least: staffing.Least

    @property
    def number(self) -> int:
        """How many there are."""
        return self.least.number

    @property
    def is_short(self) -> bool:
        """Whether they are too few."""
        return self.least.number < self.minimum.number

    @property
    def span(self) -> str:
        """When they are so few; "" where the whole day is counted."""
        begins, ends = self.least.begins, self.least.ends
        return f"{begins:%-H:%M}–{ends:%-H:%M}" if begins and ends else ""

    @property
    def says(self) -> str:
        """The same as a sentence: the day, when, of whom, how many there are and how many are needed."""
        words = {
            "day": written(self.day),
            "span": self.span,
            "whom": self.minimum.of,
            "there": self.number,
            "needed": self.minimum.number,
        }
        if self.span and self.minimum.of:
            return _("%(day)s, %(span)s, %(whom)s: at work %(there)s, needed %(needed)s.") % words
        if self.span:
            return _("%(day)s, %(span)s: at work %(there)s, needed %(needed)s.") % words
        if self.minimum.of:
            return _("%(day)s, %(whom)s: at work %(there)s, needed %(needed)s.") % words
        return _("%(day)s: at work %(there)s, needed %(needed)s.") % words


# --- What is asked for -------------------------------------------------------------------------------------------------


def may_set_minimum(by: User, location: Location) -> bool:
    """Whether it is for them to say how many a location needs: who says when colleagues work there, not of a team alone."""
    reach = by.reach(CHANGE)
    return bool(by.is_robot or reach.all or location.pk in reach.locations)


def minimums(viewer: User, location: Location | None = None) -> QuerySet[Any]:
    """What locations need at least, or what this one does."""
    rows: QuerySet[Any] = Minimum.objects.visible_to(viewer).select_related("location", "role", "category")
    return (rows.filter(location=location) if location else rows).order_by("location", "pk")


def minimum(viewer: User, uid: Any) -> Minimum:
    """One of them. Raises Http404."""
    return get_object_or_404(minimums(viewer), uid=as_uuid(uid))


# --- Who is there ------------------------------------------------------------------------------------------------------


def staffed(first: date, last: date, location: Location | None = None) -> list[tuple[Minimum, list[There]]]:
    """For each minimum (of this location) how many there are on each day on which somebody is needed.

    Nobody is needed on public holidays and while the location is closed. Whom the reader reaches makes no difference.
    """
    # The days around are read, too: at the ends of the calendar there are none, nor does anybody work then.
    known = _known(max(first, date.min + A_DAY), min(last, date.max - 4 * A_DAY), location)
    return known.staffed() if known else []


def would_be_few(
    change: Change,
    first: date,
    last: date,
    location: Location | None = None,
    *,
    since: Change | None = None,
) -> list[There]:
    """On which days from today on fewer than needed would be left, and fewer than there are now, if something were so.

    `since`: what is taken for now is this, not what is so.
    """
    first = max(first, today())
    known = _known(first, last, location) if first <= last else None
    if known is None:
        return []
    if since:
        since(known.told)
    now = {(one.minimum.pk, one.day): one.number for _minimum, days in known.staffed() for one in days}
    change(known.told)
    then = (one for _minimum, days in known.staffed() for one in days)
    few = [one for one in then if one.is_short and one.number < now[one.minimum.pk, one.day]]
    return sorted(few, key=lambda one: (one.day, one.minimum.pk))


def few_by_absence(absence: Absence) -> list[There]:
    """On which of its days from today on too few are left by an absence, or would be left, if it were approved."""
    if absence.state not in (Absence.State.ASKED, Absence.State.APPROVED):
        return []
    days = (absence.begins_on, absence.ends_on)
    return would_be_few(with_absence(absence), *days, since=without_absence(absence))


def few_of(rows: Iterable[tuple[Minimum, Sequence[There]]], since: date) -> list[There]:
    """Where too few are, from a day on, by day."""
    found = [one for _minimum, days in rows for one in days if one.is_short and one.day >= since]
    return sorted(found, key=lambda one: (one.day, one.minimum.pk))


@dataclass
class _Known:
    """What is looked at."""

    first: date
    last: date
    minimums: list[Minimum]
    told: Told
    holders: dict[int, set[tuple[int, int | None]]]  # of a role: who holds it, and where
    performers: dict[int, set[int]]  # of a category
    shut: dict[int, list[tuple[datetime, datetime]]]

    def staffed(self) -> list[tuple[Minimum, list[There]]]:
        hours = self.told.hours(self.first - A_DAY, self.last + A_DAY)
        rests = holidays_between(self.first, self.last)
        days = [self.first + number * A_DAY for number in range((self.last - self.first).days + 1)]
        days = [day for day in days if day not in rests]
        return [(one, list(self._days(one, days, hours))) for one in self.minimums]

    def _days(
        self, one: Minimum, days: list[date], hours: dict[At, dict[date, working.Hours]]
    ) -> Iterable[There]:
        staff = [
            told for (user, at), told in hours.items() if at == one.location_id and self._counts(one, user)
        ]
        for day in days:
            if one.weekdays and day.weekday() not in one.weekdays:
                continue
            shut = self._shut(one.location, day)
            if one.begins is not None and one.ends is not None:
                least = staffing.at_once(staff, day, one.begins, one.ends, shut)
            else:
                least = staffing.at_work(staff, day, shut)
            if least:
                yield There(one, day, least)

    def _counts(self, one: Minimum, user: int) -> bool:
        if one.role_id:
            held = self.holders.get(one.role_id, set())
            return (user, None) in held or (user, one.location_id) in held
        return not one.category_id or user in self.performers.get(one.category_id, set())

    def _shut(self, location: Location, day: date) -> list[staffing.Span]:
        """When it is closed, in minutes from the midnight of the day, by the clock there."""
        zone, midnight = ZoneInfo(location.zone), datetime.combine(day, time())
        told = []
        for instants in self.shut.get(location.pk, ()):
            begins, ends = (at.astimezone(zone).replace(tzinfo=None) for at in instants)
            told.append(tuple(int((at - midnight).total_seconds()) // 60 for at in (begins, ends)))
        return told  # type: ignore[return-value]  # two of them each


def _known(first: date, last: date, location: Location | None) -> _Known | None:
    rows = Minimum.objects.filter(location__archived_at=None, **({"location": location} if location else {}))
    found = list(rows.select_related("location", "role", "category").order_by("location", "pk"))
    if not found:
        return None
    people = list(User.objects.people().filter(is_active=True).values_list("pk", flat=True))
    told = told_between(people, first - A_DAY, last + A_DAY, location=location)
    holders, performers = dict[int, set[Any]](), dict[int, set[int]]()
    if roles := {one.role_id for one in found if one.role_id}:
        held = RoleHeld.objects.filter(role__in=roles).values_list("role", "user", "location")
        for role, user, at in held:
            holders.setdefault(role, set()).add((user, at))
    if categories := {one.category_id for one in found if one.category_id}:
        performed = performing().filter(service__category__in=categories)
        for category, user in performed.values_list("service__category", "user"):
            performers.setdefault(category, set()).add(user)
    return _Known(first, last, found, told, holders, performers, _closures(found, first, last))


def _closures(
    found: Collection[Minimum], first: date, last: date
) -> dict[int, list[tuple[datetime, datetime]]]:
    """When these locations are closed, a day earlier and later, too: midnight is another instant in each zone."""
    utc = ZoneInfo("UTC")
    begins, ends = (
        datetime.combine(first - A_DAY, time(), utc),
        datetime.combine(last + 3 * A_DAY, time(), utc),
    )
    rows = Closure.objects.filter(location__in={one.location_id for one in found})
    shut: dict[int, list[tuple[datetime, datetime]]] = {}
    for at, since, till in rows.filter(begins_at__lt=ends, ends_at__gt=begins).values_list(
        "location", "begins_at", "ends_at"
    ):
        shut.setdefault(at, []).append((since, till))
    return shut


# --- What is not yet so ------------------------------------------------------------------------------------------------


def with_absence(absence: Absence) -> Change:
    """As if a colleague were away."""

    def change(told: Told) -> None:
        days = {absence.begins_on + number * A_DAY for number in range(absence.number)}
        told.away[absence.user_id] = told.away.get(absence.user_id, set()) | days

    return change


def without_absence(absence: Absence) -> Change:
    """As if a colleague were not away on these days: of two absences no day is the same."""

    def change(told: Told) -> None:
        days = {absence.begins_on + number * A_DAY for number in range(absence.number)}
        told.away[absence.user_id] = told.away.get(absence.user_id, set()) - days

    return change


def with_days(
    users: Iterable[User], location: Location, days: Iterable[date], hours: Sequence[Sequence[Any]] | None
) -> Change:
    """As if these colleagues had these hours on these days; None: what comes round."""

    def change(told: Told) -> None:
        for user in users:
            differs = told.differs.setdefault((user.pk, location.pk), {})
            for day in days:
                if hours is None:
                    differs.pop(day, None)
                else:
                    differs[day] = working.hours_from(hours)

    return change


def with_pattern(
    user: User,
    location: Location,
    begins_on: date,
    days: Sequence[Sequence[Sequence[Any]]],
    *,
    off_on_holidays: bool,
) -> Change:
    """As if these hours came round for a colleague."""
    hours = tuple(working.hours_from(one) for one in days)

    def change(told: Told) -> None:
        before = [one for one in told.rounds.get((user.pk, location.pk), ()) if one.begins_on < begins_on]
        new = working.Round(begins_on, hours or ((),), None, off_on_holidays)
        told.rounds[user.pk, location.pk] = [*before, new]

    return change


def with_end(pattern: Pattern, ends_on: date) -> Change:
    """As if what comes round did so until this day alone."""

    def change(told: Told) -> None:
        at = (pattern.user_id, pattern.location_id)
        told.rounds[at] = [
            working.Round(one.begins_on, one.days, ends_on, one.off_on_holidays)
            if one.begins_on == pattern.begins_on
            else one
            for one in told.rounds.get(at, ())
        ]

    return change
