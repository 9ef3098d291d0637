"""Every write about clients."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.phones import normal_email, normal_phone
from pomni.memory.commands import remember, shred
from pomni.people import erasures
from pomni.people.events import ClientAdded, ClientEdited, ClientForgotten
from pomni.people.models import Client, ContactPoint, Holding
from pomni.team.access import command
from pomni.team.models import Location, User

NORMAL = {"phone": normal_phone, "email": normal_email}


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
    client = Client.objects.create(
        kind=kind, name=name, responsible=answers, entered_by=by, location=location, added_at=now()
    )
    for kind_of_point, typed in (("phone", phone), ("email", email)):
        _reach_by(client, kind_of_point, typed)
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
    client.phone, client.email = (_held(client, kind) for kind in ("phone", "email"))  # type: ignore[attr-defined]  # for comparing
    check_seen(client, changes, seen or {})
    points = {kind: changes.pop(kind) for kind in ("phone", "email") if kind in changes}
    diff = apply_changes(client, changes)
    for kind, typed in points.items():
        if (before := getattr(client, kind)) != typed:
            _reach_by(client, kind, typed)
            diff[kind] = [before, typed]
    if diff:
        remember(ClientEdited(client_id=client.pk, changes=diff), by=by)
    return client


@command("people.client.forget")
def forget_client(client: Client, *, by: User) -> Client:
    """Erase the personal data of a client on request; what was paid and when stays. It cannot be undone."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    _still_known(client)
    erasures.write_down(client.uid)
    _erase(client)
    remember(ClientForgotten(client_id=client.pk), by=by)
    return client


def _erase(client: Client) -> None:
    Holding.objects.filter(client=client).delete()
    ContactPoint.objects.filter(holdings=None).delete()
    client.name, client.forgotten_at = "", now()
    client.made_key, client.made_of = None, ""
    client.save(update_fields=["name", "forgotten_at", "made_key", "made_of"])
    shred(client.pk)


def _reach_by(client: Client, kind: str, typed: str) -> None:
    """The client is reached by this phone or address from now on, and no longer by the one before."""
    Holding.objects.filter(client=client, contact_point__kind=kind).delete()
    if typed:
        told = {"typed": typed}
        point, _new = ContactPoint.objects.get_or_create(kind=kind, normal=NORMAL[kind](typed), defaults=told)
        Holding.objects.create(client=client, contact_point=point)
    ContactPoint.objects.filter(kind=kind, holdings=None).delete()


def _held(client: Client, kind: str) -> str:
    found = ContactPoint.objects.filter(holdings__client=client, kind=kind)
    return found.values_list("typed", flat=True).first() or ""


def _still_known(client: Client) -> None:
    if client.forgotten_at:
        raise Refused(_("The personal data of this client were erased; there is nothing left to change."))
