"""Visits that are over before they come in: written as they went, many at once. Nobody is written to, and nobody booked over.

Where two of one person were at the same time – in the other program that could be – the later one is marked as booked over.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.memory.commands import remember_many
from pomni.people.commands import Touched, note_touches
from pomni.schedule import rules
from pomni.schedule.events import VisitBroughtIn
from pomni.schedule.following import KIND, keep_many_figures
from pomni.schedule.imports import Brought
from pomni.schedule.models import Line, OutsideVisit, Taken, Visit
from pomni.team.live import bump_places
from pomni.team.models import User

VISIT = (
    "id", "uid", "client_id", "location_id", "begins_at", "ends_at", "day", "begins", "zone", "status", "source", "comment",
    "address", "made_of", "travel_before", "travel_after", "version", "booked_by_id", "booked_at", "completed_at", "ended_as",
    "is_late",
)  # fmt: skip
LINE = (
    "id", "visit_id", "place", "service_id", "user_id", "begins_at", "ends_at", "is_beside", "phases", "chosen", "price",
)  # fmt: skip
TAKEN = ("visit_id", "line_id", "user_id", "unit", "begins_at", "ends_at", "is_over")
Status = Visit.Status
Stretch = tuple[datetime, datetime]


def bring_in(some: Sequence[tuple[Brought, Any]], *, source: str, by: User) -> list[Visit]:
    """Write these visits, each with its client (or None): constant statements for all, and a few for each client.

    `source`: the program that their numbers are of. Whoever calls has locked whom they take.
    """
    visits = [
        _visit(key, one, client, by)
        for key, (one, client) in zip(bulk.take_keys(Visit, len(some)), some, strict=True)
    ]
    bulk.put(Visit, VISIT, (tuple(getattr(visit, name) for name in VISIT) for visit in visits))
    told = [_lines(visit, one) for visit, (one, _client) in zip(visits, some, strict=True)]
    keys = iter(bulk.take_keys(Line, sum(map(len, told))))
    lines = [(next(keys), *line) for line in chain.from_iterable(told)]
    bulk.put(Line, LINE, lines)
    standing = {visit.pk for visit in visits if visit.is_standing}
    bulk.put(Taken, TAKEN, _taken([line for line in lines if line[1] in standing and line[4]]))
    numbered = (
        (visit.pk, source, one.number) for visit, (one, _c) in zip(visits, some, strict=True) if one.number
    )
    bulk.put(OutsideVisit, ("visit_id", "source", "value"), numbered)
    remember_many(
        (_event(visit, one) for visit, (one, _client) in zip(visits, some, strict=True)),
        happened=[min(visit.begins_at, now()) for visit in visits],
        by=by,
    )
    _follow(visits, by)
    return visits


def _visit(key: int, one: Brought, client: Any, by: User) -> Visit:
    is_completed = one.status == Status.COMPLETED
    return Visit(
        pk=key,
        uid=uuid7(),
        client=client,
        location=one.location,
        begins_at=one.begins_at,
        ends_at=one.ends_at or one.begins_at,
        day=one.day,
        begins=one.begins,
        zone=one.location.zone,
        status=one.status,
        source=Visit.Source.IMPORT,
        comment=one.comment,
        address=one.address,
        booked_by=None if by.is_robot else by,
        booked_at=one.booked_at or min(one.begins_at, now()),
        completed_at=one.ends_at if is_completed else None,
        ended_as=one.why if one.status == Status.CANCELLED else "",
    )


def _lines(visit: Visit, one: Brought) -> list[tuple[Any, ...]]:
    """The values of its lines but for their keys, in the order of `LINE`."""
    found: list[tuple[Any, ...]] = []
    at = visit.begins_at
    for place, line in enumerate(one.lines):
        ends = at + sum(minutes for minutes, _hands in line.parts) * rules.MINUTE
        phases = [list(part) for part in line.parts]
        user = line.user.pk if line.user else None
        found.append((visit.pk, place, line.service.pk, user, at, ends, False, phases, [], line.price))
        at = ends
    return found


def _taken(lines: Sequence[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """What the lines take, stretch by stretch in which hands are needed."""
    known = _meanwhile(lines)
    for key, visit, _place, _service, user, begins, _ends, _beside, phases, *_more in lines:
        course = rules.course_of(0, phases)
        for first, last in rules.hands_of(course, begins):
            of_theirs = known.setdefault(user, [])
            is_over = any(first < till and last > since for since, till in of_theirs)
            if not is_over:
                of_theirs.append((first, last))
            yield visit, key, user, 0, first, last, is_over


def _meanwhile(lines: Sequence[tuple[Any, ...]]) -> dict[int, list[Stretch]]:
    """When these colleagues are taken already, in the days of these lines."""
    if not lines:
        return {}
    first, last = min(line[5] for line in lines), max(line[6] for line in lines)
    rows = Taken.objects.filter(user__in={line[4] for line in lines}, is_over=False)
    rows = rows.filter(begins_at__lt=last, begins_at__gt=first - 2 * rules.DAY, ends_at__gt=first)
    found: dict[int, list[Stretch]] = {}
    for user, since, till in rows.values_list("user_id", "begins_at", "ends_at"):
        found.setdefault(user, []).append((since, till))
    return found


def _event(visit: Visit, one: Brought) -> VisitBroughtIn:
    return VisitBroughtIn(
        visit_id=visit.pk,
        client_id=visit.client_id,
        what=", ".join(line.service.name for line in one.lines),
        status=str(Status(visit.status)),
        day=visit.day,
        begins=visit.begins,
        zone=visit.zone,
    )


def _follow(visits: Sequence[Visit], by: User) -> None:
    """The figures of whoever came follow, and whoever looks at these days learns of it."""
    clients: Collection[int] = {visit.client_id for visit in visits if visit.client_id}
    keep_many_figures(clients, by)
    touches = [
        Touched(visit.client_id, visit.pk, visit.begins_at)
        for visit in visits
        if visit.client_id and visit.status == Status.COMPLETED
    ]
    note_touches(kind=KIND, touches=touches, by=by)
    bump_places(*{visit.location_id for visit in visits})
