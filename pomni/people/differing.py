"""What differs between a client as they are and as somebody wants them: compared, written, and put into words."""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from pomni.people.addresses import addresses_of, addresses_text, write_further
from pomni.people.models import Client, Holding, Tag
from pomni.people.naming import name_of_point, name_words, put_in_order
from pomni.people.points import NORMAL, Points, reach_by, text_of, told_of
from pomni.people.rules import Reached, birthday_text, reached_text
from pomni.people.words import coined, tags_text
from pomni.team.shown import masked

Held = dict[str, list[Holding]]
Diff = dict[str, list[Any]]
RECORDS = ("responsible", "location", "works_at")
BIRTH = {"birth_day", "birth_year"}


def as_seen(client: Client, changes: Mapping[str, Any], held: Held) -> Any:
    """The client as a form shows them: also what stands in other tables, as one text each."""
    day, year = client.birth_day, client.birth_year
    told = SimpleNamespace(birth_day=day, birth_year=year, birthday=birthday_text(day, year))
    for kind in NORMAL:
        points = held.get(kind, [])
        setattr(told, kind, text_of(points[:1] if _is_short(kind, changes) else points))
    if "tags" in changes:
        told.tags = tags_text(client.tags.all())
    if "addresses" in changes:
        told.address, told.address_label = addresses_text(addresses_of(client)), client.address_label
    for name in changes:
        if not hasattr(told, name):
            setattr(told, name, getattr(client, name, None))
    return told


def as_wanted(
    client: Client,
    columns: dict[str, Any],
    changes: Mapping[str, Any],
    points: Points,
    tags: Any,
    addresses: Any = None,
) -> dict[str, Any]:
    """What is wanted, in the same form."""
    told = dict(columns)
    for kind, reached in points.items():
        told[kind] = reached_text(reached[:1] if _is_short(kind, changes) else reached)
    if BIRTH & columns.keys():
        day, year = (columns.get(name, getattr(client, name)) for name in ("birth_day", "birth_year"))
        told["birthday"] = birthday_text(day, year)
    if addresses is not None:
        told["address"] = addresses_text(addresses)
    return told if tags is None else told | {"tags": tags_text(tags)}


def change_columns(
    client: Client, columns: dict[str, Any], points: Points, held: Held, addresses: Any = None
) -> Diff:
    """Write what differs in the client's own row, in one statement, with what follows from it; further addresses beside it."""
    addressed = {} if addresses is None else _change_addresses(client, addresses)
    want, before = name_words(client, columns), birthday_text(client.birth_day, client.birth_year)
    _name_those_without(client, want, points, held)
    diff: Diff = {}
    written = [
        column for column, after in want.items() if _id_of(client, column) != getattr(after, "pk", after)
    ]
    for column in written:
        diff[column] = [as_told(column, getattr(client, column)), as_told(column, want[column])]
        setattr(client, column, want[column])
    if BIRTH & diff.keys():
        diff = {name: told for name, told in diff.items() if name not in BIRTH}
        diff["birthday"] = [before, birthday_text(client.birth_day, client.birth_year)]
    if written:
        client.save(update_fields=[*written, *put_in_order(client)])
    diff.pop("address_label", None)
    return diff | addressed


def _change_addresses(client: Client, addresses: Sequence[Reached]) -> Diff:
    before = addresses_of(client)
    if before[1:] != tuple(addresses[1:]):
        write_further(client, addresses)
    both = [addresses_text(before), addresses_text(addresses)]
    return {"address": both} if both[0] != both[1] else {}


def change_points(client: Client, points: Points, held: Held) -> Diff:
    """Write by what the client is reached, where that differs."""
    both = {kind: [text_of(held[kind]), reached_text(reached)] for kind, reached in points.items()}
    diff = {kind: told for kind, told in both.items() if told[0] != told[1]}
    if diff:
        reach_by(client, {kind: points[kind] for kind in diff}, held)
    return diff


def change_tags(client: Client, tags: Iterable[Tag]) -> Diff:
    """Write the tags, where they differ."""
    both = [tags_text(client.tags.all()), tags_text(tags)]
    if both[0] == both[1]:
        return {}
    client.tags.set(coined(tags))
    return {"tags": both}


def as_told(column: str, value: Any) -> str:
    """A value as it is remembered. A client by their number: their name may be erased, or be out of a reader's reach."""
    if value is None or value == "":
        return ""
    return str(value.uid if column == "works_at" else value)


def _name_those_without(client: Client, want: dict[str, Any], points: Points, held: Held) -> None:
    """A client without a name goes by the phone or address that they have from now on."""
    name, after = (
        want.get("name", client.name),
        {kind: told_of(held.get(kind, [])) for kind in NORMAL} | points,
    )
    was_nameless = "name" not in want and any(
        name == masked(holdings[0].typed) for kind, holdings in held.items() if holdings and kind in points
    )
    if not name or was_nameless:
        want["name"] = name_of_point(after)


def _id_of(client: Client, column: str) -> Any:
    return getattr(client, f"{column}_id" if column in RECORDS else column)


def _is_short(kind: str, changes: Mapping[str, Any]) -> bool:
    return kind in changes and not changes.get(f"{kind}s")
