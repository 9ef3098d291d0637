"""What an import writes beside clients: numbers of other programs, values of the company's own fields, and notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.people.events import NoteAdded
from pomni.people.imports.beside import CELL
from pomni.people.imports.outcome import Outcome
from pomni.people.imports.seeking import Card
from pomni.people.models import Address, Client, ClientFigures, Note, OutsideId, OwnValue
from pomni.people.own import own_changed
from pomni.people.rules import Reached, text_in_order
from pomni.team.models import User

NOTE = ("id", "uid", "client_id", "text", "to_finish", "written_by_id", "written_at", "made_of", "made_key")
FIGURES = ("client_id", "contacts", "next_due_on", "promises_open")
VALUE = ("client_id", "field_id", *CELL, "sorted_as")
OTHER, TEXT = CELL.index("other_id"), CELL.index("text")
AT_ONCE = 300  # values that one statement deletes

Told = list[tuple[Any, datetime]]  # events, each with when it happened
Ahead = tuple[Card, set[date | None]]


def write_beside(
    new: Sequence[Card], outcomes: Sequence[Outcome], ahead: Iterable[Ahead], *, by: User
) -> Told:
    """Write it, within the command that has written the clients. Returns what is to be remembered of it.

    `ahead` is what is to be done next about those who are new (`ahead_of`). What the rows wrote is noted in their
    outcomes: the keys of notes in `changes`, and how many moments there will be.
    """
    changed = [one for one in outcomes if one.card and one.changes]
    _write_numbers(new, changed)
    _write_addresses(new, changed)
    _write_ahead(ahead)
    return [*_write_values(new, changed, outcomes), *_write_notes(outcomes, by)]


def ahead_of(new: Iterable[Card], outcomes: Iterable[Outcome]) -> list[Ahead]:
    """New clients about whom something is to be done next by their rows, each with its days.

    `bring_forward` tells it of those who are here already.
    """
    told: dict[int, set[date | None]] = {}
    for one in outcomes:
        if one.card and one.told and one.told.ahead:
            told.setdefault(id(one.card), set()).update(one.told.ahead)
    return [(card, told[id(card)]) for card in new if id(card) in told]


def said(outside: Iterable[Sequence[str]]) -> str:
    """Numbers of other programs, in words: "amocrm 12"."""
    return ", ".join(f"{source.partition('.')[0]} {value}" for source, value in sorted(map(tuple, outside)))


def value_rows(client: int, field: int, rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows of a value as the table takes them."""
    return [[client, field, *_lively(row), text_in_order(row[TEXT])] for row in rows]


def records(
    rows: Iterable[Sequence[Any]], others: Mapping[int, Client] = MappingProxyType({})
) -> list[OwnValue]:
    """Rows of a value as records; of those that lead to one of these clients that one is known."""
    made = [OwnValue(**dict(zip(CELL, _lively(row), strict=True))) for row in rows]
    for one in made:
        if one.other_id and one.other_id in others:
            one.other = others[one.other_id]
    return made


def led_to(values: Iterable[Iterable[Sequence[Any]]]) -> dict[int, Client]:
    """The clients to whom these values lead, by key, in one statement; of each only the number."""
    pks = {pk for rows in values for row in rows if (pk := row[OTHER]) is not None}
    return Client.objects.only("uid").in_bulk(pks) if pks else {}


def _lively(row: Sequence[Any]) -> list[Any]:
    slot, text, number, day, *keys = row
    told = None if number is None else Decimal(number)
    return [slot, text, told, date.fromisoformat(day) if day else None, *keys]


def _write_numbers(new: Iterable[Card], changed: Iterable[Outcome]) -> None:
    rows = [(card.pk, *one) for card in new for one in sorted(card.outside)]
    fresh = {id(card) for card in new}
    rows += [
        (one.card.pk, *number)
        for one in changed
        if one.card and id(one.card) not in fresh
        for number in one.changes.get("+outside", ())
    ]
    bulk.put(OutsideId, ("client_id", "source", "value"), rows)


