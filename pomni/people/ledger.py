"""What a merge does to tables, written down while it is done, so that it can be taken back to the letter.

Rows are kept whole, as plain values. Taking back sets a column only where it still is what the merge made it: what came
after stays as it is.
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

    def change(self, record: models.Model, *, is_needed: bool = False, **columns: Any) -> None:
        """Set columns (attribute names) of a record. `is_needed`: it is made anew where it is missing at taking back."""
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
            for before, after, is_needed in changes:
                _back(model, before, after, is_needed=is_needed)
        for model, columns in _of(self.moved):
            for column, keys in columns.items():
                for portion in portions(keys, AT_ONCE):
                    still = model._base_manager.filter(pk__in=portion, **{column: self.kept})
                    still.update(**{column: self.gone})
        for model, rows in _of(self.removed):
            model._base_manager.bulk_create([record_of(model, row) for row in rows])

    def _check_needed(self) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for model, rows in _of(self.removed):
            for row in rows:
                for field in _links(model):
                    if row.get(field.attname) is not None:
                        wanted.setdefault(field.related_model, set()).add(field.to_python(row[field.attname]))
        for model, keys in wanted.items():
            there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
            if gone := keys - there:
                told = {"what": model._meta.verbose_name, "number": len(gone)}
                raise Refused(_("What this card hung on is no longer there: %(what)s (%(number)s).") % told)


def _back(model: type[models.Model], before: Row, after: Row, *, is_needed: bool) -> None:
    pk = _pk(before, model)
    record = model._base_manager.filter(pk=pk).first()
    if record is None:
        if is_needed:
            model._base_manager.bulk_create([record_of(model, before)])
        return
    now, was = row_of(record), record_of(model, before)
    still = {name: getattr(was, name) for name in after if name in now and now[name] == after[name]}
    if still:
        model._base_manager.filter(pk=pk).update(**still)


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
