"""The order of a list of clients, as stretches within which an index holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit.search import Gathered
from pomni.people.queries.asked import Asked
from pomni.people.queries.own import own_fields, rules_of
from pomni.team.models import User

BY = {
    "name": "sorted_as",
    "added": "added_at",
    "contact": "figures__last_contact_at",
    "due": "figures__next_due_on",
    "visits": "figures__visits",
    "last_visit": "figures__last_visit_at",
    "next_visit": "figures__next_visit_at",
}
MAY_LACK = (
    "contact",
    "due",
    "visits",
    "last_visit",
    "next_visit",
)  # who has none comes last, whichever way the others go; so with all custom fields
SORTING = "sorting"  # the name under which the value is joined by which a list is sorted
OWN_BY = {
    "text": ("sorted_as",),
    "number": ("number__held",),
    "money": ("number__held",),
    "yes_no": ("number__held",),
    "date": ("day",),
    "choice": (
        "choice__place",
        "choice",
    ),  # in the order in which they are offered, which is the company's own
}
# No index holds choices in the order in which they are offered, but each choice has its stretch of one: the walk goes along
# the choices. Its value is joined under another name, by what is offered alone: else SQLite begins with the values.
WALKING = "walking"
OFFERED = f"{WALKING}__choice__field__offered"
WALKED = {
    f"{SORTING}__choice__place": f"{OFFERED}__place",
    f"{SORTING}__choice": f"{OFFERED}__id",
    f"{SORTING}__client": f"{WALKING}__client",
}


@dataclass(frozen=True)
class Leg:
    """A stretch of the list within which one order without gaps holds."""

    by: tuple[str, ...]
    only: Q

    @property
    def by_names(self) -> list[str]:
        """The columns of the order, `pk` left out."""
        return [name.lstrip("-") for name in self.by if name.lstrip("-") != "pk"]

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether a client with these values stands in this stretch."""
        return all(row[name] is not None for name in self.by_names)

    def turned(self) -> "Leg":
        """The same stretch walked backwards."""
        return Leg(tuple(name[1:] if name[0] == "-" else f"-{name}" for name in self.by), self.only)

    def walked(self, asked: Asked) -> "Leg":
        """The same stretch of this list in the columns along which an index leads."""
        if f"{SORTING}__choice" not in self.by_names:
            return self
        by = ((name[: name[0] == "-"], name.lstrip("-")) for name in self.by)
        # A bare number would be put in wherever the field is meant, and be the values' own again.
        chosen = Q(**{f"{OFFERED}__field": Cast(Value(_own(asked).pk), BigIntegerField())})
        for column, offered in (("field", "field"), ("choice", "id")):
            chosen &= Q(**{f"{WALKING}__{column}": Gathered(F(f"{OFFERED}__{offered}"))})
        return Leg(tuple(sign + WALKED[name] for sign, name in by), chosen)


def may_be_kept(asked: Asked, place: Sequence[Any]) -> bool:
    """Whether a statement that begins behind such a place can be composed once: only keys and texts may change in it."""
    return asked.order in BY and all(isinstance(value, int | str) for value in place)


def own_orders(viewer: User) -> list[str]:
    """The keys of the custom fields by which this viewer may sort: not by what is hidden or masked, for order tells it."""
    rules = rules_of(viewer)
    return [one.key for one in own_fields(viewer) if one.kind in OWN_BY and one.key not in rules]


def sorts_by_strange(viewer: User, asked: Asked) -> bool:
    """Whether it is asked for by a custom field that there is not, or by which this viewer may not sort."""
    return asked.order not in BY and asked.order not in own_orders(viewer)


def may_lack(asked: Asked) -> bool:
    """Whether there may be clients who have nothing of that by which the list is sorted."""
    return asked.order not in BY or asked.order in MAY_LACK


def columns_of(asked: Asked) -> tuple[str, ...]:
    """The columns of the order, without signs, and without the key of the client, which comes behind them."""
    if asked.order in BY:
        return (BY[asked.order],)
    return tuple(f"{SORTING}__{column}" for column in OWN_BY[_own(asked).kind])


def sortable[Rows: QuerySet[Any, Any]](clients: Rows, asked: Asked) -> Rows:
    """These clients with what the columns of the order are called by; to be asked before they are narrowed by a leg."""
    if asked.order in BY:
        return clients
    # With the slot it is one row at most: else SQLite looks for it among all values of the field, client after client.
    value = FilteredRelation("own_values", condition=Q(own_values__field=_own(asked).pk, own_values__slot=0))
    any_value = FilteredRelation("own_values", condition=Q(own_values__slot=0))
    return clients.annotate(**{SORTING: value, WALKING: any_value})


def legs_of(asked: Asked) -> list[Leg]:
    """The stretches of a list, in their order."""
    sign, columns = ("-" if asked.descends else ""), columns_of(asked)
    # An index of values ends with the client of each: told so, an engine need not sort those who agree.
    tie = "pk" if asked.order in BY else f"{SORTING}__client"
    by = tuple(sign + name for name in (*columns, tie))
    if not may_lack(asked):
        return [Leg(by, Q())]
    return [
        Leg(by, Q(**{f"{columns[-1]}__isnull": False})),
        Leg((f"{sign}pk",), Q(**{f"{columns[-1]}__isnull": True})),
    ]


def order_of(asked: Asked) -> list[str | OrderBy]:
    """The order of a whole list."""
    if not may_lack(asked):
        return list(legs_of(asked)[0].by)
    last = [OrderBy(F(name), descending=asked.descends, nulls_last=True) for name in columns_of(asked)]
    return [*last, "-pk" if asked.descends else "pk"]


def _own(asked: Asked) -> Own:
    """The field by which a list is sorted; also one that was archived since this was found out."""
    return next(one for one in fields(CLIENT, archived=True) if one.key == asked.order)
