"""Which client a row means: nobody becomes one with somebody else unasked, unless two things say so.

A number of the program that the file comes from identifies. Else a tax number or a phone has to be the same, and the name
has to agree; two tax numbers are never one client. What is only similar is set aside: the same file taken in twice doubles
nobody. Whoever says that the file only tells more of those who are here asks for less: then an e-mail address, or the name
of an organisation, is enough where it means one client.
"""

from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.people.imports.outcome import Outcome, fault
from pomni.people.imports.rows import Told
from pomni.people.imports.seeking import ORGANISATION, Card, Seeking, organisation_key
from pomni.people.likeness import SLIP_OF_DAY, Born, names_agree, organisations_agree, slips_between
from pomni.people.points import PHONE


class Unclear(Exception):
    """Somebody whom a row names may be more than one, with the reason."""


class Sameness(Seeking):
    """Says whom a row means, and where a client of a row works."""

    def _match(self, row: Told) -> Card | Outcome | None:
        """The client that this row tells of; None for nobody; an outcome where that cannot be said."""
        if numbered := self.index.get(self._number(row)):
            return self._numbered_so(numbered[0], row)
        found = self._by_points(row) | self._by_tax_id(row)
        if not found and row.fields.get("kind") == ORGANISATION:
            found = self._by_name(row)
        if not found and (calling := self._calling(row)):
            found = {id(card): card for card in self.index.get(calling, ()) if card.is_within}
            if len(found) > 1:
                return fault(row, _more_than_one())
        return self._one_of(list(found.values()), row) if found else None

    @property
    def _is_asked(self) -> bool:
        """Whether the importer says that each row means somebody who is here."""
        return self.wish.strangers == "aside"

    def _by_points(self, row: Told) -> dict[int, Card]:
        """Those with a phone of the row under its name. Of those out of reach an address is enough to say so."""
        return {
            id(card): card
            for key in row.points
            for card in self.index.get(key, ())
            if self._is_one_by(key[0], card, row)
        }

    def _is_one_by(self, kind: str, card: Card, row: Told) -> bool:
        if told_apart(card, row):
            return False
        if self._is_asked or not card.is_within:
            return may_be(card, row)
        return kind == PHONE and is_called_so(card, row)

    def _by_tax_id(self, row: Told) -> dict[int, Card]:
        """Those with the row's tax number and a name that agrees."""
        number = row.fields.get("tax_id")
        known = self.index.get(("tax_id", number), ()) if number else ()
        return {id(card): card for card in known if self._agrees(card, row)}

    def _agrees(self, card: Card, row: Told) -> bool:
        if card.fields.get("kind") == row.fields.get("kind") == ORGANISATION:
            return organisations_agree(card.name, row.fields.get("name", ""))
        if self._is_asked or not card.is_within:
            return may_be(card, row)
        return is_called_so(card, row)

    def _by_name(self, row: Told) -> dict[int, Card]:
        """The one organisation of this name of which nothing else is known: rows called it somebody's employer."""
        known = self._organisations_called(row.fields.get("name", ""))
        if self._is_asked:
            known = [card for card in known if not told_apart(card, row)]
        elif len(known) != 1 or not is_bare(known[0]):
            return {}
        return {id(card): card for card in known}

    def _organisations_called(self, name: str) -> list[Card]:
        return [card for card in self.index.get(organisation_key(name), ()) if card.is_within]

    def _numbered_so(self, card: Card, row: Told) -> Card | Outcome:
        """Whom the other program knows by this number; not where the file tells of somebody else."""
        if not card.is_within:
            return self._one_of([card], row)
        if _differ_in_tax_id(card, row):
            sentence = _(
                "The number %(number)s is that of somebody with another tax number here. Mend one of them, or leave the "
                "column of numbers out."
            )
            return fault(row, sentence % {"number": row.outside})
        name = row.fields.get("name", "")
        if (
            may_be(card, row)
            or organisations_agree(card.name, name)
            or row.points.keys() & card.points.keys()
        ):
            return card
        sentence = _(
            "The number %(number)s is that of somebody with another name here. Mend the number or the name, or leave "
            "the column of numbers out."
        )
        return fault(row, sentence % {"number": row.outside})

    def _one_of(self, cards: list[Card], row: Told) -> Card | Outcome:
        if within := _narrowed([card for card in cards if card.is_within], row):
            return within[0] if len(within) == 1 else fault(row, _more_than_one())
        sentence = _(
            "Already with us, and answered for by a colleague. Ask whoever answers for all {clients}."
        )
        return fault(row, sentence, is_elsewhere=True)

    def _is_alike(self, row: Told) -> bool:
        """Whether somebody within reach may be whom the row means, too little being the same to take them for one.

        Not where it has a number of the other program, by which it is known from now on: there they are two as well.
        """
        if self._number(row):
            return False
        known = [card for key in row.points for card in self.index.get(key, ()) if may_be(card, row)]
        if row.fields.get("kind") == ORGANISATION:
            known += self._organisations_called(row.fields.get("name", ""))
        return any(card.is_within and not told_apart(card, row) for card in known)

    # --- Where they work -----------------------------------------------------------------------------------------------

    def _employer_here(self, row: Told, now: int | None) -> Card | None:
        """The organisation that a row names as somebody's employer; `now` is where they work already.

        Raises Unclear where it may be more than one.
        """
        number, named = row.organisation_tax_id, self._organisations_called(row.organisation)
        for key in (self._their_number(row), ("tax_id", number)):
            known = [card for card in self.index.get(key, ()) if card.is_within and _is_organisation(card)]
            if known:
                return self._only_one([card for card in known if card in named] or known, now)
        if number:
            named = [card for card in named if not card.fields.get("tax_id")]
        return self._only_one(named, now)

    def _only_one(self, cards: list[Card], now: int | None) -> Card | None:
        known = next((card for card in cards if now and card.pk == now), None)
        if known or len(cards) < 2:
            return known or next(iter(cards), None)
        sentence = _(
            "More than one organisation is called “%(name)s”. Tell the tax number of the one they work at."
        )
        raise Unclear(sentence % {"name": cards[0].name[:100]})


