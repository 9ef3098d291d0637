"""Bringing the tables to the state of this version."""

from collections.abc import Iterable
from typing import Any, cast

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

HOUSE = "pomni."


def is_current() -> bool:
    """Whether every migration of this version is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bring_up_to_date() -> bool:
    """Apply what is missing, and make the table that counts sign-in tries. Returns whether anything was done."""
    if is_current():
        return False
    if not make_at_once():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return True


def is_empty() -> bool:
    """Whether there is no table yet."""
    return not connection.introspection.table_names()


def make_at_once() -> bool:
    """Make the tables of a new company as the migrations would leave them, in one transaction.

    A migration draws all models anew at each of its steps: three seconds for a company that has no rows yet. The steps
    that are code or SQL of our own (triggers, indexes of search) are run as they are; tests/test_schema.py compares both.
    Returns False, with nothing done, where there are tables, or migrations that lead elsewhere than to the models.
    """
    loader = MigrationExecutor(connection).loader
    if not is_empty() or not _leads_to_the_models(loader):
        return False
    with connection.schema_editor() as editor:
        _make(editor, apps, whole_plan())
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return True


def make_as_of(plan: Iterable[Migration]) -> bool:
    """Make the tables of an older version, of which these migrations (in their order) are all, in one transaction.

    As `make_at_once`, from the models as those migrations leave them: a backup of an older version is read in a tenth of
    the time. Returns False, with nothing done, where there are tables.
    """
    if not is_empty():
        return False
    state = ProjectState()
    steps = list(plan)
    for migration in steps:
        state = migration.mutate_state(state, preserve=False)
    with connection.schema_editor() as editor:
        _make(editor, state.apps, steps)
    return True


def _make(editor: BaseDatabaseSchemaEditor, models: Apps, plan: list[Migration]) -> None:
    """The tables of these models, what our own steps add to them, and the note that all of the plan is applied."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for model in models.get_models():
        if model._meta.can_migrate(connection):
            editor.create_model(model)
    for migration in plan:
        if type(migration).__module__.startswith(HOUSE):
            _run_own_steps(migration, models, editor)
    recorder.migration_qs.bulk_create(recorder.Migration(app=a, name=n) for a, n in names_of(plan))


def _leads_to_the_models(loader: MigrationLoader) -> bool:
    """Whether the migrations end with just the models that there are."""
    there = {
        (model._meta.app_label, model._meta.model_name)
        for model in apps.get_models(include_swapped=True)
        if model._meta.app_label in loader.migrated_apps
    }
    return set(loader.project_state().models) == there and not loader.unmigrated_apps & _with_tables()


def _with_tables() -> set[str]:
    return {model._meta.app_label for model in apps.get_models() if model._meta.managed}


def are_all(applied: set[tuple[str, str]]) -> bool:
    """Whether these migrations (app, name) are all that there are."""
    return applied == names_of(whole_plan())


def whole_plan() -> list[Migration]:
    """Every migration of this version, in the order in which a new company gets them."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [migration for migration, _backwards in plan]


def _run_own_steps(migration: Migration, models: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for step in migration.operations:
        if isinstance(step, RunPython):
            cast(Any, step.code)(models, editor)
        elif isinstance(step, RunSQL):
            editor.execute(str(step.sql))


def names_of(plan: Iterable[Migration]) -> set[tuple[str, str]]:
    """App and name of these migrations, and of those that they replace."""
    names = {(migration.app_label, migration.name) for migration in plan}
    return names.union(*(migration.replaces for migration in plan))
