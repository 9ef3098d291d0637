"""Bringing many clients in at once from rows of a file, and taking them back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from pomni.kit import bulk
from pomni.memory.commands import remember_many, shred
from pomni.memory.models import Concern
from pomni.people import many, many_beside, taking_back
from pomni.people.events import ClientEdited, ClientTakenBack
from pomni.people.imports import Matching, Outcome, Told, Trouble, Wish
from pomni.people.models import (
    Address,
    Client,
    ClientFigures,
    ContactPoint,
    DuplicatePair,
    Holding,
    Note,
    OutsideId,
    OwnValue,
    Tag,
)
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
def take_back_clients(*, clients: Mapping[int, int], by: User, along: Collection[str] = ()) -> set[int]:
    """Remove clients that an import has added and nobody touched since. Returns those that are gone.

    `clients` maps the key of each to the number of moments that the import itself wrote about it. One with more of them,
    or with records hanging on it, stays: a colleague has worked with it. What was remembered of those that go is shredded;
    that they were there stays in the chain. `along` names the tables of floors above ("agenda.Task") whose records the
    caller removes with them: what a colleague did to one is a moment, and holds the client back.
    """
    known = Client.objects.select_for_update().filter(pk__in=clients).order_by("pk")
    told = set(known.values_list("pk", flat=True))
    going = told - _touched(told, clients)
    while hung := _hung_on(going, frozenset(along)):  # who stays may hold another one back
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
    answers: list[bool] = []
    events: list[Any] = []
    for pk, told in changes:
        card = cards.get(pk)
        diff, whole = taking_back.give_back(card, told) if card and not card.forgotten_at else ({}, False)
        if card and not card.forgotten_at:
            more, all_of_it = taking_back.give_back_beside(card, told)
            events, whole = events + more, whole and all_of_it
        answers.append(whole)
        if diff:
            events.append(ClientEdited(client_id=pk, changes=diff))
    remember_many(events, by=by)
    return answers


@command("people.client.see", quiet="what follows from tasks is told by their own events")
def bring_forward(*, days: Mapping[int, date | None], by: User) -> int:
    """These clients have something to be done next by now, each until its day if it has one: what is earlier stays.

    As `note_next_due` keeps it of one client, where only more came. Returns how many they were.
    """
    known = Client.objects.select_for_update(no_key=True).filter(pk__in=days).order_by("pk")
    planned = dict(known.values_list("pk", "has_next_step"))
    stand = dict(ClientFigures.objects.filter(client__in=planned).values_list("client_id", "next_due_on"))
    earliest = {pk: min((day for day in (stand.get(pk), days[pk]) if day), default=None) for pk in planned}
    fresh = [(pk, 0, earliest[pk], 0) for pk in sorted(planned.keys() - stand.keys())]
    bulk.put(ClientFigures, many_beside.FIGURES, fresh)
    moved = [(str(earliest[pk]), pk) for pk, day in sorted(stand.items()) if day != earliest[pk]]
    with connection.cursor() as writing:
        writing.executemany("UPDATE people_clientfigures SET next_due_on = %s WHERE client_id = %s", moved)
    Client.objects.filter(pk__in=[pk for pk, so in planned.items() if not so]).update(has_next_step=True)
    return len(planned)


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


def _hung_on(pks: set[int], along: frozenset[str]) -> set[int]:
    """Those on whom a record hangs: whatever module it is of. Their phones and tags go with them."""
    if not pks:
        return set()
    keys = ",".join(str(int(pk)) for pk in pks)
    asked = [statement.format(keys=keys) for statement in _relations(along)]
    with connection.cursor() as asking:
        asking.execute(" UNION ".join(asked))
        return {pk for (pk,) in asking.fetchall()}


# What goes with a client who goes: every such record has a moment of its own, or follows from what has one.
WITH_THEM = (Address, Holding, Note, OwnValue, OutsideId, ClientFigures)


@lru_cache(maxsize=8)
def _relations(along: frozenset[str]) -> list[str]:
    """For each table whose records hang on clients, whatever module it is of, the statement that tells on which."""
    asked = []
    for relation in Client._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        is_theirs = model in WITH_THEM and relation.field.name == "client"
        is_reckoned = getattr(model, "is_reckoned", False)
        if relation.many_to_many or is_theirs or is_reckoned or model._meta.label in along:
            continue
        statement = f'SELECT "{column}" FROM "{model._meta.db_table}" WHERE "{column}" IN ({{keys}})'  # noqa: S608 (names of ours)
        # Staff that goes too is no reason to stay, nor is a field of one who goes that leads here.
        holder = "id" if model is Client else "client_id" if model in WITH_THEM else ""
        asked.append(statement + (f" AND {holder} NOT IN ({{keys}})" if holder else ""))
    return asked


def _remove(pks: list[int]) -> None:
    held = Holding.objects.filter(client__in=pks)
    points = set(held.values_list("contact_point_id", flat=True))
    alike = DuplicatePair.objects.filter(Q(left__in=pks) | Q(right__in=pks))
    theirs = (
        model.objects.filter(client__in=pks) for model in (Address, Note, OwnValue, OutsideId, ClientFigures)
    )
    for rows in (held, alike, Client.tags.through.objects.filter(client__in=pks), *theirs):
        rows._raw_delete(rows.db)
    for relation in Client._meta.related_objects:  # what follows from other records follows no more
        if getattr(relation.related_model, "is_reckoned", False):
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pks})
            rows._raw_delete(rows.db)
    others = Holding.objects.filter(contact_point=OuterRef("pk"))
    alone = ContactPoint.objects.filter(~Exists(others), pk__in=points)
    alone._raw_delete(alone.db)
    gone = Client.objects.filter(pk__in=pks)
    gone._raw_delete(gone.db)  # what could hang on them was looked for: no cascade is wanted
