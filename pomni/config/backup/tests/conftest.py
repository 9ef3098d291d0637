"""A company in a data folder and a database of its own, on each engine: a restore changes them as a whole."""

import os
import shutil
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as house
from django.db import connections

from pomni.config.backup import filling
from pomni.config.backup.scratch import migrate_on, migrate_to, pointed_at, sqlite_at
from pomni.config.environ import postgres
from pomni.config.home import Home

SERVER = os.environ.get("POMNI_TEST_DATABASE_URL", "")
OWN = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"  # the engine of this run of the suite
NO_SERVER = (
    "needs a PostgreSQL where databases may be made: POMNI_TEST_DATABASE_URL=postgresql://user@host/postgres"
)


# For what has nothing to do with the engine.
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
needs_both = pytest.mark.skipif(not SERVER, reason=NO_SERVER)


def postgres_at(name):
    """A database of the test server, under the settings of the house."""
    told = postgres(SERVER) | {"NAME": name}
    told["OPTIONS"].setdefault("options", "-c statement_timeout=60s")
    told = connections.configure_settings({"default": told})["default"]
    from django.db.backends.postgresql.base import DatabaseWrapper

    return DatabaseWrapper(told, "default")


def on_server(statement):
    """Have the test server make or drop a database."""
    server = postgres_at(postgres(SERVER)["NAME"])
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()


@pytest.fixture(params=[OWN])
def engine(request):
    """Which engine the company is on: the suite's own, since the suite runs on both."""
    if request.param == "postgresql" and not SERVER:
        pytest.skip(NO_SERVER)
    return request.param


@pytest.fixture(scope="session")
def templates(tmp_path_factory, django_db_blocker):
    """Empty companies to copy, made once for each engine: name of the engine -> file or database."""
    made = {"sqlite": tmp_path_factory.mktemp("template") / "pomni.sqlite3"}
    with django_db_blocker.unblock():
        with pointed_at(sqlite_at(made["sqlite"])) as connection:
            migrate_on(connection)
        if SERVER:
            made["postgresql"] = f"pomni_backup_{os.getpid()}_{uuid.uuid4().hex[:6]}"
            on_server(f"CREATE DATABASE {made['postgresql']}")
            with pointed_at(postgres_at(made["postgresql"])) as connection:
                migrate_on(connection)
    yield made
    if SERVER:
        with django_db_blocker.unblock():
            on_server(f"DROP DATABASE IF EXISTS {made['postgresql']}")


@pytest.fixture(autouse=True)
def _tables_of_this_version_are_copied(request, monkeypatch):
    """A restore makes the tables by all migrations; on SQLite those of this version are copied, which saves two seconds each.

    `test_upgrade` and `test_new_computer` run the whole product in processes of their own, with nothing copied.
    """
    if "templates" not in request.fixturenames:
        return

    def quickly(connection, applied):
        file = request.getfixturevalue("templates")["sqlite"]
        if connection.vendor != "sqlite" or applied != _applied(file):
            return migrate_to(connection, applied)
        connection.ensure_connection()
        with pointed_at(sqlite_at(file)) as template:
            template.ensure_connection()
            template.connection.backup(connection.connection)
        return None

    monkeypatch.setattr(filling, "migrate_to", quickly)


def _applied(file):
    with pointed_at(sqlite_at(file)) as template, template.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


@pytest.fixture
def new_company(templates, tmp_path, django_db_blocker, monkeypatch):
    """A function that opens an empty company on an engine, in a data folder of its own, until the test ends."""
    from contextlib import ExitStack

    with django_db_blocker.unblock(), ExitStack() as stack:

        def open_on(engine, folder="data"):
            home = Home(tmp_path / folder)
            home.create()
            monkeypatch.setattr(house, "HOME", home)
            monkeypatch.setattr(house, "MEDIA_ROOT", home.media)
            if engine == "sqlite":
                shutil.copy(templates["sqlite"], home.database)
                stack.enter_context(pointed_at(sqlite_at(home.database)))
                return home
            name = f"{templates['postgresql']}_{uuid.uuid4().hex[:8]}"
            on_server(f"CREATE DATABASE {name} TEMPLATE {templates['postgresql']}")
            stack.callback(on_server, f"DROP DATABASE {name}")
            stack.enter_context(pointed_at(postgres_at(name)))
            return home

        yield open_on


@pytest.fixture
def home(new_company, engine):
    """The data folder of a company with people, clients, jobs and files."""
    home = new_company(engine)
    fill_with_life(home)
    return home


def fill_with_life(home):
    """Rows of every kind of value that is hard to carry over, written as Pomni writes them."""
    from pomni.jobs.models import Job, Periodic
    from pomni.memory.models import Sighting
    from pomni.people.commands import add_client, edit_client
    from pomni.team.models import Role, RoleHeld, User
    from pomni.team.robots import command_line

    vera = User(username="vera", name="Вера Ларина", language="ru")
    vera.set_password("correct horse battery")
    vera.save()
    RoleHeld.objects.create(user=vera, role=Role.objects.get(preset="director"))
    client = add_client(name='Żółć "O\'Neil" \\ \U0001f9d6\nLtd\t', phone="+48 600 100 200", by=vera)
    edit_client(client, by=vera, name="Anna")
    add_client(name="Борис", email="boris@example.org", by=command_line())
    at = datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=UTC)
    for number, value in enumerate(HARD_JSON):
        job(task=f"t{number}", args=[value], run_after=at + timedelta(microseconds=number))
    last = job(task="gone", args=[], run_after=at)
    Job.objects.filter(pk=last.pk).delete()
    Periodic.objects.create(name="p", slot=at.replace(microsecond=0), job=uuid.UUID(int=5))
    Sighting.objects.create(at=at, by_id=-(2**62), how="card", record="", record_id=2**62)
    sessions()
    (home.media / "a" / "b").mkdir(parents=True)
    (home.media / "a" / "b" / "Zdjęcie 1.jpg").write_bytes(os.urandom(3_000_000))
    (home.media / "empty").touch()


HARD_JSON = (
    None,
    True,
    0,
    -0.0,
    1.0,
    1e16,
    1e-7,
    1.5e300,
    2**70,
    {"б": 1, "a": {"z": [1, 2.50], "y": None}},
    "line\u2028end \u0001 \u007f",
    [],
)


def job(**told):
    """A row of the queue that nobody will run."""
    from pomni.jobs.models import Job

    return Job.objects.create(queue="-", attempts=1, enqueued_at=told["run_after"], **told)


def sessions():
    """Sessions have text as their key: engines must order them alike."""
    from django.contrib.sessions.models import Session

    at = datetime(2027, 1, 1, tzinfo=UTC)
    for key in ("b", "B", "a", "_", "ż", "z", "10", "9"):
        Session.objects.create(session_key=key, session_data="x", expire_date=at)


def total_digest():
    """The digest of the live company."""
    from pomni.config.backup.fingerprint import digest

    return digest().splitlines()[-1]


def state(home):
    """All that a refused restore must leave as it is."""
    files = {str(p.relative_to(home.media)): p.read_bytes() for p in home.media.rglob("*") if p.is_file()}
    names = {p.name for p in home.folder.iterdir()} - {
        "running.lock",
        "pomni.sqlite3-wal",
        "pomni.sqlite3-shm",
    }
    return total_digest(), files, names
