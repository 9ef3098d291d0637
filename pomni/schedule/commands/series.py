"""Every write about visits that come again."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands import add_client
from pomni.schedule import events, repeating
from pomni.schedule.commands.visits import BOOK, CHANGE, book_visit, cancel_visit, move_visit
from pomni.schedule.laying import NotFree, Wanted
from pomni.schedule.models import Series, Visit
from pomni.team.access import allow, command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

SCOPES = ("following", "all")
AHEAD = (Visit.Status.BOOKED, Visit.Status.CONFIRMED)


@command(BOOK, makes=Series)
def book_series(
    client: "Client | None" = None,
    *,
    location: Location,
    first: date,
    begins: time,
    lines: Sequence[Wanted],
    rule: str,
    by: User,
    skip: Collection[date] = (),
    moved: Sequence[tuple[date, time]] = (),
    comment: str = "",
    source: str = Visit.Source.DESK,
    name: str = "",
    phone: str = "",
    address: str = "",
    travel: tuple[int, int] = (0, 0),
) -> Series:
    """Book a visit on each day of a rule (RFC 5545, counted from `first`): all of them or none.

    `name` and `phone`: of somebody new, who is added. `skip`: days on which there is none; `moved`: days with an hour of
    their own. `address`, `travel`: each of them is at the client's.
    Raises Refused, and names the day on which somebody is taken until when.
    """
    days = [day for day in repeating.days_of(rule, first) if day not in skip]
    if not days:
        raise Refused(_("No day is left. Skip fewer of them."), field="rule")
    if client is None and (name.strip() or phone.strip()):
        allow(by, "people.client.add")
        client = add_client(name=name, phone=phone, by=by)
    series: Series = Series.objects.create(rule=rule, first=first, added_at=now())
    told: dict[str, Any] = {"location": location, "lines": lines, "comment": comment, "source": source}
    told |= {"address": address, "travel": travel}
    people, own = [client] if client else [], dict(moved)
    for day in days:
        with _named(day):
            visit = book_visit(*people, day=day, begins=own.get(day, begins), by=by, **told)
        Visit.objects.filter(pk=visit.pk).update(series=series)
    event = events.SeriesBooked(
        series_id=series.pk, client_id=client.pk if client else None, rule=rule, visits=len(days)
    )
    remember(event, by=by)
    return series


@command(CHANGE)
def move_series(
    visit: Visit,
    *,
    scope: str,
    by: User,
    days: int = 0,
    begins: time | None = None,
    instead: tuple[User, User] | None = None,
) -> int:
    """Move this visit of a series and those that follow it ("following"), or all that are to come ("all").

    By so many days, to another hour, to another colleague (`instead`: the second one for the first). All or none. Returns how
    many they are. Raises Refused, and names the day on which somebody is taken.
    """
    found = _within(visit, scope)
    delta = timedelta(days=days)
    if abs(days) > 366:
        raise Refused(_("Choose a day within a year."), field="days")
    # Those that make way for the others go first.
    for one in sorted(found, key=lambda it: it.begins_at, reverse=days > 0):
        with _named(one.day + delta):
            move_visit(one, day=one.day + delta, begins=begins or one.begins, instead=instead, by=by)
    remember(
        events.SeriesChanged(series_id=visit.series_id or 0, client_id=visit.client_id, visits=len(found)),
        by=by,
    )
    return len(found)


@command(CHANGE)
def cancel_series(visit: Visit, *, scope: str, by: User, why: str = "", is_by_client: bool = False) -> int:
    """Cancel this visit of a series and those that follow it, or all that are to come. Returns how many they are."""
    found = _within(visit, scope)
    for one in found:
        cancel_visit(one, why=why, is_by_client=is_by_client, by=by)
    remember(
        events.SeriesChanged(series_id=visit.series_id or 0, client_id=visit.client_id, visits=len(found)),
        by=by,
    )
    return len(found)


# --- Inside ------------------------------------------------------------------------------------------------------------


class _named:
    """Says on which day somebody is taken, or an hour is none or two: of a series nobody knows it otherwise."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, NotFree) or (isinstance(error, Refused) and error.field == "begins"):
            words = {"day": date_format(self.day, "j E Y"), "why": str(error)}
            raise Refused(_("%(day)s: %(why)s Skip this day or give it another hour.") % words, field="rule")


def _within(visit: Visit, scope: str) -> list[Visit]:
    if visit.series_id is None or scope not in SCOPES:
        raise Refused(_("This visit belongs to no series."))
    found = Visit.objects.filter(series=visit.series_id, status__in=AHEAD, begins_at__gt=now())
    if scope == "following":
        found = found.filter(begins_at__gte=visit.begins_at)
    rows = list(found.select_for_update(of=("self",)).order_by("begins_at", "pk"))
    if not rows:
        raise Refused(_("No visit of this series is to come."))
    return rows
