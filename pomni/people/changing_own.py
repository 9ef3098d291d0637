"""Writing one value into a field of the company's own for very many clients, and giving back what stood there."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from pomni.facts.queries import Own
from pomni.kit import bulk
from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.people.act import Act, Before
from pomni.people.models import OwnValue
from pomni.people.own import cells_of, own_changed, shown_of, value_of
from pomni.people.rules import text_in_order
from pomni.team.models import User

CELLS = ("slot", "text", "number", "day", "choice_id")


def act_of_own(field: Own) -> Act:
    """The bulk act that gives a custom field one value, or empties it."""

    def kept(told: Any) -> tuple[Any, str]:
        try:
            value = value_of(field, _rows(0, field, cells_of(field, told)))
        except Refused as no:
            raise Refused(str(no), field="value") from None
        return value, shown_of(field, value)

    def already(value: Any) -> Q:
        return _filled_so(field, cells_of(field, value))

    def write(clients: Sequence[int], value: Any, by: User) -> Before:
        had = _cells_had(clients, field)
        changed = {pk: cells for pk, cells in had.items() if _value_in(pk, field, cells) != value}
        _put_own(field, {pk: (cells, cells_of(field, value)) for pk, cells in changed.items()}, by)
        return {pk: _value_in(pk, field, cells) for pk, cells in changed.items()}

    def back(before: Before, value: Any, by: User) -> set[int]:
        had = _cells_had(list(before), field)
        still = {pk: cells for pk, cells in had.items() if _value_in(pk, field, cells) == value}
        _put_own(field, {pk: (cells, cells_of(field, before[pk])) for pk, cells in still.items()}, by)
        return set(still)

    return Act(field.key, "own", kept, already, write, back, field=field)


def _filled_so(field: Own, cells: Sequence[dict[str, Any]]) -> Q:
    """The clients whose field holds just these cells; none: in whose nothing stands."""
    stands = OwnValue.objects.filter(field=field.pk)
    if not cells:
        return ~Q(pk__in=stands.values("client"))
    found = Q()
    for cell in cells:
        told = {name: one for name, one in cell.items() if name != "slot"}
        found &= Q(pk__in=stands.filter(**told).values("client"))
    if field.kind == "many":
        others = stands.exclude(choice__in=[cell["choice_id"] for cell in cells])
        found &= ~Q(pk__in=others.values("client"))
    return found


def _cells_had(clients: Sequence[int], field: Own) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in clients}
    rows = OwnValue.objects.filter(client__in=clients, field=field.pk).order_by("pk")
    for pk, *cell in rows.values_list("client_id", *CELLS):
        found[pk].append(dict(zip(CELLS, cell, strict=True)))
    return found


def _rows(client: int, field: Own, cells: Iterable[dict[str, Any]]) -> list[OwnValue]:
    return [OwnValue(client_id=client, field_id=field.pk, **cell) for cell in cells]


def _value_in(client: int, field: Own, cells: Iterable[dict[str, Any]]) -> Any:
    return value_of(field, _rows(client, field, cells))


def _put_own(field: Own, changed: Mapping[int, tuple[Any, Any]], by: User) -> None:
    OwnValue.objects.filter(client__in=changed, field=field.pk).delete()
    usual: dict[str, Any] = {"slot": 0, "text": "", "number": None, "day": None, "choice_id": None}
    rows = [
        (pk, field.pk, *((usual | cell)[name] for name in CELLS), text_in_order(cell.get("text", "")))
        for pk, (_before, cells) in changed.items()
        for cell in cells
    ]
    bulk.put(OwnValue, ("client_id", "field_id", *CELLS, "sorted_as"), map(_as_kept, rows))
    told = (
        own_changed(pk, {field: (_rows(pk, field, before), _rows(pk, field, after))})
        for pk, (before, after) in changed.items()
    )
    remember_many(told, by=by)


def _as_kept(row: Sequence[Any]) -> list[Any]:
    return [str(value) if isinstance(value, Decimal) else value for value in row]
