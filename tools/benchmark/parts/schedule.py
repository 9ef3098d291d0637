"""The schedule of three locations: twenty colleagues, fifty thousand visits that were and two thousand to come.

What is asked of it stands in `benchmark.visiting`, a stage of its own: `tools/bench.py --only schedule`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from benchmark.story import ENDED, Story

COLUMNS, EACH = 20, 10  # colleagues, and visits of each on a day
HOUR = 9  # when the first one begins; they come three quarters of an hour apart
LONG, BREAK = 30, 5  # minutes of each, and after it
NAMES, ZONE = ("Board", "Board East", "Board West"), "Europe/Warsaw"
NAME = NAMES[0]  # where the day is that is looked at: the first one of those to come
MANY = 2000  # rows at once


class Ground(NamedTuple):
    """What visits are made of. Colleagues are at one of the locations each day, one day here and one there."""

    places: list[Any]
    people: list[Any]
    services: list[Any]
    clients: list[int]
    things: dict[int, list[Any]]  # by location: one for each colleague


def fill(story: Story) -> None:
    """Locations, rooms, who works where, and the visits before and after the day on which it is filled."""
    from pomni.schedule.models import Line, Taken, Visit

    ground = _ground(story)
    a_day = COLUMNS * EACH
    back, ahead = -(-story.size.visits // a_day), max(1, story.size.ahead // a_day)
    days = [*range(-back, 0), *range(ahead)]
    for first in range(0, len(days), MANY // a_day):
        visits, lines, taken = _rows(ground, days[first : first + MANY // a_day])
        Visit.objects.bulk_create(visits)
        Line.objects.bulk_create(lines)
        Taken.objects.bulk_create(taken)


def _ground(story: Story) -> Ground:
    from pomni.catalog.models import Category, Performer, Service
    from pomni.people.models import Client
    from pomni.schedule.models import Kind, Need, Pattern, Thing
    from pomni.team.models import Location, User

    places = [Location.objects.create(name=name, zone=ZONE) for name in NAMES]
    people = [*User.objects.filter(username__startswith="seller").order_by("pk")[: COLUMNS - 1]]
    people.append(User.objects.get(username="own"))
    kind = Kind.objects.create(name="Chair", folded="chair")
    chairs = [
        Thing(
            kind=kind, location=place, name=f"Chair {number}", added_at=ENDED, made_of=f"{place.pk} {number}"
        )
        for place in places
        for number in range(COLUMNS)
    ]
    Thing.objects.bulk_create(chairs)
    services = []
    for nr in range(3):
        category = Category.objects.create(name=f"Group {nr}", folded=f"group {nr}", made_of=f"group {nr}")
        told = {"name": f"Service {nr}", "category": category, "minutes": LONG, "after": BREAK, "price": 100}
        told |= {"is_online": True, "made_of": f"service {nr}"}
        services.append(Service.objects.create(added_at=ENDED, **told))
        Need.objects.create(service=services[-1], kind=kind)
    Performer.objects.bulk_create(Performer(service=one, user=user) for one in services for user in people)
    began = _day(0) - timedelta(
        days=999
    )  # a round of three days, which begins with the day that is looked at
    for nr, place in enumerate(places):
        week = [[["08:00", "20:00"]] if day == nr else [] for day in range(len(places))]
        told = {"location": place, "begins_on": began, "days": week, "off_on_holidays": False}
        Pattern.objects.bulk_create(Pattern(user=user, **told) for user in people)
    clients = Client.objects.filter(forgotten_at=None, archived_at=None).order_by("pk")
    keys = list(clients.values_list("pk", flat=True)[: story.size.visits or COLUMNS * EACH])
    by_place = {place.pk: [one for one in chairs if one.location_id == place.pk] for place in places}
    return Ground(places, people, services, keys, by_place)


def _rows(ground: Ground, days: list[int]) -> tuple[list[Any], list[Any], list[Any]]:
    """The visits of these days with their lines, and whom and what they take."""
    from pomni.kit import bulk
    from pomni.schedule.models import Line, Taken, Visit

    slots = [(day, *one) for day in days for one in _slots()]
    visits, lines, taken = [], [], []
    keys = zip(bulk.take_keys(Visit, len(slots)), bulk.take_keys(Line, len(slots)), strict=True)
    for number, ((day, column, begins), (visit_key, line_key)) in enumerate(zip(slots, keys, strict=True)):
        place, user = ground.places[day % len(ground.places)], ground.people[column]
        at, key = _instant(_day(day), begins), ground.clients[(day * 211 + number) % len(ground.clients)]
        ends, until = at + timedelta(minutes=LONG), at + timedelta(minutes=LONG + BREAK)
        agreed = {"day": _day(day), "begins": begins, "zone": ZONE, "booked_at": ENDED}
        agreed |= {"status": "completed" if day < 0 else "booked", "made_of": f"visit {day} {number}"}
        visit = Visit(
            pk=visit_key, client_id=key, location=place, begins_at=at, ends_at=ends,
            completed_at=ends if day < 0 else None, **agreed,
        )  # fmt: skip
        line = Line(
            pk=line_key, visit=visit, place=0, begins_at=at, ends_at=ends, price=100, user=user,
            service=ground.services[number % len(ground.services)], phases=[[LONG, True]],
        )  # fmt: skip
        both = {"visit": visit, "line": line, "begins_at": at}
        chair = ground.things[place.pk][column]
        taken += [Taken(user=user, ends_at=until, **both), Taken(thing=chair, ends_at=ends, **both)]
        visits.append(visit)
        lines.append(line)
    return visits, lines, taken


def _slots() -> Iterator[tuple[int, time]]:
    for turn in range(EACH):
        for column in range(COLUMNS):
            yield column, time(*divmod(HOUR * 60 + turn * 45, 60))


def _instant(day: date, begins: time) -> datetime:
    from pomni.schedule.rules import instant_of

    return instant_of(day, begins, ZONE)


def _day(number: int) -> date:
    """The day of this number; the one that is looked at has 0."""
    from pomni.kit.clock import today

    return today() + timedelta(days=3 + number)
