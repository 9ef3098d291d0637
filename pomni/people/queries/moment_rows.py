"""The rows of a client's timeline as the database gives them, and the columns that stand in each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from pomni.kit.paging import behind
from pomni.memory.models import Moment
from pomni.memory.queries import moments_of_client
from pomni.people.models import Pin
from pomni.people.queries.picked import of_groups
from pomni.people.queries.writing import STANDS
from pomni.team.models import User

MOMENT = [field.attname for field in Moment._meta.concrete_fields]
OF_RECORD = slice(MOMENT.index("record"), MOMENT.index("record_id") + 1)
KIND, HAPPENED = MOMENT.index("kind"), MOMENT.index("happened")
PINNED = len(MOMENT)  # the column that says so: 1 of a line that is pinned, 2 of the one on top
NEWEST = ("-place", "-number")
Place = tuple[dt.datetime, int]
Row = Sequence[Any]


@dataclass(frozen=True)
class Given:
    """What differs from one part of a timeline to the next: whose, where it begins, until when it was known, what is sought."""

    client_id: int
    place: Place | None = None
    until: dt.datetime | None = None
    patterns: tuple[str, ...] = ()

    @property
    def values(self) -> list[Any]:
        """All of it in a row."""
        return [self.client_id, *(self.place or ()), *([self.until] if self.until else []), *self.patterns]

    @property
    def shape(self) -> tuple[bool, bool, int]:
        """What of it there is."""
        return bool(self.place), bool(self.until), len(self.patterns)

    def read(self, values: Sequence[Any]) -> "Given":
        """The same with other values, or marks, in their places."""
        client_id, *rest = values
        place = (rest.pop(0), rest.pop(0)) if self.place else None
        until = rest.pop(0) if self.until else None
        return Given(client_id, place, until, tuple(rest))


def valued_rows(told: Given, reach: Q, only: tuple[str, ...] = ()) -> QuerySet[Any, Any]:
    """Moments as values, each with who acted and how the note or the contact that it is about stands now."""
    found = placed(told.client_id).filter(reach)
    if only:
        found = found.filter(of_groups(only))
    if told.place:
        found = found.filter(behind(NEWEST, told.place))
    if told.until:
        found = found.filter(known_by(told.until))
    pinned = Exists(Pin.objects.filter(client=told.client_id, moment=OuterRef("pk")))
    marked = Case(When(pinned, then=Value(1)), default=Value(0), output_field=IntegerField())
    # Of a past day is shown what was said by then, and not how it stands today.
    stands = Value(None, output_field=JSONField()) if told.until else STANDS
    return valued(found, marked, stands)


def placed(client_id: int) -> QuerySet[Moment]:
    """A client's moments, with what stands in the index that they are walked by."""
    return moments_of_client(client_id).annotate(
        place=F("concerns__happened"),
        number=F("concerns__moment_id"),
        about=F("concerns__record"),
        told=F("concerns__told"),
    )


def on_top(client_id: int, reach: Q) -> QuerySet[Any, Any]:
    """What is pinned on top, as `valued`; what was pinned last comes first."""
    pins = Pin.objects.filter(client=client_id, moment=OuterRef("pk")).values("pinned_at")
    found = moments_of_client(client_id).filter(
        reach, pk__in=Pin.objects.filter(client=client_id).values("moment")
    )
    return valued(found.order_by(Subquery(pins).desc(), "-pk"), Value(2), STANDS)


def valued(found: QuerySet[Moment], pinned: Any, stands: Any) -> QuerySet[Any, Any]:
    """Moments as values, with who acted, whether they are pinned, and how what they are about stands now."""
    acted = User.objects.filter(pk=OuterRef("by_id"))
    return found.annotate(
        pinned=pinned,
        by_name=Subquery(acted.values("name")),
        by_robot=Subquery(acted.values("is_robot")),
        stands=stands,
    ).values_list(*MOMENT, "pinned", "by_name", "by_robot", "stands")


def known_by(until: dt.datetime) -> Q:
    """The condition on moments that they were told by then: most of them as they happened."""
    return Q(told__lte=until) | Q(told=None, place__lte=until)


def place_of_row(row: Row) -> Place:
    """Where a row stands in the order."""
    return row[HAPPENED], row[0]


def parted(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """What is pinned on top, and the others."""
    rows = list(rows)
    return [row for row in rows if row[PINNED] == 2], [row for row in rows if row[PINNED] != 2]
