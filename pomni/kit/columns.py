"""Columns that both engines treat alike, and the column of a name."""

from typing import Any

from django.db import connection, models
from django.utils.functional import cached_property


class SortKey(models.CharField):
    """A text that is only ever sorted and compared byte by byte, whatever the language of the database."""

    def db_parameters(self, connection: Any) -> Any:
        """As of any text, with the order of bytes."""
        return super().db_parameters(connection) | {
            "collation": "C" if connection.vendor == "postgresql" else None
        }


class _Double(models.FloatField):
    """A number as SQLite keeps it; a whole one comes out of it as a whole one, and is one of these all the same."""

    def from_db_value(self, value: Any, *_more: Any) -> float | None:
        """A float, or nothing."""
        return None if value is None else float(value)


@models.DecimalField.register_lookup
class Held(models.Transform):
    """A decimal number just as the engine holds it, for places in an order: `number__held`.

    SQLite keeps doubles, and Django reads them in fifteen digits: read so, a long number stands before or behind itself.
    """

    lookup_name = "held"
    template = "%(expressions)s"

    @cached_property
    def output_field(self) -> models.Field:
        """What the engine keeps."""
        return _Double() if connection.vendor == "sqlite" else self.lhs.output_field


def column(model: type[models.Model], name: str) -> models.Field:
    """The column of a model. Raises TypeError where the name is that of rows which point at it."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return field
