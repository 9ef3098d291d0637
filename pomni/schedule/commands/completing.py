"""Completing a visit: one act for all that comes of it, and one act that takes all of it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pomni.agenda.commands import add_promise, close_promise
from pomni.billing.commands import Paid, Sold, make_sale, reverse_sale
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands import add_note, withdraw_note
from pomni.schedule import events, rules
from pomni.schedule.commands.visits import CHANGE, _locked, _note_when, _what, book_visit, cancel_visit
from pomni.schedule.following import follow_status, hold_client_of, hold_place
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Completion, Visit
from pomni.schedule.queries.completing import agreed, as_booked
from pomni.team import company
from pomni.team.access import allow, command
from pomni.team.models import Location, User

Status = Visit.Status
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Next:
    """When the client comes again, and for what; no services: for the same, with the same people."""

    day: date
    begins: time
    lines: tuple[Wanted, ...] = ()
    location: Location | None = None
    over: bool = False


@dataclass(frozen=True)
class Promised:
    """What is not to be forgotten after the visit, and until when."""

    text: str
    due_on: date | None = None


@command(CHANGE, makes=Completion)
def complete_visit(
    visit: Visit,
    *,
    by: User,
    lines: Sequence[Sold] | None = None,
    paid: Sequence[Paid] = (),
    discount: Decimal = NOTHING,
    why: str = "",
    advice: str = "",
    next_visit: Next | None = None,
    promise: Promised | None = None,
) -> Completion:
    """Complete a visit: what was done and sold is a sale, with its payments or what is owed; all of it or nothing.

    `lines`: as it was done, by default as it was booked. `discount`: per cent, and `why`. `advice`: what the client was told, a
    note on their card. Raises Refused: fields "lines", "discount", "why", "paid"; those of the next visit begin with "next_".
    """
    if next_visit:  # in the order of all who book: the place before the client
        hold_place(next_visit.location or visit.location)
    hold_client_of(visit.pk)
    visit = _locked(visit)
    if visit.status == Status.COMPLETED:
        raise Refused(_("This visit is completed already. Look at what it did, or open it again."))
    rules.check_step(visit.status, Status.COMPLETED)
    client, told = visit.client, lines if lines is not None else as_booked(agreed(visit))
    if client is None and (advice.strip() or promise):
        raise Refused(_("Nobody is known of whom to remember this. Say who came first."), field="advice")
    selling = [client] if client else []
    sale = make_sale(
        *selling, location=visit.location, lines=told, paid=paid, discount=discount, why=why, by=by
    )
    made = Completion(visit=visit, sale=sale, was=visit.status, completed_at=now())
    made.completed_by = None if by.is_robot else by
    _remember_after(made, advice, promise, by)
    if next_visit:
        made.next_visit = _booked(visit, next_visit, by)
    made.save()
    visit.status = Status.COMPLETED
    _note_when(visit)
    visit.save()
    follow_status(visit, made.was, by)
    currency = company.current().currency
    remember(
        events.VisitCompleted(**_told(visit), sale_id=sale.pk, total=sale.total, currency=currency), by=by
    )
    return made


@command(CHANGE)
def reopen_visit(visit: Visit, *, by: User) -> Visit:
    """Take back what completing a visit did: the sale is reversed, what was paid is given back. Twice is once.

    The next visit, the promise and the note go too where nobody touched them since; else `left` of the completion names
    what stayed. Raises Refused.
    """
    hold_client_of(visit.pk)
    visit = _locked(visit)
    made = Completion.objects.select_for_update(of=("self",)).filter(visit=visit, undone_at=None).first()
    if made is None:
        if visit.status == Status.COMPLETED:  # it came from elsewhere, so there is nothing to take back
            return _taken_up(visit, Status.STARTED, [], by)
        return visit
    allow(by, "billing.sale.reverse")
    reverse_sale(made.sale, why=_("The visit was opened again"), by=by)
    made.left = [name for name, stayed in _undone(made, by) if stayed]
    made.undone_at, made.undone_by = now(), None if by.is_robot else by
    made.save(update_fields=["left", "undone_at", "undone_by"])
    return _taken_up(visit, Status.STARTED, made.left, by)


# --- Inside ------------------------------------------------------------------------------------------------------------


def _remember_after(made: Completion, advice: str, promise: Promised | None, by: User) -> None:
    client = made.visit.client
    if advice.strip() and client:
        allow(by, "people.note.add")
        made.note = add_note(client, text=advice, by=by)
    if promise and client:
        allow(by, "agenda.promise.add")
        made.promise = add_promise(client, text=promise.text, due_on=promise.due_on, by=by)


def _booked(visit: Visit, wanted: Next, by: User) -> Visit:
    allow(by, "schedule.visit.book")
    same = visit.lines.select_related("service", "user").order_by("place")
    lines = wanted.lines or [Wanted(one.service, one.user, is_beside=one.is_beside) for one in same]
    words: dict[str, Any] = {"day": wanted.day, "begins": wanted.begins, "lines": lines, "over": wanted.over}
    try:
        made: Visit = book_visit(
            *([visit.client] if visit.client else []),
            location=wanted.location or visit.location,
            **words,
            by=by,
        )
    except Refused as no:
        no.field = f"next_{no.field}" if no.field else "next_day"
        raise
    return made


def _undone(made: Completion, by: User) -> list[tuple[str, bool]]:
    """What else the completion made, and whether it stayed because somebody touched it since."""
    told = []
    if after := made.next_visit:
        is_untouched = after.status == Status.BOOKED and not after.version and after.begins_at > now()
        if is_untouched:
            cancel_visit(after, why=_("The visit before it was opened again"), by=by)
        told.append(("next_visit", not is_untouched and after.status != Status.CANCELLED))
    if made.promise:
        if is_open := made.promise.state == "open":
            close_promise(made.promise, state="let_go", by=by)
        told.append(("promise", not is_open))
    if made.note:
        if is_own := made.note.written_by_id == by.pk and not made.note.withdrawn_at:
            withdraw_note(made.note, by=by)
        told.append(("note", not is_own and not made.note.withdrawn_at))
    return told


def _taken_up(visit: Visit, status: str, left: list[str], by: User) -> Visit:
    before, visit.status = visit.status, status
    _note_when(visit)
    visit.save()
    follow_status(visit, before, by)
    remember(events.VisitReopened(**_told(visit), left=left), by=by)
    return visit


def _told(visit: Visit) -> dict[str, Any]:
    return {"visit_id": visit.pk, "client_id": visit.client_id, "what": _what(visit)}
