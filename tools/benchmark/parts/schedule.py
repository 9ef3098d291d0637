"""The schedule: a location where twenty colleagues have ten visits each on one day."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmark.acting import Act
from benchmark.asking import Case
from benchmark.story import ENDED, Story

COLUMNS, EACH = 20, 10  # colleagues, and visits of each
HOUR = 9  # when the first one begins; they come three quarters of an hour apart
LONG = 30  # minutes of each
NAME, ZONE = "Board", "Europe/Warsaw"


def fill(story: Story) -> None:
    """A location of its own, who works there, and its visits of a day to come."""
    from pomni.catalog.models import Category, Performer, Service
    from pomni.people.models import Client
    from pomni.schedule.models import Line, Pattern, Taken, Visit
    from pomni.schedule.rules import instant_of
    from pomni.team.models import Location, User

    place = Location.objects.create(name=NAME, zone=ZONE)
    people = [*User.objects.filter(username__startswith="seller").order_by("pk")[: COLUMNS - 1]]
    people.append(User.objects.get(username="own"))
    services = []
    for nr in range(3):
        category = Category.objects.create(name=f"Group {nr}", folded=f"group {nr}", made_of=f"group {nr}")
        told = {"name": f"Service {nr}", "category": category, "minutes": LONG, "after": 5, "price": 100}
        services.append(Service.objects.create(added_at=ENDED, made_of=f"service {nr}", **told))
    Performer.objects.bulk_create(Performer(service=one, user=user) for one in services for user in people)
    week = [[["08:00", "20:00"]]]
    for user in people:
        told = {"begins_on": ENDED.date(), "days": week, "off_on_holidays": False}
        Pattern.objects.create(user=user, location=place, **told)
    clients = Client.objects.filter(forgotten_at=None, archived_at=None).order_by("pk")[: COLUMNS * EACH]
    for number, client in enumerate(clients):
        user, turn = people[number % COLUMNS], number // COLUMNS
        begins = time(*divmod(HOUR * 60 + turn * 45, 60))
        at = instant_of(_day(), begins, ZONE)
        ends = at + timedelta(minutes=LONG)
        agreed = {
            "day": _day(),
            "begins": begins,
            "zone": ZONE,
            "booked_at": ENDED,
            "made_of": f"visit {number}",
        }
        visit = Visit(client=client, location=place, begins_at=at, ends_at=ends, **agreed)
        Visit.objects.bulk_create([visit])
        done = {
            "service": services[number % len(services)],
            "user": user,
            "price": 100,
            "phases": [[LONG, True]],
        }
        line = Line.objects.create(visit=visit, place=0, begins_at=at, ends_at=ends, **done)
        until = ends + timedelta(minutes=5)
        Taken.objects.create(visit=visit, line=line, user=user, begins_at=at, ends_at=until)


def _day() -> date:
    from pomni.kit.clock import today

    return today() + timedelta(days=3)


def _shown(more: str = "") -> str:
    from pomni.schedule.models import Visit

    visit = Visit.objects.filter(location__name=NAME).select_related("location").first()
    if visit is None:
        return ""
    return f"/schedule/?{urlencode({'at': visit.location.uid, 'on': visit.day.isoformat()})}{more}"


CASES = (
    Case("board of 20 colleagues and 200 visits", lambda reader: _shown(), ("all", "own"), at_most=8),
    Case(
        "that board anew, after the poll", lambda reader: _shown(), ("all", "own"), at_most=8, fragment=True
    ),
    Case("that board by rooms", lambda reader: _shown("&by=thing"), ("all",), at_most=8),
    Case(
        "free time to book, beside the board",
        lambda reader: _shown().replace("/?", "/book/?"),
        ("all",),
        at_most=8,
        fragment=True,
    ),
)


def _visit(turn: int) -> Any:
    from pomni.schedule.models import Visit

    rows = Visit.objects.filter(location__name=NAME).order_by("pk")
    return rows[turn * 7 % rows.count()]


def _moved(by: Any, turn: int) -> Any:
    from pomni.schedule.commands import move_visit

    visit = _visit(turn)
    return lambda: move_visit(visit, begins=_beside(visit), by=by)


def _beside(visit: Any) -> time:
    """Five minutes later, or back again."""
    minute = visit.begins.hour * 60 + visit.begins.minute
    minute += -5 if minute % 15 else 5
    return time(minute // 60, minute % 60)


def _carried(turn: int) -> tuple[str, dict[str, str]]:
    visit, to = _visit(turn), None
    to = _beside(visit)
    words = {"minute": str(to.hour * 60 + to.minute), "version": str(visit.version), "ends": "480-1200"}
    return f"/schedule/visits/{visit.uid}/carry/", words


def _stated(by: Any, turn: int) -> Any:
    from pomni.schedule.commands import set_status

    visit = _visit(turn)
    return lambda: set_status(visit, status=_other(visit), by=by)


def _other(visit: Any) -> str:
    return "booked" if visit.status == "confirmed" else "confirmed"


def _pressed(turn: int) -> tuple[str, dict[str, str]]:
    visit = _visit(turn)
    return f"/schedule/visits/{visit.uid}/status/", {"to": _other(visit), "ends": "480-1200"}


_days = count(10)  # each is booked on a day of its own


def _booked(by: Any, turn: int) -> Any:
    from pomni.schedule.commands import book_visit
    from pomni.schedule.laying import Wanted
    from pomni.schedule.models import Line

    line = Line.objects.filter(visit__location__name=NAME).select_related(
        "service", "user", "visit__location", "visit__client"
    )[0]
    words = {"location": line.visit.location, "day": _day() + timedelta(days=next(_days)), "begins": time(10)}
    return lambda: book_visit(line.visit.client, lines=[Wanted(line.service, line.user)], by=by, **words)


ACTS = (
    Act("move a visit", _moved, _carried, fragment=True, at_most=4),
    Act("set the state of a visit", _stated, _pressed, fragment=True, at_most=4),
    Act("book a visit", _booked),
)
