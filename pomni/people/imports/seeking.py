"""Who of a file is here already: looked up for many rows at once, by what they tell."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import connection

from pomni.kit.pace import portions
from pomni.kit.requisites import REQUISITES
from pomni.people import points
from pomni.people.imports.beside import CELL, plain_row
from pomni.people.imports.rows import Told
from pomni.people.imports.targets import Wish
from pomni.people.models import Address, Client, Holding, Note, OutsideId, OwnValue
from pomni.people.rules import Reached, sort_key
from pomni.team.shown import masked

CHANGE = "people.client.change"
NAMED = ("name", "family", "given", "patronymic")
# Columns of the client that a row can tell; of those who are here already neither the kind is changed, nor the day
# on which they came.
COLUMNS = (
    *NAMED, "kind", "called", "sex", "birth_day", "birth_year", "tax_id", "works_at_id", "position", "category", "address",
    "address_label", "language", *REQUISITES, "source", "alert", "about", "responsible_id", "location_id",
)  # fmt: skip
ORGANISATION = Client.Kind.ORGANISATION
PACKED = ("fields", "points", "tags", "own")


AT_ONCE = 2000  # phones and addresses of one statement
# Written out: composing it took as long as asking, within the lock of each stroke. Each kind by itself: pairs that are a
# table of their own PostgreSQL looks up in the index of fragments, two hundred times as long.
_HOLDERS = (
    "SELECT p.normal, h.client_id FROM people_contactpoint p JOIN people_holding h ON h.contact_point_id = p.id "
    "WHERE p.kind = %s AND p.normal IN ({marks})"
)
_NUMBERED = "SELECT source, value, client_id FROM people_outsideid WHERE (source, value) IN (VALUES {keys})"


@dataclass(slots=True, eq=False)
class Card:
    """A client as the import knows it: here already (with a key), or new. What the rows changed stands in `before`."""

    pk: int | None
    fields: dict[str, Any]
    points: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # typed and label
    tags: set[str] = field(default_factory=set)  # folded
    own: dict[int, Any] = field(
        default_factory=dict
    )  # of custom fields, by their keys, as `plain_rows` has them
    outside: tuple[tuple[str, str], ...] = ()  # whose number, and the number
    addresses: tuple[Reached, ...] = ()  # further ones; of those who are here, once a row tells such
    works_at: "Card | None" = None
    added_at: Any = None
    is_within: bool = True
    is_new: bool = False
    has_more: bool = False  # notes, custom fields, numbers of other programs, something to be done
    serial: int = field(
        default_factory=count().__next__
    )  # by which it is told apart, also when it is not kept
    packed: bytes = b""  # the four facts of `PACKED` instead of themselves

    @property
    def name(self) -> str:
        """How the client is called."""
        return self.fields.get("name") or ""

    @property
    def is_nameless(self) -> bool:
        """Whether it goes by a phone or an address, for want of a name."""
        return any(self.name == masked(typed) for typed, _label in self.points.values())

    def pack(self) -> None:
        """Keep the facts as one short text until somebody asks for one of them: a fifth of the room."""
        if self.packed:
            return
        points = [[*key, *told] for key, told in self.points.items()]
        told = [self.fields, points, sorted(self.tags), [*self.own.items()]]
        self.packed = json.dumps(told, ensure_ascii=False).encode()
        for name in PACKED:
            delattr(self, name)

    if not TYPE_CHECKING:  # else anything would pass for a fact

        def __getattr__(self, name):
            """Asked only for what is not there: for facts that were packed."""
            if name not in PACKED:
                raise AttributeError(name)
            self.fields, points, tags, own = json.loads(self.packed)
            self.points = {(kind, normal): (typed, label) for kind, normal, typed, label in points}
            self.tags, self.own, self.packed = set(tags), dict(own), b""
            return getattr(self, name)


class Seeking:
    """Looks up, and keeps whom it found: a later row of the file finds whom an earlier one brought."""

    def __init__(self, wish: Wish, *, by: Any, lock: bool = False) -> None:
        self.wish, self.by, self.lock = wish, by, lock
        self.cards: dict[int, Card] = {}
        self.index: dict[Any, list[Card]] = {}
        self.asked: set[Any] = set()
        self.noted: set[int] = set()
        self.told_more: set[int] = set()  # of whom custom fields and notes are known
        self.asked_more: set[int] = set()  # of whom it is known whether there is more
        self.own_numbers, self.their_numbers = wish.outside(), wish.outside("company")

    def _look_up(self, rows: Sequence[Told]) -> None:
        wanted = {key for row in rows for key in self._keys(row)} - self.asked
        self.asked |= wanted
        found: dict[Any, set[int]] = {}
        asks = (self._holders, self._numbered, self._organisations, self._known_outside, self._called_so)
        for ask in asks:
            for key, pk in ask(wanted):
                found.setdefault(key, set()).add(pk)
        self._load({pk for pks in found.values() for pk in pks} - self.cards.keys())
        for key, pks in found.items():
            known = self.index.setdefault(key, [])
            known += [self.cards[pk] for pk in sorted(pks) if self.cards[pk] not in known]
        self._load_more(rows)
        self._load_whether_more(rows)

    def put_aside(self, cards: Iterable[Card | None]) -> None:
        """These are looked at: until a later row of the file means one of them, they are to take little room."""
        for card in cards:
            if card:
                card.pack()

    def _keys(self, row: Told) -> list[Any]:
        keys: list[Any] = []
        if self.wish.existing != "add":
            keys += row.points
            if number := row.fields.get("tax_id"):
                keys.append(("tax_id", number))
            if row.fields.get("kind") == ORGANISATION:
                keys.append(organisation_key(row.fields.get("name", "")))
        else:
            keys += row.points  # only to say who shares them
        if row.organisation:
            keys.append(organisation_key(row.organisation))
        if row.organisation_tax_id:
            keys.append(("tax_id", row.organisation_tax_id))
        return keys + [key for key in (self._number(row), self._their_number(row), self._calling(row)) if key]

    def _number(self, row: Told) -> tuple[str, ...] | None:
        """The key of the number that another program has for the client."""
        return ("outside", self.own_numbers, row.outside) if row.outside and self.own_numbers else None

    def _their_number(self, row: Told) -> tuple[str, ...] | None:
        number = row.organisation_outside
        return ("outside", self.their_numbers, number) if number and self.their_numbers else None

    def _calling(self, row: Told) -> tuple[str, ...] | None:
        """A file that only tells more of those who are here may know them by nothing but their names."""
        name = row.fields.get("name")
        if self.wish.strangers != "aside" or not name or row.points or row.outside or not self.own_numbers:
            return None
        return ("called", sort_key(name))

    def _holders(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        for kind in points.NORMAL:
            for portion in portions([key[1] for key in wanted if key[0] == kind], AT_ONCE):
                with connection.cursor() as asking:
                    asking.execute(_HOLDERS.format(marks=", ".join(["%s"] * len(portion))), [kind, *portion])
                    for normal, pk in asking.fetchall():
                        yield (kind, normal), pk

    def _numbered(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        numbers = [key[1] for key in wanted if key[0] == "tax_id"]
        found = (
            Client.objects.filter(tax_id__in=numbers).exclude(tax_id="") if numbers else Client.objects.none()
        )
        return [(("tax_id", number), pk) for number, pk in found.values_list("tax_id", "pk")]

    def _organisations(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        names = [key[1] for key in wanted if key[0] == "organisation"]
        if not names:
            return []
        found = Client.objects.filter(sorted_as__in=names, kind=ORGANISATION, forgotten_at=None)
        return [(("organisation", name), pk) for name, pk in found.values_list("sorted_as", "pk")]

    def _known_outside(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        for portion in portions([key for key in wanted if key[0] == "outside"], AT_ONCE):
            with connection.cursor() as asking:
                asking.execute(
                    _NUMBERED.format(keys=", ".join(["(%s, %s)"] * len(portion))),
                    [word for key in portion for word in key[1:]],
                )
                for source, value, pk in asking.fetchall():
                    yield ("outside", source, value), pk

    def _called_so(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        """Those of such a name who came from the same program."""
        names = [key[1] for key in wanted if key[0] == "called"]
        if not names:
            return []
        source = f"{self.own_numbers.rpartition('.')[0]}."
        found = Client.objects.filter(
            sorted_as__in=names, outside_ids__source__startswith=source, forgotten_at=None
        )
        return [(("called", name), pk) for name, pk in found.values_list("sorted_as", "pk").distinct()]

    def _load_more(self, rows: Sequence[Told]) -> None:
        """The custom fields and the notes of those whom rows that tell such may mean."""
        telling = [row for row in rows if row.own or row.notes or row.addresses]
        found = {card.pk for row in telling for key in self._keys(row) for card in self.index.get(key, ())}
        pks = {pk for pk in found if pk and pk not in self.told_more}
        if not pks:
            return
        self.told_more |= pks
        if any(row.own for row in telling):
            rows_of = OwnValue.objects.filter(client__in=pks).order_by("pk")
            for pk, own, *told in rows_of.values_list("client_id", "field_id", *CELL):
                self.cards[pk].own.setdefault(own, []).append(plain_row(dict(zip(CELL, told, strict=True))))
        if any(row.addresses for row in telling):
            further = Address.objects.filter(client__in=pks).order_by("place", "pk")
            for pk, text, label in further.values_list("client_id", "text", "label"):
                self.cards[pk].addresses += (Reached(text, label),)
        if any(row.notes for row in telling):
            written = Note.objects.filter(client__in=pks).values_list("client_id", "text", "written_at")
            for pk, text, at in written:
                self._note_known(self.cards[pk], text, at)

    def _load_whether_more(self, rows: Sequence[Told]) -> None:
        """Whether more than columns is known of the organisations whose names rows of organisations have."""
        names = {row.fields.get("name", "") for row in rows if row.fields.get("kind") == ORGANISATION}
        found = {card.pk for name in names for card in self.index.get(organisation_key(name), ()) if card.pk}
        if not (pks := found - self.asked_more):
            return
        self.asked_more |= pks
        first, *others = (
            model.objects.filter(client__in=pks).order_by().values_list("client_id")
            for model in (OutsideId, Note, OwnValue, Address)
        )
        planned = Client.objects.filter(pk__in=pks, has_next_step=True).order_by().values_list("pk")
        for (pk,) in first.union(*others, planned):
            self.cards[pk].has_more = True

    def _note_known(self, card: Card, text: str, at: datetime | None) -> bool:
        """Whether the client has this note already; from now on it is known. A note without a day is known by its words.

        Kept as figures: the trial of a long file has all its notes in memory.
        """
        plain, dated = hash((card.serial, text)), hash((card.serial, text, at))
        is_known = (dated if at else plain) in self.noted
        self.noted |= {plain, dated} if at else {plain}
        return is_known

    def _load(self, pks: set[int]) -> None:
        if not pks:
            return
        rows = Client.objects.filter(pk__in=pks).order_by("pk")
        if self.lock:
            rows = rows.select_for_update()
        for told in rows.values("pk", "added_at", *COLUMNS):
            self.cards[told.pop("pk")] = Card(None, told, added_at=told.pop("added_at"))
        for pk in pks & self.cards.keys():
            self.cards[pk].pk = pk
        for pk in pks - self.cards.keys():  # forgotten a moment ago
            self.cards[pk] = Card(pk, {"name": ""}, is_within=False)
        self._load_beside(pks)
        if not self.by.reach(CHANGE).all:
            reached = Client.objects.visible_to(self.by, CHANGE).filter(pk__in=pks)
            for pk in pks - set(reached.values_list("pk", flat=True)):
                self.cards[pk].is_within = False

    def _load_beside(self, pks: set[int]) -> None:
        """The points and tags of these cards."""
        held = Holding.objects.filter(client__in=pks).order_by("client_id", "place", "pk")
        told_points = held.values_list(
            "client_id", "contact_point__kind", "contact_point__normal", "typed", "label"
        )
        for pk, kind, normal, typed, label in told_points:
            self.cards[pk].points[kind, normal] = (typed, label)
        tagged = Client.tags.through.objects.filter(client__in=pks)
        for pk, folded in tagged.values_list("client_id", "tag__folded"):
            self.cards[pk].tags.add(folded)


def organisation_key(name: str) -> tuple[str, str]:
    """By what an organisation is looked up, however its name is spelt."""
    return "organisation", sort_key(name)
