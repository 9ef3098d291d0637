"""Stage: the schedule. Its pages and commands, what free time costs to compute, how much its pages weigh."""

import gzip
import time as clock
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmark.acting import Act
from benchmark.acting import measure as acts
from benchmark.asking import Asker, Case
from benchmark.pages import measure as pages
from benchmark.parts.schedule import NAME
from benchmark.size import Size

BOARDS, EVERY = 10, 2.0  # boards left open, and seconds between two questions of each
MOST_OF_A_CORE, MOST_KB, MOST_SCRIPT_KB, MOST_OF_FREE = 3.0, 40.0, 10.0, 40.0


def measure(size: Size) -> dict[str, Any]:
    """What `pages` and `acts` give of their cases, and `told`: what, how much, in which unit, at most."""
    _open_booking()
    return {"pages": pages(size, CASES), "acts": acts(size, ACTS), "told": list(_others(size))}


def _others(size: Size) -> Iterator[tuple[str, float, str, float]]:
    from django.urls import reverse

    from pomni.team import live

    took = median(_timed(_starts_of_a_month()) for _turn in range(size.rounds))
    title = "all free starts of a month: 3 services, 20 colleagues, rooms: computing"
    yield title, took, "ms", MOST_OF_FREE
    asker, board = Asker("all"), _board()
    asker.get(board)
    place = _rows()[0].location_id
    news = f"{reverse('team:live')}?since={live.number_for(asker.user.pk, [place])}&places={place}"
    poll = median(_timed(lambda: asker.get(news, "204")) for _turn in range(size.rounds))
    yield f"{BOARDS} boards left open", poll / 1000 * BOARDS / EVERY * 100, "% of a core", MOST_OF_A_CORE
    yield "script of the day board, gz", _weight("board.js"), "kB", MOST_SCRIPT_KB
    page = len(gzip.compress(asker.get(_times()))) / 1024
    yield "public booking, the page of times with its styles, gz", page + _weight("public.css"), "kB", MOST_KB


def _timed(act: Any) -> float:
    began = clock.process_time()
    act()
    return (clock.process_time() - began) * 1000


def _weight(name: str) -> float:
    (found,) = Path("pomni").glob(f"*/static/*/{name}")
    return len(gzip.compress(found.read_bytes())) / 1024


# --- What is asked for ---------------------------------------------------------------------------------------------------


def _board(more: str = "") -> str:
    visit = _rows().first()
    words = urlencode({"at": visit.location.uid, "on": visit.day.isoformat()})
    return f"/schedule/?{words}{more}"


def _rows() -> Any:
    """The visits of the day that is looked at."""
    from pomni.kit.clock import today
    from pomni.schedule.models import Visit

    ahead = Visit.objects.filter(location__name=NAME, day__gte=today()).exclude(status="completed")
    day = ahead.order_by("begins_at").values_list("day", flat=True).first()
    return ahead.filter(day=day).select_related("location", "client").order_by("begins_at", "pk")


def _services() -> list[Any]:
    from pomni.catalog.models import Service

    return list(Service.objects.filter(name__startswith="Service ").order_by("pk"))


def _first_free() -> str:
    words = {"service-0": _services()[0].uid, "at": _rows()[0].location.uid, "days": 14}
    return f"/schedule/free/first/?{urlencode(words)}"


def _starts_of_a_month() -> Callable[[], Any]:
    from pomni.schedule.queries import Asked, starts

    visit, asked = _rows()[0], [Asked(one) for one in _services()]
    assert starts(asked, visit.location, visit.day, visit.day + timedelta(days=30))
    return lambda: starts(asked, visit.location, visit.day, visit.day + timedelta(days=30))


def _open_booking() -> None:
    from pomni.booking.commands import set_up_booking
    from pomni.team.models import Location, User

    set_up_booking(
        by=User.objects.get(username="all"), locations=[Location.objects.get(name=NAME)], is_on=True
    )


def _times() -> str:
    from pomni.booking.rules import slug_of

    service, place = _services()[0], _rows()[0].location
    return f"/book/{slug_of(place.name, place.uid)}/time/?s={slug_of(service.name, service.uid)}"


CASES = (
    Case("board of 20 colleagues and 200 visits", lambda reader: _board(), ("all", "own"), at_most=8),
    Case(
        "that board anew, after a move or the poll", lambda reader: _board(), ("all", "own"), 4, fragment=True
    ),
    Case("that board by rooms", lambda reader: _board("&by=thing"), ("all",), at_most=8),
    Case(
        "free time to book, beside the board",
        lambda reader: _board().replace("/?", "/book/?"),
        ("all",),
        at_most=8,
        fragment=True,
    ),
    Case(
        "first free time of a service by anybody", lambda reader: _first_free(), ("all",), 2.5, fragment=True
    ),
    Case("public booking: times of two weeks", lambda reader: _times(), ("all",), at_most=4),
)


# --- What is done --------------------------------------------------------------------------------------------------------

_days = count(40)  # each is booked on a day of its own, where nothing is yet


def _visit(turn: int) -> Any:
    rows = _rows()
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
    visit = _visit(turn)
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


def _far() -> date:
    return _rows()[0].day + timedelta(days=next(_days))


def _wanted(number: int = 1) -> list[Any]:
    from pomni.schedule.laying import Wanted
    from pomni.schedule.models import Line

    line = Line.objects.filter(visit=_rows()[0].pk).select_related("service", "user")[0]
    return [Wanted(line.service, line.user)] * number


def _booked(by: Any, turn: int) -> Any:
    from pomni.schedule.commands import book_visit

    visit, lines, day = _visit(turn), _wanted(), _far()
    return lambda: book_visit(
        visit.client, location=visit.location, day=day, begins=time(10), lines=lines, by=by
    )


def _five(by: Any, turn: int) -> Any:
    """A visit of five services, and the day on which the client comes again."""
    from pomni.schedule.commands import book_visit

    visit = _visit(turn)
    return book_visit(
        visit.client, location=visit.location, day=_far(), begins=time(9), lines=_wanted(5), by=by
    )


def _completed(by: Any, turn: int) -> Any:
    from pomni.billing.commands import Paid
    from pomni.schedule.commands import Next, complete_visit

    visit = _five(by, turn)
    again = Next(visit.day, time(15), tuple(_wanted()))
    return lambda: complete_visit(visit, paid=[Paid("card")], next_visit=again, by=by)


def _sent(turn: int) -> tuple[str, dict[str, str]]:
    from pomni.team.models import User

    visit = _five(User.objects.get(username="all"), turn)
    words = {"way-0": "card", "next_day": visit.day.isoformat(), "next_begins": "15:00"}
    for nr, line in enumerate(visit.lines.select_related("service", "user").order_by("place")):
        told = {"service": line.service.uid, "user": line.user.uid, "price": line.price or Decimal(0)}
        words |= {f"{name}-{nr}": str(value) for name, value in told.items()}
    return f"/schedule/visits/{visit.uid}/complete/", words


ACTS = (
    Act("move a visit", _moved, _carried, fragment=True, at_most=4, alone=4),
    Act("set the state of a visit", _stated, _pressed, fragment=True, at_most=4, alone=4),
    Act("book a visit", _booked, alone=4),
    Act("complete a visit with 5 lines, payment and next visit", _completed, _sent, at_most=8, alone=8),
)
