"""Visits for programs and lists: by place, days, client, colleague and state; constant statements a page."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.queries import clients_by_id
from pomni.schedule.models import Line, Taken, Terms, Thing, Visit
from pomni.schedule.queries.terms import own_change_until
from pomni.team.models import Location, User

STANDING = "standing"  # instead of a state: whatever takes place or took place


@dataclass
class Told:
    """A visit with what hangs on it; `client` only as far as the viewer reaches them."""

    visit: Visit
    client: Any = None
    lines: list[Line] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    own_change_until: datetime | None = None


def visits_page(
    viewer: User,
    *,
    location: Location | None = None,
    client: Any = None,
    colleague: User | None = None,
    thing: Thing | None = None,
    status: str = "",
    day_from: date | None = None,
    day_until: date | None = None,
    after: str | None = None,
    limit: int = USUAL,
) -> Page[Told]:
    """A page of the visits within reach, by time. `day_from` and `day_until`: by the clock there, both included."""
    found: Any = Visit.objects.visible_to(viewer)
    wanted = {
        "location": location,
        "client": client,
        "status": "" if status == STANDING else status,
        "day__gte": day_from,
        "day__lte": day_until,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if colleague:
        found = found.filter(Exists(Line.objects.filter(visit=OuterRef("pk"), user=colleague)))
    if status == STANDING:
        found = found.standing()
    if thing:
        found = found.filter(Exists(Taken.objects.filter(visit=OuterRef("pk"), thing=thing)))
    of = f"visits {[str(getattr(one, 'uid', one)) for one in (*wanted.values(), status, colleague, thing)]}"
    rows = found.select_related("location")
    page = page_of(rows, by=("begins_at", "pk"), of=of, after=after, limit=limit)
    return Page(told_visits(viewer, page.items), page.next)


def told_visits(viewer: User, visits: list[Visit]) -> list[Told]:
    """These visits with their services, their rooms and devices, and their clients as far as the viewer reaches them."""
    known = clients_by_id(viewer, [one.client_id for one in visits if one.client_id])
    told = {one.pk: Told(one, known.get(one.client_id) if one.client_id else None) for one in visits}
    terms = {
        one.location_id: one for one in Terms.objects.filter(location__in={one.location_id for one in visits})
    }
    for visit in visits:
        told[visit.pk].own_change_until = own_change_until(visit, terms.get(visit.location_id) or Terms())
    for line in Line.objects.filter(visit__in=told).select_related("service", "user").order_by("place"):
        told[line.visit_id].lines.append(line)
    taken = Taken.objects.filter(visit__in=told, thing__isnull=False).order_by("thing__name")
    for pk, name in taken.values_list("visit", "thing__name").distinct():
        told[pk].things.append(name)
    return list(told.values())
