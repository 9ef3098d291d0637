"""Locks of rows, where the engine knows any: SQLite has one writer at a time, so there is nothing to ask."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.db.models import QuerySet

DEADLOCK = "40P01"  # PostgreSQL, "Error Codes"
TRIES = 3


def hold(rows: QuerySet[Any, Any]) -> None:
    """Lock these rows against other changes until the transaction ends; keys that others refer to stay free to read."""
    if connection.features.has_select_for_update:
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def tried_again[Made](act: Callable[[], Made]) -> Made:
    """What `act()` gives, a whole transaction: tried anew where the engine gave it up for one with whom it waited crosswise.

    Nothing of it was kept then, and the other one has gone on. Inside of a transaction it is for whoever began that.
    """
    tries = 1 if connection.in_atomic_block else TRIES
    for _try in range(tries - 1):
        try:
            return act()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
                raise
    return act()
