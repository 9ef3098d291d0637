"""A series before it is booked, and what is left of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pomni.kit.errors import Refused
from pomni.schedule import rules
from pomni.schedule.laying import Laid, NobodyFree, Wanted, lay_out, shifted
from pomni.schedule.models import Visit
from pomni.schedule.queries.choosing import Choosing
from pomni.schedule.queries.proposing import times_of_days
from pomni.schedule.taking import conflicts
from pomni.team.models import Location, User


@dataclass(frozen=True)
class Turn:
    """One day of a series: what stands in its way ("" nothing), and the hours nearest to it that are free on that day."""

    day: date
    begins: time
    why: str
    nearest: Sequence[time] = ()


def series_preview(
    location: Location,
    days: Sequence[date],
    begins: time,
    lines: Sequence[Wanted],
    moved: dict[date, time],
    *,
    travel: tuple[int, int] = (0, 0),
) -> list[Turn]:
    """Which days of a series are free, and who is taken until when on the others, with what is free then instead; as many
    statements as for one.
    """
    instants, reasons = _instants(location, days, begins, moved)
    reasons |= _conflicts(location, instants, lines, travel)
    blocked = {day: moved.get(day, begins) for day in reasons}
    nearest = times_of_days(lines, location, blocked, travel=travel)
    return [
        Turn(
            day,
            moved.get(day, begins),
            reasons.get(day, ""),
            [at.time() for at in nearest.get(day, ()) if not at.fold],
        )
        for day in days
    ]


def _instants(
    location: Location, days: Sequence[date], begins: time, moved: dict[date, time]
) -> tuple[dict[date, datetime], dict[date, str]]:
    """When each day's visit would begin; and of the other days why there is no such hour, or are two."""
    instants: dict[date, datetime] = {}
    reasons: dict[date, str] = {}
    for day in days:
        try:
            instants[day] = rules.instant_of(day, moved.get(day, begins), location.zone, is_second=None)
        except Refused as no:
            reasons[day] = str(no)
    return instants, reasons


def _conflicts(
    location: Location,
    instants: Mapping[date, datetime],
    lines: Sequence[Wanted],
    travel: tuple[int, int],
) -> dict[date, str]:
    """On which days somebody or something is taken, or nobody has time, and how that is said."""
    if not instants:
        return {}
    choosing = Choosing(lines, location, min(instants), max(instants), travel=travel)
    known: dict[
        tuple[User | None, ...], tuple[datetime, list[Laid]]
    ] = {}  # laid out once for all by the same people
    told: list[tuple[date, list[Laid]]] = []
    reasons: dict[date, str] = {}
    for day, at in instants.items():
        try:
            named = choosing.at(at)
        except NobodyFree as no:
            reasons[day] = str(no)
            continue
        by = tuple(one.user for one in named)
        if by not in known:
            known[by] = at, lay_out(named, at, travel=travel)
        first, laid = known[by]
        told.append((day, shifted(laid, at - first)))
    return reasons | (conflicts(location, told) if told else {})


def visits_of_series(viewer: User, visit: Visit) -> list[tuple[Visit, datetime]]:
    """The visits of its series within reach, in the order of time, each with its hour by the clock there."""
    return visits_in(viewer, visit.series_id) if visit.series_id else []


def visits_in(viewer: User, series: int) -> list[tuple[Visit, datetime]]:
    """The visits of the series with this key within reach, in the order of time, each with its hour by the clock there."""
    rows = Visit.objects.visible_to(viewer).filter(series=series).order_by("begins_at", "pk")
    return [(one, one.begins_at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None)) for one in rows]
