"""What a merge does to tables, written down while it is done, so that it can be taken back to the letter.

Rows are kept whole, as plain values. Taking back sets a column only where it still is what the merge made it: what came
after stays as it is. What the card that goes brings with it, and what is written anew when somebody edits it, is made again.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.pace import portions

Row = dict[str, Any]
AT_ONCE = 2000


def row_of(record: models.Model) -> Row:
    """All columns of a record, as JSON takes them."""
    return {
        field.attname: _plain(field, record, getattr(record, field.attname))
        for field in record._meta.concrete_fields
    }


def record_of(model: type[models.Model], row: Mapping[str, Any]) -> Any:
    """The record that `row_of` told, not saved. A column that is no longer there is passed over; a new one is empty."""
    return model(
        **{
            field.attname: _lively(field, row[field.attname])
            for field in model._meta.concrete_fields
            if field.attname in row
        }
    )


class Ledger:
    """The journal of one merge. `told` is what an earlier one wrote down, to be taken back."""

    def __init__(self, kept: int, gone: int, told: Mapping[str, Any] | None = None) -> None:
        self.kept, self.gone = kept, gone
        self.moved: dict[str, dict[str, list[Any]]] = {}
        self.changed: dict[str, list[Any]] = {}
        self.removed: dict[str, list[Row]] = {}
        self.made: dict[str, list[Row]] = {}
        for name in ("moved", "changed", "removed", "made"):
            setattr(self, name, dict((told or {}).get(name, {})))

    def as_json(self) -> dict[str, Any]:
        """For the table of merges."""
        return {name: getattr(self, name) for name in ("moved", "changed", "removed", "made")}

    # --- While merging -----------------------------------------------------------------------------------------------

    def move(self, rows: models.QuerySet[Any], column: str) -> None:
        """These rows hang on the kept client from now on."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            label = rows.model._meta.label
            self.moved.setdefault(label, {}).setdefault(column, []).extend(map(_key, keys))
            for portion in portions(keys, AT_ONCE):
                rows.model._base_manager.filter(pk__in=portion).update(**{column: self.kept})

    def move_whole(self, rows: models.QuerySet[Any], column: str, order: tuple[str, ...] = ()) -> None:
        """The same of rows that are deleted and written anew when somebody edits them, such as values of custom fields.

        `order`: the columns that say where a row stands on its card: they come back with it.
        """
        found = list(rows.order_by("pk"))
        if found:
            befores = [row_of(one) for one in found]
            told = [[row, {column: self.kept} | {name: row[name] for name in order}, True] for row in befores]
            self.changed.setdefault(rows.model._meta.label, []).extend(told)
            for portion in portions([one.pk for one in found], AT_ONCE):
                rows.model._base_manager.filter(pk__in=portion).update(**{column: self.kept})

    def change(self, record: models.Model, *, is_needed: bool = False, **columns: Any) -> None:
        """Set columns (attribute names) of a record. `is_needed`: it comes back whole to the card that went, whatever became
        of it.
        """
        before = row_of(record)
        for name, value in columns.items():
            setattr(record, name, value)
        after = {
            name: value for name, value in row_of(record).items() if name in columns and before[name] != value
        }
        if after:
            self.changed.setdefault(record._meta.label, []).append([before, after, is_needed])
            set_ = {name: columns[name] for name in after}
            type(record)._base_manager.filter(pk=_pk(before, record)).update(**set_)

    def note_change(self, before: Row, after: Row, model: type[models.Model]) -> None:
        """Write down what somebody else has changed of a row within the merge."""
        told = {name: value for name, value in after.items() if before.get(name) != value}
        if told:
            self.changed.setdefault(model._meta.label, []).append([before, told, False])

    def remove(self, *records: models.Model) -> None:
        """Delete these rows; nothing hangs on them."""
        keys: dict[type[models.Model], list[Any]] = {}
        for record in records:
            self.removed.setdefault(record._meta.label, []).append(row_of(record))
            keys.setdefault(type(record), []).append(record.pk)
        for model, some in keys.items():
            for portion in portions(some, AT_ONCE):
                rows = model._base_manager.filter(pk__in=portion)
                rows._raw_delete(rows.db)

    def make(self, record: models.Model) -> None:
        """Insert a row."""
        record.save(force_insert=True)
        self.note_made(record)

    def note_made(self, record: models.Model) -> None:
        """Write down a row that was inserted within the merge."""
        self.made.setdefault(record._meta.label, []).append(row_of(record))

    # --- Taking back --------------------------------------------------------------------------------------------------

    def take_back(self) -> None:
        """Everything as it was, but for what came after. Refused where a record that is needed is gone."""
        self._check_needed()
        for model, rows in _of(self.made):
            made = model._base_manager.filter(pk__in=[_pk(row, model) for row in rows])
            made._raw_delete(made.db)
        for model, changes in _of(self.changed):
            there = _there(model, [_pk(before, model) for before, _after, _is_needed in changes])
            for before, after, is_needed in changes:
                record = there.get(model._meta.pk.to_python(_pk(before, model)))
                (_back_whole if is_needed else _back)(model, record, before, after)
        for model, columns in _of(self.moved):
            for column, keys in columns.items():
                for portion in portions(keys, AT_ONCE):
                    still = model._base_manager.filter(pk__in=portion, **{column: self.kept})
                    still.update(**{column: self.gone})
        for model, rows in _of(self.removed):
            wanted = [row for row in rows if not _is_taken(model, row, self.kept)]
            model._base_manager.bulk_create([record_of(model, row) for row in wanted])

    def _made_again(self) -> Iterable[tuple[type[models.Model], list[Row]]]:
        """The rows that are inserted at taking back, but for those that are edited still."""
        yield from _of(self.removed)
        for model, changes in _of(self.changed):
            needed = [before for before, _after, is_needed in changes if is_needed]
            there = _there(model, [_pk(row, model) for row in needed])
            yield model, [row for row in needed if model._meta.pk.to_python(_pk(row, model)) not in there]

    def _check_needed(self) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for model, rows in self._made_again():
            for row in rows:
                for field in _links(model):
                    if row.get(field.attname) is not None:
                        wanted.setdefault(field.related_model, set()).add(field.to_python(row[field.attname]))
        for model, keys in wanted.items():
            there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
            if gone := keys - there:
                told = {"what": model._meta.verbose_name, "number": len(gone)}
                raise Refused(_("What this card hung on is no longer there: %(what)s (%(number)s).") % told)


