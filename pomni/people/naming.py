"""What a client is called: the name of its parts in the company's order, and what follows for sorting and search."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.spelling import found_by
from pomni.people.models import Client
from pomni.people.points import EMAIL, PHONE, Points
from pomni.people.rules import Parts, full_name, sort_key, sought, take_apart
from pomni.team import company
from pomni.team.shown import masked

PARTS = ("family", "given", "patronymic")


def name_words(client: Client, words: dict[str, Any]) -> dict[str, Any]:
    """The words with `name` and its parts in line with each other, and not more of them than the person told.

    A whole name is taken apart where that is certain; told parts make the name. An organisation has no parts.
    """
    told = dict(words)
    if told.get("kind", client.kind) == Client.Kind.ORGANISATION:
        if told.keys() & {"kind", *PARTS}:
            whole = told.get("name") or _of_parts({**_parts_of(client), **_parts_told(told)}) or client.name
            told |= {"name": whole, **dict.fromkeys(PARTS, "")}
        return told
    if any(told.get(part) for part in PARTS) or (told.keys() & {*PARTS} and "name" not in told):
        told["name"] = _of_parts({**_parts_of(client), **_parts_told(told)})
    elif "name" in told:
        parts = take_apart(told["name"], order=_order_told())
        told |= parts._asdict()
        if parts != Parts():
            told["name"] = _of_parts(parts._asdict())
    return told


def name_of_point(points: Points) -> str:
    """What stands for the name of a client who has none: of the phone or the address what everybody may be told.

    Raises Refused where there is neither.
    """
    for kind in (PHONE, EMAIL):
        if points.get(kind):
            return masked(points[kind][0].typed)
    raise Refused(_("Write a name or a phone: one of them is enough."), field="name")


def put_in_order(client: Client) -> list[str]:
    """Bring what follows from the name in line with it, unsaved. Returns the columns that are different now."""
    words = sought(lambda word: getattr(client, word))
    want = {"sorted_as": sort_key(client.name), "found_by": found_by(client.name, *words)}
    changed = [column for column, value in want.items() if getattr(client, column) != value]
    for column in changed:
        setattr(client, column, want[column])
    return changed


def name_in_order(client: Client) -> str:
    """The name as the company's order has it now; one that was never taken apart stays as it is."""
    return _of_parts(_parts_of(client)) or client.name


def _order_told() -> str:
    """The company's order of names, where anybody said anything of it: chosen, or by its language."""
    row = company.current()
    return row.names_in_order if row.name_order or row.language else ""


def _of_parts(parts: dict[str, str]) -> str:
    return full_name(**parts, order=company.current().names_in_order)


def _parts_of(client: Client) -> dict[str, str]:
    return {part: getattr(client, part) for part in PARTS}


def _parts_told(words: dict[str, Any]) -> dict[str, str]:
    return {part: words[part] for part in PARTS if part in words}
