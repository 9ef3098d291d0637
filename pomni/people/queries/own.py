"""What stands in the company's own fields of clients."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.facts import queries as facts
from pomni.facts.queries import CLIENT, Own
from pomni.kit.ids import as_uuid
from pomni.people.alarm import warning
from pomni.people.linked import files_named
from pomni.people.models import Client, OwnValue
from pomni.people.own import LINKS, Masked, own_of_row, plain, shown_of, value_of
from pomni.team.models import User
from pomni.team.shown import HIDDEN, masked

ROW, PART = "\x1e", "\x1f"  # the signs that separate records and units (ASCII): in no text of ours
PARTS = ("field_id", "choice_id", "number", "day", "text", "other_id", "colleague_id")
OWN_RULE = "people.client."
Values = dict[int, dict[str, Any]]  # by client, and by the key of the field


@dataclass(frozen=True, slots=True)
class Linked:
    """To whom or what a field leads: `address` is that of a page of theirs. Out of the viewer's reach nothing is told."""

    uid: str = ""
    name: str = ""
    address: str = ""
    warning: str = ""  # of a client: what whoever meets them must know first

    def __str__(self) -> str:
        return self.name or _("set, but out of your reach")


@dataclass(frozen=True, slots=True)
class OwnSeen:
    """A field of the company's own on a client's card; `shown` is "" where nothing stands in it.

    `is_whole`: the viewer is shown all of the value, and so may change it.
    """

    field: Own
    value: Any
    shown: str
    is_required: bool
    is_whole: bool = True

    @property
    def lacks(self) -> bool:
        """Whether something belongs here and is not written down."""
        return self.is_required and not self.shown


def own_fields(viewer: User | None = None) -> list[Own]:
    """The fields of clients, in their order; told for whom, without those that their roles hide from them."""
    fields = facts.fields(CLIENT)
    if viewer is None or not (rules := rules_of(viewer)):
        return fields
    return [one for one in fields if rules.get(one.key) != "hide"]


def rules_of(viewer: User) -> dict[str, str]:
    """The fields that the viewer's roles mask or hide, by key; most roles keep nobody from any."""
    ruled = {
        name for held in viewer.grants.held for name in held.fields if name.startswith(f"{OWN_RULE}own_")
    }
    found = {name.removeprefix(OWN_RULE): viewer.field_rule(name) for name in ruled}
    return {key: rule for key, rule in found.items() if rule}


def shown_own(field: Own, value: Any) -> str:
    """A value of such a field in words: what was chosen by its name, yes or no."""
    return shown_of(field, value)


def own_values(pks: Iterable[int], fields: Iterable[Own] | None = None) -> Values:
    """What stands in these fields (by default: in all) of these clients, in one statement; the viewer reaches them.

    Written out, and read without records: a list of fifty clients with twelve fields has six hundred of them.
    """
    wanted = {one.pk: one for one in (own_fields() if fields is None else fields)}
    clients = ",".join(str(int(pk)) for pk in pks)
    if not wanted or not clients:
        return {}
    with connection.cursor() as asking:
        told = _LINKED if any(one.kind in LINKS for one in wanted.values()) else _VALUES
        asking.execute(told.format(clients=clients, fields=",".join(map(str, wanted))))
        return _gathered(asking.fetchall(), wanted)


def _gathered(rows: Iterable[Sequence[Any]], wanted: Mapping[int, Own]) -> Values:
    """The values in rows of client, field, choice, number, day, text, and the uid to which a link leads."""
    found: Values = {}
    readers = {pk: (one.key, READERS[one.kind]) for pk, one in wanted.items()}
    for client, field, choice, number, day, text, linked in rows:
        key, read = readers[field]
        values = found.setdefault(client, {})
        if read:
            values[key] = read(choice, number, day, text) if linked is None else str(as_uuid(str(linked)))
        else:
            values.setdefault(key, []).append(choice)
    chosen = [one for one in wanted.values() if one.is_chosen]
    for values in found.values() if chosen else ():
        _put_uids(values, chosen)
    return found


def _put_uids(values: dict[str, Any], fields: list[Own]) -> None:
    """The uids of what was chosen, in the order in which it is offered."""
    for one in fields:
        if (told := values.get(one.key)) is None:
            continue
        uids = [c.uid for c in one.choices if c.pk in (told if isinstance(told, list) else (told,))]
        values[one.key] = uids if one.kind == "many" else next(iter(uids), None)


@lru_cache(maxsize=5000)
def _number(number: Any) -> int | str:
    return plain(Decimal(str(number)))