def _write_addresses(new: Iterable[Card], changed: Iterable[Outcome]) -> None:
    """Behind those that are there: places are told by the order in which the client's card has them."""
    fresh = {id(card) for card in new}
    wanted = [(card, card.addresses) for card in new]
    wanted += [
        (one.card, tuple(Reached(*told) for told in one.changes.get("+addresses", ())))
        for one in changed
        if one.card and id(one.card) not in fresh
    ]
    rows = [
        (card.pk, one.typed, one.label, 1 + card.addresses.index(one))
        for card, told in wanted
        for one in told
    ]
    bulk.put(Address, ("client_id", "text", "label", "place"), rows)


def _write_ahead(ahead: Iterable[Ahead]) -> None:
    rows = [(card.pk, 0, min(filter(None, days), default=None), 0) for card, days in ahead]
    bulk.put(ClientFigures, FIGURES, rows)


def _write_values(new: Sequence[Card], changed: Sequence[Outcome], outcomes: Sequence[Outcome]) -> Told:
    """Of new clients all that their cards hold by now; of the others what was changed, last one first."""
    known = {one.pk: one for one in fields(CLIENT)}
    fresh = {id(card): card for card in new}
    others = led_to([*(value for card in new for value in card.own.values()), *_both(changed)])
    rows: list[list[Any]] = []
    events: Told = []
    for card in new:
        told: dict[Own, Any] = {
            known[pk]: ([], records(value, others)) for pk, value in card.own.items() if pk in known
        }
        rows += [row for pk, value in card.own.items() for row in value_rows(card.pk or 0, pk, value)]
        if told:
            events.append((own_changed(card.pk or 0, told), card.added_at or now()))
            _count(card, outcomes)
    last: dict[tuple[int, int], list[Any]] = {}
    for one in changed:
        if one.card is None or id(one.card) in fresh or not (own := one.changes.get("+own")):
            continue
        diff: dict[Own, Any] = {}
        for key, (before, after) in own.items():
            last[one.card.pk or 0, int(key)] = after
            if field := known.get(int(key)):
                diff[field] = (records(before, others), records(after, others))
        one.moments += 1
        events.append((own_changed(one.card.pk or 0, diff), now()))
    replace_values(last)
    bulk.put(OwnValue, VALUE, rows)
    return events


def _both(changed: Iterable[Outcome]) -> list[Any]:
    """All values of which rows of those who are here tell: before and after."""
    return [rows for one in changed for both in one.changes.get("+own", {}).values() for rows in both]


def replace_values(wanted: dict[tuple[int, int], list[Any]]) -> None:
    """Put these values, by client and field, where others stood."""
    keys = sorted(wanted)
    for start in range(0, len(keys), AT_ONCE):
        gone = Q()
        for client, field in keys[start : start + AT_ONCE]:
            gone |= Q(client=client, field=field)
        OwnValue.objects.filter(gone).delete()
    bulk.put(OwnValue, VALUE, [row for key in keys for row in value_rows(*key, wanted[key])])


def _count(card: Card, outcomes: Iterable[Outcome]) -> None:
    """The row that brought the card has written one moment more about it."""
    for one in outcomes:
        if one.card is card and one.what == "added":
            one.moments += 1
            return


def _write_notes(outcomes: Sequence[Outcome], by: User) -> Told:
    wanted: list[tuple[Outcome, Any]] = []
    for one in outcomes:
        if one.what == "added" and one.told:
            wanted += [(one, note) for note in one.told.notes]
        elif one.card:
            wanted += [(one, note) for note in one.changes.get("+notes", ())]
    if not wanted:
        return []
    written: dict[int, list[int]] = {}
    rows, events = [], []
    for pk, (one, note) in zip(bulk.take_keys(Note, len(wanted)), wanted, strict=True):
        client, at = (one.card.pk if one.card else 0) or 0, note.at or now()
        rows.append((pk, uuid7(), client, note.text, False, by.pk, at, "", None))
        events.append(
            (NoteAdded.model_construct(note_id=pk, client_id=client, text=note.text, to_finish=False), at)
        )
        written.setdefault(id(one), []).append(pk)
        one.moments += 1
    for one in outcomes:
        if "+notes" in one.changes:
            one.changes["+notes"] = written.get(id(one), [])
    bulk.put(Note, NOTE, rows)
    return events
