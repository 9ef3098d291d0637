"""Every write about visits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.prepared import records_of
from pomni.memory.commands import remember
from pomni.people.commands import add_client
from pomni.schedule import events, rules
from pomni.schedule.agreed import by_these, otherwise, parts_of, wanted_of
from pomni.schedule.following import follow, follow_status, hold_client, hold_client_of, hold_place
from pomni.schedule.going import go_elsewhere, go_to
from pomni.schedule.laying import Laid, Wanted, check_offered, end_of, lay_out
from pomni.schedule.models import Thing, Visit
from pomni.schedule.putting import laid_out, put
from pomni.schedule.queries.choosing import chosen
from pomni.schedule.queries.groups import seats_of
from pomni.schedule.queries.terms import terms_of
from pomni.schedule.taking import drop_lines, let_go, take
from pomni.team.access import allow, command
from pomni.team.live import bump_places
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

BOOK, CHANGE, OVER = "schedule.visit.book", "schedule.visit.change", "schedule.visit.overbook"
SHORTEST, LONGEST = 5, 24 * 60  # minutes of the last service of a visit that is stretched
Status = Visit.Status


@command(BOOK, makes=Visit)
def book_visit(
    client: "Client | None" = None,
    *,
    location: Location,
    day: date,
    begins: time,
    lines: Sequence[Wanted],
    by: User,
    is_second: bool | None = None,
    over: bool = False,
    source: str = Visit.Source.DESK,
    comment: str = "",
    name: str = "",
    phone: str = "",
    address: str = "",
    travel: tuple[int, int] = (0, 0),
) -> Visit:
    """Book a visit: these services one after the other or beside each other, from a wall time of the location on.

    `is_second`: whether it is the second of an hour that comes twice, where the clock is put back; must be said there.
    `over`: also where somebody or something is taken; that asks for a right of its own, and is remembered. `name` and `phone`:
    of somebody new, who is added with the visit. Without any of them it is a hall or a device that is booked. `address`: at the
    client's, with so many minutes on the way before and after (`travel`), for which whoever performs it is taken, too.
    Where nobody is named for a service, the first who performs it, works then and is free does it; what colleagues do not
    perform, as a hall, nobody does. Raises NobodyFree, Busy with who is taken until when; Refused.
    """
    if over:
        allow(by, OVER)
    hold_place(location)
    client = _who_comes(client, name, phone, by)
    visit = Visit(client=client, location=location, source=source, comment=_comment(comment))
    visit.booked_by, visit.booked_at = (None if by.is_robot else by), now()
    go_to(visit, address, travel)
    check_offered(lines, day)
    put(visit, day, begins, is_second)
    laid = laid_out(visit, _by_somebody(visit, lines))
    visit.seats = max(seats_of([one.service.pk for one in lines]).values(), default=None)
    visit.save()
    booked_over = take(visit, laid, over=over)
    follow(visit, by)
    remember(events.VisitBooked(visit_id=visit.pk, **_told(visit, laid), over=booked_over), by=by)
    return visit


@command(CHANGE)
def move_visit(
    visit: Visit,
    *,
    by: User,
    day: date | None = None,
    begins: time | None = None,
    location: Location | None = None,
    lines: Sequence[Wanted] | None = None,
    users: Sequence[User | None] | None = None,
    instead: tuple[User, User] | None = None,
    swap: tuple[Thing, Thing] | None = None,
    address: str | None = None,
    travel: tuple[int, int] | None = None,
    is_second: bool | None = None,
    over: bool = False,
    seen: int | None = None,
) -> Visit:
    """Move a visit to another time or place, or to other people and services (`lines`: all of them anew).

    `users`: who performs each of its services, in their order. `instead`: of these two colleagues the second one does what the
    first one was to do; `swap`: the same of two things. `address`, `travel`: as in `book_visit`; the hour stays.
    `seen` is the version that was on the screen: whoever moves what a colleague has moved meanwhile is told so. Prices stay
    as they were agreed. Of `lines` anew without anybody, `book_visit` tells who performs them. Raises NobodyFree, Busy, Refused.
    """
    if location:
        hold_place(location)
    visit = _to_change(visit, seen, over=over, by=by)
    was, before, left = visit.begins_at, wanted_of(visit), visit.location_id
    wanted = otherwise(by_these(before, users) if lines is None else lines, instead, swap)
    check_offered(lines or (), day or visit.day)
    visit.location = location or visit.location
    changes = go_elsewhere(visit, address, travel)
    when = (day or visit.day, begins or visit.begins)
    if is_second is None and when == (visit.day, visit.begins):  # of two like hours it stays in its own
        is_second = bool(was.astimezone(ZoneInfo(visit.zone)).fold)
    put(visit, *when, is_second)
    laid = laid_out(visit, wanted if lines is None else (wanted := _by_somebody(visit, wanted)))
    if (visit.begins_at, wanted, location) != (was, before, None):
        _lay_anew(visit, laid, was, over=over, by=by)
    elif changes:
        _go_otherwise(visit, laid, changes, over=over, by=by)
    if changes:
        _remember_change(visit, changes, by)
    if visit.location_id != left:
        bump_places(left)
    return visit


@command(CHANGE)
def stretch_visit(
    visit: Visit, *, minutes: int, by: User, over: bool = False, seen: int | None = None
) -> Visit:
    """Make a visit end so many minutes later (below 0: earlier): its last service takes so much longer, at the same price.

    `seen` as in `move_visit`. Raises Busy, Refused where nothing would be left of the service.
    """
    visit = _to_change(visit, seen, over=over, by=by)
    if not minutes:
        return visit
    wanted = wanted_of(visit)
    *parts, (last, hands) = parts_of(visit)
    if not SHORTEST <= last + minutes <= LONGEST:
        raise Refused(
            _("The last service would take %(minutes)s minutes. Choose another end.")
            % {"minutes": last + minutes}
        )
    wanted[-1] = replace(wanted[-1], parts=(*parts, (last + minutes, hands)))
    laid = lay_out(wanted, visit.begins_at, location=visit.location, day=visit.day, travel=visit.travel)
    visit.ends_at = end_of(laid)
    _lay_anew(visit, laid, visit.begins_at, over=over, by=by)
    return visit


@command(CHANGE)
def set_status(visit: Visit, *, status: str, by: User, over: bool = False) -> Visit:
    """Say how far a visit is: booked, confirmed, arrived or started. Twice is once.

    One that was cancelled or missed takes its time again, if it is still free. Raises Refused, Busy.
    """
    visit = _locked(visit)
    if visit.status == status:
        return visit
    if status in (Status.CANCELLED, Status.NO_SHOW):
        raise Refused(_("Cancel it, or say that nobody came."))
    if status == Status.COMPLETED:
        raise Refused(_("Complete it on its page: say what was done, and how it was paid."))
    if visit.status == Status.COMPLETED:
        raise Refused(_("This visit is completed. Open it again first: then its sale is reversed, too."))
    rules.check_step(visit.status, status)
    before, was_standing = visit.status, visit.is_standing
    if not was_standing:
        _take_again(visit, over=over, by=by)
    visit.status = status
    _note_when(visit)
    visit.save()
    follow_status(visit, before, by)
    _remember_change(visit, {"status": [before, status]}, by)
    return visit


@command(CHANGE)
def edit_visit(visit: Visit, *, by: User, comment: str, seen: dict[str, str] | None = None) -> Visit:
    """Change what is noted about a visit. `seen`: what it was; Conflict where a colleague changed it meanwhile."""
    visit = _locked(visit)
    check_seen(visit, {"comment": comment}, seen or {})
    if diff := apply_changes(visit, {"comment": _comment(comment)}):
        _remember_change(visit, diff, by)
    return visit


@command(CHANGE)
def cancel_visit(visit: Visit, *, by: User, why: str = "", is_by_client: bool = False) -> Visit:
    """A visit does not take place: whom it took is free again. Twice is once. Raises Refused."""
    visit = _locked(visit)
    if visit.status == Status.CANCELLED:
        return visit
    rules.check_step(visit.status, Status.CANCELLED)
    visit.status, visit.ended_as = Status.CANCELLED, " ".join(why.split())[:300]
    visit.is_cancelled_by_client = is_by_client
    visit.is_late = is_by_client and _is_late(visit)
    visit.version += 1
    visit.save()
    let_go(visit)
    follow(visit, by)
    told: dict[str, Any] = {"what": _what(visit), "why": visit.ended_as, "is_by_client": is_by_client}
    remember(events.VisitCancelled(visit_id=visit.pk, client_id=visit.client_id, **told), by=by)
    return visit


@command(CHANGE)
def miss_visit(visit: Visit, *, by: User) -> Visit:
    """Nobody came. Twice is once. Raises Refused where the visit has not begun by now."""
    visit = _locked(visit)
    if visit.status == Status.NO_SHOW:
        return visit
    rules.check_step(visit.status, Status.NO_SHOW)
    if visit.begins_at > now():
        raise Refused(_("This visit is still to come. Cancel it, if the {client} does not come."))
    visit.status = Status.NO_SHOW
    visit.save()
    let_go(visit)
    follow(visit, by)
    remember(events.VisitMissed(visit_id=visit.pk, client_id=visit.client_id, what=_what(visit)), by=by)
    return visit


# --- Inside ------------------------------------------------------------------------------------------------------------


def _who_comes(client: "Client | None", name: str, phone: str, by: User) -> "Client | None":
    """The client of a visit, locked; somebody new is added."""
    if client is None and (name.strip() or phone.strip()):
        allow(by, "people.client.add")
        client = add_client(name=name, phone=phone, by=by)
    if client and (client.forgotten_at or client.archived_at):
        raise Refused(_("This {client} is in the archive. Restore them first."), field="client")
    hold_client(client.pk if client else None)
    return client


def _locked(visit: Visit) -> Visit:
    hold_client_of(visit.pk)
    found: list[Visit] = records_of("a visit, locked", _to_lock, visit.pk)
    return found[0]


def _to_lock(visit: int) -> QuerySet[Visit]:
    return Visit.objects.select_for_update(of=("self",)).select_related("location", "client").filter(pk=visit)


def _by_somebody(visit: Visit, lines: Sequence[Wanted]) -> list[Wanted]:
    """The services with somebody for each, from where the visit begins on: its own time is free for it."""
    return chosen(lines, visit.location, visit.begins_at, travel=visit.travel, moving=visit.pk)


def _to_change(visit: Visit, seen: int | None, *, over: bool, by: User) -> Visit:
    """The visit, locked, if it may be moved. Raises NotAllowed, Refused."""
    if over:
        allow(by, OVER)
    visit = _locked(visit)
    _check_open(visit, seen)
    return visit


def _check_open(visit: Visit, seen: int | None) -> None:
    if not visit.is_standing or visit.status == Status.COMPLETED:
        raise Refused(_("This visit is over or cancelled. Book a new one."))
    if seen is not None and seen != visit.version:
        raise Refused(_("Somebody moved this visit meanwhile. Look where it is now."))


def _lay_anew(visit: Visit, laid: Sequence[Laid], was: datetime, *, over: bool, by: User) -> None:
    """The visit takes other time, people or things than it did."""
    let_go(visit)
    drop_lines(visit)
    booked_over = take(visit, laid, over=over)
    visit.version += 1
    visit.save()
    follow(visit, by)
    told = _told(visit, laid) | {"over": booked_over, "was": was}
    remember(events.VisitMoved(visit_id=visit.pk, **told), by=by)


def _go_otherwise(
    visit: Visit, laid: Sequence[Laid], changes: dict[str, Any], *, over: bool, by: User
) -> None:
    """The hour stays; who is on the way is taken for another while."""
    if changes.keys() == {"address"}:
        visit.save()
        return
    let_go(visit)
    visit.lines.all().delete()
    if booked_over := take(visit, laid, over=over):
        told = _told(visit, laid) | {"over": booked_over, "was": visit.begins_at}
        remember(events.VisitMoved(visit_id=visit.pk, **told), by=by)
    visit.save()


def _take_again(visit: Visit, *, over: bool, by: User) -> None:
    """A visit that had ended without taking place takes whom and what it needs."""
    if over:
        allow(by, OVER)
    laid = lay_out(
        wanted_of(visit), visit.begins_at, location=visit.location, day=visit.day, travel=visit.travel
    )
    drop_lines(visit)
    take(visit, laid, over=over)
    visit.ended_as, visit.is_cancelled_by_client, visit.is_late = "", None, False
    visit.version += 1


def _is_late(visit: Visit) -> bool:
    """Whether by now whoever cancels the visit counts as one who did not come."""
    hours = terms_of(visit.location).late_hours
    return hours is not None and visit.begins_at - now() < timedelta(hours=hours)


def _note_when(visit: Visit) -> None:
    """The instants of a visit's steps; a step that is taken back has none."""
    order = [Status.ARRIVED, Status.STARTED, Status.COMPLETED]
    reached = order.index(visit.status) if visit.status in order else -1  # type: ignore[arg-type]
    for number, name in enumerate(("arrived_at", "started_at", "completed_at")):
        if number > reached:
            setattr(visit, name, None)
        elif number == reached or getattr(visit, name) is None:
            setattr(visit, name, getattr(visit, name) or now())
    if visit.started_at is None:
        visit.finished_at = None


def _remember_change(visit: Visit, changes: dict[str, list[Any]], by: User) -> None:
    remember(events.VisitChanged(visit_id=visit.pk, client_id=visit.client_id, changes=changes), by=by)


def _told(visit: Visit, laid: Sequence[Laid]) -> dict[str, Any]:
    colleagues = [one.wanted.user.pk for one in laid if one.wanted.user]
    return {
        "client_id": visit.client_id,
        "what": ", ".join(one.wanted.service.name for one in laid),
        "day": visit.day,
        "begins": visit.begins,
        "zone": visit.zone,
        "minutes": _minutes(visit.begins_at, visit.ends_at),
        "colleague_ids": list(dict.fromkeys(colleagues)),
    }


def _what(visit: Visit) -> str:
    return ", ".join(visit.lines.order_by("place").values_list("service__name", flat=True))


def _minutes(begins: datetime, ends: datetime) -> int:
    return (ends - begins) // rules.MINUTE


def _comment(told: str) -> str:
    return told.strip()[:2000]
