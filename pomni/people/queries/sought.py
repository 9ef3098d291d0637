"""The list of clients narrowed by a typed text: a page of it and how many there are, in one statement composed once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.expressions import OrderBy, RawSQL

from pomni.kit.paging import behind
from pomni.kit.search import Gathered, Stretch, Wanted, keys_that_hold
from pomni.people.models import NAMES, Client
from pomni.people.queries.asked import Asked
from pomni.people.queries.narrowing import condition_of
from pomni.people.queries.order import Leg, columns_of, legs_of, may_be_kept, may_lack, sortable
from pomni.people.queries.search import LAST, Said, condition, meets_few, typed_by, ways_of, within
from pomni.people.queries.typed import Part
from pomni.team.models import User

MANY_A_ROW = 70  # so many for each row of a page make it worth walking along the order rather than gathering all of them
FEW_ARCHIVED = 2000  # which are looked at one by one


def rows_sought(
    viewer: User,
    asked: Asked,
    leg: int,
    place: Sequence[Any],
    names: Sequence[str],
    size: int,
) -> tuple[list[list[Any]], int]:
    """The first rows, with the columns of these names, and how many answer in all.

    Behind a place in one of the stretches of the order, they are not counted.
    """
    plain = replace(asked, q="")

    def narrowed(place: Sequence[Any]) -> Q:
        asks = condition_of(viewer, plain)
        return asks & _behind(legs_of(asked)[leg:], list(place)) if place else asks

    def given(parts: Sequence[Part], *place: Any) -> Said:
        return _Sought(viewer, asked, parts, narrowed(place), size).said(counts=not place)

    def compose(parts: Sequence[Part], *_place: Any) -> QuerySet[Any, Any]:
        number = RawSQL("(SELECT number FROM counted)", (), output_field=IntegerField())
        found = sortable(Client.objects.filter(pk__in=RawSQL("SELECT id FROM page", ())), asked)
        return found.annotate(number=number).order_by(*_order(asked)).values_list(*names, "number")

    whose = viewer.pk, viewer.access_stamp
    what = ("list", whose, replace(plain, cols=()), leg, bool(place), tuple(names), size)
    lasts = asked.lasts and (not place or may_be_kept(asked, place))
    rows = typed_by(viewer, asked.q).rows(what, compose, *place, given=given, lasts=lasts)
    return [row[:-1] for row in rows], rows[0][-1] if rows else 0


def _behind(legs: list[Leg], place: list[Any]) -> Q:
    """The rest of the first of these stretches, and the others."""
    here = legs[0].only & behind(legs[0].by, place)
    return reduce(or_, (leg.only for leg in legs[1:]), here)


def _order(asked: Asked) -> list[OrderBy]:
    return [
        OrderBy(Gathered(F(name)), descending=asked.descends, nulls_last=name != "pk" or None)
        for name in (*columns_of(asked), "pk")
    ]


class _Sought:
    """The statement for one shape of a text: `page` has the keys of its rows, `counted` is how many there are.

    What many hold is met soon along the order: then the rest is left where it is, and the index alone says how many.
    """

    def __init__(self, viewer: User, asked: Asked, parts: Sequence[Part], narrowed: Q, size: int) -> None:
        self.viewer, self.asked, self.parts, self.narrowed, self.size = viewer, asked, parts, narrowed, size
        self.columns = columns_of(asked)
        self.places = [f"place{number}" for number in range(len(self.columns))]

    def said(self, *, counts: bool) -> Said:
        """WITH …, and its values."""
        soon = self._soon()
        sql, values = self._gathered_apart() if soon and self._family_names() else self._gathered()
        many = "(SELECT COUNT(*) FROM found)" if counts else "0"
        if not soon:
            return self._with(f"found({self._named()}) AS MATERIALIZED ({sql})", "found", many), values
        is_met = f"(SELECT COUNT(*) FROM soon) = {self.size:d}"  # noqa: S608 (our own)
        number, counted = self._number_of_many() if counts else ("0", ())
        found = f"{sql} LIMIT CASE WHEN {is_met} THEN 0 ELSE -1 END"
        named = self._named()
        told = f"soon({named}) AS MATERIALIZED ({soon[0]}), found({named}) AS MATERIALIZED ({found})"
        both = f"(SELECT * FROM soon WHERE {is_met} UNION ALL SELECT * FROM found)"  # noqa: S608 (our own)
        many = f"CASE WHEN {is_met} THEN {number} ELSE {many} END"
        return self._with(told, both, many), [*soon[1], *values, *counted]

    def _with(self, told: str, found: str, many: str) -> str:
        down = " DESC" if self.asked.descends else ""
        by = ", ".join([*(f"{place}{down} NULLS LAST" for place in self.places), f"id{down}"])
        first = f"SELECT id FROM {found} ORDER BY {by} LIMIT {self.size:d}"  # noqa: S608 (our own)
        return f"WITH {told}, page(id) AS ({first}), counted(number) AS (SELECT {many}) "

    def _named(self) -> str:
        return ", ".join(["id", *self.places])

    def _gathered(self) -> Said:
        rows = sortable(within(self.viewer, self.parts), self.asked)
        rows = rows.filter(self.narrowed, condition(self.viewer, self.parts))
        try:
            return rows.order_by().values_list("id", *self.columns).query.sql_with_params()
        except EmptyResultSet:
            nothing = ", ".join(["id"] * (1 + len(self.columns)))
            return f"SELECT {nothing} FROM people_client WHERE 1 = 0", ()  # noqa: S608 (our own)

    def _gathered_apart(self) -> Said:
        """Those whose names begin with it lie together in the index of names: only the others are looked at one by one."""
        rows = Client.objects.filter(self.narrowed).order_by()
        keys, asked = keys_that_hold(NAMES, self._wanted())
        begun = [
            _said(rows.filter(sorted_as__gte=word, sorted_as__lt=f"{word}{LAST}"))
            for word in self._family_names()
        ]
        near, among = " UNION ALL ".join(sql for sql, _of in begun), [one for _sql, of in begun for one in of]
        others, of_others = _said(rows)
        sql = (
            f"SELECT * FROM (WITH near(id, place) AS MATERIALIZED ({near}) "  # noqa: S608 (Django's own)
            f"SELECT id, place FROM near WHERE id IN ({keys}) UNION ALL "
            f"{others} AND people_client.id IN ({keys} AND rowid NOT IN (SELECT id FROM near)))"
        )
        return sql, [*among, *asked, *of_others, *asked]

    def _family_names(self) -> list[str]:
        """With what names may begin that answer to the one word which was typed; nothing where the order is another one."""
        ways = self.parts[0].ways if len(self.parts) == 1 and self.asked.order == "name" else ()
        words = {way[0].strip() for way in ways if len(way) == 1}
        return sorted(
            one for one in words if not any(one != other and one.startswith(other) for other in words)
        )

    def _soon(self) -> Said | None:
        """The first of the page, where they are soon met along the order; PostgreSQL has no index that counts the rest."""
        if connection.vendor != "sqlite" or not self._is_plain():
            return None
        rows = Client.objects.filter(self.narrowed).order_by(*legs_of(self.asked)[0].by)
        return Stretch(NAMES, rows, "id", *self.columns).said(
            self._wanted(), self.size, many=MANY_A_ROW * self.size
        )

    def _is_plain(self) -> bool:
        """Whether all of the list is asked for, by parts of names, in an order that an index holds."""
        plain = self.asked.view == "all" and self.asked.narrowed == ("q",) and not may_lack(self.asked)
        return plain and self.viewer.reach(Client.see).all and not meets_few(self.parts)

    def _wanted(self, *, by_index: bool = True) -> Wanted:
        return Wanted([ways_of(part, strictly=False) for part in self.parts], by_index)

    def _number_of_many(self) -> Said:
        """As many as the index tells, without the archived ones; those who were erased are not in it."""
        keys, asked = keys_that_hold(NAMES, self._wanted())
        whole = f"(SELECT COUNT(*) FROM ({keys}))"  # noqa: S608 (our own)
        archived = Client.objects.filter(archived_at__isnull=False)
        told, looked = _number(archived.filter(found_by__holds=self._wanted(by_index=False)))
        each, gathered = self._gathered()
        # SQLite would rather walk through all clients than along the index of archived ones
        among = "people_client INDEXED BY list_of_archived WHERE archived_at IS NOT NULL"
        few = f"(SELECT 1 FROM {among} LIMIT 1 OFFSET {FEW_ARCHIVED:d}) IS NULL"  # noqa: S608 (our own)
        number = f"CASE WHEN {few} THEN {whole} - {told} ELSE (SELECT COUNT(*) FROM ({each})) END"  # noqa: S608 (Django's own)
        return number, [*asked, *looked, *gathered]


def _said(rows: QuerySet[Client]) -> Said:
    return rows.values_list("id", "sorted_as").query.sql_with_params()


def _number(rows: QuerySet[Any]) -> Said:
    sql, values = rows.values("pk").query.sql_with_params()
    return f"(SELECT COUNT(*) FROM ({sql}))", values  # noqa: S608 (Django's own)
