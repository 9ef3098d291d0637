"""What keeps the table of occupancy free of overlaps, in the database itself: no race, retry or import gets past it.

PostgreSQL has constraints for it; on SQLite, where one writes at a time, triggers look before each row.
"""

from typing import Any

from django.db import IntegrityError, connection

TAKEN = "taken already"
_TABLE = "schedule_taken"
# By what two rows are rows about the same: a person, or one place of a thing.
_SAME = {
    "schedule_one_visit_of_a_person": ("user_id",),
    "schedule_one_visit_of_a_place": ("thing_id", "unit"),
}
LONGEST = 2  # days that a row may last: so a look for overlaps need not begin with the first visit ever


def _sqlite() -> list[str]:
    made = []
    for act in ("INSERT", "UPDATE"):
        long = f"julianday(NEW.ends_at) - julianday(NEW.begins_at) > {LONGEST}"
        overlaps = " OR ".join(_overlap(columns) for columns in _SAME.values())
        made.append(
            f"CREATE TRIGGER schedule_free_at_{act.lower()} BEFORE {act} ON {_TABLE} "
            f"WHEN {long} OR (NOT NEW.is_over AND ({overlaps})) BEGIN SELECT RAISE(ABORT, '{TAKEN}'); END"
        )
    return made


def _overlap(columns: tuple[str, ...]) -> str:
    same = " AND ".join(f"t.{column} = NEW.{column}" for column in columns)
    return (
        f"EXISTS (SELECT 1 FROM {_TABLE} AS t WHERE {same} AND t.begins_at < NEW.ends_at AND t.ends_at > NEW.begins_at "  # noqa: S608 (names of ours)
        f"AND t.begins_at > datetime(NEW.begins_at, '-{LONGEST} days') AND NOT t.is_over AND t.id IS NOT NEW.id)"
    )


def _postgresql() -> list[str]:
    made = ["CREATE EXTENSION IF NOT EXISTS btree_gist"]
    for name, columns in _SAME.items():
        same = ", ".join(f"{column} WITH =" for column in columns)
        made.append(
            f"ALTER TABLE {_TABLE} ADD CONSTRAINT {name} EXCLUDE USING gist "
            f"({same}, tstzrange(begins_at, ends_at) WITH &&) WHERE ({columns[0]} IS NOT NULL AND NOT is_over)"
        )
    return made


def put_up(*_: Any) -> None:
    """Make it. Called by the migration."""
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def take_down(*_: Any) -> None:
    """Take it away. Called when the migration is taken back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS schedule_free_at_{act}")
        else:
            for name in _SAME:
                cursor.execute(f"ALTER TABLE {_TABLE} DROP CONSTRAINT IF EXISTS {name}")


def is_about_it(error: IntegrityError) -> bool:
    """Whether the database refused a row because somebody or something is taken already."""
    return TAKEN in str(error) or any(name in str(error) for name in _SAME)
