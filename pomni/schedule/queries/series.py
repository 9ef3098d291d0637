"""A series before it is booked, and what is left of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pomni.kit.errors import Refused
from pomni.schedule import rules
from pomni.schedule.laying import Wanted, lay_out, shifted
from pomni.schedule.models import Visit
from pomni.schedule.taking import conflicts
from pomni.team.models import Location, User


@dataclass(frozen=True)
class Turn:
    """One day of a series: what stands in its way ("" nothing)."""

    day: date
    begins: time
    why: str


def series_preview(
    location: Location,
    days: Sequence[date],
    begins: time,
    lines: Sequence[Wanted],
    moved: dict[date, time],
    *,
    travel: tuple[int, int] = (0, 0),
) -> list[Turn]:
    """Which days of a series are free, and who is taken until when on the others; as many statements as for one."""
    instants: list[datetime | None] = []
    reasons: dict[date, str] = {}
    for day in days:
        try:
            instants.append(rules.instant_of(day, moved.get(day, begins), location.zone, is_second=None))
        except Refused as no:
            reasons[day] = str(no)
            instants.append(None)
    first = next((at for at in instants if at), None)
    if first is None:
        return [Turn(day, begins, reasons[day]) for day in days]
    laid = lay_out(lines, first, travel=travel)
    told = [(day, shifted(laid, at - first)) for day, at in zip(days, instants, strict=True) if at]
    reasons |= conflicts(location, told)
    return [Turn(day, moved.get(day, begins), reasons.get(day, "")) for day in days]


def visits_of_series(viewer: User, visit: Visit) -> list[tuple[Visit, datetime]]:
    """The visits of its series within reach, in the order of time, each with its hour by the clock there."""
    return visits_in(viewer, visit.series_id) if visit.series_id else []


def visits_in(viewer: User, series: int) -> list[tuple[Visit, datetime]]:
    """The visits of the series with this key within reach, in the order of time, each with its hour by the clock there."""
    rows = Visit.objects.visible_to(viewer).filter(series=series).order_by("begins_at", "pk")
    return [(one, one.begins_at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None)) for one in rows]
