"""Which figures of clients a person may be told: those whose records they reach as far as they reach the clients."""

from dataclasses import replace
from functools import cache

from pomni.kit.module import offered
from pomni.people.models import Client
from pomni.people.queries.asked import Asked
from pomni.team.models import User


def is_told(viewer: User, name: str) -> bool:
    """Whether the viewer may know this figure of the clients within reach."""
    if not (needs := _needs().get(name)):
        return True
    reach = viewer.reach(Client.see)
    return all(viewer.reach(capability).covers(reach) for capability in needs)


@cache
def _needs() -> dict[str, list[str]]:
    needs: dict[str, list[str]] = {}
    for figure in offered("figures"):
        needs.setdefault(figure.name, []).append(figure.capability)
    return needs


def in_known_order(viewer: User, asked: Asked) -> Asked:
    """The same list; not ordered by what the viewer may not know."""
    return asked if is_told(viewer, asked.order) else replace(asked, sort="")
