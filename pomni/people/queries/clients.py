"""Reading about clients. The first argument is whoever reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.kit.prepared import padded, records_of, rows_of
from pomni.memory.queries import moments_of_client
from pomni.people.alarm import warning
from pomni.people.models import Client, ContactPoint, FormerNumber, Holding
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
    return Client.objects.visible_to(viewer).filter(forgotten_at=None).order_by("sorted_as", "pk")


def answered_for_by(viewer: User, user: User) -> QuerySet[Client]:
    """The clients that a colleague answers for, as far as the viewer may change them; those who were erased are left out."""
    mine = Client.objects.visible_to(viewer, "people.client.change")
    return mine.filter(responsible=user, forgotten_at=None)


def client(viewer: User, uid: Any) -> Client:
    """One client. Raises Http404 where there is none within reach."""

    def compose(uid: Any) -> QuerySet[Client]:
        return Client.objects.visible_to(viewer).select_related("responsible", "location").filter(uid=uid)

    return one_of("client", viewer, compose, uid)


def one_of(what: str, viewer: User, compose: Callable[[Any], QuerySet[Client]], uid: Any) -> Client:
    """The one client whom `compose(uid)` finds, composed once for each viewer. Raises Http404 where there is none."""
    uid = as_uuid(uid)
    key = (what, viewer.pk, viewer.access_stamp)
    found = records_of(key, compose, uid) if uid else []
    if uid and not found and (now := FormerNumber.objects.filter(uid=uid).values_list("client__uid").first()):
        found = records_of(key, compose, *now)  # who had this number is one with another client since
    if not found:
        raise Http404(f"No {what} within reach.")
    return cast(Client, found[0])


def client_rows(viewer: User, *, after: Any = "", size: int = 50) -> tuple[list[Row], str]:
    """A page of clients behind the client `after` (a uid, or ""), and the uid after which the next page begins, or ""."""
    found = _along_the_names(viewer)
    if last := Client.objects.visible_to(viewer).filter(uid__in=[as_uuid(after)]).first() if after else None:
        found = found.filter(sorted_as__gte=last.sorted_as).exclude(sorted_as=last.sorted_as, pk__lte=last.pk)
    page = list(found.values("pk", "uid", "name", "kind", "responsible__name")[: size + 1])
    reached = _reached_by([row["pk"] for row in page[:size]])
    rows = [_row(viewer, row, reached.get(row["pk"], {})) for row in page[:size]]
    return rows, str(rows[-1].uid) if len(page) > size else ""


def client_page(viewer: User, *, after: str | None = None, limit: int = USUAL) -> Page[Row]:
    """A page of clients for a program, by name: behind the cursor `after`. Raises Refused where it is not one of ours."""
    found = _along_the_names(viewer).values("pk", "uid", "name", "kind", "sorted_as", "responsible__name")
    page = page_of(found, by=("sorted_as", "pk"), of="clients", after=after, limit=limit)
    reached = _reached_by([row["pk"] for row in page.items])
    return Page([_row(viewer, row, reached.get(row["pk"], {})) for row in page.items], page.next)


def _along_the_names(viewer: User) -> QuerySet[Client]:
    """As `clients`, for a page of them.

    Whoever reaches a team's or a location's clients may reach most of the company: there it is quicker to walk along
    the names and ask of each than to gather all within reach and sort them for the first fifty.
    """
    reach, found = viewer.reach(Client.see), clients(viewer)
    if reach.all or not (reach.team or reach.locations):
        return found
    within = Client.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    return Client.objects.filter(Exists(within), forgotten_at=None).order_by("sorted_as", "pk")


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


def clients_by_id(viewer: User, ids: Iterable[int]) -> dict[int, Client]:
    """Those of these clients that are within reach, erased ones too."""
    return Client.objects.visible_to(viewer).in_bulk(list(ids))


def called(viewer: User, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The name of each of these clients that are within reach, and what whoever meets them must know first."""
    reach = () if viewer.reach(Client.see).all else (viewer.pk, viewer.access_stamp)
    return _called(("called", reach), Client.objects.visible_to(viewer), ids)


def expected(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The same of clients who come to the asker: whoever is to serve them is told, whosesoever clients they are."""
    return _called(("expected",), Client.objects.all(), ids)


def _called(key: tuple[Any, ...], rows: QuerySet[Client], ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    def of(*some: int) -> QuerySet[Any, Any]:
        return rows.filter(pk__in=some).values_list("pk", "name", "alert", "allergies")

    asked = padded(ids)
    told = rows_of((*key, len(asked)), of, *asked) if asked else ()
    return {pk: (name, warning(alert, allergies)) for pk, name, alert, allergies in told}


def phones_of(viewer: User, ids: Iterable[int]) -> dict[int, str]:
    """The phone that each of these clients prefers, as the viewer may see it. Whom they reach was asked before."""
    held = Holding.objects.filter(client__in=list(ids), is_preferred=True)
    # The kind is looked at here: asked for it, SQLite begins with every phone there is, and looks at each beside each client.
    told = held.values_list("client_id", "contact_point__kind", "typed")
    return {
        pk: shown(viewer, "people.client.phone", typed) or ""
        for pk, kind, typed in told
        if kind == ContactPoint.Kind.PHONE
    }


def out_of_reach(viewer: User, ids: Iterable[int], capability: str) -> set[int]:
    """The keys of those of these clients whom the viewer does not reach with this right; of those who are not there, none."""
    if viewer.reach(capability).all:
        return set()
    known = Client.objects.filter(pk__in=list(ids))
    return set(known.values_list("pk", flat=True)) - set(
        known.visible_to(viewer, capability).values_list("pk", flat=True)
    )


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
