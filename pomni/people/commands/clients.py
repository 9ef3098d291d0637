"""Every write about clients."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.phones import normal_email, normal_phone
from pomni.memory.commands import remember, remember_many, shred
from pomni.people import erasures
from pomni.people.events import ClientAdded, ClientEdited, ClientForgotten, ClientHandedOver
from pomni.people.models import Client, ContactPoint, Holding
from pomni.people.rules import found_by, sort_key
from pomni.team import company
from pomni.team.access import command
from pomni.team.models import Location, User


def _normal_phone(typed: str) -> str:
    return normal_phone(typed, company.current().phone_region)


# What of a client's own row is erased with the person.
PERSONAL = (
    "name",
    "family",
    "given",
    "patronymic",
    "called",
    "sex",
    "birth_day",
    "tax_id",
    "position",
    "address",
    "source",
    "alert",
    "about",
)
NORMAL = {"phone": _normal_phone, "email": normal_email}


@command("people.client.add", makes=Client)
def add_client(
    *,
    name: str,
    by: User,
    kind: str = Client.Kind.PERSON,
    phone: str = "",
    email: str = "",
    responsible: User | None = None,
    location: Location | None = None,
) -> Client:
    """Add a client. Whoever adds one answers for it, unless another colleague is named."""
    answers = responsible or (None if by.is_robot else by)
    client = Client(
        kind=kind, name=name, responsible=answers, entered_by=by, location=location, added_at=now()
    )
    _put_in_order(client)
    client.save()
    _reach_by(client, {"phone": phone, "email": email}, {})
    remember(
        ClientAdded(
            client_id=client.pk,
            kind_of_client=kind,
            name=name,
            phone=phone,
            email=email,
            responsible_id=answers.pk if answers else None,
            location_id=location.pk if location else None,
        ),
        by=by,
    )
    return client


@command("people.client.change")
def edit_client(client: Client, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Client:
    """Change a client. `seen` says what each changed field was when the person began: Conflict where it no longer is."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    _still_known(client)
    _shown_in_full(changes, by)
    held = _held(client) if NORMAL.keys() & changes.keys() else {}
    for kind in NORMAL:  # for comparing
        setattr(client, kind, held[kind].typed if kind in held else "")
    check_seen(client, changes, seen or {})
    points = {kind: changes.pop(kind) for kind in NORMAL if kind in changes}
    diff = apply_changes(client, changes)
    if diff and _put_in_order(client):
        client.save(update_fields=["sorted_as", "found_by"])
    new: dict[str, str] = {kind: typed for kind, typed in points.items() if getattr(client, kind) != typed}
    if new:
        diff |= {kind: [getattr(client, kind), typed] for kind, typed in new.items()}
        _reach_by(client, new, held)
    if diff:
        remember(ClientEdited(client_id=client.pk, changes=diff), by=by)
    return client


@command("people.client.change")
def hand_over_clients(user: User, *, clients: Collection[int], to: User | None, by: User) -> int:
    """These clients are answered for by `to` from now on, or by nobody (None), instead of by the user.

    Only what is within reach of `by` is handed over, of those still the user's own. Returns how many they were.
    """
    mine = Client.objects.visible_to(by, "people.client.change").filter(pk__in=clients, responsible=user)
    found = list(
        Client.objects.select_for_update().filter(pk__in=mine.values("pk")).values_list("pk", flat=True)
    )
    Client.objects.filter(pk__in=found).update(responsible=to)
    heir, name = (to.pk, to.name) if to else (None, "")
    remember_many(
        (ClientHandedOver(client_id=pk, responsible_id=heir, before=user.name, after=name) for pk in found),
        by=by,
    )
    return len(found)


@command("people.client.forget")
def forget_client(client: Client, *, by: User) -> Client:
    """Erase the personal data of a client on request; what was paid and when stays. It cannot be undone."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    _still_known(client)
    erasures.write_down(client.uid)
    _erase(client)
    remember(ClientForgotten(client_id=client.pk), by=by)
    return client


def _put_in_order(client: Client) -> bool:
    """Bring what follows from the name in line with it, unsaved: how it is sorted and found. Returns whether it changed."""
    before = (client.sorted_as, client.found_by)
    client.sorted_as = sort_key(client.name)
    client.found_by = found_by(client.name, client.called, client.tax_id)
    return (client.sorted_as, client.found_by) != before


def _erase(client: Client) -> None:
    _let_go(client.holdings.select_related("contact_point").select_for_update(of=("contact_point",)))
    for field in (*PERSONAL, "sorted_as", "found_by", "made_of"):
        setattr(client, field, "")
    client.birth_year, client.works_at, client.made_key, client.forgotten_at = None, None, None, now()
    client.tags.clear()
    client.save()
    shred(client.pk)


def _reach_by(client: Client, points: dict[str, str], held: dict[str, Holding]) -> None:
    """The client is reached by these from now on (kind: as typed), instead of by those held (by kind) until now.

    Kinds come in one order, so that nobody waits crosswise.
    """
    kinds = [kind for kind in sorted(points) if points[kind]]
    told = [ContactPoint(kind=kind, normal=NORMAL[kind](points[kind])) for kind in kinds]
    if told:  # a point that is there already is taken as it is: the update that changes nothing gives its key
        ContactPoint.objects.bulk_create(
            told, update_conflicts=True, unique_fields=["kind", "normal"], update_fields=["kind"]
        )
    fresh = []
    for point in told:
        if holding := held.get(point.kind):
            Holding.objects.filter(pk=holding.pk).update(contact_point=point, typed=points[point.kind])
        else:
            fresh.append(Holding(client=client, contact_point=point, typed=points[point.kind]))
    if fresh:
        Holding.objects.bulk_create(fresh)
    _let_go(
        [held[kind] for kind in points if kind in held],
        keep=[held[kind].pk for kind in kinds if kind in held],
    )


def _let_go(held: Iterable[Holding], *, keep: Collection[int] = ()) -> None:
    """The client is no longer reached by these; a phone or an address that nobody else has is deleted.

    `keep` are holdings that lead to another point by now.
    """
    points = {holding.contact_point_id for holding in held}
    if points:
        if over := [holding.pk for holding in held if holding.pk not in keep]:
            Holding.objects.filter(pk__in=over).delete()
        others = Holding.objects.filter(contact_point=OuterRef("pk"))
        alone = ContactPoint.objects.filter(~Exists(others), pk__in=points)
        alone._raw_delete(alone.db)  # one statement instead of four; the database itself keeps a held one


def _held(client: Client) -> dict[str, Holding]:
    """By what the client is reached, by kind. Locked, so that nobody takes hold of a point that is about to be deleted."""
    found = Holding.objects.filter(client=client, is_preferred=True).select_related("contact_point")
    locked = found.order_by("contact_point__kind", "contact_point__normal").select_for_update(
        of=("contact_point",)
    )
    return {holding.contact_point.kind: holding for holding in locked}


def _shown_in_full(changes: dict[str, Any], by: User) -> None:
    """Nobody changes what they may not see: they could not tell what they overwrite."""
    if any(by.field_rule(f"people.client.{name}") for name in changes):
        raise NotAllowed(_("Your role does not show you this field in full, so you cannot change it."))


def _still_known(client: Client) -> None:
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
