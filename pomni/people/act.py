"""One kind of change that may be done to very many clients at once, and whom it reaches.

An act is done within a command, on clients that it has locked. `write` tells what each changed client had before, which
is all that `back` needs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from pomni.facts.queries import Own
from pomni.people.models import Client
from pomni.team.models import User

CHANGE, ARCHIVE = "people.client.change", "people.client.archive"
Before = dict[int, Any]


@dataclass(frozen=True)
class Act:
    """One kind of change.

    `wants`: what it is told with ("tag", "colleague", "location", "text", "own", or "" for nothing). `kept` reads what
    was told: what is kept of it, and how it is shown; it raises Refused (field `value`). `already` finds those who are
    so, `full` those whom this person cannot make so. `able` raises Refused where they may set nobody so.
    """

    key: str
    wants: str
    kept: Callable[[Any], tuple[Any, str]]
    already: Callable[[Any], Q]
    write: Callable[[Sequence[int], Any, User], Before]
    back: Callable[[Before, Any, User], set[int]]
    capability: str = CHANGE
    full: Callable[[Any, User], Q] = lambda _value, _by: Q(pk__in=())
    field: Own | None = None
    able: Callable[[Any, User], None] = lambda _value, _by: None


def locked(by: User, capability: str, clients: Iterable[int]) -> QuerySet[Client, Client]:
    """Those of these clients that `by` reaches so far, erased ones left out: nobody else changes them meanwhile."""
    mine = Client.objects.visible_to(by, capability).filter(pk__in=list(clients), forgotten_at=None)
    rows: QuerySet[Client, Client] = Client.objects.filter(pk__in=mine.values("pk"))
    return rows.order_by("pk").select_for_update(of=("self",))