def _back(model: type[models.Model], record: Any, before: Row, after: Row) -> None:
    if record is None:
        return
    now, was = row_of(record), record_of(model, before)
    still = {name: getattr(was, name) for name in after if name in now and now[name] == after[name]}
    if still:
        model._base_manager.filter(pk=record.pk).update(**still)


def _back_whole(model: type[models.Model], record: Any, before: Row, after: Row) -> None:
    """To the card that went. Where somebody made something else of the row, that stays with the card that was kept."""
    was = record_of(model, before)
    now = row_of(record) if record else before
    is_other = any(now[name] != value for name, value in before.items() if name in now and name not in after)
    if record and not is_other:
        model._base_manager.filter(pk=record.pk).update(
            **{name: getattr(was, name) for name in after if name in now}
        )
        return
    if record:
        was.pk = None
    model._base_manager.bulk_create([was])


def _there(model: type[models.Model], keys: list[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for portion in portions(keys, AT_ONCE):
        found |= model._base_manager.in_bulk(portion)
    return found


def _is_taken(model: type[models.Model], row: Row, kept: int) -> bool:
    """Whether, where a row of the kept card stood, somebody has written another one meanwhile: that one stays."""
    if not any(field.related_model and row.get(field.attname) == kept for field in _links(model)):
        return False
    sole = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    for names in (*sole, *model._meta.unique_together):
        places = {model._meta.get_field(name).attname: name for name in names}  # type: ignore[union-attr]
        if names and model._base_manager.filter(**{place: row[place] for place in places}).exists():
            return True
    return False


def _of(told: Mapping[str, Any]) -> Iterable[tuple[type[models.Model], Any]]:
    return [(apps.get_model(label), what) for label, what in told.items()]


def _links(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.remote_field]


def _pk(row: Row, of: Any) -> Any:
    return row[of._meta.pk.attname]


def _key(pk: Any) -> Any:
    return str(pk) if isinstance(pk, UUID) else pk


def _plain(field: Any, record: models.Model, value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return field.value_to_string(record)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _lively(field: Any, value: Any) -> Any:
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)