def own_seen(viewer: User, pks: Iterable[int], fields: Sequence[Own]) -> Values:
    """The same as the viewer sees it, whose roles hide none of these fields: masked where it is masked, a link as `Linked`.

    One statement more for each kind of links that stand there.
    """
    return _as_seen(viewer, own_values(pks, fields), fields)


def own_beside(fields: Sequence[Own], clients: str) -> str:
    """The part of a statement of eight columns that asks for these fields beside other things; `seen_beside` reads it.

    The columns: client, "own", text or uid, number, day, whether it is a uid, field, choice.
    """
    return _BESIDE.format(clients=clients, fields=",".join(str(one.pk) for one in fields)) if fields else ""


def seen_beside(viewer: User, rows: Iterable[Sequence[Any]], fields: Sequence[Own]) -> Values:
    """As `own_seen`, from rows that `own_beside` has asked for."""
    told = (
        (pk, field, choice or None, number, day, "" if linked else text, text if linked else None)
        for pk, _kind, text, number, day, linked, field, choice in rows
    )
    return _as_seen(viewer, _gathered(told, {one.pk: one for one in fields}), fields)


def _as_seen(viewer: User, found: Values, fields: Sequence[Own]) -> Values:
    rules, links = rules_of(viewer), {one.key: one for one in fields if one.kind in LINKS}
    masks = {one.key: one for one in fields if one.key in rules}
    stand = [(links[key], told) for values in found.values() for key, told in values.items() if key in links]
    led = linked_of(viewer, stand) if stand else {}
    for values in found.values() if links or masks else ():
        for key in values.keys() & links.keys():
            values[key] = led.get(values[key], Linked())
        for key in values.keys() & masks.keys():
            values[key] = _masked(masks[key], values[key])
    return found


def linked_of(viewer: User, told: Iterable[tuple[Own, str]]) -> dict[str, Linked]:
    """Of links (each a field, and the uid to which it leads) those that the viewer reaches, by uid."""
    uids: dict[str, set[str]] = {}
    for field, uid in told:
        uids.setdefault(field.kind, set()).add(uid)
    found: dict[str, Linked] = {}
    if wanted := uids.get("client"):
        here = Client.objects.visible_to(viewer).filter(uid__in=wanted, forgotten_at=None)
        for one, name, *first in here.values_list("uid", "name", "alert", "allergies"):
            card = reverse("people:client", args=[one])
            found[str(one)] = Linked(str(one), name, card, warning(*first))
    if wanted := uids.get("colleague"):
        for one, name in User.objects.filter(uid__in=wanted).values_list("uid", "name"):
            found[str(one)] = Linked(str(one), name)
    if wanted := uids.get("file"):
        for file, (name, address) in files_named(viewer, wanted).items():
            found[file] = Linked(file, name, address)
    return found


def row_told(viewer: User, row: OwnValue) -> str:
    """What one row tells, as the viewer may see it; of what is hidden that it is there."""
    field = own_of_row(row)
    rule, value = rules_of(viewer).get(field.key, ""), value_of(field, [row])
    if rule == "hide":
        return HIDDEN
    if field.kind in LINKS:
        value = linked_of(viewer, [(field, value)]).get(value, Linked())
    return shown_of(field, _masked(field, value) if rule else value)


def _masked(field: Own, value: Any) -> Masked:
    """Of a text its end, as of a phone; of what is no text no end can be shown."""
    return Masked(masked(value) if field.kind == "text" else HIDDEN)


_VALUES = (
    "SELECT client_id, field_id, choice_id, number, day, text, NULL FROM people_ownvalue "
    "WHERE client_id IN ({clients}) AND field_id IN ({fields})"
)
_BESIDE = (
    " UNION ALL SELECT v.client_id, 'own', COALESCE(CAST(c.uid AS TEXT), CAST(u.uid AS TEXT), v.text), "
    "COALESCE(CAST(v.number AS TEXT), ''), COALESCE(CAST(v.day AS TEXT), ''), "
    "COALESCE(v.other_id, v.colleague_id) IS NOT NULL, v.field_id, COALESCE(v.choice_id, 0) FROM people_ownvalue v "
    "LEFT JOIN people_client c ON c.id = v.other_id LEFT JOIN team_user u ON u.id = v.colleague_id "
    "WHERE v.client_id IN ({clients}) AND v.field_id IN ({fields})"
)
_LINKED = (
    "SELECT v.client_id, v.field_id, v.choice_id, v.number, v.day, v.text, COALESCE(c.uid, u.uid) FROM people_ownvalue v "
    "LEFT JOIN people_client c ON c.id = v.other_id LEFT JOIN team_user u ON u.id = v.colleague_id "
    "WHERE v.client_id IN ({clients}) AND v.field_id IN ({fields})"
)
READERS: dict[str, Any] = {
    "text": lambda _choice, _number, _day, text: text,
    "number": lambda _choice, number, _day, _text: _number(number),
    "money": lambda _choice, number, _day, _text: _number(number),
    "date": lambda _choice, _number, day, _text: str(day),
    "yes_no": lambda _choice, number, _day, _text: bool(number),
    "choice": lambda choice, _number, _day, _text: choice,
    "many": None,
    "client": lambda _choice, _number, _day, _text: None,  # told by the number of whom it leads to
    "colleague": lambda _choice, _number, _day, _text: None,
    "file": lambda _choice, _number, _day, text: text,
}


