"""The list of clients: what it is narrowed to, its pages, how many there are, and who stands before and behind one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, behind, cursor, place_of
from pomni.kit.prepared import once, rows_of
from pomni.people.models import Client
from pomni.people.queries.asked import PLAIN, Asked
from pomni.people.queries.narrowing import condition_of, in_view
from pomni.people.queries.order import BY, Leg, legs_of, may_be_kept, order_of, sortable
from pomni.people.queries.search import in_order
from pomni.people.queries.segmented import settled
from pomni.people.queries.sought import rows_sought
from pomni.people.queries.ways import MOST_WAYS, Said, Way, first_of_all, marked, put_in, ways_to_reach
from pomni.team.access import VisibleQuerySet
from pomni.team.models import User

MOST_COUNTED = 10_000
# What narrows the list by an index of its own, or is not to be asked once more for each way to reach clients.
OWN_INDEX = ("q", "responsible", "tag", "organisation", "segment", "figure")
OWN_VIEWS = ("mine", "nobody", "archived")
NUMBER = "number_of_all"
MARKS = ("{place}", -1)  # in statements that are composed once


def found(viewer: User, asked: Asked) -> VisibleQuerySet[Client]:
    """The clients within reach that are asked for, in the order asked for: the one meaning of a list's filters.

    Whatever shows, counts, exports or walks through a list begins here; `page` is the quick way to a few of them.
    """
    asked = settled(viewer, asked)
    rows = sortable(Client.objects.visible_to(viewer), asked)
    return rows.filter(condition_of(viewer, asked)).order_by(*order_of(asked))


def count(viewer: User, asked: Asked) -> int:
    """How many there are, exactly; above 10,000 it is 10,001."""
    asked = settled(viewer, asked)
    said = (
        once(("how many", *_whose(viewer), asked), lambda: _number_said(viewer, asked))
        if _is_lasting(asked)
        else _number_said(viewer, asked)
    )
    (number,) = _at_once(said)
    return int(number)


def page(
    viewer: User,
    asked: Asked,
    *columns: str,
    after: str | None = None,
    limit: int = USUAL,
    counts: bool = False,
) -> Page[dict[str, Any]]:
    """A page of what `found` finds, as dicts of these columns and `pk`: behind the cursor `after`.

    `counts`: with how many there are in all, as `count` tells it; not behind a cursor. Raises Refused where the cursor is
    not one of this order.
    """
    asked = settled(viewer, asked)
    legs = legs_of(asked)
    first, place = _opened(after, asked) if after else (0, None)
    wanted = _Wanted(viewer, asked, legs, first, place, columns, limit + 1, counts)
    items, number = _sought(wanted) if asked.q else _listed(wanted)
    rows = [row for _leg, row in items[:limit]]
    more = _cursor(asked, *items[limit - 1]) if len(items) > limit else None
    return Page(rows, more, min(number, MOST_COUNTED + 1) if counts else None)


Items = list[tuple[int, dict[str, Any]]]  # rows, each with the number of the stretch in which it stands


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which part of a list: from a place in the leg of the number `first` on, so many rows of these columns."""

    viewer: User
    asked: Asked
    legs: list[Leg]
    first: int
    place: list[Any] | None
    columns: Sequence[str]
    size: int
    counts: bool


def _listed(part: _Wanted) -> tuple[Items, int]:
    """The rows, leg after leg, and how many there are in all, where that is wanted."""
    place, counts, total = part.place, part.counts, 0
    items: Items = []
    for number in range(part.first, len(part.legs)):
        leg, left = part.legs[number], part.size - len(items)
        told = _told(part.viewer, part.asked, leg, place, part.columns, left, counts=counts)
        total = total or (told[0].pop(NUMBER) if counts and told else 0)
        items += [(number, row) for row in told]
        if len(items) >= part.size:
            break
        place, counts = None, counts and not items
    return items, total


def _sought(part: _Wanted) -> tuple[Items, int]:
    """The same of a list that is sought through, which is counted on the way."""
    first = part.legs[0]
    names = list(dict.fromkeys(["pk", *part.columns, *first.by_names]))
    rows, total = rows_sought(part.viewer, part.asked, part.first, part.place or (), names, part.size)
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return [(0 if first.holds(row) else 1, row) for row in told], total


@dataclass(frozen=True)
class Neighbours:
    """Who stands before and behind a client in a list (uids, or None), and where it stands in it.

    `place` is None where the client is not in the list (any more), or further back than is counted.
    """

    before: Any
    behind: Any
    place: int | None
    count: int


