"""Reading about clients. The first argument is whoever reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.ids import as_uuid
from pomni.memory.queries import moments_of_client
from pomni.people.models import Client, Holding
from pomni.team.models import User
from pomni.team.queries import Told, told, within_reach
from pomni.team.shown import shown


@dataclass(frozen=True)
class Row:
    """A client in a list, with phone and e-mail as this viewer may see them."""

    pk: int
    uid: Any
    name: str
    kind: str
    phone: str | None
    email: str | None
    responsible: str


def clients(viewer: User) -> QuerySet[Client]:
    """The clients within the viewer's reach, by name; those who were erased are left out."""
    return Client.objects.visible_to(viewer).filter(forgotten_at=None).order_by("name", "pk")


def client(viewer: User, uid: Any) -> Client:
    """One client. Raises Http404 where there is none within reach."""
    found = Client.objects.visible_to(viewer).select_related("responsible", "location")
    return get_object_or_404(found, uid=uid)


def client_rows(viewer: User, *, after: Any = "", size: int = 50) -> tuple[list[Row], str]:
    """A page of clients behind the client `after` (a uid, or ""), and the uid after which the next page begins, or ""."""
    found = _along_the_names(viewer)
    if last := Client.objects.visible_to(viewer).filter(uid__in=[as_uuid(after)]).first() if after else None:
        found = found.filter(name__gte=last.name).exclude(name=last.name, pk__lte=last.pk)
    page = list(found.values("pk", "uid", "name", "kind", "responsible__name")[: size + 1])
    reached = _reached_by([row["pk"] for row in page[:size]])
    rows = [_row(viewer, row, reached.get(row["pk"], {})) for row in page[:size]]
    return rows, str(rows[-1].uid) if len(page) > size else ""


def _along_the_names(viewer: User) -> QuerySet[Client]:
    """As `clients`, for a page of them.

    Whoever reaches a team's or a location's clients may reach most of the company: there it is quicker to walk along
    the names and ask of each than to gather all within reach and sort them for the first fifty.
    """
    reach, found = viewer.reach(Client.see), clients(viewer)
    if reach.all or not (reach.team or reach.locations):
        return found
    within = Client.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    return Client.objects.filter(Exists(within), forgotten_at=None).order_by("name", "pk")


def facts(viewer: User, client: Client) -> dict[str, Any]:
    """What is known of a client and may be shown to this viewer; a field that is hidden from them is None."""
    points = _reached_by([client.pk]).get(client.pk, {})
    return {
        "name": client.name,
        "kind": client.kind,
        "phone": shown(viewer, "people.client.phone", points.get("phone", "")),
        "email": shown(viewer, "people.client.email", points.get("email", "")),
        "responsible": client.responsible,
        "location": client.location,
    }


def timeline(viewer: User, client: Client, *, size: int = 300) -> list[Told]:
    """What happened with a client, newest first, as far as the viewer may read of it."""
    return told(viewer, moments_of_client(client.pk).filter(within_reach(viewer))[:size])


def _reached_by(client_ids: list[int]) -> dict[int, dict[str, str]]:
    points: dict[int, dict[str, str]] = {}
    held = Holding.objects.filter(client__in=client_ids, is_preferred=True)
    for pk, kind, typed in held.values_list("client_id", "contact_point__kind", "typed"):
        points.setdefault(pk, {})[kind] = typed
    return points


def _row(viewer: User, row: Any, points: dict[str, str]) -> Row:
    return Row(
        row["pk"],
        row["uid"],
        row["name"],
        row["kind"],
        shown(viewer, "people.client.phone", points.get("phone", "")),
        shown(viewer, "people.client.email", points.get("email", "")),
        row["responsible__name"] or "",
    )
