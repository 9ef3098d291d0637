"""Whether a database holds a company, and on PostgreSQL the emptying of one within a transaction."""

from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# All that migrations make in the schema, but for what belongs to extensions.
_DROP = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE',
            CASE found.kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
            found.name);
    END LOOP;
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind IN ('f', 'p')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN
        SELECT t.oid::regtype AS name FROM pg_type t
        WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'd')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', found.name);
    END LOOP;
END $$
"""
# Where there is a row of these, somebody has begun to work. The first link for a director is not yet a company.
_COMPANY = {"team_user": "NOT is_robot", "people_client": "1 = 1"}


def holds_a_company() -> bool:
    """Whether anybody can sign in to the live database, or anything is remembered in it."""
    live = connections[DEFAULT_DB_ALIAS]
    if live.vendor == "sqlite" and not Path(live.settings_dict["NAME"]).exists():
        return False
    try:
        return _has_rows(live)
    except DatabaseError:  # so damaged that it cannot be told
        live.close()
        return True


def _has_rows(live: BaseDatabaseWrapper) -> bool:
    present = set(live.introspection.table_names())
    with live.cursor() as cursor:
        for table in present.intersection(_COMPANY):
            cursor.execute(f"SELECT 1 FROM {table} WHERE {_COMPANY[table]} LIMIT 1")  # noqa: S608 (our own names)
            if cursor.fetchone():
                return True
        if "team_user" not in present:
            return False
        cursor.execute(
            "SELECT 1 FROM team_user WHERE password <> '' AND password NOT LIKE %s LIMIT 1", ["!%"]
        )
        return cursor.fetchone() is not None


def begin_alone(connection: BaseDatabaseWrapper) -> None:
    """Within a transaction of PostgreSQL: no limit on long statements, and no long waiting for others."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = '15s'")


def drop_everything(connection: BaseDatabaseWrapper) -> None:
    """Drop every table, view, function and type of the company; undone with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP)
