"""What the palette finds here."""

from django.urls import reverse

from pomni.kit.module import Found
from pomni.people import queries
from pomni.people.models import Client
from pomni.team.models import User


def clients(viewer: User, words: list[str]) -> list[Found]:
    """Clients by a part of the name, the phone or the e-mail address; each with the phone as the viewer may see it."""
    return [
        Found(
            row.name, reverse("people:client", args=[row.uid]), _icon(row.kind), row.phone or row.responsible
        )
        for row in queries.clients_answering(viewer, words)
    ]


def _icon(kind: str) -> str:
    return "building-2" if kind == Client.Kind.ORGANISATION else "user-round"
