"""Visits for programs, lists and files: by place, days, client, colleague and state; constant statements a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.queries import called, clients_by_id, name_in_order, phones_of
from pomni.schedule.models import Line, Taken, Terms, Visit
from pomni.schedule.queries.asked import NAMED, STANDING, VisitsAsked
from pomni.schedule.queries.terms import own_change_until
from pomni.team.models import User
from pomni.ui.widgets import written

MOST_COUNTED = 10_000
DAY = timedelta(days=1)


@dataclass
class Told:
    """A visit with what hangs on it; `client` only as far as the viewer reaches them."""

    visit: Visit
    client: Any = None
    lines: list[Line] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    own_change_until: datetime | None = None


@dataclass
class VisitRow:
    """A visit as a list or a file tells it; `name`, `warning` and `phone` of a client whom the viewer reaches, else ""."""

    visit: Visit
    name: str = ""
    warning: str = ""
    phone: str = ""
    services: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    price: Decimal | None = None  # of its lines together, as agreed; None where none of them has any


def visits_found(viewer: User, asked: VisitsAsked) -> Any:
    """The visits within reach that are asked for, in that order: the one meaning of a list's words."""
    found: Any = Visit.objects.visible_to(viewer)
    first, last = asked.days
    wanted = {
        "location__uid": asked.at,
        "status": "" if asked.state == STANDING else asked.state,
        "source": asked.source,
        **_within(first, last),
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if asked.of:
        found = found.filter(pk__in=Line.objects.filter(user__uid=asked.of).values("visit"))
    if asked.state == STANDING:
        found = found.standing()
    if asked.thing:
        found = found.filter(pk__in=Taken.objects.filter(thing__uid=asked.thing).values("visit"))
    if NAMED in asked.by or f"-{NAMED}" in asked.by:
        found = found.annotate(**{NAMED: name_in_order(viewer, "client", nobody_last=asked.by[0] == NAMED)})
    return found.order_by(*asked.by)


def _within(first: date | None, last: date | None) -> dict[str, Any]:
    """Days by the clock of each place, and bounds by which an index finds them: no clock is a day away from another.

    At the ends of the calendar there is no day further on, so no bound.
    """
    has_before, has_after = first and first > date.min, last and last < date.max - DAY
    from_, until = (datetime.combine(day, time(), UTC) if day else None for day in (first, last))
    return {
        "day__gte": first,
        "day__lte": last,
        "begins_at__gte": from_ - DAY if from_ and has_before else None,
        "begins_at__lt": until + 2 * DAY if until and has_after else None,
    }


def visits_in_order(viewer: User, keys: Sequence[int]) -> list[Visit]:
    """Those of these visits that are within reach, in this order."""
    known = Visit.objects.visible_to(viewer).select_related("location").in_bulk(list(keys))
    return [known[key] for key in keys if key in known]


def visits_of_clients(clients: Collection[int]) -> set[int]:
    """The keys of all visits of these clients: for the house itself, where they were erased."""
    return set(Visit.objects.filter(client__in=clients).values_list("pk", flat=True)) if clients else set()


def number_of_visits(viewer: User, asked: VisitsAsked) -> int:
    """How many are asked for, exactly; above 10,000 it is 10,001."""
    return int(visits_found(viewer, asked).order_by()[: MOST_COUNTED + 1].count())


def visits_page(
    viewer: User, asked: VisitsAsked, *, client: Any = None, after: str | None = None, limit: int = USUAL
) -> Page[Visit]:
    """A page of these visits; `client`: of this one alone. Raises Refused where the cursor is not one of this list."""
    found = visits_found(viewer, asked).select_related("location")
    if client:
        found = found.filter(client=client)
    of = f"visits {asked.to_query(cols=())} {asked.days} {client and client.uid}"
    return page_of(found, by=asked.by, of=of, after=after, limit=limit)


def visit_rows(viewer: User, visits: list[Visit], columns: Collection[str]) -> list[VisitRow]:
    """These visits as a list tells them: what the columns need besides, in a statement each for all of them."""
    keys = {one.client_id for one in visits if one.client_id}
    known = called(viewer, keys) if keys else {}
    phones = phones_of(viewer, known) if known and "phone" in columns else {}
    rows = {one.pk: VisitRow(one, *known.get(one.client_id or 0, ("", ""))) for one in visits}
    for row in rows.values():
        row.phone = phones.get(row.visit.client_id or 0, "")
    if rows and {"services", "by", "price"} & set(columns):
        lines = Line.objects.filter(visit__in=rows).order_by("place")
        for visit, service, user, price in lines.values_list(
            "visit_id", "service__name", "user__name", "price"
        ):
            row = rows[visit]
            row.services.append(service)
            row.people += [user] if user and user not in row.people else []
            row.price = row.price if price is None else (row.price or Decimal(0)) + price
    if rows and "things" in columns:
        taken = Taken.objects.filter(visit__in=rows, thing__isnull=False).order_by("thing__name")
        for pk, name in taken.values_list("visit", "thing__name").distinct():
            rows[pk].things.append(name)
    return list(rows.values())


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


@dataclass(frozen=True)
class InFile:
    """A visit that a row of a file brought: what it is called, and the page (its name and `uid`) on which it stands."""

    name: str
    uid: Any
    page: str = "schedule:visit"


def visits_in_file(viewer: User, keys: Collection[int]) -> dict[int, InFile]:
    """Those of these visits that the viewer reaches, by their keys: their day and hour, and who comes."""
    found = visits_in_order(viewer, list(keys))
    names = called(viewer, {one.client_id for one in found if one.client_id})
    return {
        one.pk: InFile(
            f"{written(one.day)} {one.begins:%H:%M} {names.get(one.client_id or 0, ('',))[0]}".strip(),
            one.uid,
        )
        for one in found
    }
