"""Many clients written at once, within a command: prepared rows straight into the tables, and what is remembered of each."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.memory.commands import remember_many
from pomni.people.addresses import addresses_text
from pomni.people.events import ClientAdded, ClientEdited
from pomni.people.imports.outcome import Outcome
from pomni.people.imports.seeking import Card
from pomni.people.many_beside import ahead_of, said, write_beside
from pomni.people.models import Client, ContactPoint, Holding, Tag
from pomni.people.points import MESSENGER, NORMAL
from pomni.people.rules import SOUGHT, Reached, birthday_text, in_order, reached_text, sought
from pomni.team.models import Location, User

HOLDING = ("client_id", "contact_point_id", "typed", "label", "place", "is_preferred")
NAME_MAKERS = {"name", *SOUGHT}  # what the order and the search follow from
BIRTH = {"birth_day", "birth_year"}
RECORDS = {"responsible_id": "responsible", "location_id": "location", "works_at_id": "works_at"}
UNTOLD = {"name", "kind", "responsible_id", "location_id", "address_label", *BIRTH}
ADDRESS = ("address", "address_label")


def write(outcomes: Sequence[Outcome], *, by: User) -> list[int]:
    """Write what became of these rows, and remember it. Returns the keys of tags that were coined."""
    new = [
        card
        for one in outcomes
        for card in (one.organisation, one.card if one.what == "added" else None)
        if card
    ]
    for card, pk in zip(new, bulk.take_keys(Client, len(new)), strict=True):
        card.pk = pk
    changed = [one for one in outcomes if one.what == "changed" and one.card]
    tags, coined = _tags(outcomes)
    _settle_employers(new, changed)
    ahead = ahead_of(new, outcomes)
    planned = {id(card) for card, _days in ahead}
    bulk.put(Client, _columns(), (_row(card, by, is_planned=id(card) in planned) for card in new))
    words = _Words(new, changed)
    _change_rows([one for one in changed if not one.card.is_new])  # type: ignore[union-attr]  # filtered above
    _write_holdings(new, changed)
    tagged = [(card.pk, tags[folded].pk) for card in new for folded in sorted(card.tags)]
    tagged += [(one.card.pk, tags[f].pk) for one in _of_old(changed) for f in one.changes.get("+tags", ())]
    bulk.put(Client.tags.through, ("client_id", "tag_id"), tagged)
    events: list[Any] = [words.added(card, tags) for card in new]
    happened = [card.added_at or now() for card in new]
    edited = [told for one in changed if one.changes and (told := words.edited(one, tags))]
    beside = write_beside(new, outcomes, ahead, by=by)
    events += [*edited, *(event for event, _at in beside)]
    remember_many(events, by=by, happened=[*happened, *[now()] * len(edited), *(at for _event, at in beside)])
    for card in new:
        card.is_new = False
    return coined


def word_of(column: str) -> str:
    """What a column is called in what is remembered."""
    return RECORDS.get(column, column)


def _of_old(changed: Iterable[Outcome]) -> list[Any]:
    return [one for one in changed if one.card and not one.card.is_new]


def _settle_employers(new: Iterable[Card], changed: Iterable[Outcome]) -> None:
    """New organisations have their keys by now."""
    for card in new:
        if card.works_at:
            card.fields["works_at_id"] = card.works_at.pk
    for one in changed:
        if one.card and one.card.works_at and "works_at_id" in one.changes:
            one.card.fields["works_at_id"] = one.changes["works_at_id"][1] = one.card.works_at.pk


# --- The client's own row ----------------------------------------------------------------------------------------------


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in Client._meta.concrete_fields)


@cache
def _defaults() -> dict[str, Any]:
    given = {
        field.attname: field.get_default() for field in Client._meta.concrete_fields if field.attname != "uid"
    }
    return {name: "" if value is None and not _may_be_null(name) else value for name, value in given.items()}


def _may_be_null(name: str) -> bool:
    return next(field.null for field in Client._meta.concrete_fields if field.attname == name)


def _row(card: Card, by: User, *, is_planned: bool) -> list[Any]:
    values = _defaults() | card.fields | _in_order(card)
    values |= {"id": card.pk, "uid": uuid7(), "entered_by_id": by.pk, "added_at": card.added_at or now()}
    values["has_next_step"] = is_planned  # changed behind the insert, it cost a fifth of an import
    return [values[name] for name in _columns()]


def _in_order(card: Card) -> dict[str, str]:
    """What follows from the name, as `naming.put_in_order` has it."""
    given = card.fields
    sorted_as, found = in_order(card.name, *sought(given.get))
    return {"sorted_as": sorted_as, "found_by": found}


def _change_rows(changed: Iterable[Outcome]) -> None:
    wanted: dict[int, tuple[Card, set[str]]] = {}
    for one in changed:
        names = {name for name in one.changes if not name.startswith("+")}
        if names and one.card and one.card.pk is not None:
            wanted.setdefault(one.card.pk, (one.card, set()))[1].update(names)
    groups: dict[tuple[str, ...], list[list[Any]]] = {}
    for pk in sorted(wanted):
        card, names = wanted[pk]
        values = card.fields | (_in_order(card) if names & NAME_MAKERS else {})
        columns = tuple(sorted(names | ({"sorted_as", "found_by"} if names & NAME_MAKERS else set())))
        groups.setdefault(columns, []).append([*(values[name] for name in columns), pk])
    for columns, rows in groups.items():
        bulk.change(Client, columns, rows)


# --- How they are reached, and what gathers them -----------------------------------------------------------------------


def _write_holdings(new: Iterable[Card], changed: Iterable[Outcome]) -> None:
    wanted: list[tuple[Card, tuple[str, str], int]] = []
    for card in new:
        wanted += _placed(card, list(card.points), dict.fromkeys(NORMAL, 0))
    for one in _of_old(changed):
        more = [tuple(key) for key in one.changes.get("+points", ())]
        counts = {kind: sum(key[0] == kind for key in one.card.points if key not in more) for kind in NORMAL}
        wanted += _placed(one.card, more, counts)
    keys = bulk.keys_of(ContactPoint, ("kind", "normal"), {key for _card, key, _place in wanted})
    rows = [(card.pk, keys[key], *card.points[key], place, place == 0) for card, key, place in wanted]
    bulk.put(Holding, HOLDING, rows)


def _placed(card: Card, keys: list[Any], counts: dict[str, int]) -> list[tuple[Card, tuple[str, str], int]]:
    found = []
    for key in keys:
        found.append((card, key, counts[key[0]]))
        counts[key[0]] += 1
    return found


def _tags(outcomes: Iterable[Outcome]) -> tuple[dict[str, Tag], list[int]]:
    """The tags that these rows want, by their folded names, and the keys of those that were coined for it."""
    told = {folded: name for one in outcomes if one.told for folded, name in one.told.tags.items()}
    if not told:
        return {}, []
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=told)}
    fresh = [Tag(name=name, folded=folded) for folded, name in sorted(told.items()) if folded not in known]
    if fresh:  # somebody else may be coining the same one right now: then theirs is taken as it is
        Tag.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["folded"], update_fields=["folded"]
        )
    return known | {tag.folded: tag for tag in fresh}, [tag.pk for tag in fresh]


# --- What is remembered ------------------------------------------------------------------------------------------------


class _Words:
    """Tells in words what was written, as the commands for one client do: colleagues and places by name."""

    def __init__(self, new: Iterable[Card], changed: Iterable[Outcome]) -> None:
        ids = {"responsible_id": set[Any](), "location_id": set[Any](), "works_at_id": set[Any]()}
        for name, wanted in ids.items():
            if name == "works_at_id":  # a new client's colleague and place are told by their numbers
                wanted |= {card.fields.get(name) for card in new}
            wanted |= {pk for one in changed for pk in one.changes.get(name, ())}
            wanted.discard(None)
        self.names: dict[str, dict[int, str]] = {key: {} for key in ids}
        for name, model, told in (("responsible_id", User, "name"), ("location_id", Location, "name")):
            if wanted := ids[name]:
                self.names[name] = dict(model.objects.filter(pk__in=wanted).values_list("pk", told))
        if wanted := ids["works_at_id"]:  # an organisation by its number: its name may be erased one day
            found = Client.objects.filter(pk__in=wanted).values_list("pk", "uid")
            self.names["works_at_id"] = {pk: str(uid) for pk, uid in found}

    def added(self, card: Card, tags: dict[str, Tag]) -> ClientAdded:
        """Of a new client."""
        given = card.fields
        more = {word_of(name): self._text(name, v) for name, v in given.items() if v and name not in UNTOLD}
        if day := birthday_text(given.get("birth_day") or "", given.get("birth_year")):
            more["birthday"] = day
        if names := _points_text(card, MESSENGER):
            more["messenger"] = names
        if card.addresses or given.get("address_label"):
            more["address"] = addresses_text([_first_address(given), *card.addresses])
        if card.tags:
            more["tags"] = _tags_text(card.tags, tags)
        if card.outside:
            more["outside_id"] = said(card.outside)
        return ClientAdded.model_construct(
            client_id=card.pk,
            kind_of_client=given["kind"],
            name=card.name,
            phone=_points_text(card, "phone"),
            email=_points_text(card, "email"),
            responsible_id=given.get("responsible_id"),
            location_id=given.get("location_id"),
            more=more,
        )

    def edited(self, one: Outcome, tags: dict[str, Tag]) -> ClientEdited | None:
        """Of one who was here already; None where only such came in as is remembered by itself."""
        card: Any = one.card  # what was changed is somebody
        changes = dict(one.changes)
        told = {
            word_of(name): [self._text(name, value) for value in both]
            for name, both in changes.items()
            if name[0] != "+" and name not in BIRTH and name not in ADDRESS
        }
        if BIRTH & changes.keys():
            both = [
                {n: changes[n][at] if n in changes else card.fields.get(n) for n in BIRTH} for at in (0, 1)
            ]
            told["birthday"] = [birthday_text(had["birth_day"] or "", had["birth_year"]) for had in both]
        more = [tuple(key) for key in changes.get("+points", ())]
        for kind in {key[0] for key in more}:
            told[kind] = [_points_text(card, kind, without=more), _points_text(card, kind)]
        if changes.keys() & {*ADDRESS, "+addresses"}:
            told["address"] = _addresses_told(card, changes)
        if added := changes.get("+tags"):
            told["tags"] = [_tags_text(card.tags - set(added), tags), _tags_text(card.tags, tags)]
        if numbers := changes.get("+outside"):
            told["outside_id"] = ["", said(numbers)]
        if not told:
            one.moments -= 1
            return None
        return ClientEdited(client_id=card.pk or 0, changes=told)

    def _text(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if name in self.names:
            return self.names[name].get(value, "")
        return str(value)


def _first_address(given: Mapping[str, Any]) -> Reached:
    return Reached(*(given.get(name) or "" for name in ADDRESS))


def _addresses_told(card: Card, changes: dict[str, Any]) -> list[str]:
    """All addresses as they were, and as they are."""
    further = {Reached(*one) for one in changes.get("+addresses", ())}
    before = card.fields | {name: changes[name][0] for name in ADDRESS if name in changes}
    was = [_first_address(before), *(one for one in card.addresses if one not in further)]
    return [addresses_text(some) for some in (was, [_first_address(card.fields), *card.addresses])]


def _points_text(card: Card, kind: str, without: Sequence[Any] = ()) -> str:
    return reached_text(
        Reached(*told) for key, told in card.points.items() if key[0] == kind and key not in without
    )


def _tags_text(folded: Iterable[str], tags: dict[str, Tag]) -> str:
    """By name; of those that only stood there before, the folded name will do."""
    return ", ".join(sorted(tags[one].name if one in tags else one for one in folded))
