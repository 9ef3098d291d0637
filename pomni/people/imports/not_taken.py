"""What a row tells of somebody who is here and is not taken, as the card tells something else: nothing is lost unsaid."""

from typing import Any

from pomni.facts.queries import CLIENT, fields
from pomni.kit import spelling
from pomni.people.addresses import addresses_text
from pomni.people.imports.beside import plain_rows
from pomni.people.imports.rows import Told
from pomni.people.imports.seeking import NAMED, Card
from pomni.people.languages import language_name
from pomni.people.models import Client
from pomni.people.rules import Reached, birthday_text

NotTaken = dict[str, list[Any]]  # {key of a target: [what is here, what the file says]}
KEYS = {"responsible_id": "responsible", "location_id": "location"}
LABELS: dict[str, Any] = {"kind": Client.Kind, "sex": Client.Sex}
BIRTH = {"birth_day", "birth_year"}
ADDRESS = ("address", "address_label")
BY_THEMSELVES = BIRTH | {*ADDRESS}


def facts_not_taken(card: Card, row: Told, changes: dict[str, Any]) -> NotTaken:
    """The facts of the client's own columns that the row tells and `changes` do not take. Asked before they are made."""
    now, told = card.fields, row.fields
    lost = {
        KEYS.get(name, name): [_label(name, now.get(name)), _label(name, after)]
        for name, after in told.items()
        if name not in changes and name not in BY_THEMSELVES and _differ(name, now.get(name), after)
    }
    if "birth_day" in told and not BIRTH & changes.keys():
        here, there = (
            birthday_text(some.get("birth_day") or "", some.get("birth_year")) for some in (now, told)
        )
        if not here.endswith(
            there.removeprefix("-")
        ):  # a day without its year says no more than the one with it
            lost["birthday"] = [here, there]
    if any(
        told.get(name) and name not in changes and _differ(name, now.get(name), told[name])
        for name in ADDRESS
    ):
        lost["address"] = [
            addresses_text([Reached(*(some.get(name) or "" for name in ADDRESS))]) for some in (now, told)
        ]
    known, day = card.added_at, row.added_at
    if day and (not known or known.date() != day.date()):
        lost["added_at"] = [known.date().isoformat() if known else "", day.date().isoformat()]
    return lost


def employer_not_taken(employer: Card | None, row: Told) -> NotTaken:
    """The tax number that the row tells of an organisation which was found by something else."""
    number = row.organisation_tax_id
    if not (employer and number) or employer.fields.get("tax_id") == number:
        return {}
    return {"organisation_tax_id": [employer.fields.get("tax_id") or "", number]}


def own_not_taken(card: Card, row: Told) -> NotTaken:
    """The custom fields in which the card still tells something else. Asked after the changes were made."""
    lost = {
        pk: after
        for pk, cells in row.own.items()
        if sorted(card.own.get(pk, [])) != (after := plain_rows(cells))
    }
    if not lost:
        return {}
    known = {one.pk: one for one in fields(CLIENT)}
    return {
        known[pk].key: [_words(known[pk], card.own.get(pk, [])), _words(known[pk], after)]
        for pk, after in lost.items()
        if pk in known
    }


def _label(name: str, value: Any) -> Any:
    if name == "language" and value:
        return language_name(value)
    return str(LABELS[name](value).label) if value and name in LABELS else value or ""


def _differ(name: str, here: Any, there: Any) -> bool:
    if name in NAMED[1:]:
        return False  # parts of the name, which is told as a whole
    if name == "name":
        return not set(spelling.fold(there).split()) <= set(spelling.fold(here or "").split())
    if isinstance(there, str):
        return here != there and (
            spelling.fold(here or "") != spelling.fold(there) or not spelling.fold(there)
        )
    return bool(here != there)


def _words(field: Any, rows: list[list[Any]]) -> str:
    """A value in words as far as it is a text, a number, a day or a choice; of whom a link leads to nothing is said."""
    choices = {choice.pk: choice.name for choice in field.choices}
    told = (
        text or _plain(number) or day or choices.get(choice, "")
        for _slot, text, number, day, choice, *_links in rows
    )
    return ", ".join(filter(None, told))


def _plain(number: str | None) -> str:
    """42.5000 as 42.5."""
    return number.rstrip("0").rstrip(".") if number else ""
