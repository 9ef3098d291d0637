"""What the palette finds here."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from pomni.kit.addresses import address
from pomni.kit.module import Found
from pomni.people import queries
from pomni.people.models import Client
from pomni.team.models import User


def clients(viewer: User, words: list[str]) -> list[Found]:
    """Clients by a part of the name, the phone or the e-mail address; each with the phone as the viewer may see it."""
    return [
        Found(
            hit.name,
            address("people:client", hit.uid),
            _icon(hit.kind),
            " · ".join(filter(None, (hit.phone, hit.responsible, _state(hit)))),
            alert=hit.warning,
            key=hit.pk,
        )
        for hit in queries.clients_answering(viewer, " ".join(words))
    ]


def concerned(viewer: User, keys: Collection[int]) -> dict[int, Found]:
    """Those of these clients who are within reach, for whatever tells of them by their keys alone; no erased ones."""
    return {
        key: Found(
            client.name, address("people:client", client.uid), _icon(client.kind), alert=client.warning
        )
        for key, client in queries.clients_by_id(viewer, keys).items()
        if not client.forgotten_at
    }


def _state(hit: queries.Hit) -> str:
    if hit.is_archived:
        return _("Archived")
    return _("similar") if hit.is_similar else ""


def _icon(kind: str) -> str:
    return "building-2" if kind == Client.Kind.ORGANISATION else "user-round"
