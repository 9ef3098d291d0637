"""Who of a file is here already, and what becomes of each row: the same arithmetic for the trial and for the import.

A client is the same where the tax number is, or where a phone or an address is and the names agree. One phone under two
names is a family's: a new client who shares it, never a merge. Whom the importer does not reach is not changed: such a
row is set aside, and the importer is told only that somebody is with us already (docs/decisions).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.pace import portions
from pomni.people import points
from pomni.people.imports.rows import Told, Trouble
from pomni.people.imports.targets import Wish
from pomni.people.models import Client, Holding
from pomni.people.rules import sort_key
from pomni.team.shown import masked

CHANGE = "people.client.change"
NAMED = ("name", "family", "given", "patronymic")
# Columns of the client that a row can tell; of those who are here already neither the kind is changed, nor the day
# on which they came.
COLUMNS = (
    *NAMED, "kind", "called", "sex", "birth_day", "birth_year", "tax_id", "works_at_id", "position", "address", "source",
    "alert", "about", "responsible_id", "location_id",
)  # fmt: skip
ORGANISATION = Client.Kind.ORGANISATION


AT_ONCE = 2000  # phones and addresses of one statement
# Written out: composing it took as long as asking, within the lock of each stroke.
_HOLDERS = (
    "SELECT p.kind, p.normal, h.client_id FROM people_contactpoint p JOIN people_holding h ON h.contact_point_id = p.id "
    "WHERE (p.kind, p.normal) IN (VALUES {keys})"
)


@dataclass(slots=True, eq=False)
class Card:
    """A client as the import knows it: here already (with a key), or new. What the rows changed stands in `before`."""

    pk: int | None
    fields: dict[str, Any]
    points: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # typed and label
    tags: set[str] = field(default_factory=set)  # folded
    works_at: "Card | None" = None
    added_at: Any = None
    is_within: bool = True
    is_new: bool = False

    @property
    def name(self) -> str:
        """How the client is called."""
        return self.fields.get("name") or ""

    @property
    def is_nameless(self) -> bool:
        """Whether it goes by a phone or an address, for want of a name."""
        return any(self.name == masked(typed) for typed, _label in self.points.values())


@dataclass(slots=True)
class Outcome:
    """What becomes of one row: "added", "changed", "same", or "fault" with the column and the reason.

    `changes` is {field: [before, after]}; phones and tags that come in addition stand under "+points" and "+tags".
    `shares`: the client is new and has a phone or an address that another client has too.
    """

    number: int
    what: str
    card: Card | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    organisation: Card | None = None  # was added on the way
    column: str = ""
    reason: str = ""
    shares: bool = False
    is_elsewhere: bool = False
    told: Told | None = None


class Matching:
    """Finds and decides, row by row, for `by`. It writes nothing: a card that it changed is written by who asked.

    One that is kept for a whole file knows what earlier rows brought; one for a portion looks into the tables, where
    these were written.
    """

    def __init__(self, wish: Wish, *, by: Any, lock: bool = False) -> None:
        self.wish, self.by, self.lock = wish, by, lock
        self.cards: dict[int, Card] = {}
        self.index: dict[Any, list[Card]] = {}
        self.asked: set[Any] = set()

    def decide(self, rows: Iterable[Told | Trouble]) -> list[Outcome]:
        """What becomes of each of these rows."""
        rows = list(rows)
        told = [row for row in rows if isinstance(row, Told)]
        self._look_up(told)
        return [self._decide(row) if isinstance(row, Told) else _fault(row) for row in rows]

    # --- Who is here -------------------------------------------------------------------------------------------------

    def _look_up(self, rows: Sequence[Told]) -> None:
        wanted = {key for row in rows for key in self._keys(row)} - self.asked
        self.asked |= wanted
        found: dict[Any, set[int]] = {}
        for ask in (self._holders, self._numbered, self._organisations):
            for key, pk in ask(wanted):
                found.setdefault(key, set()).add(pk)
        self._load({pk for pks in found.values() for pk in pks} - self.cards.keys())
        for key, pks in found.items():
            known = self.index.setdefault(key, [])
            known += [self.cards[pk] for pk in sorted(pks) if self.cards[pk] not in known]

    def _keys(self, row: Told) -> list[Any]:
        keys: list[Any] = []
        if self.wish.existing != "add":
            keys += row.points
            if number := row.fields.get("tax_id"):
                keys.append(("tax_id", number))
            if row.fields.get("kind") == ORGANISATION:
                keys.append(_named(row.fields["name"]))
        else:
            keys += row.points  # only to say who shares them
        if row.organisation:
            keys.append(_named(row.organisation))
        if row.organisation_tax_id:
            keys.append(("tax_id", row.organisation_tax_id))
        return keys

    def _holders(self, wanted: set[Any]) -> Iterable[tuple[Any, int]]:
        keys = [key for key in wanted if key[0] in points.NORMAL]
        for portion in portions(keys, AT_ONCE):
            with connection.cursor() as asking:
                asking.execute(
                    _HOLDERS.format(keys=", ".join(["(%s, %s)"] * len(portion))), [*chain(*portion)]
                )
                for kind, normal, pk in asking.fetchall():
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

    def _load(self, pks: set[int]) -> None:
        if not pks:
            return
        rows = Client.objects.filter(pk__in=pks).order_by("pk")
        if self.lock:
            rows = rows.select_for_update()
        for told in rows.values("pk", *COLUMNS):
            self.cards[told.pop("pk")] = Card(None, told)
        for pk in pks & self.cards.keys():
            self.cards[pk].pk = pk
        for pk in pks - self.cards.keys():  # forgotten a moment ago
            self.cards[pk] = Card(pk, {"name": ""}, is_within=False)
        held = Holding.objects.filter(client__in=pks).order_by("client_id", "place", "pk")
        told_points = held.values_list(
            "client_id", "contact_point__kind", "contact_point__normal", "typed", "label"
        )
        for pk, kind, normal, typed, label in told_points:
            self.cards[pk].points[kind, normal] = (typed, label)
        tagged = Client.tags.through.objects.filter(client__in=pks)
        for pk, folded in tagged.values_list("client_id", "tag__folded"):
            self.cards[pk].tags.add(folded)
        if not self.by.reach(CHANGE).all:
            within = set(
                Client.objects.visible_to(self.by, CHANGE).filter(pk__in=pks).values_list("pk", flat=True)
            )
            for pk in pks - within:
                self.cards[pk].is_within = False

    # --- What becomes of a row ---------------------------------------------------------------------------------------

    def _decide(self, row: Told) -> Outcome:
        card = self._match(row) if self.wish.existing != "add" else None
        if isinstance(card, Outcome):
            return card
        if card is None and not (row.fields.get("name") or row.points):
            return Outcome(row.number, "fault", reason=_("This row has no name. Write one."), told=row)
        if card is None:
            return self._add(row)
        if self.wish.existing == "skip":
            return Outcome(row.number, "same", card, told=row)
        return self._change(card, row)

    def _match(self, row: Told) -> Card | Outcome | None:
        """The client that this row tells of; None for nobody; an outcome where that cannot be said."""
        name = row.fields.get("name", "")
        found: dict[int, Card] = {}
        for key in row.points:
            agreed = [card for card in self.index.get(key, ()) if self._may_be(card, name)]
            found |= {id(card): card for card in agreed}
        if number := row.fields.get("tax_id"):
            for card in self.index.get(("tax_id", number), ()):
                both = {card.fields.get("kind"), row.fields.get("kind")}
                if both == {ORGANISATION} or self._may_be(card, name):
                    found[id(card)] = card
        if not found and row.fields.get("kind") == ORGANISATION:
            found = {id(card): card for card in self.index.get(_named(name), ()) if card.is_within}
        return self._one_of(list(found.values()), row) if found else None

    def _may_be(self, card: Card, name: str) -> bool:
        """Whether a name says nothing against this client; one without a name may be anybody with the phone."""
        return not name or card.is_nameless or agree(card.name, name)

    def _one_of(self, cards: list[Card], row: Told) -> Card | Outcome:
        name = spelling.fold(row.fields.get("name", ""))
        exact = [card for card in cards if spelling.fold(card.name) == name]
        if within := [card for card in exact or cards if card.is_within]:
            if len(within) == 1 or exact:
                return within[0]
            sentence = _(
                "This row may mean more than one {client} who is here. Write the whole name, or change the card."
            )
            return Outcome(row.number, "fault", reason=sentence, told=row)
        sentence = _(
            "Already with us, and answered for by a colleague. Ask whoever answers for all {clients}."
        )
        return Outcome(row.number, "fault", reason=sentence, is_elsewhere=True, told=row)

    def _add(self, row: Told) -> Outcome:
        wish, given = self.wish, row.fields
        defaults = {"responsible_id": wish.responsible, "location_id": wish.location, "source": wish.source}
        card = Card(None, {**defaults, **given}, added_at=row.added_at, is_new=True)
        card.fields.setdefault("kind", Client.Kind.PERSON)
        card.points = {key: (point.typed, point.label) for key, point in row.points.items()}
        card.tags = set(row.tags)
        if not card.name:
            card.fields["name"] = masked(next(iter(card.points.values()))[0])
        outcome = Outcome(row.number, "added", card, told=row)
        # Whom the importer does not reach is not counted: a file of phones would tell which of them are known here.
        outcome.shares = any(card.is_within for key in row.points for card in self.index.get(key, ()))
        card.works_at, outcome.organisation = self._employer(row)
        self._keep(card)
        return outcome

    def _change(self, card: Card, row: Told) -> Outcome:
        outcome = Outcome(row.number, "changed", card, told=row)
        changes = self._fields(card, row.fields)
        if self._may_set("works_at_id", card):
            employer, outcome.organisation = self._employer(row)
            if employer and employer is not card and card.fields.get("kind") != ORGANISATION:
                before = card.works_at.pk if card.works_at else card.fields.get("works_at_id")
                if employer.is_new or employer.pk != before:
                    changes["works_at_id"], card.works_at = [before, None], employer
        if more := [key for key in row.points if key not in card.points]:
            changes["+points"] = [list(key) for key in more]
            card.points |= {key: (row.points[key].typed, row.points[key].label) for key in more}
            for key in more:
                self.index.setdefault(key, []).append(card)
        if more_tags := [folded for folded in row.tags if folded not in card.tags]:
            changes["+tags"] = more_tags
            card.tags |= set(more_tags)
        for name, told in changes.items():
            if not name.startswith("+") and name != "works_at_id":
                card.fields[name] = told[1]
        outcome.changes = changes
        outcome.what = "changed" if changes or outcome.organisation else "same"
        return outcome

    def _fields(self, card: Card, told: dict[str, Any]) -> dict[str, list[Any]]:
        changes, now = {}, card.fields
        for name, after in self._allowed(card, told).items():
            if after != now.get(name):
                changes[name] = [now.get(name), after]
        return changes

    def _allowed(self, card: Card, told: dict[str, Any]) -> dict[str, Any]:
        """What of the row may be set, by the wish: all, or what is missing. A name is one fact, and so is a birthday."""
        told = {name: value for name, value in told.items() if name != "kind"}
        if card.fields.get("kind") == ORGANISATION:
            told = {
                name: value
                for name, value in told.items()
                if name not in {"family", "given", "patronymic", "sex"}
            }
        if self.wish.existing == "overwrite":
            if told.get("birth_year") is None and told.get("birth_day") == card.fields.get("birth_day"):
                told.pop("birth_year", None)  # a year that is known is not forgotten
            return told
        named = {name: told.pop(name) for name in NAMED if name in told}
        in_parts = len(named) > 1 and not any(card.fields.get(part) for part in NAMED[1:])
        if not (card.is_nameless or (in_parts and _same_words(card.name, named.get("name", "")))):
            named = {}
        day, year = card.fields.get("birth_day"), card.fields.get("birth_year")
        if day and (day != told.get("birth_day") or year):
            told = {name: value for name, value in told.items() if name not in {"birth_day", "birth_year"}}
        return named | {name: value for name, value in told.items() if self._may_set(name, card)}

    def _may_set(self, name: str, card: Card) -> bool:
        if self.wish.existing == "overwrite":
            return True
        return not card.fields.get(name) and not (name == "works_at_id" and card.works_at)

    def _employer(self, row: Told) -> tuple[Card | None, Card | None]:
        """The organisation that the client works at, and the same again where it is new."""
        if not row.organisation:
            return None, None
        number, named = row.organisation_tax_id, _named(row.organisation)
        found = [
            c
            for c in self.index.get(("tax_id", number), ())
            if c.is_within and c.fields.get("kind") == ORGANISATION
        ]
        found = found or [
            card
            for card in self.index.get(named, ())
            if card.is_within and (not number or card.fields.get("tax_id", "") in {"", number})
        ]
        if found:
            return found[0], None
        defaults = {
            "responsible_id": self.wish.responsible,
            "location_id": self.wish.location,
            "source": self.wish.source,
        }
        card = Card(
            None, {**defaults, "name": row.organisation, "kind": ORGANISATION, "tax_id": number}, is_new=True
        )
        card.added_at, card.tags = row.added_at, {spelling.fold(tag) for tag in self.wish.tags}
        self._keep(card)
        return card, card

    def _keep(self, card: Card) -> None:
        """Later rows find the new client."""
        for key in card.points:
            self.index.setdefault(key, []).append(card)
        if number := card.fields.get("tax_id"):
            self.index.setdefault(("tax_id", number), []).append(card)
        if card.fields["kind"] == ORGANISATION:
            self.index.setdefault(_named(card.name), []).append(card)


def agree(one: str, other: str) -> bool:
    """Whether two names may be of one client: all words of the shorter are in the longer, in any order, or begin so there."""
    few, many = sorted((spelling.fold(one).split(), spelling.fold(other).split()), key=len)
    left = list(many)
    for word in few:
        found = next((have for have in left if have == word), None) or next(
            (have for have in left if 1 in (len(word), len(have)) and have[0] == word[0]), None
        )
        if not found:
            return False
        left.remove(found)
    return bool(few)


def _same_words(one: str, other: str) -> bool:
    return sorted(spelling.fold(one).split()) == sorted(spelling.fold(other).split())


def _named(name: str) -> tuple[str, str]:
    return "organisation", sort_key(name)


def _fault(trouble: Trouble) -> Outcome:
    return Outcome(trouble.number, "fault", column=trouble.column, reason=trouble.reason)
