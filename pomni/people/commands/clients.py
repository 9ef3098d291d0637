"""Adding a client, changing one, and handing them over to a colleague."""

from collections.abc import Collection, Mapping
from typing import Any, Unpack

from django.utils.translation import gettext as _

from pomni.kit.changes import check_seen
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember, remember_many
from pomni.people.addresses import addresses_text, take_addresses, write_further
from pomni.people.commands.own import fill_own_fields
from pomni.people.differing import as_seen, as_told, as_wanted, change_columns, change_points, change_tags
from pomni.people.events import ClientAdded, ClientEdited, ClientHandedOver
from pomni.people.models import Client
from pomni.people.naming import name_of_point, name_words, put_in_order
from pomni.people.points import NORMAL, Points, held_by, points_of, reach_by
from pomni.people.rules import birthday_text, reached_text
from pomni.people.words import (
    ClientWords,
    check_requisites,
    checked,
    coined,
    kind_told_by,
    plain,
    tags_of,
    tags_text,
)
from pomni.team.access import allow, command
from pomni.team.models import User


@command("people.client.add", makes=Client)
def add_client(*, by: User, own: Mapping[str, Any] | None = None, **words: Unpack[ClientWords]) -> Client:
    """Add a client. Whoever adds one answers for it, unless another colleague is named.

    A name, a phone or an address is enough. Of a person whose parts are not told, `name` is taken apart where that is
    certain; the first phone and the first address are the preferred ones. `own` are values of custom fields, by their keys:
    where they are told, those that are required must be among them, but for files: there is no card yet on which one lies.
    Raises Refused, with the field.
    """
    told = plain(words)
    points, tags, addresses = points_of(told), tags_of(told.pop("tags", ())), take_addresses(told)
    client = Client(entered_by=by, added_at=now(), responsible=None if by.is_robot else by)
    known = checked(told)
    if kind := "" if "kind" in told else kind_told_by(known.get("tax_id", "")):
        known["kind"] = kind
    columns = {word: value for word, value in name_words(client, known).items() if value}
    check_requisites(client, columns)
    _allowed(client, columns, by)
    columns["name"] = columns.get("name") or name_of_point(points)
    for column, value in columns.items():
        setattr(client, column, value)
    put_in_order(client)
    client.save()
    reach_by(client, points)
    more = {"tags": tags_text(tags)} if tags else {}
    if addresses:
        write_further(client, addresses)
        more["address"] = addresses_text(addresses)
    if tags:
        client.tags.add(*coined(tags))
    remember(_added(client, points, columns | more), by=by)
    if own is not None:
        fill_own_fields(client, values=own, checks_required=True, is_new=True, by=by)
    return client


@command("people.client.change")
def edit_client(
    client: Client, *, by: User, seen: dict[str, str] | None = None, **changes: Unpack[ClientWords]
) -> Client:
    """Change a client, in the words of `add_client`. A word that is not told stays as it is.

    `seen` says, as text, what each changed field was when the person began: Conflict where it no longer is.
    """
    told = plain(changes)
    client = Client.objects.select_for_update().get(pk=client.pk)
    _still_known(client)
    _shown_in_full(told, by)
    held = held_by(client) if any(word.startswith(tuple(NORMAL)) for word in told) else {}
    points = points_of(told, held)
    tags = tags_of(told.pop("tags")) if "tags" in told else None
    addresses = take_addresses(told)
    columns = checked(told)
    check_requisites(client, columns)
    _allowed(client, columns, by)
    if seen:
        theirs = as_seen(client, changes, held)
        check_seen(theirs, as_wanted(client, columns, changes, points, tags, addresses), seen)
    diff = change_columns(client, columns, points, held, addresses) | change_points(client, points, held)
    if tags is not None:
        diff |= change_tags(client, tags)
    if diff:
        remember(ClientEdited(client_id=client.pk, changes=diff), by=by)
    return client


@command("people.client.change")
def hand_over_clients(user: User | None, *, clients: Collection[int], to: User | None, by: User) -> int:
    """These clients are answered for by `to` from now on, or by nobody (None), instead of by the user (None: by nobody).

    Only what is within reach of `by` is handed over, of those still the user's own. Returns how many they were.
    """
    mine = Client.objects.visible_to(by, "people.client.change").filter(pk__in=clients).values("pk")
    theirs = Client.objects.filter(responsible=user, pk__in=mine)  # asked once the rows are held
    found = list(theirs.select_for_update().order_by("pk").values_list("pk", flat=True))
    Client.objects.filter(pk__in=found).update(responsible=to)
    heir, name = (to.pk, to.name) if to else (None, "")
    before = user.name if user else ""
    remember_many(
        (ClientHandedOver(client_id=pk, responsible_id=heir, before=before, after=name) for pk in found),
        by=by,
    )
    return len(found)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _added(client: Client, points: Points, columns: dict[str, Any]) -> ClientAdded:
    """What is remembered of a new client: all that was told of them."""
    more = {
        word: as_told(word, value)
        for word, value in columns.items()
        if word not in {"name", "kind", "address_label"}
    }
    if day := birthday_text(client.birth_day, client.birth_year):
        more["birthday"] = day
    more = {word: value for word, value in more.items() if value and word not in {"birth_day", "birth_year"}}
    return ClientAdded(
        client_id=client.pk,
        kind_of_client=client.kind,
        name=client.name,
        phone=reached_text(points.get("phone", ())),
        email=reached_text(points.get("email", ())),
        responsible_id=client.responsible_id,
        location_id=client.location_id,
        more=more,
    )


def _allowed(client: Client, columns: dict[str, Any], by: User) -> None:
    """Nobody works at an organisation that whoever says so does not see; nobody answers for a client who has left."""
    answers = columns.get("responsible")
    if answers and not answers.is_active and answers.pk != client.responsible_id:
        raise Refused(
            _("This colleague has no access any more. Choose one who can sign in."), field="responsible"
        )
    if works_at := columns.get("works_at"):
        allow(by, Client.see, (works_at,))


def _shown_in_full(changes: dict[str, Any], by: User) -> None:
    """Nobody changes what they may not see: they could not tell what they overwrite."""
    facts = {name.removesuffix("s") if name in {"phones", "emails"} else name for name in changes}
    if any(by.field_rule(f"people.client.{name}") for name in facts):
        raise NotAllowed(_("Your role does not show you this field in full, so you cannot change it."))


def _still_known(client: Client) -> None:
    if client.forgotten_at:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
