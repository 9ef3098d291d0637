"""The cast that plays in the tests, and what is put in order between two of them."""

import gc
import os
import time

import pytest
from django.core import management
from django.core.management import call_command
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.test import Client, TransactionTestCase
from django.urls import get_resolver

# What asks nothing of the engine is run on one of them, else the suite would take half an hour: who may enter where, words,
# papers, arithmetic, looks, letters and calls, the reading of lines and files, how many statements a page runs, and the
# company that is played for two years.
ON_ONE_ENGINE = (
    "tests/matrix/", "tests/test_house.py", "tests/test_words.py", "tests/test_papers.py", "tests/test_statements.py",
    "tests/test_warnings.py",
    "pomni/kit/", "pomni/ui/", "pomni/post/", "pomni/agenda/tests/capture/", "pomni/agenda/tests/test_planted.py",
    "pomni/config/demo_story/", "pomni/exchange/tests/test_sheets.py",
    "pomni/people/tests/test_own_orders.py::test_an_index_holds",  # the plans of SQLite are asked for
)  # fmt: skip

# The whole bench in small takes minutes: it is played on PostgreSQL, or on SQLite where there is no other engine.
BENCH = "tests/test_bench.py::test_the_bench_measures_everything"

_empty = TransactionTestCase._fixture_teardown


def _empty_with_guard_lifted(self):
    from pomni.memory import guard

    with guard.lifted():
        _empty(self)


def _delete_what_is_there(self, style, tables, **_more):
    """How PostgreSQL empties tables after a test: few hold any rows, and cutting them all takes a second."""
    held = "SELECT '{0}' WHERE EXISTS (SELECT FROM \"{0}\")"
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(held.format(table) for table in tables))
        filled = [table for (table,) in cursor.fetchall()]
    # Rows that hang on each other go in any order, and past what keeps the memory from being changed.
    free = "SET LOCAL session_replication_role = replica"
    return [free, *(f'DELETE FROM "{table}"' for table in filled)] if filled else []  # noqa: S608 (names of our own tables)


TransactionTestCase._fixture_teardown = _empty_with_guard_lifted
PostgresOperations.sql_flush = _delete_what_is_there

_force_login = Client.force_login


def _as_if_the_password_was_just_typed(self, user, backend=None):
    _force_login(self, user, backend)
    session = self.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


Client.force_login = _as_if_the_password_was_just_typed


def pytest_addoption(parser):
    parser.addoption(
        "--part", default="1/1", help="of the files, each so many-th one: 1/2 and 2/2 are all of them"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Browser tests come last: while Playwright runs, Django believes itself in an event loop."""
    items.sort(key=lambda item: "browser" in item.path.parts)
    if os.environ.get("DATABASE_URL"):
        _leave_out(config, items, lambda item: item.nodeid.startswith(ON_ONE_ENGINE) or is_of_sqlite(item))
    elif os.environ.get("POMNI_TEST_DATABASE_URL"):
        _leave_out(config, items, lambda item: item.nodeid.startswith(BENCH))
    wanted, parts = config.getoption("--part").split("/")
    files = list(dict.fromkeys(item.path for item in items))
    mine = {path for part in wanted.split(",") for path in files[int(part) - 1 :: int(parts)]}
    _leave_out(config, items, lambda item: item.path not in mine)


def is_of_sqlite(item):
    """Backups whose tests name SQLite as their engine have run in its own turn."""
    return item.nodeid.startswith("pomni/config/backup/") and item.nodeid.endswith("[sqlite]")


def _leave_out(config, items, unwanted):
    if out := [item for item in items if unwanted(item)]:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if not unwanted(item)]


def pytest_collection_finish(session):
    """What was imported by now stays: a collector that walks over all of it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """The tables are made as those of a new company are, not step by step: that would take five seconds each time."""
    from pomni.config.schema import make_at_once

    def call(command, **words):
        is_of_tests = command == "migrate" and words.get("run_syncdb")
        if not is_of_tests or not make_at_once():
            call_command(command, **words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", call)
        yield


@pytest.fixture(scope="session", autouse=True)
def _addresses_are_known():
    """As a server and a worker read them when they start: a thread of a test would do it inside its transaction."""
    get_resolver().url_patterns  # noqa: B018 (reading is what imports every page)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once():
    """Every browser of a test has middleware of its own, which would look at each of our files anew: 25 ms a test."""
    from whitenoise.base import WhiteNoise

    look, listed = WhiteNoise.update_files_dictionary, {}

    def remembered(self, root, prefix):
        if (root, prefix) not in listed:
            look(self, root, prefix)
            listed[root, prefix] = dict(self.files)
        self.files |= listed[root, prefix]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", remembered)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Passwords are hashed slowly on purpose; in tests that would be most of the time."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _sightings_are_written_when_a_test_asks():
    """A thread beside the test would wait for the test's own transaction, and write into the next test."""
    from pomni.memory import sightings

    sightings._buffer.run = lambda: None


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """What a process keeps in mind (rights by stamp, sightings) does not pass from test to test."""
    from pomni.facts import own
    from pomni.memory import sightings
    from pomni.team import company, models

    company.forget()
    own.forget()
    yield
    company.forget()
    own.forget()
    models._grants.cache_clear()
    sightings._buffer.take()
    sightings._lately.clear()


def member(login, preset=None, *, location=None, team=None, name=""):
    """A colleague who holds a preset role."""
    from pomni.team.models import Role, RoleHeld, User

    user = User(username=login, name=name or login.capitalize(), language="en", team=team)
    user.set_password("correct horse battery")
    user.save()
    if preset:
        RoleHeld.objects.create(user=user, role=Role.objects.get(preset=preset), location=location)
    return user


@pytest.fixture(scope="session")
def hiring():
    """Takes a colleague on, for a company that is made once for many tests."""
    return member


@pytest.fixture
def hire(db):
    """Takes a colleague on: `hire("nina", "front_desk", location=north)`."""
    return member


@pytest.fixture
def vera(db):
    """The director: sees and does everything."""
    return member("vera", "director")


@pytest.fixture
def mark(db):
    """A salesperson: his own clients."""
    return member("mark", "salesperson")


@pytest.fixture
def lena(db):
    """Another salesperson: her own clients."""
    return member("lena", "salesperson")


@pytest.fixture
def sam(db):
    """A specialist: his own clients, phones masked."""
    return member("sam", "specialist")


@pytest.fixture
def guest(db):
    """Signs in and holds no role at all."""
    return member("guest")


@pytest.fixture
def company(db):
    """The seeded company: one colleague of each role, two locations, a team, clients with canaries. By login."""
    from pomni.config.seeding import seed
    from pomni.team.models import User

    list(seed("correct horse battery"))
    return {user.username: user for user in User.objects.people()}


@pytest.fixture
def page_of(db):
    """A browser in which a colleague is signed in."""

    def open_for(user):
        browser = Client()
        browser.force_login(user)
        return browser

    return open_for


@pytest.fixture
def program_of(db):
    """A browser that sends a colleague's token, as a program does."""

    def make(user, may_change=True):
        from pomni.team.commands import make_token
        from pomni.team.scopes import open_to

        scopes = [scope for scope in open_to(user) if may_change or scope.endswith(":read")]
        token = make_token(user, name="Program", scopes=scopes, by=user)
        return Client(headers={"Authorization": f"Bearer {token.secret}"})

    return make
