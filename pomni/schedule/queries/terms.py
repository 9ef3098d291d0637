"""How visits are booked at a location: its terms, when it is closed, and how many visits its days have."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import records_of, rows_of
from pomni.schedule import rules
from pomni.schedule.models import Closure, Line, Terms, Visit
from pomni.team.models import Location, User

ALL = 0  # beside the keys of colleagues: everybody at the location together


def terms_of(location: Location) -> Terms:
    """What holds for booking at a location."""
    found = records_of("terms", lambda one: Terms.objects.filter(location=one), location.pk)
    return found[0] if found else Terms(location=location)


def own_change_until(visit: Visit, terms: Terms) -> datetime | None:
    """Until when a client may move or cancel a visit by themselves: on a page, by a link, in a message, through a program.

    None where they may not at all, or nothing is left to change. `terms` are those of its location.
    """
    if terms.own_change is None or visit.status not in (Visit.Status.BOOKED, Visit.Status.CONFIRMED):
        return None
    return visit.begins_at - timedelta(hours=terms.own_change)


def may_change_own(visit: Visit, terms: Terms | None = None) -> bool:
    """Whether the client may still move or cancel it by themselves; the terms are read where they are not told."""
    until = own_change_until(visit, terms or terms_of(visit.location))
    return until is not None and now() <= until and now() < visit.begins_at


def desk_of(location: Location, performing: Collection[User | None]) -> list[User]:
    """Who is told of what clients do by themselves: the desk of the location and who performs it; else who sees all visits."""
    people = list(User.objects.people().filter(is_active=True))
    here = [one for one in people if location.pk in one.reach("schedule.visit.change").locations]
    found = {*here, *(one for one in performing if one)}
    everywhere = {one for one in people if one.reach("schedule.visit.change").all}
    return sorted(found or everywhere, key=lambda one: one.pk)


def closed(location: Location, begins: datetime, ends: datetime) -> list[rules.Stretch]:
    """When the location is closed between two instants."""
    rows = rows_of("closed", _closed, location.pk, begins, ends)
    return [(first, last) for first, last in rows]


def _closed(location: int, begins: datetime, ends: datetime) -> QuerySet[Any, Any]:
    rows = Closure.objects.filter(location=location, begins_at__lt=ends, ends_at__gt=begins)
    return rows.values_list("begins_at", "ends_at")


def closures(viewer: User, location: Location) -> QuerySet[Any]:
    """When it is closed from now on, in the order of time."""
    rows: QuerySet[Any] = Closure.objects.visible_to(viewer).filter(location=location, ends_at__gt=now())
    return rows.order_by("begins_at", "pk")


def closure(viewer: User, uid: Any) -> Closure:
    """One of them. Raises Http404."""
    rows: QuerySet[Closure] = Closure.objects.visible_to(viewer).select_related("location")
    return get_object_or_404(rows, uid=as_uuid(uid))


def whole_day(day: date, zone: ZoneInfo) -> rules.Stretch:
    """A day as instants."""
    first, last = (
        datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1))
    )
    return first, last


def visits_a_day(
    location: Location, first: date, last: date, users: Collection[int], *, but: int | None = None
) -> dict[tuple[int, date], int]:
    """How many visits the days of the location have, by colleague and (`ALL`) together; `but`: without the one of this key."""
    standing = Visit.objects.standing().filter(location=location, day__range=(first, last))
    standing = standing.exclude(pk=but) if but else standing
    found = {
        (ALL, row["day"]): row["number"]
        for row in standing.values("day").annotate(number=Count("pk")).order_by()
    }
    of = Line.objects.filter(visit__in=standing, user__in=users)
    for row in of.values("user", "visit__day").annotate(number=Count("visit", distinct=True)).order_by():
        found[row["user"], row["visit__day"]] = row["number"]
    return found


def warnings_of(visit: Visit) -> list[str]:
    """What speaks against a visit that is booked: sentences for the desk, which may do so all the same."""
    terms = terms_of(visit.location)
    shut = Closure.objects.filter(
        location=visit.location, begins_at__lt=visit.ends_at, ends_at__gt=visit.begins_at
    )
    told = [_("The {location} is closed then: %(why)s.") % {"why": row.why} for row in shut]
    if terms.most_a_day is None and terms.most_each is None:
        return told
    names = dict(visit.lines.filter(user__isnull=False).values_list("user", "user__name"))
    counted = visits_a_day(visit.location, visit.day, visit.day, names)
    if terms.most_a_day is not None and counted.get((ALL, visit.day), 0) > terms.most_a_day:
        told.append(
            _("There are more visits on this day than agreed: %(most)s.") % {"most": terms.most_a_day}
        )
    for user, name in names.items():
        if terms.most_each is not None and counted.get((user, visit.day), 0) > terms.most_each:
            words = {"who": name, "most": terms.most_each}
            told.append(_("%(who)s has more visits on this day than agreed: %(most)s.") % words)
    return told
