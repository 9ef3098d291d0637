"""Columns that both engines treat alike, and the column of a name."""

from typing import Any

from django.db import models


class SortKey(models.CharField):
    """A text that is only ever sorted and compared byte by byte, whatever the language of the database."""

    def db_parameters(self, connection: Any) -> Any:
        """As of any text, with the order of bytes."""
        return super().db_parameters(connection) | {
            "collation": "C" if connection.vendor == "postgresql" else None
        }


def column(model: type[models.Model], name: str) -> models.Field:
    """The column of a model. Raises TypeError where the name is that of rows which point at it."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return field
