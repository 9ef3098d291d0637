"""Bringing many clients in at once from rows of a file, and taking them back."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from pomni.kit import bulk
from pomni.memory.commands import remember_many, shred
from pomni.memory.models import Concern
from pomni.people import many
from pomni.people.events import ClientEdited, ClientTakenBack
from pomni.people.imports import Matching, Outcome, Told, Trouble, Wish
from pomni.people.models import Client, ContactPoint, Holding, Tag
from pomni.people.points import NORMAL
from pomni.people.rules import birthday_text, found_by, sort_key
from pomni.team.access import allow, command
from pomni.team.models import User

CHANGE = "people.client.change"


class Taken(NamedTuple):
    """What rows came to: an outcome for each, and the keys of tags that were coined for them."""

    outcomes: list[Outcome]
    coined: list[int]


@command("people.client.add")
def take_rows(*, rows: Sequence[Told | Trouble], wish: Wish, by: User) -> Taken:
    """Add the clients that these rows tell of, or change those who are here already, as the wish says.

    Who is here is looked up behind the lock, so what a colleague wrote a moment ago counts. A row that cannot be taken
    is an outcome with its reason; the others go in.
    """
    allow(by, CHANGE)
    outcomes = Matching(wish, by=by, lock=True).decide(rows)
    return Taken(outcomes, many.write(outcomes, by=by))


@command(CHANGE)
def take_back_clients(*, clients: Mapping[int, int], by: User) -> set[int]:
    """Remove clients that an import has added and nobody touched since. Returns those that are gone.

    `clients` maps the key of each to the number of moments that the import itself wrote about it. One with more of them,
    or with records hanging on it, stays: a colleague has worked with it. What was remembered of those that go is shredded;
    that they were there stays in the chain.
    """
    known = Client.objects.select_for_update().filter(pk__in=clients).order_by("pk")
    told = set(known.values_list("pk", flat=True))
    going = told - _touched(told, clients)
    while hung := _hung_on(going):  # who stays may hold another one back
        going -= hung
    _remove(sorted(going))
    remember_many((ClientTakenBack(client_id=pk) for pk in sorted(going)), by=by)
    shred(*going)
    return going


@command(CHANGE)
def take_back_changes(*, changes: Sequence[tuple[int, dict[str, Any]]], by: User) -> list[bool]:
    """Give clients back what an import changed of them, field by field, where it still is what the import made it.

    `changes` are keys of clients with what became of them, newest first. Returns for each whether all of it was given
    back; what a colleague changed since stays.
    """
    wanted = sorted({pk for pk, _told in changes})
    cards = {
        card.pk: card for card in Client.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    }
    answers, events = [], []
    for pk, told in changes:
        card = cards.get(pk)
        diff, whole = _given_back(card, told) if card and not card.forgotten_at else ({}, False)
        answers.append(whole)
        if diff:
            events.append(ClientEdited(client_id=pk, changes=diff))
    remember_many(events, by=by)
    return answers


@command(CHANGE, quiet="a tag that was coined for an import and gathers nobody tells nothing")
def let_go_of_tags(*, tags: Collection[int], by: User) -> int:
    """Delete those of these tags that gather nobody. Returns how many they were."""
    used = Client.tags.through.objects.filter(tag=OuterRef("pk"))
    return Tag.objects.filter(~Exists(used), pk__in=tags).delete()[0]


# --- Inside ----------------------------------------------------------------------------------------------------------


def _touched(pks: set[int], own: Mapping[int, int]) -> set[int]:
    """Those about whom more is remembered than the import wrote."""
    counts = (
        Concern.objects.filter(client_id__in=pks).values("client_id").annotate(number=Count("pk")).order_by()
    )
    return {pk for pk, number in counts.values_list("client_id", "number") if number > own[pk]}


def _hung_on(pks: set[int]) -> set[int]:
    """Those on whom a record hangs: whatever module it is of. Their phones and tags go with them."""
    if not pks:
        return set()
    keys = ",".join(str(int(pk)) for pk in pks)
    asked = [statement.format(keys=keys) for statement in _relations()]
    with connection.cursor() as asking:
        asking.execute(" UNION ".join(asked))
        return {pk for (pk,) in asking.fetchall()}


@cache
def _relations() -> list[str]:
    """For each table whose records hang on clients, whatever module it is of, the statement that tells on which."""
    asked = []
    for relation in Client._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if relation.many_to_many or model is Holding:
            continue
        statement = f'SELECT "{column}" FROM "{model._meta.db_table}" WHERE "{column}" IN ({{keys}})'  # noqa: S608 (names of ours)
        # Staff that goes too is no reason to stay.
        asked.append(statement + (" AND id NOT IN ({keys})" if model is Client else ""))
    return asked


def _remove(pks: list[int]) -> None:
    held = Holding.objects.filter(client__in=pks)
    points = set(held.values_list("contact_point_id", flat=True))
    for rows in (held, Client.tags.through.objects.filter(client__in=pks)):
        rows._raw_delete(rows.db)
    others = Holding.objects.filter(contact_point=OuterRef("pk"))
    alone = ContactPoint.objects.filter(~Exists(others), pk__in=points)
    alone._raw_delete(alone.db)
    gone = Client.objects.filter(pk__in=pks)
    gone._raw_delete(gone.db)  # what could hang on them was looked for: no cascade is wanted


def _given_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    """What is different now, in words, and whether all of it could be given back."""
    fields = {name: both for name, both in told.items() if not name.startswith("+")}
    still = {name: both for name, both in fields.items() if getattr(client, name) == both[1]}
    for name, (before, _after) in still.items():
        setattr(client, name, before)
    diff = {
        many.word_of(name): [str(after or ""), str(before or "")] for name, (before, after) in still.items()
    }
    if {"birth_day", "birth_year"} & diff.keys():
        diff.pop("birth_day", None), diff.pop("birth_year", None)
        diff["birthday"] = ["", birthday_text(client.birth_day, client.birth_year)]
    if still:
        client.sorted_as = sort_key(client.name)
        client.found_by = found_by(client.name, client.called, client.tax_id)
        columns = (*still, "sorted_as", "found_by")
        bulk.change(Client, columns, [[*(getattr(client, name) for name in columns), client.pk]])
    whole = len(still) == len(fields)
    for take in (_points_back, _tags_back):
        more, all_of_it = take(client, told)
        diff, whole = diff | more, whole and all_of_it
    return diff, whole


def _points_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    wanted = {tuple(key) for key in told.get("+points", ())}
    if not wanted:
        return {}, True
    held = Holding.objects.filter(client=client).select_related("contact_point").order_by("place", "pk")
    rows = {(row.contact_point.kind, row.contact_point.normal): row for row in held}
    gone = [row for key, row in rows.items() if key in wanted]
    diff = {}
    for kind in sorted({row.contact_point.kind for row in gone}):
        typed = [row for key, row in rows.items() if key[0] == kind]
        left = [row.typed for row in typed if row not in gone]
        diff[kind] = [", ".join(row.typed for row in typed), ", ".join(left)]
    points = [row.contact_point_id for row in gone]
    Holding.objects.filter(pk__in=[row.pk for row in gone]).delete()
    others = Holding.objects.filter(contact_point=OuterRef("pk"))
    alone = ContactPoint.objects.filter(~Exists(others), pk__in=points)
    alone._raw_delete(alone.db)
    _one_preferred(client)
    return diff, len(gone) == len(wanted)


def _one_preferred(client: Client) -> None:
    """The first of each kind that is left is the preferred one."""
    for kind in NORMAL:
        left = list(Holding.objects.filter(client=client, contact_point__kind=kind).order_by("place", "pk"))
        if left and not any(row.is_preferred for row in left):
            Holding.objects.filter(pk=left[0].pk).update(is_preferred=True)


def _tags_back(client: Client, told: dict[str, Any]) -> tuple[dict[str, list[Any]], bool]:
    wanted = told.get("+tags", ())
    if not wanted:
        return {}, True
    tags = list(client.tags.all())
    gone = [tag for tag in tags if tag.folded in wanted]
    client.tags.remove(*gone)
    names = sorted(tag.name for tag in tags)
    left = sorted(tag.name for tag in tags if tag not in gone)
    return {"tags": [", ".join(names), ", ".join(left)]}, len(gone) == len(wanted)
