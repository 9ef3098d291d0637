"""Who saw and exported which cards, for those who may read the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from pomni.kit.clock import now
from pomni.memory import viewing as memory
from pomni.people import queries as people
from pomni.team import queries as team
from pomni.team.models import User

CLIENT = "people.client"
SIZE = 100


@dataclass(frozen=True)
class Viewed:
    """How much a colleague looked at: different cards today and within seven days, and what they exported."""

    uid: Any
    name: str
    seed: int
    is_active: bool
    today: int
    week: int
    exported: int


@dataclass(frozen=True)
class Sight:
    """One line of the report. `client` is None where the record is not a client within the reader's reach."""

    at: datetime
    who: str
    how: str
    client: Any


def by_colleague(viewer: User) -> list[Viewed]:
    """The colleagues who looked at anything within seven days, whoever looked most first."""
    midnight = _begin(timezone.localtime(now()).date())
    colleagues = list(team.colleagues(viewer))
    counts = memory.counts((u.pk for u in colleagues), today=midnight, week=midnight - timedelta(days=6))
    told = [Viewed(u.uid, u.name, u.pk, u.is_active, **counts[u.pk]) for u in colleagues if u.pk in counts]
    return sorted(told, key=lambda one: (-one.week, one.name))


def report(
    viewer: User, *, since: date, until: date, who: User | None, client: str, before: str = ""
) -> tuple[list[Sight], str]:
    """A page of who saw whom between two days, newest first; and what `before` asks the next page for, or ""."""
    named = people.clients_named(viewer, client) if client else None
    found = memory.sightings(
        since=_begin(since),
        until=_begin(until + timedelta(days=1)),
        by_id=who.pk if who else None,
        record=CLIENT,
        record_ids=None if named is None else named,
    )
    offset = int(before) if before.isascii() and before.isdigit() and len(before) < 8 else 0
    rows = list(found[offset : offset + SIZE + 1])
    return _told(viewer, rows[:SIZE]), str(offset + SIZE) if len(rows) > SIZE else ""


def _told(viewer: User, rows: Iterable[Any]) -> list[Sight]:
    rows = list(rows)
    names = team.names(row.by_id for row in rows)
    clients = people.clients_by_id(viewer, {row.record_id for row in rows if row.record == CLIENT})
    return [
        Sight(
            row.at,
            names.get(row.by_id, ""),
            row.how,
            clients.get(row.record_id) if row.record == CLIENT else None,
        )
        for row in rows
    ]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
