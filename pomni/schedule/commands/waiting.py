"""Every write about the waiting list: who waits, and to whom a time that became free is offered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.schedule import events, rules
from pomni.schedule.commands.visits import BOOK, CHANGE, book_visit
from pomni.schedule.following import hold_place
from pomni.schedule.laying import Busy, Wanted, lay_out
from pomni.schedule.models import Offer, Taken, Visit, Waiting
from pomni.schedule.notices import TimeHeld
from pomni.schedule.queries import best_for, terms_of
from pomni.schedule.taking import hold
from pomni.team.access import command
from pomni.team.models import Location, User
from pomni.team.notices import notify

if TYPE_CHECKING:
    from pomni.catalog.models import Service
    from pomni.people.models import Client

LONGEST = 366  # days that somebody waits
MOST_SERVICES = 5


@command(BOOK, makes=Waiting)
def add_waiting(
    client: "Client",
    *,
    services: Sequence["Service"],
    last: date,
    by: User,
    first: date | None = None,
    user: User | None = None,
    location: Location | None = None,
    weekdays: Sequence[int] = (),
    part: str = "",
    comment: str = "",
) -> Waiting:
    """A client waits for a time: for these services, by this colleague or anybody, at this location or any, from `first`
    (today) until `last`, on these weekdays (0 is Monday; none: any), in this part of the day (a key of rules.PARTS, "": any).

    Raises Refused, with the field.
    """
    if client.forgotten_at or client.archived_at:
        raise Refused(_("This {client} is in the archive. Restore them first."), field="client")
    if not 0 < len(services) <= MOST_SERVICES:
        raise Refused(_("Choose 1 to %(most)s services.") % {"most": MOST_SERVICES}, field="services")
    first = first or today()
    if not first <= last <= first + LONGEST * rules.DAY or last < today():
        raise Refused(_("Choose a last day within a year."), field="last")
    if part and part not in rules.PARTS:
        raise Refused(_("Choose a part of the day."), field="part")
    if any(day not in range(7) for day in weekdays):
        raise Refused(_("Choose days of the week."), field="weekdays")
    made = Waiting(client=client, user=user, location=location, first=first, last=last, part=part)
    made.weekdays, made.comment = sorted(set(weekdays)), " ".join(comment.split())[:300]
    made.added_at, made.added_by = now(), None if by.is_robot else by
    made.save()
    made.services.set(services)
    what = ", ".join(service.name for service in services)
    remember(events.WaitingAdded(waiting_id=made.pk, client_id=client.pk, what=what), by=by)
    return made


@command(CHANGE)
def drop_waiting(waiting: Waiting, *, by: User) -> Waiting:
    """They do not wait any more: what is held for them is let go. Twice is once."""
    waiting = Waiting.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    if waiting.state != Waiting.State.OPEN:
        return waiting
    for offer in Offer.objects.filter(waiting=waiting, state=Offer.State.OPEN):
        _end(offer, Offer.State.DECLINED, by)
    waiting.state = Waiting.State.DROPPED
    waiting.save(update_fields=["state"])
    remember(events.WaitingDropped(waiting_id=waiting.pk, client_id=waiting.client_id), by=by)
    return waiting


@command(BOOK)
def offer_time(location: Location, *, begins: datetime, ends: datetime, by: User) -> Offer | None:
    """A time became free: hold it for whoever of those who wait suits it best, and say so. None where nobody does.

    It is held as long as the terms of the location say, and no longer than until it begins.
    """
    location = Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    begins = max(begins, now())
    found = best_for(location, begins, ends) if begins < ends else None
    if found is None:
        return None
    waiting, start = found
    lines = _lines(waiting, start.performed_by)
    laid = lay_out(lines, start.at)
    until = min(now() + timedelta(minutes=terms_of(location).hold), start.at)
    made = Offer(
        waiting=waiting, location=location, begins_at=start.at, ends_at=laid[-1].ends, until=until, offered_at=now(),
        performed_by=list(start.performed_by), freed=[begins.isoformat(), ends.isoformat()],
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
            hold(made, laid)
    except Busy:  # somebody took it between the look and the lock: there is nothing to offer any more
        return None
    local = start.at.astimezone(ZoneInfo(location.zone))
    told: dict[str, Any] = {"day": local.date(), "begins": local.time(), "zone": location.zone}
    remember(events.TimeOffered(offer_id=made.pk, client_id=waiting.client_id, until=until, **told), by=by)
    if waiting.added_by:
        facts = {"day": local.date().isoformat(), "at": f"{local:%H:%M}"}
        notify([waiting.added_by], TimeHeld, dedupe=f"offer:{made.pk}", url="/schedule/waiting/", **facts)
    return made


@command(BOOK)
def accept_offer(offer: Offer, *, by: User, source: str = Visit.Source.DESK) -> Visit:
    """They come: what was held becomes a visit. Twice is once. Raises Refused where it is held no more."""
    hold_place(offer.location)
    offer = (
        Offer.objects.select_for_update(of=("self",)).select_related("location", "waiting").get(pk=offer.pk)
    )
    waiting = Waiting.objects.select_for_update(of=("self",)).get(pk=offer.waiting_id)
    if offer.state == Offer.State.TAKEN and waiting.visit:
        return waiting.visit
    if offer.state != Offer.State.OPEN or offer.until <= now():
        raise Refused(_("This time is not held any more. Look for another one."))
    Taken.objects.filter(offer=offer).delete()
    local = offer.begins_at.astimezone(ZoneInfo(offer.location.zone))
    visit = book_visit(
        waiting.client, location=offer.location, day=local.date(), begins=local.time(), is_second=bool(local.fold),
        lines=_lines(waiting, offer.performed_by), source=source, comment=waiting.comment, by=by,
    )  # fmt: skip
    offer.state, waiting.state, waiting.visit = Offer.State.TAKEN, Waiting.State.BOOKED, visit
    offer.save(update_fields=["state"])
    waiting.save(update_fields=["state", "visit"])
    remember(
        events.OfferEnded(offer_id=offer.pk, client_id=waiting.client_id, state=offer.state, is_free=False),
        by=by,
    )
    return visit


@command(BOOK)
def decline_offer(offer: Offer, *, by: User, is_run_out: bool = False) -> Offer:
    """They do not come then, or (`is_run_out`) did not answer: the next one is asked. Twice is once."""
    offer = Offer.objects.select_for_update(of=("self",)).select_related("waiting").get(pk=offer.pk)
    if offer.state == Offer.State.OPEN:
        _end(offer, Offer.State.RUN_OUT if is_run_out else Offer.State.DECLINED, by)
    return offer


# --- Inside ------------------------------------------------------------------------------------------------------------


def _end(offer: Offer, state: str, by: User) -> None:
    Taken.objects.filter(offer=offer).delete()
    offer.state = state
    offer.save(update_fields=["state"])
    client = offer.waiting.client_id
    remember(events.OfferEnded(offer_id=offer.pk, client_id=client, state=state, is_free=True), by=by)


def _lines(waiting: Waiting, performed_by: Sequence[int | None]) -> list[Wanted]:
    people = User.objects.in_bulk([pk for pk in performed_by if pk])
    pairs = zip(waiting.wanted, performed_by, strict=True)
    return [Wanted(one, people.get(pk or 0)) for one, pk in pairs]
