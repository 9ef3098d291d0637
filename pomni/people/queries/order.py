"""The order of a list of clients, as stretches within which an index holds it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from pomni.people.queries.asked import Asked

BY = {
    "name": "sorted_as",
    "added": "added_at",
    "contact": "figures__last_contact_at",
    "due": "figures__next_due_on",
}
MAY_LACK = ("contact", "due")  # who has none comes last, whichever way the others go


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


def legs_of(asked: Asked) -> list[Leg]:
    """The stretches of a list, in their order."""
    sign, name = ("-" if asked.descends else ""), asked.order
    column, pk = BY[name], f"{sign}pk"
    if name not in MAY_LACK:
        return [Leg((sign + column, pk), Q())]
    return [
        Leg((sign + column, pk), Q(**{f"{column}__isnull": False})),
        Leg((pk,), Q(**{f"{column}__isnull": True})),
    ]


def order_of(asked: Asked) -> list[str | OrderBy]:
    """The order of a whole list."""
    name = asked.order
    if name not in MAY_LACK:
        return list(legs_of(asked)[0].by)
    last = OrderBy(F(BY[name]), descending=asked.descends, nulls_last=True)
    return [last, "-pk" if asked.descends else "pk"]
