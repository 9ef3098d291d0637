"""Which figures of clients a person may be told: those whose records they reach as far as they reach the clients."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet

from pomni.kit.module import offered
from pomni.kit.prepared import padded, rows_of
from pomni.people.models import Client, ClientFigures
from pomni.people.queries.asked import Asked
from pomni.people.queries.order import sorts_by_strange
from pomni.team.models import User


def is_told(viewer: User, name: str) -> bool:
    """Whether the viewer may know this figure of the clients within reach."""
    if not (needs := _needs().get(name)):
        return True
    reach = viewer.reach(Client.see)
    return all(viewer.reach(capability).covers(reach) for capability in needs)


def owing(viewer: User, ids: Collection[int]) -> set[int]:
    """The keys of those of these clients who owe something. Whom they reach was asked before; empty where they may not know."""
    if not ids or not is_told(viewer, "balance"):
        return set()
    asked = padded(ids)
    return {pk for (pk,) in rows_of(("owing", len(asked)), _owing, *asked)}


def _owing(*clients: int) -> QuerySet[Any, Any]:
    return ClientFigures.objects.filter(client__in=clients, balance__lt=0).values_list("client_id")


@dataclass(frozen=True, slots=True)
class Strip:
    """The figures of one client that are kept ready, as far as the viewer may know them; None where there is none, or may
    not be told.
    """

    contacts: int | None
    last_contact_at: datetime | None
    next_due_on: date | None
    rhythm_days: float | None
    promises_open: int
    visits: int = 0
    no_shows: int = 0
    last_visit_at: datetime | None = None


def strip_of(viewer: User, client: Client) -> Strip:
    """What the strip on top of a card shows."""
    figures = getattr(client, "figures", None)
    if figures is None:
        return Strip(0 if is_told(viewer, "contact") else None, None, None, None, 0)
    came = _visits(viewer, figures)
    due, promises = (figures.next_due_on, figures.promises_open) if is_told(viewer, "due") else (None, 0)
    if not is_told(viewer, "contact"):
        return Strip(None, None, due, None, promises, *came)
    return Strip(figures.contacts, figures.last_contact_at, due, figures.rhythm_days, promises, *came)


def _visits(viewer: User, figures: Any) -> tuple[Any, ...]:
    known = is_told(viewer, "visits")
    return (figures.visits, figures.no_shows, figures.last_visit_at) if known else ()


@cache
def _needs() -> dict[str, list[str]]:
    needs: dict[str, list[str]] = {}
    for figure in offered("figures"):
        needs.setdefault(figure.name, []).append(figure.capability)
    return needs


def in_known_order(viewer: User, asked: Asked) -> Asked:
    """The same list; not ordered by what the viewer may not know, nor by a custom field that is gone."""
    is_known = is_told(viewer, asked.order) and not sorts_by_strange(viewer, asked)
    return asked if is_known else replace(asked, sort="")
