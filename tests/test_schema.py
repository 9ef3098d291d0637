"""The tables of a new company, made at once, are those to which the migrations lead."""

import os
import re
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection

from pomni.config import schema
from pomni.config.backup.scratch import migrate_on, pointed_at, sqlite_at
from pomni.config.backup.tables import applied_steps
from pomni.config.backup.tests.conftest import on_server, postgres_at
from pomni.team.models import Role
from pomni.team.presets import PRESETS

# Whatever stands in a database by name: columns and constraints, indexes, triggers, the functions of triggers.
ON_POSTGRESQL = """
    SELECT 'column ' || table_name, column_name || ' ' || data_type || coalesce(character_maximum_length::text, '')
        || is_nullable || coalesce(column_default, '') || is_identity || coalesce(generation_expression, '')
        || coalesce(collation_name, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint ' || conrelid::regclass, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL SELECT 'index ' || tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', pg_get_functiondef(pg_proc.oid) FROM pg_proc
    JOIN pg_language ON pg_language.oid = prolang WHERE lanname <> 'c' AND pronamespace = 'public'::regnamespace
"""
ON_SQLITE = "SELECT type || ' ' || tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
# The steps that an older version does not have yet: from these on, room by room.
NEWEST = {"schedule": "0013", "people": "0021", "recall": "0003", "exchange": "0005"}
CACHE = "pomni_cache"  # made by neither
# Django's own table of permissions of groups, which Pomni does not use: its number is a "bigint" where migrations make it.
GROUPS = "column auth_group_permissions"


@contextmanager
def empty_database(folder):
    """A database of the suite's engine in which there is nothing; the thread is pointed at it."""
    if connection.vendor == "sqlite":
        with pointed_at(sqlite_at(folder / f"{uuid4()}.sqlite3")):
            yield
        return
    name = f"pomni_at_once_{os.getpid()}"
    on_server(f"CREATE DATABASE {name}")
    try:
        with pointed_at(postgres_at(name)):
            yield
    finally:
        on_server(f"DROP DATABASE {name}")


def parts_of(statement):
    """What stands between the commas of a CREATE TABLE, in any order; another statement as it is."""
    told = " ".join(statement.split())
    table = re.fullmatch(r'CREATE TABLE "\w+" \((.*)\)', told)
    if not table:
        return told
    parts, depth = [""], 0
    for sign in table[1]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return "\n".join(sorted(part.strip() for part in parts))


def everything():
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)
        return sorted((what, parts_of(told)) for what, told in cursor.fetchall() if CACHE not in what)


@pytest.mark.engines
@pytest.mark.django_db
def test_tables_made_at_once_are_those_that_migrations_leave(tmp_path):
    with empty_database(tmp_path):
        assert schema.make_at_once()
        made, presets = everything(), set(Role.objects.values_list("preset", flat=True))
        assert schema.is_current()
    assert presets == set(PRESETS)
    differing = {what for what, _told in set(made) ^ set(everything())}
    assert differing <= ({GROUPS} if connection.vendor == "postgresql" else set())


@pytest.mark.engines
@pytest.mark.django_db
def test_whoever_is_killed_while_tables_are_made_leaves_none(tmp_path, monkeypatch):
    def killed(**_told):
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "emit_post_migrate_signal", killed)
    with empty_database(tmp_path):
        with pytest.raises(KeyboardInterrupt):
            schema.make_at_once()
        assert schema.is_empty()


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_tables_of_an_older_version_are_led_to_those_of_this_one(tmp_path):
    """What the last migrations of our rooms do to tables made at once as of before is what they do to all others."""
    newest = {
        (app, name) for app, name in schema.names_of(schema.whole_plan()) if name >= NEWEST.get(app, "9")
    }
    assert {app for app, _name in newest} == set(NEWEST)
    with empty_database(tmp_path):
        older = [step for step in schema.whole_plan() if not schema.names_of([step]) & newest]
        assert schema.make_as_of(older)
        assert not schema.make_as_of(older), "there are tables"
        assert applied_steps(connection) == schema.names_of(older)
        migrate_on(connection)
        assert schema.is_current()
        made = everything()
    with empty_database(tmp_path):
        assert schema.make_at_once()
        differing = {what for what, _told in set(made) ^ set(everything())}
    assert differing <= ({GROUPS} if connection.vendor == "postgresql" else set())