def own_told() -> Coalesce:
    """What stands in all fields of a client as one text: for a card, which so asks for it with the client's own row."""
    rows: Any = OwnValue.objects.filter(client=OuterRef("pk")).order_by().values("client")
    each = Concat(*_between(PARTS), output_field=TextField())
    told = rows.annotate(told=StringAgg(each, Value(ROW))).values("told")
    return Coalesce(Subquery(told), Value(""), output_field=TextField())


def _between(names: Sequence[str]) -> list[Any]:
    parts = [part for name in names for part in (Cast(name, TextField()), Value(PART))]
    return parts[:-1]


def _read(told: str) -> dict[int, list[OwnValue]]:
    """The rows in such a text, by field."""
    rows: dict[int, list[OwnValue]] = {}
    for row in filter(None, told.split(ROW)):
        field, choice, number, day, text, other, colleague = row.split(PART)
        made = OwnValue(
            field_id=int(field),
            choice_id=int(choice) if choice else None,
            number=Decimal(number) if number else None,
            day=date.fromisoformat(day) if day else None,
            text=text,
            other_id=int(other) if other else None,
            colleague_id=int(colleague) if colleague else None,
        )
        rows.setdefault(made.field_id, []).append(made)
    return rows


def own_of(viewer: User, client: Client) -> list[OwnSeen]:
    """The fields that are shown on the card of a client whom the viewer reaches, in their order."""
    if not (fields := own_fields(viewer)):
        return []
    rules, values = rules_of(viewer), _values_of(viewer, client, fields)
    holds = _holding(viewer, client, [one for one in fields if one.decides])
    seen = []
    for one in fields:
        value, held = values.get(one.key), holds.get(one.key, True)
        if one.decides == "shown" and not held and value is None:
            continue
        required = one.is_required if one.decides != "required" else held
        required = required and (held or one.decides != "shown") and one.key not in rules
        is_whole = one.key not in rules and value != Linked()
        seen.append(OwnSeen(one, value, shown_of(one, value), required, is_whole))
    return seen


def _values_of(viewer: User, client: Client, fields: list[Own]) -> dict[str, Any]:
    """As `own_seen`, of one client: of a card the values came with the client, and only links are asked for."""
    told = getattr(client, "own_told", None)
    rows = {} if told is None else _read(told)
    if told is None or any(one.kind in LINKS and one.pk in rows for one in fields):
        return own_seen(viewer, [client.pk], fields).get(client.pk, {})
    rules = rules_of(viewer)
    values = {one.key: value_of(one, rows.get(one.pk, [])) for one in fields}
    masks = {one.key: one for one in fields if one.key in rules and values[one.key] is not None}
    return values | {key: _masked(one, values[key]) for key, one in masks.items()}


def _holding(viewer: User, client: Client, fields: list[Own]) -> Mapping[str, bool]:
    """Of these fields, whether their condition holds for the client: all asked in one statement.

    Where a condition cannot be asked any more the field is shown, and not required.
    """
    told: dict[str, bool] = {}
    asked: dict[str, Any] = {}
    for one in fields:
        try:
            holds = facts.narrowed_by(dict(one.condition), viewer)
        except facts.WrongCondition:
            told[one.key] = one.decides == "shown"
            continue
        asked[f"holds_{one.pk}"] = Case(
            When(Q(holds), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
    if asked:
        row = Client.objects.filter(pk=client.pk).annotate(**asked).values(*asked).first() or {}
        told |= {one.key: bool(row[name]) for one in fields if (name := f"holds_{one.pk}") in row}
    return told
