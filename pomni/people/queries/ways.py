"""The ways in which somebody reaches clients: their own, each teammate's, each location's; each has an index by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from pomni.people.models import Client
from pomni.team.models import User

MOST_WAYS = 40  # as many are walked one by one
WAY = "{way}"  # stands for one in a statement
Said = tuple[str, tuple[Any, ...]]  # a statement, or a part of one, and its values


@dataclass(frozen=True)
class Way:
    """By what somebody reaches a client, as a statement says it."""

    column: str
    said: str


def ways_to_reach(viewer: User) -> list[Way]:
    """What `visible_to` joins by OR, one by one and each with a single value: as many stretches of an index."""
    clients, reach = Client.objects.all(), viewer.reach(Client.see)
    if not reach:
        return []
    within = clients.own(viewer)
    if reach.team:
        within |= clients.of_team(viewer)
    if reach.locations:
        within |= clients.at_locations(reach.locations)
    ways = set()
    for child in within.children:
        name, value = cast("tuple[str, Any]", child)
        column, several, _lookup = name.partition("__in")
        ways |= {(column, getattr(one, "pk", one)) for one in (value if several else [value])}
    return [Way(name, _said(name, key)) for name, key in sorted(ways, key=str)]


def marked() -> RawSQL:
    """A place in a statement where a way is put in."""
    return RawSQL(WAY, (), output_field=BooleanField())  # noqa: S611 (a mark, no one's text)


def put_in(sql: str, way: str) -> str:
    """The statement with a way in its place."""
    return sql.replace(f"({WAY})", way)


def first_of_all(walk: Said, ways: Sequence[Way], size: int, *, descends: bool = False) -> Said:
    """The first rows of all ways: the statement `walk`, of keys and names, said again with each way put in.

    They are sorted where they lie in the index, before any client is looked at; whom several ways reach comes once.
    """
    sql, values = walk
    each = (f"SELECT * FROM ({put_in(sql, way.said)}) w{n}" for n, way in enumerate(ways))  # noqa: S608 (Django's own statement)
    down = " DESC" if descends else ""
    return f"{' UNION '.join(each)} ORDER BY 2{down}, 1{down} LIMIT {size:d}", values * len(ways)


def _said(name: str, key: int | None) -> str:
    quoted = connection.ops.quote_name
    place = f"{quoted(Client._meta.db_table)}.{quoted(f'{name}_id')}"
    return f"{place} IS NULL" if key is None else f"{place} = {int(key)}"
