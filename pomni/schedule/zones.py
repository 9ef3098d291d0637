"""A location whose time zone is changed: what was agreed by the clock there stays, and the instants follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.schedule import events, rules
from pomni.schedule.following import keep_figures
from pomni.schedule.models import Closure, Line, Offer, Taken, Thing, Visit
from pomni.team.live import bump_places
from pomni.team.models import Location, User

MOST_TOLD = 5  # of what stands in the way


@dataclass
class _Move:
    """The visits and offers to come at a location, as they are in the new zone, and what stands in the way."""

    visits: list[Visit] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    by_visit: dict[int, timedelta] = field(default_factory=dict)  # so much later than before
    by_offer: dict[int, timedelta] = field(default_factory=dict)
    twice: int = 0
    against: list[str] = field(default_factory=list)


def told_before(place: Location, zone: str) -> list[str]:
    """What becomes of the visits to come where the location gets this zone, in sentences; none where there are none.

    What makes it impossible is named too.
    """
    move = _move(place, place.zone, zone, locks=False)
    if not move.visits:
        return move.against[:MOST_TOLD]
    number, first = len(move.visits), min(move.visits, key=lambda one: one.begins_at)
    words = ngettext(
        "%(count)s visit to come keeps its hour by the clock of the {location}.",
        "%(count)s visits to come keep their hours by the clock of the {location}.",
        number,
    )
    was = first.begins_at.astimezone(ZoneInfo(place.zone))
    told = {"day": _day(first.day), "time": f"{first.begins:%H:%M}", "was": f"{was:%H:%M}"}
    sentence = _("The first one stays on %(day)s at %(time)s. By the zone until now that will be %(was)s.")
    lines = [words % {"count": number}, sentence % told]
    if move.twice:
        words = ngettext(
            "%(count)s begins at an hour that comes twice on its day: the clock is put back. The first one is meant.",
            "%(count)s begin at an hour that comes twice on its day: the clock is put back. The first one is meant.",
            move.twice,
        )
        lines.append(words % {"count": move.twice})
    return lines + move.against[:MOST_TOLD]


def move_zone(place: Location, was: str, by: User) -> None:
    """The zone of a location was another one until now: its visits, offers and closures to come keep their hours.

    In the transaction of whoever changes it. Raises Refused (field "zone") where an hour does not exist there, or where
    somebody or something would be taken twice.
    """
    move = _move(place, was, place.zone, locks=True)
    if move.against:
        raise Refused(" ".join(move.against[:MOST_TOLD]), field="zone")
    _move_closures(place, was)
    if not (move.visits or move.offers):
        return
    Taken.objects.filter(pk__in=[row.pk for row in move.taken]).delete()
    lines = list(Line.objects.filter(visit__in=[one.pk for one in move.visits]))
    for line in lines:
        line.begins_at += move.by_visit[line.visit_id]
        line.ends_at += move.by_visit[line.visit_id]
    Line.objects.bulk_update(lines, ["begins_at", "ends_at"], batch_size=200)
    Visit.objects.bulk_update(move.visits, ["begins_at", "ends_at", "zone", "version"], batch_size=200)
    Offer.objects.bulk_update(move.offers, ["begins_at", "ends_at", "freed"], batch_size=200)
    Taken.objects.bulk_create(move.taken, batch_size=200)
    bump_places(place.pk)
    for client in {one.client_id: one.client for one in move.visits if one.client}.values():
        keep_figures(client, by)
    changes = {"zone": [was, place.zone]}
    remember_many(
        (
            events.VisitChanged(visit_id=one.pk, client_id=one.client_id, changes=changes)
            for one in move.visits
        ),
        by=by,
    )


# --- Inside ------------------------------------------------------------------------------------------------------------


def _move(place: Location, was: str, zone: str, *, locks: bool) -> _Move:
    move = _Move()
    rows = Visit.objects.filter(location=place, begins_at__gt=now()).exclude(status=Visit.Status.COMPLETED)
    if locks:  # clients first, then visits, then whom and what they take: in the order of all who book
        clients = Visit._meta.get_field("client").related_model._default_manager
        list(clients.select_for_update(no_key=True).filter(visits__in=rows).order_by("pk").values_list("pk"))
        rows = rows.select_for_update(of=("self",))
    for visit in rows.select_related("client").order_by("begins_at", "pk"):
        _move_visit(move, visit, zone)
    for offer in Offer.objects.filter(location=place, state=Offer.State.OPEN, begins_at__gt=now()):
        _move_offer(move, offer, was, zone)
    taken = Taken.objects.filter(visit__in=move.by_visit) | Taken.objects.filter(offer__in=move.by_offer)
    move.taken = list(taken.order_by("pk"))
    if locks:
        for model, name in ((User, "user_id"), (Thing, "thing_id")):
            keys = {getattr(row, name) for row in move.taken} - {None}
            list(model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    for row in move.taken:
        later = move.by_visit[row.visit_id] if row.visit_id else move.by_offer[row.offer_id or 0]
        row.begins_at, row.ends_at = row.begins_at + later, row.ends_at + later
    move.against += _overlaps(move.taken, zone)
    return move


def _move_visit(move: _Move, visit: Visit, zone: str) -> None:
    is_second = bool(visit.begins_at.astimezone(ZoneInfo(visit.zone)).fold)
    try:
        begins = rules.instant_of(visit.day, visit.begins, zone, is_second=is_second)
    except Refused:
        move.against.append(_left_out(visit.day, visit.begins))
        return
    later = begins - visit.begins_at
    move.twice += not is_second and rules.comes_twice(visit.day, visit.begins, zone)
    visit.begins_at, visit.ends_at, visit.zone = begins, visit.ends_at + later, zone
    visit.version += 1
    move.visits.append(visit)
    move.by_visit[visit.pk] = later


def _move_offer(move: _Move, offer: Offer, was: str, zone: str) -> None:
    later = _by_the_clock(offer.begins_at, was, zone) - offer.begins_at
    offer.begins_at, offer.ends_at = offer.begins_at + later, offer.ends_at + later
    offer.freed = [(datetime.fromisoformat(told) + later).isoformat() for told in offer.freed]
    move.offers.append(offer)
    move.by_offer[offer.pk] = later


def _move_closures(place: Location, was: str) -> None:
    for one in Closure.objects.filter(location=place, ends_at__gt=now()):
        one.begins_at, one.ends_at = (
            _by_the_clock(at, was, place.zone) for at in (one.begins_at, one.ends_at)
        )
        one.save(update_fields=["begins_at", "ends_at"])


def _by_the_clock(at: datetime, was: str, zone: str) -> datetime:
    """The instant at which the clock of the zone shows what the other one shows at this one; an hour left out is the next."""
    return at.astimezone(ZoneInfo(was)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _overlaps(moved: list[Taken], zone: str) -> Iterator[str]:
    """Who and what would be taken twice, in sentences: of whatever is moved, and of what stays where it is."""
    if not moved:
        return
    first, last = min(row.begins_at for row in moved), max(row.ends_at for row in moved)
    stays = Taken.objects.filter(begins_at__lt=last, ends_at__gt=first).exclude(
        pk__in=[row.pk for row in moved]
    )
    users = {row.user_id for row in moved if row.user_id}
    people = User.objects.in_bulk(users)
    things = Thing.objects.in_bulk({row.thing_id for row in moved if row.thing_id})
    by_whom: dict[tuple[Any, ...], list[Taken]] = {}
    for row in [
        *moved,
        *stays.filter(user__in=users),
    ]:  # things stand at one location, so all of theirs are moved
        if not row.is_over:
            by_whom.setdefault((row.user_id, row.thing_id, row.unit), []).append(row)
    for (user, thing, _unit), rows in by_whom.items():
        name = people[user].name if user else things[thing].name
        for at in _meetings(rows):
            told = at.astimezone(ZoneInfo(zone))
            words = {"who": name, "day": _day(told.date()), "time": f"{told:%H:%M}"}
            yield (
                _("%(who)s would be taken twice on %(day)s at %(time)s. Move one of the visits first.")
                % words
            )


def _meetings(rows: Iterable[Taken]) -> Iterator[datetime]:
    """When two of these lie over each other."""
    until = None
    for row in sorted(rows, key=lambda one: one.begins_at):
        if until and row.begins_at < until:
            yield row.begins_at
        until = max(until or row.ends_at, row.ends_at)


def _left_out(day: Any, at: Any) -> str:
    words = {"day": _day(day), "time": f"{at:%H:%M}"}
    return (
        _("On %(day)s there is no %(time)s in that zone: the clock is put forward. Move that visit first.")
        % words
    )


def _day(day: Any) -> str:
    return date_format(day, "j E Y")
