"""What becomes of each row: the same arithmetic for the trial and for the import.

Whom a row means, `sameness` says. One phone under two names is a family's: a new client who shares it, never a merge.
Whom the importer does not reach is not changed: such a row is set aside, and the importer is told only that somebody is
with us already (docs/decisions).
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.people.imports.beside import plain_rows
from pomni.people.imports.not_taken import NotTaken, employer_not_taken, facts_not_taken, own_not_taken
from pomni.people.imports.outcome import Outcome, fault, fault_of
from pomni.people.imports.rows import Told, Trouble
from pomni.people.imports.sameness import Sameness, Unclear
from pomni.people.imports.seeking import NAMED, ORGANISATION, Card, organisation_key
from pomni.people.models import Client
from pomni.people.rules import Reached
from pomni.team.shown import masked


class Matching(Sameness):
    """Finds and decides, row by row, for `by`. It writes nothing: a card that it changed is written by who asked.

    One that is kept for a whole file knows what earlier rows brought; one for a portion looks into the tables, where
    these were written.
    """

    def decide(self, rows: Iterable[Told | Trouble]) -> list[Outcome]:
        """What becomes of each of these rows."""
        rows = list(rows)
        told = [row for row in rows if isinstance(row, Told)]
        self._look_up(told)
        return [self._decide(row) if isinstance(row, Told) else fault_of(row) for row in rows]

    # --- What becomes of a row ---------------------------------------------------------------------------------------

    def _decide(self, row: Told) -> Outcome:
        card = self._match(row) if self.wish.existing != "add" else None
        if isinstance(card, Outcome):
            return card
        if card is None and self.wish.strangers == "aside":
            return fault(row, _nobody(row))
        if card is None and not (row.fields.get("name") or row.points):
            return fault(row, _("This row has no name. Write one."))
        if card is None and row.lacking:
            return fault(row, _is_required(), column=row.lacking)
        if card is None and self.wish.existing != "add" and self._is_alike(row):
            return fault(row, _may_be_here())
        if card and self.wish.existing == "skip":
            return Outcome(row.number, "same", card, told=row, is_left=True)
        try:
            return self._change(card, row) if card else self._add(row)
        except Unclear as unclear:
            return fault(row, str(unclear))

    def _add(self, row: Told) -> Outcome:
        wish, given = self.wish, row.fields
        employer, new_employer = self._employer(row)
        defaults = {"responsible_id": wish.responsible, "location_id": wish.location, "source": wish.source}
        card = Card(None, {**defaults, **given}, added_at=row.added_at, is_new=True)
        card.fields.setdefault("kind", Client.Kind.PERSON)
        card.points = {key: (point.typed, point.label) for key, point in row.points.items()}
        card.tags = set(row.tags)
        card.addresses = self._further(card, row)
        if not card.fields.get("address") and card.addresses:
            first, *further = card.addresses
            card.fields |= {"address": first.typed, "address_label": first.label}
            card.addresses = tuple(further)
        card.own = {pk: plain_rows(cells) for pk, cells in row.own.items()}
        card.outside = self._new_numbers(row)
        for note in row.notes:
            self._note_known(card, note.text, note.at)
        if not card.name:
            card.fields["name"] = masked(next(iter(card.points.values()))[0])
        outcome = Outcome(row.number, "added", card, told=row)
        # Whom the importer does not reach is not counted: a file of phones would tell which of them are known here.
        outcome.shares = any(card.is_within for key in row.points for card in self.index.get(key, ()))
        card.works_at, outcome.organisation = employer, new_employer
        outcome.not_taken = employer_not_taken(employer, row)
        card.has_more = _tells_more(row)
        self._keep(card)
        return outcome

    def _change(self, card: Card, row: Told) -> Outcome:
        outcome = Outcome(row.number, "changed", card, told=row)
        changes = self._fields(card, row.fields)
        if self._may_set("works_at_id", card):
            employer, outcome.organisation = self._employer(row, card)
            changes |= self._change_employer(card, employer)
            lost = employer_not_taken(employer, row)
        else:
            lost = self._other_employer(card, row)
        outcome.not_taken = facts_not_taken(card, row, changes) | lost
        changes |= self._changes_added(card, row)
        for name, told in changes.items():
            if not name.startswith("+") and name != "works_at_id":
                card.fields[name] = told[1]
        changes |= self._changes_beside(card, row)
        outcome.not_taken |= own_not_taken(card, row)
        card.has_more = card.has_more or _tells_more(row)
        outcome.changes = changes
        outcome.what = "changed" if changes or outcome.organisation else "same"
        return outcome

    def _change_employer(self, card: Card, employer: Card | None) -> dict[str, Any]:
        if not employer or employer is card or card.fields.get("kind") == ORGANISATION:
            return {}
        before = card.works_at.pk if card.works_at else card.fields.get("works_at_id")
        if not employer.is_new and employer.pk == before:
            return {}
        card.works_at = employer
        return {"works_at_id": [before, None]}

    def _other_employer(self, card: Card, row: Told) -> NotTaken:
        """Where the file says that somebody works, if they work elsewhere as far as is known here."""
        here = card.works_at.pk if card.works_at else card.fields.get("works_at_id")
        called = self._organisations_called(row.organisation) if row.organisation else []
        if not row.organisation or card.works_at in called or here in {one.pk for one in called}:
            return {}
        return {"organisation": [here or "", row.organisation]}

    def _changes_added(self, card: Card, row: Told) -> dict[str, Any]:
        """The phones, e-mails and tags that come in addition."""
        changes: dict[str, Any] = {}
        if more := [key for key in row.points if key not in card.points]:
            changes["+points"] = [list(key) for key in more]
            card.points |= {key: (row.points[key].typed, row.points[key].label) for key in more}
            for key in more:
                self.index.setdefault(key, []).append(card)
        if more_tags := [folded for folded in row.tags if folded not in card.tags]:
            changes["+tags"] = more_tags
            card.tags |= set(more_tags)
        return changes

    def _changes_beside(self, card: Card, row: Told) -> dict[str, Any]:
        """What becomes of custom fields, and which notes and numbers come in addition."""
        own = {}
        for pk, cells in row.own.items():
            before, after = sorted(card.own.get(pk, [])), plain_rows(cells)
            if before != after and (not before or self.wish.existing == "overwrite"):
                own[str(pk)], card.own[pk] = [before, after], after
        notes = [note for note in row.notes if not self._note_known(card, note.text, note.at)]
        numbers = self._new_numbers(row)
        card.outside += numbers
        for source, number in numbers:
            self.index.setdefault(("outside", source, number), []).append(card)
        further = self._further(card, row)
        preferred = self._preferred(card, further)
        further = further[bool(preferred) :]
        card.addresses += further
        told = preferred | {"+own": own, "+notes": notes, "+outside": [list(one) for one in numbers]}
        told["+addresses"] = [list(one) for one in further]
        return {name: value for name, value in told.items() if value}

    def _new_numbers(self, row: Told) -> tuple[tuple[str, str], ...]:
        """The number of the other program, unless somebody here has it already."""
        key = self._number(row)
        return ((self.own_numbers, row.outside),) if key and key not in self.index else ()

    def _further(self, card: Card, row: Told) -> tuple[Reached, ...]:
        """The addresses of the row that the client does not have."""
        known = {spelling.fold(one.typed) for one in card.addresses}
        known.add(spelling.fold(card.fields.get("address") or ""))
        return tuple(one for folded, one in row.addresses.items() if folded not in known)

    def _preferred(self, card: Card, further: tuple[Reached, ...]) -> dict[str, Any]:
        """Of a client without an address the first one of the row becomes the preferred one."""
        if card.fields.get("address") or card.addresses or not further:
            return {}
        first = {"address": further[0].typed, "address_label": further[0].label}
        changes = {name: [card.fields.get(name), text] for name, text in first.items() if text}
        card.fields |= first
        return changes

    def _fields(self, card: Card, told: dict[str, Any]) -> dict[str, list[Any]]:
        changes, now = {}, card.fields
        for name, after in _label_with_its_address(self._allowed(card, told), told, now).items():
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

    def _employer(self, row: Told, card: Card | None = None) -> tuple[Card | None, Card | None]:
        """The organisation that the client works at, and the same again where it is new. Raises Unclear."""
        if not row.organisation:
            return None, None
        now = (card.works_at.pk if card.works_at else card.fields.get("works_at_id")) if card else None
        if here := self._employer_here(row, now):
            return here, None
        number = row.organisation_tax_id
        defaults = {
            "responsible_id": self.wish.responsible,
            "location_id": self.wish.location,
            "source": self.wish.source,
        }
        new = Card(
            None, {**defaults, "name": row.organisation, "kind": ORGANISATION, "tax_id": number}, is_new=True
        )
        new.added_at, new.tags = row.added_at, {spelling.fold(tag) for tag in self.wish.tags}
        if (their := self._their_number(row)) and their not in self.index:
            new.outside = ((self.their_numbers, row.organisation_outside),)
        self._keep(new)
        return new, new

    def _keep(self, card: Card) -> None:
        """Later rows find the new client."""
        for key in card.points:
            self.index.setdefault(key, []).append(card)
        if number := card.fields.get("tax_id"):
            self.index.setdefault(("tax_id", number), []).append(card)
        if card.fields["kind"] == ORGANISATION:
            self.index.setdefault(organisation_key(card.name), []).append(card)
        for source, value in card.outside:
            self.index.setdefault(("outside", source, value), []).append(card)


def _label_with_its_address(
    taken: dict[str, Any], told: dict[str, Any], now: dict[str, Any]
) -> dict[str, Any]:
    """A label is of one address: it comes with it, or to the same one that is here; what is known is not forgotten."""
    if "address_label" not in taken:
        return taken
    is_same = spelling.fold(told["address"]) == spelling.fold(now.get("address") or "")
    if taken["address_label"] if is_same else "address" in taken:
        return taken
    return {name: value for name, value in taken.items() if name != "address_label"}


def _nobody(row: Told) -> str:
    """Why a row that only tells more of somebody is set aside."""
    if row.outside:
        sentence = _("Nobody here has the number %(number)s. Bring in the file with the {clients} first.")
        return sentence % {"number": row.outside}
    return _("This row means nobody who is here. Bring in the file with the {clients} first.")


def _may_be_here() -> str:
    return _(
        "This may be a {client} who is here, but no phone or tax number agrees together with the name. Add one to the "
        "row; or send such rows again and say that all of them are here already, or that all are new."
    )


def _same_words(one: str, other: str) -> bool:
    return sorted(spelling.fold(one).split()) == sorted(spelling.fold(other).split())


def _is_required() -> str:
    return _(
        "This field is required of every new {client}. Fill it in, or bring the file in without custom fields."
    )


def _tells_more(row: Told) -> bool:
    """Whether the row tells what stands in no column of the client: then the client is more than a name."""
    return bool(row.notes or row.own or row.addresses or row.outside or row.ahead)