def neighbours(viewer: User, asked: Asked, client: Client) -> Neighbours:
    """Where a client stands in the list that one came from. Two statements."""
    asked = settled(viewer, asked)
    legs = legs_of(asked)
    is_in = Exists(found(viewer, asked).filter(pk=client.pk).order_by())
    here = sortable(Client.objects.annotate(is_in=is_in), asked).values("pk", "is_in", *legs[0].by_names)
    row = here.get(pk=client.pk)
    number = 0 if legs[0].holds(row) else 1
    place = [row[name.lstrip("-")] for name in legs[number].by]
    back = [leg.turned() for leg in legs]
    before, after, passed, total = _at_once(
        _first_said(_first_of(viewer, asked, leg, at, 1) for leg, at in _onward(back[number::-1], place)),
        _first_said(_first_of(viewer, asked, leg, at, 1) for leg, at in _onward(legs[number:], place)),
        _number_said(viewer, asked, _ahead(asked, legs, number, place)),
        _number_said(viewer, asked),
    )
    counted = row["is_in"] and passed < MOST_COUNTED
    return Neighbours(as_uuid(before), as_uuid(after), passed + 1 if counted else None, total)


def chosen(viewer: User, capability: str, uids: Iterable[Any]) -> list[int]:
    """Those of these clients that the viewer reaches with this capability, erased ones left out; by name."""
    mine = Client.objects.visible_to(viewer, capability).filter(uid__in=uids, forgotten_at=None)
    return list(mine.order_by("sorted_as", "pk").values_list("pk", flat=True))


def reaches(viewer: User, capability: str, keys: Collection[int]) -> bool:
    """Whether the viewer reaches all of these clients with this capability."""
    return Client.objects.visible_to(viewer, capability).filter(pk__in=keys).count() == len(keys)


# --- Cursors --------------------------------------------------------------------------------------------------------


def _of(asked: Asked, number: int) -> str:
    return f"clients {'-' if asked.descends else ''}{asked.order} {number}"


def _cursor(asked: Asked, number: int, row: dict[str, Any]) -> str:
    return cursor(row, of=_of(asked, number), by=legs_of(asked)[number].by)


def _opened(after: str, asked: Asked) -> tuple[int, list[Any]]:
    *others, last = range(len(legs := legs_of(asked)))
    for number in others:
        try:
            return number, place_of(after, of=_of(asked, number), by=legs[number].by)
        except Refused:
            continue
    return last, place_of(after, of=_of(asked, last), by=legs[last].by)


# --- Composed once ------------------------------------------------------------------------------------------------------


def _is_lasting(asked: Asked) -> bool:
    """Whether a list means the same tomorrow, and holds no text of anybody's: its statements are kept."""
    return asked.lasts and not asked.q


def _whose(viewer: User) -> tuple[int, int]:
    return viewer.pk, viewer.access_stamp


def _told(
    viewer: User,
    asked: Asked,
    leg: Leg,
    place: list[Any] | None,
    columns: Sequence[str],
    size: int,
    *,
    counts: bool,
) -> list[dict[str, Any]]:
    """The first of a leg behind a place, as dicts; `counts`: each with the number of all."""
    names = list(dict.fromkeys(["pk", *columns, *leg.by_names, *[NUMBER] * counts]))

    def compose(*place: Any) -> QuerySet[Any, Any]:
        rows = _first_of(viewer, asked, leg, list(place) or None, size)
        if counts:
            sql, values = _number_said(viewer, asked)
            rows = rows.annotate(**{NUMBER: RawSQL(sql, values, output_field=IntegerField())})  # noqa: S611 (Django's own)
        return rows.values_list(*names)

    rows: Iterable[Sequence[Any]]
    if _is_lasting(asked) and (not place or may_be_kept(asked, place)):
        key = ("list", *_whose(viewer), asked, leg.by, bool(place), tuple(names), size)
        rows = rows_of(key, compose, *(place or ()))
    else:
        rows = compose(*(place or ()))
    return [dict(zip(names, row, strict=True)) for row in rows]


# --- Quick ways to a few of them ----------------------------------------------------------------------------------------


def _first_of(viewer: User, asked: Asked, leg: Leg, place: list[Any] | None, size: int) -> QuerySet[Client]:
    """The first of a leg behind a place.

    By name, each way in which the viewer reaches clients (their own, each teammate's, each location's) has an index in
    that very order: the first of each way are taken, and of these the first. In another order it is walked along that
    order's index, asking of each client whether it is within reach. Both cost the same however much that reach holds.
    """
    reach, by_name = viewer.reach(Client.see), leg.by[0].lstrip("-") == BY["name"]
    ways = ways_to_reach(viewer) if by_name and not (reach.all or _has_own_index(asked)) else []
    if 0 < len(ways) <= MOST_WAYS:
        sql, values = first_of_all(
            _walk(viewer, asked, leg, place, size), ways, size, descends=leg.by[0].startswith("-")
        )
        keys = RawSQL(f"SELECT id FROM ({sql}) f", values)  # noqa: S608, S611 (Django's own statement, its values apart)
        return Client.objects.filter(pk__in=keys).order_by(*leg.by)[:size]
    rows = _behind(viewer, asked, leg, place)
    if reach.all:
        return rows[:size]
    narrow = _has_own_index(asked) or not (reach.team or reach.locations)
    if narrow or connection.vendor == "postgresql":  # which knows how much a reach holds, and chooses itself
        return rows.visible_to(viewer)[:size]
    within = Client.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    return rows.filter(Exists(within))[:size]


