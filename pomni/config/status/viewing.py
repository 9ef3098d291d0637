"""Who saw and exported which cards, for those who may read the log."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.exchange.writing.cells import harmless
from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.memory import viewing as memory
from pomni.people import queries as people
from pomni.team import queries as team
from pomni.team.models import User

CLIENT = "people.client"
SIZE = 100
AT_ONCE = 1000  # lines of a file that are named together


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
class Wanted:
    """What a report is asked for. `client`: a part of a name, or the number of one card; `copied`: only exports, or none."""

    since: datetime
    until: datetime
    who: User | None = None
    client: str = ""
    copied: bool | None = None


@dataclass(frozen=True)
class Sight:
    """One line of the report. `client` is None where the record is not a client within the reader's reach."""

    at: datetime
    who: str
    how: str
    client: Any


@dataclass(frozen=True)
class Total:
    """Of the whole report: how many different cards one person opened, exported and read in lists, and how often."""

    name: str
    uid: Any
    opened: int
    exported: int
    listed: int
    times: int


@dataclass(frozen=True)
class Totals:
    """All of the report in numbers: its lines, the different cards, and each person."""

    times: int
    cards: int
    people: list[Total]


def by_colleague(viewer: User) -> list[Viewed]:
    """The colleagues who looked at anything within seven days, whoever looked most first."""
    midnight = begin(timezone.localtime(now()).date())
    colleagues = list(team.colleagues(viewer))
    counts = memory.counts((u.pk for u in colleagues), today=midnight, week=midnight - timedelta(days=6))
    found = [Viewed(u.uid, u.name, u.pk, u.is_active, **counts[u.pk]) for u in colleagues if u.pk in counts]
    return sorted(found, key=lambda one: (-one.week, one.name))


def report(viewer: User, wanted: Wanted, *, before: str = "") -> tuple[list[Sight], str]:
    """A page of who saw whom between two instants, newest first; and what `before` asks the next page for, or ""."""
    found = sightings_of(viewer, wanted)
    if place := _place(before):
        found = memory.behind(found, *place)
    rows = list(found[: SIZE + 1])
    return told(viewer, rows[:SIZE]), _mark(rows[SIZE - 1]) if len(rows) > SIZE else ""


def totals(viewer: User, wanted: Wanted, colleagues: Iterable[User]) -> Totals:
    """The whole report in numbers; three statements, however long it is. `colleagues`: those within reach."""
    found = sightings_of(viewer, wanted)
    each = memory.seen_totals(found)
    known = {one.pk: one.uid for one in colleagues}
    names = team.names(one["by_id"] for one in each)
    told = [
        Total(
            names.get(one["by_id"], ""),
            known.get(one["by_id"]),
            one["opened"],
            one["exported"],
            one["listed"],
            one["times"],
        )
        for one in each
    ]
    times = sum(one.times for one in told)
    return Totals(times, memory.seen_records(found) if times else 0, told)


def lines(viewer: User, wanted: Wanted) -> Iterator[str]:
    """The whole report as lines of a file (RFC 4180), newest first, a thousand at a time; no cell can be a formula."""
    row = csv.writer(_Echo()).writerow
    headers = (_("When"), _("Who"), _("What"), _("{Client}"), pgettext("of a client", "Number"))
    yield "\ufeff" + row([str(one) for one in headers])
    before: tuple[datetime, int] | None = None
    while True:
        found = sightings_of(viewer, wanted)
        rows = list((memory.behind(found, *before) if before else found)[:AT_ONCE])
        for one in told(viewer, rows):
            yield row([harmless(cell) for cell in _cells(one)])
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].at, rows[-1].pk


class _Echo:
    def write(self, text: str) -> str:
        return text


def _cells(one: Sight) -> tuple[Any, ...]:
    who = one.client
    name = (_("erased") if who.forgotten_at else who.name) if who else _("not within your reach")
    return timezone.localtime(one.at), one.who, said_as(one.how), name, who.uid if who else ""


def said_as(how: str) -> str:
    """What was done, in words."""
    told = {"exported": _("Exported"), "opened": _("Opened a file")} | dict.fromkeys(
        memory.LISTS, _("Read in a list")
    )
    return told.get(how) or _("Opened the card")


def sightings_of(viewer: User, wanted: Wanted) -> Any:
    """The sightings that are asked for, newest first."""
    named = _clients(viewer, wanted.client) if wanted.client else None
    return memory.sightings(
        since=wanted.since,
        until=wanted.until,
        by_id=wanted.who.pk if wanted.who else None,
        record=CLIENT,
        record_ids=None if named is None else [*named, *people.once_others(named)],
        copied=wanted.copied,
    )


def _clients(viewer: User, words: str) -> list[int]:
    if not as_uuid(words):
        return list(people.clients_named(viewer, words))
    try:
        return [people.client(viewer, words).pk]
    except Http404:
        return []


def _mark(row: Any) -> str:
    return f"{int(row.at.timestamp() * 1_000_000)}-{row.pk}"


def _place(mark: str) -> tuple[datetime, int] | None:
    at, _dash, pk = mark.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 18 for part in (at, pk)):
        return None
    seconds, rest = divmod(int(at), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=rest), int(pk)


def told(viewer: User, rows: Iterable[Any]) -> list[Sight]:
    """Sightings as the viewer may read them, with names, in three statements at most."""
    rows = list(rows)
    names = team.names(row.by_id for row in rows)
    clients = people.clients_now(viewer, {row.record_id for row in rows if row.record == CLIENT})
    return [
        Sight(
            row.at,
            names.get(row.by_id, ""),
            row.how,
            clients.get(row.record_id) if row.record == CLIENT else None,
        )
        for row in rows
    ]


def begin(day: date, hour: time | None = None) -> datetime:
    """When a day begins, or an hour of it, where the company is."""
    return timezone.make_aware(datetime.combine(day, hour or time.min))
