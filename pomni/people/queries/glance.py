"""Clients at a glance: what fits on one line beside each of those whom one is about to meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from pomni.kit.clock import today
from pomni.people.alarm import warning
from pomni.people.queries.clients import clients
from pomni.people.queries.figured import is_told
from pomni.team.models import User
from pomni.team.shown import shown


@dataclass(frozen=True, slots=True)
class Glance:
    """A client within reach. `warning`: the alert and the allergies; `days`: since the last contact, None: never."""

    pk: int
    uid: Any
    name: str
    position: str
    warning: str
    days: int | None
    tells: bool  # whether the viewer may know of contacts


def at_a_glance(viewer: User, pks: Iterable[int]) -> list[Glance]:
    """Those of these clients whom the viewer reaches, by name; as far as the viewer may see."""
    rows, tells = (
        clients(viewer).filter(pk__in=list(pks)).order_by("sorted_as", "pk"),
        is_told(viewer, "contact"),
    )
    told = rows.values_list("pk", "uid", "name", "position", "alert", "allergies", "figures__last_contact_at")
    return [
        Glance(
            pk,
            uid,
            name,
            shown(viewer, "people.client.position", position) or "",
            warning(alert, allergies),
            (today() - timezone.localtime(last).date()).days if last and tells else None,
            tells,
        )
        for pk, uid, name, position, alert, allergies, last in told
    ]
