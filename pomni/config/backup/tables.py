"""The tables of a company, column by column: by the migrations that its database has seen, not by the code.

So the database of an older Pomni can be saved and read as it is, before anything is migrated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

# Tables that are no part of what a company owns: neither saved nor counted in the digest.
# (Django's cache and its list of migrations are no models, so they never get here.)
PASSING: dict[str, str] = {}

_KINDS = {
    "DateTimeField": "instant",
    "DateField": "day",
    "TimeField": "time",
    "DurationField": "duration",
    "DecimalField": "decimal",
    "FloatField": "float",
    "BooleanField": "flag",
    "UUIDField": "uuid",
    "JSONField": "json",
    "BinaryField": "bytes",
}

Step = tuple[str, str]  # a migration: its app, its name


@dataclass(frozen=True)
class Column:
    """A column, what kind of value it holds, and for decimals how many places."""

    name: str
    kind: str
    places: int | None = None


@dataclass(frozen=True)
class Table:
    """A table: its columns, those that order its rows, and the one that counts by itself (empty: none)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    counter: str

    @cached_property
    def described(self) -> list[list[str]]:
        """The columns as they stand in a backup."""
        return [[column.name, column.kind] for column in self.columns]


def applied_steps(connection: BaseDatabaseWrapper) -> set[Step]:
    """The migrations that this database has seen; empty for a new one."""
    return set(MigrationRecorder(connection).applied_migrations())


def newer_steps(applied: Iterable[Step]) -> list[Step]:
    """Those of the migrations that this Pomni does not know: a newer one made them. Asks no database."""
    disk = MigrationLoader(None).disk_migrations
    known = set(disk) | {old for new in disk.values() for old in new.replaces}
    return sorted(set(applied) - known)


def refuse_newer(applied: Iterable[Step]) -> None:
    """Refuse a database on which a newer Pomni has worked."""
    if unknown := newer_steps(applied):
        step = ".".join(unknown[0])
        raise Refused(
            _("A newer version of Pomni has used this database (%(step)s). Use that version.")
            % {"step": step}
        )


def tables_of(connection: BaseDatabaseWrapper) -> list[Table]:
    """Every table of the company, by name. Refused where a newer Pomni made it."""
    loader = MigrationLoader(connection)
    refuse_newer(loader.applied_migrations)
    nodes = [node for node in loader.graph.nodes if node in loader.applied_migrations]
    state = loader.graph.make_state(nodes=nodes, at_end=True, real_apps=loader.unmigrated_apps)
    present = set(connection.introspection.table_names())
    found = (_table(model) for model in state.apps.get_models(include_auto_created=True) if _is_kept(model))
    unmigrated = {
        m._meta.db_table for m in state.apps.get_models(include_auto_created=True) if _unmigrated(m, loader)
    }
    return sorted(
        (t for t in found if t.name not in PASSING and not (t.name in unmigrated and t.name not in present)),
        key=lambda table: table.name,
    )


def _unmigrated(model: type[models.Model], loader: MigrationLoader) -> bool:
    return model._meta.app_label in loader.unmigrated_apps


def _is_kept(model: type[models.Model]) -> bool:
    options = model._meta
    return options.managed and not options.proxy and not options.swapped


def _table(model: type[models.Model]) -> Table:
    options = model._meta
    fields = [f for f in options.local_concrete_fields if f.column and not getattr(f, "generated", False)]
    key = getattr(options, "pk_fields", None) or [options.pk]
    auto = next((f.column or "" for f in fields if isinstance(f, models.AutoField)), "")
    return Table(options.db_table, tuple(map(_column, fields)), tuple(f.column for f in key), auto)


def _column(field: Any) -> Column:
    column = field.column
    while field.is_relation:
        field = field.target_field
    kind = field.get_internal_type()
    if kind in _KINDS:
        return Column(column, _KINDS[kind], getattr(field, "decimal_places", None))
    return Column(column, "whole" if "Integer" in kind or "Auto" in kind else "text")
