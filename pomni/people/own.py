"""Values of the company's own fields: how they are read from words, kept in rows, and told again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit.errors import Refused
from pomni.people.events import OwnFieldsChanged
from pomni.people.linked import client_meant, colleague_meant, file_meant
from pomni.people.models import Client, OwnValue
from pomni.team.models import User

LONGEST = 2000
SEPARATORS = dict.fromkeys(range(0x1C, 0x20))  # by which rows are told apart where several are one text
LARGEST = Decimal(10) ** 12
Cells = list[dict[str, Any]]  # the columns of the rows in which a value stands
LINKS = frozenset({"client", "colleague", "file"})  # the kinds that lead to something else
BY_NUMBER = frozenset({"client", "file"})  # whose names stand elsewhere, and may be erased or out of reach


class Masked(str):
    """A value of which the viewer is shown only the end, or only that it is there."""


def cells_of(field: Own, told: Any, by: User | None = None, client: Client | None = None) -> Cells:
    """The rows in which a value stands, as it was told by a person or a program; none for what is empty.

    A text, a number or its text, an ISO day, true or false, the uid of a choice or several of them; of a link the uid, or
    what else tells `by` who is meant; of a file its uid on this client's card. Raises Refused.
    """
    if told in (None, "", (), [], {}):
        return []
    try:
        if field.kind in LINKS:
            return _linked(field, told, by, client)
        return READ[field.kind](field, told)
    except (ValueError, InvalidOperation) as no:
        sentence = (
            str(no)
            if isinstance(no, _Wrong)
            else _("This does not fit the field “%(name)s”.") % {"name": field.name}
        )
        raise Refused(sentence, field=field.key) from None
    except Refused as no:
        raise Refused(str(no), field=field.key) from None


def value_of(field: Own, rows: Sequence[OwnValue]) -> Any:
    """The value in these rows of one client, as a program is told it; None where there is none."""
    if field.kind == "many":
        uids = _uids(field, rows)
        return uids or None
    if not rows:
        return None
    row = rows[0]
    match field.kind:
        case "text":
            return row.text or None
        case "date":
            return row.day.isoformat() if row.day else None
        case "yes_no":
            return None if row.number is None else bool(row.number)
        case "choice":
            return next(iter(_uids(field, rows)), None)
        case "client":
            return str(row.other.uid) if row.other else None
        case "colleague":
            return str(row.colleague.uid) if row.colleague else None
        case "file":
            return row.text or None
    return None if row.number is None else plain(row.number)


def own_changed(client: int, told: Mapping[Own, tuple[Any, Any]]) -> OwnFieldsChanged:
    """What is remembered of changed fields: of each, the rows in which its value stood before and stands after."""
    return OwnFieldsChanged(
        client_id=client,
        changes={field.key: [remembered(field, rows) for rows in both] for field, both in told.items()},
        names={field.key: field.name for field in told},
        by_number=[field.key for field in told if field.kind in BY_NUMBER],
    )


def remembered(field: Own, rows: Sequence[OwnValue]) -> str:
    """A value as a moment tells it: a client and a file by their numbers, for their names may be erased."""
    if field.kind == "colleague":
        return next((one.colleague.name for one in rows if one.colleague), "")
    return shown_of(field, value_of(field, rows))


def own_of_row(row: OwnValue) -> Own:
    """The field in which a row's value stands, one in the archive too."""
    return next(one for one in fields(CLIENT, archived=True) if one.pk == row.field_id)


def shown_of(field: Own, value: Any) -> str:
    """A value, as `value_of` tells it, in words that need no language: the screen writes days and numbers its own way."""
    if value in (None, [], ""):
        return ""
    if isinstance(value, Masked) or field.kind in LINKS:
        return str(value)
    if field.is_chosen:
        names = {one.uid: one.name for one in field.choices}
        return ", ".join(names.get(uid, "") for uid in ([value] if isinstance(value, str) else value))
    if field.kind == "yes_no":
        return _("yes") if value else _("no")
    return str(value)


def as_seen(value: Any) -> str:
    """A value as text, by which two people's changes are held apart."""
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def plain(number: Decimal) -> int | str:
    """A number without zeros behind the point: whole ones as such, others as a text that loses nothing."""
    return int(number) if number == number.to_integral() else str(number.normalize())


class _Wrong(ValueError):
    """Says itself what is wrong."""


def _uids(field: Own, rows: Iterable[OwnValue]) -> list[str]:
    chosen = {row.choice_id for row in rows}
    return [one.uid for one in field.choices if one.pk in chosen]


def _text(_field: Own, told: Any) -> Cells:
    text = str(told).translate(SEPARATORS).strip()
    if len(text) > LONGEST or "\x00" in text:
        raise _Wrong(_("At most %(longest)s characters.") % {"longest": LONGEST})
    return [{"text": text}] if text else []


def _number(field: Own, told: Any) -> Cells:
    if isinstance(told, bool):
        raise ValueError
    number = Decimal(str(told).replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError
    return [{"number": round(number, 2 if field.kind == "money" else 4)}]


def _date(_field: Own, told: Any) -> Cells:
    return [{"day": told if isinstance(told, date) else date.fromisoformat(str(told))}]


def _yes_no(_field: Own, told: Any) -> Cells:
    answers = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
    if (answer := answers.get(str(told).lower())) is None:
        raise ValueError
    return [{"number": Decimal(answer)}]


def _choice(field: Own, told: Any) -> Cells:
    (one,) = _chosen(field, [told])
    return [{"choice_id": one}]


def _many(field: Own, told: Any) -> Cells:
    each = [told] if isinstance(told, str) else list(told)
    return [{"slot": pk, "choice_id": pk} for pk in dict.fromkeys(_chosen(field, each))]


def _chosen(field: Own, told: Iterable[Any]) -> list[int]:
    """By uid, or by name: so that tables that come in need no uids."""
    known = {one.uid: one.pk for one in field.choices}
    named = {one.name.casefold(): one.pk for one in field.choices}
    found = [known.get(str(one).lower()) or named.get(str(one).strip().casefold()) for one in told]
    if not all(found):
        raise _Wrong(_("“%(name)s” has no such choice. Choose one that it offers.") % {"name": field.name})
    return [pk for pk in found if pk]


def _linked(field: Own, told: Any, by: User | None, client: Client | None) -> Cells:
    if by is None:
        raise ValueError
    if field.kind == "client":
        other = client_meant(by, told)
        if client and other.pk == client.pk:
            raise _Wrong(_("A {client} cannot lead to themselves. Choose another one."))
        return [{"other": other}]
    if field.kind == "colleague":
        return [{"colleague": colleague_meant(by, told)}]
    return [{"text": file_meant(by, client, told)}]


READ = {
    "text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "many": _many,
}


def forget_values(client: int) -> None:
    """Erase what stands in the company's own fields of a client, with the person, and what leads to them from others."""
    OwnValue.objects.filter(Q(client=client) | Q(other=client)).delete()
