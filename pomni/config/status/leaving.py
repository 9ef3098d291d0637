"""Where a colleague leaves: what they opened and took along of late, and what of it looks unusual."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string

from pomni.kit.clock import now, today
from pomni.memory.viewing import hours_of, taken_by
from pomni.team.models import User
from pomni.team.rules import is_unusual

OF_LATE = timedelta(days=30)
BEFORE = timedelta(days=60)  # what is usual is told from the days before, too


@dataclass(frozen=True)
class Hour:
    """An hour in which far more cards were opened or copied than usual."""

    at: datetime
    opened: int
    copied: int


def seen_lately(request: Any, colleague: User) -> str:
    """The panel: how many cards within thirty days, the hours that stand out, and the way to the whole report."""
    at = now()
    hours = hours_of(colleague.pk, since=at - BEFORE, until=at)
    told = {
        "colleague": colleague,
        "taken": taken_by(colleague.pk, since=at - OF_LATE),
        "unusual": [one for one in unusual(hours) if one.at >= at - OF_LATE],
        "since": today() - OF_LATE,
    }
    return render_to_string("status/_seen_lately.html", told, request)


def unusual(hours: list[tuple[datetime, int, int]]) -> list[Hour]:
    """Of these hours those in which more was opened, or copied, than is usual in the others; the newest first."""
    opened = [one for _at, one, _copied in hours if one]
    copied = [one for _at, _opened, one in hours if one]
    found = [
        Hour(at, seen, taken)
        for at, seen, taken in hours
        if is_unusual(seen, _but(opened, seen)) or is_unusual(taken, _but(copied, taken))
    ]
    return found[::-1]


def _but(hours: list[int], one: int) -> list[int]:
    left = list(hours)
    if one in left:
        left.remove(one)
    return left
