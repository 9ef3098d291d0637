"""The figures of a day at a location: hours open, booked and worked, no-shows, money expected and taken. Constant statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pomni.billing import queries as billing
from pomni.catalog.queries import performing
from pomni.kit.spelling import sorted_as
from pomni.schedule import rules, working
from pomni.schedule.models import Line, Taken, Thing, Visit
from pomni.schedule.queries.groups import enrolled
from pomni.schedule.queries.working import hours_between
from pomni.team.models import Location, User

Status = Visit.Status
NOTHING = Decimal(0)
GONE = (Status.CANCELLED, Status.NO_SHOW)
Span = tuple[datetime, datetime]
Spans = dict[tuple[str, int], tuple[list[Span], list[Span]]]
NO_SPANS: tuple[list[Span], list[Span]] = ([], [])


@dataclass
class Load:
    """Minutes of a colleague or a thing: open by the plan, taken by visits, and of these by completed ones."""

    one: User | Thing
    open: int = 0
    booked: int = 0
    worked: int = 0

    @property
    def left(self) -> int:
        """What is still free of the plan."""
        return max(0, self.open - self.booked)

    @property
    def share(self) -> int | None:
        """Per cent of the open hours that are booked; None where nobody said when it is open."""
        return min(999, round(100 * self.booked / self.open)) if self.open else None


@dataclass
class DayFigures:
    """What a day comes to. `planned`: the prices that were agreed; `done`: what was sold, None where it is not theirs to see."""

    people: list[Load] = field(default_factory=list)
    things: list[Load] = field(default_factory=list)
    visits: int = 0
    completed: int = 0
    no_shows: int = 0
    cancelled: int = 0
    planned: Decimal = NOTHING
    done: Decimal | None = None


def day_figures(viewer: User, location: Location, day: date) -> DayFigures:
    """The figures of a day, of the visits that the viewer reaches."""
    rows = Visit.objects.visible_to(viewer).filter(location=location, day=day, **_around(day, location))
    visits = {
        pk: (status, seats, taken)
        for pk, status, seats, taken in rows.annotate(enrolled=enrolled()).values_list(
            "pk", "status", "seats", "enrolled"
        )
    }
    states = [status for status, _seats, _enrolled in visits.values()]
    standing = {pk for pk, (status, _s, _e) in visits.items() if status not in GONE}
    done = {pk for pk in standing if visits[pk][0] == Status.COMPLETED}
    spans = _spans(standing, done)
    hours = _hours(location, day)
    found = DayFigures(
        _of_people(spans, hours),
        _of_things(location, spans, hours),
        len(standing),
        len(done),
        states.count(Status.NO_SHOW),
        states.count(Status.CANCELLED),
    )
    prices = Line.objects.filter(visit__in=standing, price__isnull=False).values_list("visit_id", "price")
    found.planned = sum(
        (price * (1 if visits[pk][1] is None else visits[pk][2]) for pk, price in prices), NOTHING
    )
    if viewer.may("billing.sale.see"):
        found.done = billing.sold_on(viewer, location, day)
    return found


def _around(day: date, location: Location) -> dict[str, Any]:
    """Bounds by which an index finds the visits of a day."""
    midnight = datetime.combine(day, time(), ZoneInfo(location.zone))
    return {"begins_at__gte": midnight - rules.DAY, "begins_at__lt": midnight + 2 * rules.DAY}


def _spans(standing: set[int], done: set[int]) -> Spans:
    """When each colleague and each thing is taken: by all visits, and by the completed ones."""
    found: Spans = {}
    rows = Taken.objects.filter(visit__in=standing).values_list(
        "visit_id", "user_id", "thing_id", "unit", "begins_at", "ends_at"
    )
    for visit, user, thing, _unit, begins, ends in rows:
        key = ("user", user) if user else ("thing", thing)
        booked, worked = found.setdefault(key, ([], []))
        booked.append((begins, ends))
        if visit in done:
            worked.append((begins, ends))
    return found


def _hours(location: Location, day: date) -> dict[int, list[Span]]:
    """When each colleague is at work there, as instants."""
    people = list(User.objects.filter(pk__in=performing(), is_active=True).values_list("pk", flat=True))
    return {
        user: list(working.instants_of(day, told[day], location.zone))
        for (user, place), told in hours_between(people, day, day).items()
        if place == location.pk and told.get(day)
    }


def _of_people(spans: Spans, hours: dict[int, list[Span]]) -> list[Load]:
    busy = {pk for kind, pk in spans if kind == "user"}
    found = [
        Load(user, _minutes(hours.get(user.pk, ())), *map(_minutes, spans.get(("user", user.pk), NO_SPANS)))
        for user in User.objects.filter(pk__in=busy | hours.keys())
    ]
    return sorted(found, key=lambda load: sorted_as(load.one.name))


def _of_things(location: Location, spans: Spans, hours: dict[int, list[Span]]) -> list[Load]:
    """A room is open while anybody works at the location, as often as it has places."""
    open_for = _minutes(span for some in hours.values() for span in some)
    found = [
        Load(thing, open_for * thing.capacity, *map(_summed, spans.get(("thing", thing.pk), NO_SPANS)))
        for thing in Thing.objects.filter(location=location, archived_at=None)
    ]
    return sorted(found, key=lambda load: sorted_as(load.one.name))


def _minutes(spans: Iterable[Span]) -> int:
    """How long these are together; what lies over each other counts once."""
    total = 0
    till: datetime | None = None
    for begins, ends in sorted(spans):
        begins = begins if till is None else max(begins, till)
        if ends > begins:
            total, till = total + (ends - begins) // rules.MINUTE, ends
    return total


def _summed(spans: Iterable[Span]) -> int:
    """The same of several places of a thing: each counts for itself."""
    return sum((ends - begins) // rules.MINUTE for begins, ends in spans)
