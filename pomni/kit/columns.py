"""Columns that both engines treat alike."""

from typing import Any

from django.db import models


class SortKey(models.CharField):
    """A text that is only ever sorted and compared byte by byte, whatever the language of the database."""

    def db_parameters(self, connection: Any) -> Any:
        """As of any text, with the order of bytes."""
        return super().db_parameters(connection) | {
            "collation": "C" if connection.vendor == "postgresql" else None
        }