def _behind(viewer: User, asked: Asked, leg: Leg, place: list[Any] | None) -> Any:
    leg = leg.walked(asked)
    asks = condition_of(viewer, asked) & leg.only
    if place:
        asks &= behind(leg.by, place)
    rows = sortable(Client.objects.all(), asked).filter(asks)
    return rows.order_by(*(in_order(leg.by) if asked.q else leg.by))


def _walk(viewer: User, asked: Asked, leg: Leg, place: list[Any] | None, size: int) -> Said:
    """The statement that walks along one way."""
    if not _is_usual(asked):
        rows = _behind(viewer, asked, leg, place).filter(marked()).values("id", *leg.by_names)
        return _sql(rows[:size], "SELECT id, sorted_as FROM people_client WHERE 1 = 0")
    sql, values = _usual(leg.by, bool(place), size)
    return sql, tuple(place[MARKS.index(value)] if place and value in MARKS else value for value in values)


def _is_usual(asked: Asked) -> bool:
    return asked.view == PLAIN.view and not asked.narrowed


@lru_cache(maxsize=100)
def _usual(by: tuple[str, ...], is_placed: bool, size: int | None) -> Said:
    """What most lists ask for, composed once: with `MARKS` for the place, and a mark for the way."""
    rows = Client.objects.filter(marked(), in_view(PLAIN.view)).order_by(*by)
    if is_placed:
        rows = rows.filter(behind(by, MARKS))
    return _sql(rows.values("id", "sorted_as")[:size])


def _has_own_index(asked: Asked) -> bool:
    return asked.view in OWN_VIEWS or bool(set(OWN_INDEX) & set(asked.narrowed))


# --- Beside one of them -------------------------------------------------------------------------------------------------


def _onward(legs: list[Leg], place: list[Any]) -> Iterator[tuple[Leg, list[Any] | None]]:
    """The stretches that follow: the first one from the place on, the others whole."""
    return ((leg, None if number else place) for number, leg in enumerate(legs))


def _ahead(asked: Asked, legs: list[Leg], number: int, place: list[Any]) -> Q:
    leg = legs[number].turned().walked(asked)
    here = leg.only & behind(leg.by, place)
    return here if not number else legs[0].only | here


def _sql(rows: QuerySet[Any, Any], nothing: str = "SELECT NULL WHERE 1 = 0") -> Said:
    """The statement and its values; one that finds nothing where nothing can be found."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return nothing, ()
    return sql, tuple(values)


def _first_said(several: Iterable[QuerySet[Client]]) -> Said:
    told = [_sql(rows.values("uid")) for rows in several]
    parts = [f"({sql})" for sql, _values in told]
    return f"COALESCE({', '.join([*parts, 'NULL'])})", tuple(v for _sql_, values in told for v in values)


def _number_said(viewer: User, asked: Asked, only: Q | None = None) -> Said:
    """How many are asked for. Who reaches clients in several ways has each counted in the first way that fits it."""
    ways = [] if _has_own_index(asked) or viewer.reach(Client.see).all else ways_to_reach(viewer)
    if 1 < len(ways) <= MOST_WAYS:
        usual = _is_usual(asked) and not only
        sql, values = _usual((), False, None) if usual else _sql(_all(viewer, asked, only).filter(marked()))
        each = (_alone(way, ways[:number]) for number, way in enumerate(ways))
        sql, values = " UNION ALL ".join(put_in(sql, way) for way in each), values * len(ways)
    else:
        sql, values = _sql(_all(viewer, asked, only).visible_to(viewer))
    return f"(SELECT COUNT(*) FROM (SELECT 1 FROM ({sql}) a LIMIT {MOST_COUNTED + 1}) b)", values  # noqa: S608 (Django's own statement)


def _alone(way: Way, before: list[Way]) -> str:
    """Whom this way reaches and none before it. Two values of one column reach nobody both."""
    others = (f"({one.said}) IS NOT TRUE" for one in before if one.column != way.column)
    return " AND ".join([way.said, *others])


def _all(viewer: User, asked: Asked, only: Q | None) -> Any:
    asks = condition_of(viewer, asked)
    return sortable(Client.objects.all(), asked).filter(asks & only if only else asks).values("pk")


def _at_once(*told: Said) -> tuple[Any, ...]:
    """The values of these expressions, in one statement."""
    with connection.cursor() as asking:
        asking.execute(
            f"SELECT {', '.join(sql for sql, _values in told)}",
            [value for _sql_, values in told for value in values],
        )
        return tuple(asking.fetchone())
