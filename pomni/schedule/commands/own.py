"""What clients do with their visits by themselves: by a link, on the booking page. One policy, and the desk is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.schedule import notices
from pomni.schedule.commands.visits import BOOK, CHANGE, book_visit, cancel_visit, move_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Visit
from pomni.schedule.queries import desk_of, may_change_own
from pomni.team.access import command
from pomni.team.models import Location, User
from pomni.team.notices import Kind, notify

if TYPE_CHECKING:
    from pomni.people.models import Client


@command(BOOK)
def book_own(
    client: "Client",
    *,
    location: Location,
    at: datetime,
    lines: Sequence[Wanted],
    by: User,
    comment: str = "",
) -> Visit:
    """A client books by themselves at an instant. Raises Refused, Busy; whether it is free by the terms is asked before."""
    local = at.astimezone(ZoneInfo(location.zone))
    when: dict[str, Any] = {"day": local.date(), "begins": local.time(), "is_second": bool(local.fold)}
    visit = book_visit(
        client, location=location, **when, lines=lines, source="online", comment=comment, by=by
    )
    _tell_desk(visit, notices.BookedOnline)
    return visit


@command(CHANGE)
def move_own(visit: Visit, *, at: datetime, by: User) -> Visit:
    """The client moves their visit to an instant. Raises Refused where it is too late for that, Busy."""
    _check_in_time(visit)
    local = at.astimezone(ZoneInfo(visit.zone))
    moved = move_visit(visit, day=local.date(), begins=local.time(), is_second=bool(local.fold), by=by)
    _tell_desk(moved, notices.MovedByClient)
    return moved


@command(CHANGE)
def cancel_own(visit: Visit, *, by: User) -> Visit:
    """The client cancels their visit. Twice is once. Raises Refused where it is too late for that."""
    if visit.status == Visit.Status.CANCELLED:
        return visit
    _check_in_time(visit)
    cancelled = cancel_visit(visit, is_by_client=True, by=by)
    _tell_desk(cancelled, notices.CancelledByClient)
    return cancelled


def _tell_desk(visit: Visit, kind: type[Kind]) -> None:
    """Tell the desk of the visit's place, and who performs it, what its client did."""
    lines = list(visit.lines.select_related("service", "user").order_by("place"))
    notify(
        desk_of(visit.location, [one.user for one in lines]),
        kind,
        dedupe=f"{kind.name}:{visit.pk}:{visit.version}",
        url=reverse("schedule:visit", args=[visit.uid]),
        what=", ".join(one.service.name for one in lines),
        day=visit.day.isoformat(),
        time=f"{visit.begins:%H:%M}",
    )


def _check_in_time(visit: Visit) -> None:
    if not may_change_own(visit):
        raise Refused(_("It is too late to change this visit here. Please call us."))
