"""Filling an empty database with the company of the bench."""

import time
from typing import Any

from django.db import connection, transaction

from benchmark.parts import parts
from benchmark.parts.memory import write_down
from benchmark.size import Size
from benchmark.story import Story
from pomni.config import schema


def fill(size: Size) -> dict[str, Any]:
    """Make the tables and put everything in. Returns how many moments there are and how long it took (seconds)."""
    began = time.monotonic()
    schema.bring_up_to_date()
    _in_a_hurry()
    story = Story(size)
    with transaction.atomic():
        for part in parts():
            if hasattr(part, "fill"):
                part.fill(story)
    moments = write_down(story)
    _settle()
    return {"moments": moments, "seconds": time.monotonic() - began}


def _in_a_hurry() -> None:
    """While it is filled nothing need be safe: what breaks off is begun anew."""
    hurry = {
        "sqlite": "PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA secure_delete=OFF",
        "postgresql": "SET synchronous_commit=off",
    }
    with connection.cursor() as cursor:
        for statement in hurry[connection.vendor].split(";"):
            cursor.execute(statement)


def _settle() -> None:
    """Leave the database as one in use: written out; on PostgreSQL with statistics, which its own keeper makes."""
    statements = {
        "sqlite": ["PRAGMA wal_checkpoint(TRUNCATE)"],
        "postgresql": ["SET statement_timeout=0", "VACUUM ANALYZE", "CHECKPOINT"],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
    connection.close()
