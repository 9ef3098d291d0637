"""A database beside the live one, on which a restore or an upgrade works until it is known to be right."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from pomni.config import schema
from pomni.config.backup.tables import Step
from pomni.kit import search


def sqlite_at(file: Path) -> BaseDatabaseWrapper:
    """An SQLite database in this file, under the settings of the house."""
    told = connections.configure_settings({DEFAULT_DB_ALIAS: {**settings.SQLITE, "NAME": str(file)}})
    return load_backend(told[DEFAULT_DB_ALIAS]["ENGINE"]).DatabaseWrapper(
        told[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS
    )


@contextmanager
def pointed_at(connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """In this thread, in no other, the house's database is this one: no migration can reach the live one."""
    live = connections[DEFAULT_DB_ALIAS]
    _forget_cached_rows()
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield connection
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = live
        _forget_cached_rows()


def _forget_cached_rows() -> None:
    apps.get_model("contenttypes", "ContentType").objects.clear_cache()


def migrate_to(connection: BaseDatabaseWrapper, applied: set[Step]) -> None:
    """Bring a new database to exactly the state in which these migrations leave one. The thread is pointed at it."""
    if schema.are_all(applied) and schema.make_at_once():
        return
    executor = _executor(connection)
    halves = [
        m
        for m in executor.loader.replacements.values()
        if 0 < len(applied.intersection(m.replaces)) < len(m.replaces)
    ]
    if halves:
        executor.loader = MigrationLoader(connection, replace_migrations=False)
    whole = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    plan = [step for step in whole if _counts_as_applied(step[0], applied, bool(halves))]
    if halves or not schema.make_as_of(migration for migration, _backwards in plan):
        executor.migrate(None, plan=plan)


def _counts_as_applied(migration: Migration, applied: set[Step], singly: bool) -> bool:
    is_named = (migration.app_label, migration.name) in applied
    if migration.replaces:
        return not singly and (is_named or applied.issuperset(migration.replaces))
    return is_named


def steps_ahead(connection: BaseDatabaseWrapper) -> list[Migration]:
    """The migrations that this database has not seen yet, in their order."""
    executor = MigrationExecutor(connection)
    return [
        migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]


def migrate_on(connection: BaseDatabaseWrapper) -> None:
    """Bring the database to the state of this Pomni. It must be the one that the thread is pointed at."""
    schema.make_at_once()
    if steps_ahead(connection):
        executor = _executor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        call_command(
            "migrate", interactive=False, verbosity=0
        )  # nothing is left to do but what follows migrations
        _settle(connection)
    search.put_in_order()  # where rows were filled into tables that migrations had rebuilt
    make_cache_table()


def make_cache_table() -> None:
    """Make the table that counts sign-in tries, which no migration makes, where it is missing."""
    call_command("createcachetable", verbosity=0)


def _executor(connection: BaseDatabaseWrapper) -> MigrationExecutor:
    def after_each(action: str, *_told: Any) -> None:
        if action == "apply_success":
            _settle(connection)

    return MigrationExecutor(connection, after_each)


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL alters no table whose foreign keys are yet to be checked: check them before the commit."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.check_constraints()