def may_be(card: Card, row: Told) -> bool:
    """Whether the row's name says nothing against this client; one without a name may be anybody with the phone."""
    name = row.fields.get("name", "")
    return not name or card.is_nameless or names_agree(card.name, name)


def is_called_so(card: Card, row: Told) -> bool:
    """Whether the names agree. Two without one do: both go by the number that they share."""
    name = row.fields.get("name", "")
    if not name:
        return card.is_nameless
    if _is_organisation(card) and row.fields.get("kind") == ORGANISATION:
        return names_agree(card.name, name) and organisations_agree(card.name, name)
    return names_agree(card.name, name)


def told_apart(card: Card, row: Told) -> bool:
    """Whether a tax number or the day of birth tells two: a father and his son may have one name and one phone."""
    days = [Born(told.get("birth_day") or "", told.get("birth_year")) for told in (card.fields, row.fields)]
    born_apart = all(born.day for born in days) and slips_between(*days) > SLIP_OF_DAY
    return born_apart or _differ_in_tax_id(card, row)


def is_bare(card: Card) -> bool:
    """Whether nothing is known of a client but the name."""
    facts = any(value for name, value in card.fields.items() if name not in NO_FACTS)
    return not (facts or card.points or card.outside or card.own or card.has_more)


# What every new client gets from the import itself, and what says no more than the name does.
NO_FACTS = frozenset({"name", "kind", "responsible_id", "location_id", "source"})


def _is_organisation(card: Card) -> bool:
    return bool(card.fields.get("kind") == ORGANISATION)


def _differ_in_tax_id(card: Card, row: Told) -> bool:
    numbers = {told.get("tax_id") or "" for told in (card.fields, row.fields)} - {""}
    return len(numbers) > 1


def _narrowed(cards: list[Card], row: Told) -> list[Card]:
    """Of several who may be meant: the one with the tax number, else the one with the very name."""
    for is_so in (_has_number_of, _has_name_of):
        if len(cards) > 1 and (some := [card for card in cards if is_so(card, row)]):
            cards = some
    return cards


def _has_number_of(card: Card, row: Told) -> bool:
    return bool(row.fields.get("tax_id") and card.fields.get("tax_id") == row.fields["tax_id"])


def _has_name_of(card: Card, row: Told) -> bool:
    return spelling.fold(card.name) == spelling.fold(row.fields.get("name", ""))


def _more_than_one() -> str:
    return _(
        "This row may mean more than one {client} who is here. Write the whole name, or change the card."
    )
