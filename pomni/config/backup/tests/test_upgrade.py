"""Upgrading: a planted module plays the new version, in processes of their own, for code is loaded only once."""

import os
import shutil
import subprocess
import sys
import textwrap
import uuid

import pytest

from pomni.config.backup.tests.conftest import OWN, SERVER, on_server
from pomni.config.environ import postgres

FIRST = """
class Migration(migrations.Migration):
    initial = True
    dependencies = [("team", "0001_initial")]
    operations = [
        migrations.CreateModel("Note", [
            ("id", models.BigAutoField(primary_key=True)),
            ("text", models.TextField()),
            ("by", models.ForeignKey("team.User", models.CASCADE)),
        ]),
    ]
"""
SPLIT = """
def split(apps, schema_editor):
    for note in apps.get_model("planted", "Note").objects.all():
        note.title = note.text.split(":")[0]
        note.save()

class Migration(migrations.Migration):
    dependencies = [("planted", "0001_first")]
    operations = [
        migrations.AddField("Note", "title", models.CharField(max_length=40, default="")),
        migrations.RunPython(split),
    ]
"""
DROP = """
class Migration(migrations.Migration):
    dependencies = [("planted", "0002_split")]
    operations = [migrations.RemoveField("Note", "text")]
"""
BREAKS = """
def burn(apps, schema_editor):
    apps.get_model("planted", "Note").objects.all().delete()
    %(then)s

class Migration(migrations.Migration):
    atomic = %(atomic)s
    dependencies = [("planted", "0002_split")]
    operations = [
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(burn),
    ]
"""
APPS = """
from django.apps import AppConfig
from django.core import checks

class PlantedConfig(AppConfig):
    name = "planted"
    default_auto_field = "django.db.models.BigAutoField"

@checks.register
def planted_check(app_configs, **told):
    return [%s]
"""
SETTINGS = """
from pomni.config.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "planted"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""
BEGIN = """
import django; django.setup()
import sys
from django.conf import settings
from django.db import connection
from pomni.config.backup.fingerprint import digest
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import finish_restore, restore_backup
from pomni.config.backup.upgrade import upgrade
from pomni.kit.errors import Refused
home = settings.HOME
home.create()
def rows(what):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM planted_note ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
def write(text):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO planted_note (text, by_id) SELECT %s, MIN(id) FROM team_user", [text])
def schema():
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return [(n, [c.name for c in connection.introspection.get_table_description(cursor, n)]) for n in names]
def told():
    kept = {"backup.key", "backups", "running.lock"}
    print(digest().splitlines()[-1], schema(), sorted(p.name for p in home.folder.iterdir() if p.name not in kept))
"""


class Planted:
    """A Pomni with one module more, whose versions follow each other."""

    def __init__(self, folder, name):
        self.folder, self.name, self.before = folder, name, ""
        self.steps = folder / "planted" / "migrations"
        self.steps.mkdir(parents=True, exist_ok=True)
        (self.steps / "__init__.py").touch()
        (self.folder / "planted" / "__init__.py").touch()
        (self.folder / "planted_settings.py").write_text(SETTINGS)
        self.check("")

    def check(self, error):
        (self.folder / "planted" / "apps.py").write_text(APPS % error)

    def step(self, name, text):
        head = "from django.db import migrations, models\n"
        (self.steps / f"{name}.py").write_text(head + textwrap.dedent(text))

    def forget(self, name):
        (self.steps / f"{name}.py").unlink()

    def run(self, act, data="data"):
        environ = {
            **os.environ,
            "POMNI_DATA": str(self.folder / data),
            "DATABASE_URL": url_of(self.name),
            "DJANGO_SETTINGS_MODULE": "planted_settings",
            "PYTHONPATH": os.pathsep.join([str(self.folder), *filter(None, sys.path)]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, "-c", BEGIN + textwrap.dedent(act)]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)

    def must(self, act, data="data"):
        done = self.run(act, data)
        assert done.returncode == 0, done.stderr
        return done.stdout


def url_of(name):
    """The address of a database of the test server; none for SQLite."""
    if not name:
        return ""
    told = postgres(SERVER)
    secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgresql://{told['USER']}{secret}@{told['HOST']}:{told['PORT'] or 5432}/{name}"


@pytest.fixture(scope="module")
def first_versions(tmp_path_factory, django_db_blocker):
    """A function that gives, for an engine, the first version with two notes in it, and its state; made once."""
    made = {}

    def first(engine):
        if engine not in made:
            name = f"pomni_first_{uuid.uuid4().hex[:8]}" if engine == "postgresql" else ""
            if name:
                on_server(f"CREATE DATABASE {name}")
            planted = Planted(tmp_path_factory.mktemp(engine), name)
            planted.step("0001_first", FIRST)
            before = planted.must(
                "upgrade(home); from pomni.team.models import User\n"
                "User.objects.create(username='vera', name='Vera'); write('a: one'); write('b: two'); told()"
            )
            assert "planted_note" in before
            made[engine] = planted, before
        return made[engine]

    with django_db_blocker.unblock():
        yield first
        for planted, _before in made.values():
            if planted.name:
                on_server(f"DROP DATABASE {planted.name}")


@pytest.fixture
def planted(engine, first_versions, tmp_path, django_db_blocker):
    """A copy of the first version."""
    with django_db_blocker.unblock():
        first, before = first_versions(engine)
        name = f"pomni_next_{uuid.uuid4().hex[:8]}" if first.name else ""
        if name:
            on_server(f"CREATE DATABASE {name} TEMPLATE {first.name}")
        shutil.copytree(first.folder, tmp_path, dirs_exist_ok=True)
        copy = Planted(tmp_path, name)
        copy.before = before
        yield copy
        if name:
            on_server(f"DROP DATABASE {name}")


def test_an_upgrade_makes_a_backup_first_and_then_says_what_it_did(planted):
    planted.step("0002_split", SPLIT)
    planted.step("0003_drop", DROP)
    told = planted.must("print(upgrade(home)); print(rows('title')); print(upgrade(home))")
    assert "up to date. Migrations applied: 2" in told
    assert "['a', 'b']" in told
    assert "up to date" in told
    assert len(list((planted.folder / "data" / "backups").glob("*-before-upgrade.pomni-backup"))) == 1
    assert not list((planted.folder / "data").glob("*.before-upgrade-*"))


def test_a_backup_of_two_versions_ago_is_restored_into_this_one_but_not_the_other_way_round(planted):
    planted.must("make_backup(home, home.folder / 'old')")
    planted.step("0002_split", SPLIT)
    planted.step("0003_drop", DROP)
    told = planted.must(
        "print(restore_backup(home.folder / 'old', force=True)); print(rows('title')); make_backup(home, home.folder / 'new')"
    )
    assert "['a', 'b']" in told
    planted.forget("0003_drop")
    refused = planted.run(
        "for act in (lambda: restore_backup(home.folder / 'new', force=True), lambda: upgrade(home)):\n"
        "    try: act()\n"
        "    except Refused as no: print(no)"
    )
    assert "newer Pomni" in refused.stdout
    assert "newer version of Pomni has used this database" in refused.stdout


# SQLite works on a copy, so that only PostgreSQL has another way for steps that refuse a transaction.
@pytest.mark.parametrize("atomic", [True, False] if OWN == "postgresql" else [True])
def test_a_migration_that_fails_half_way_leaves_rows_and_tables_as_they_were(planted, atomic):
    planted.step("0002_split", SPLIT)
    planted.step("0003_breaks", BREAKS % {"then": "raise ValueError('planted trouble')", "atomic": atomic})
    failed = planted.run("upgrade(home)")
    assert failed.returncode == 1
    assert "as before: planted trouble" in failed.stderr
    planted.forget("0003_breaks")
    planted.forget("0002_split")
    assert planted.must("told()") == planted.before


def test_an_upgrade_that_fails_its_self_check_is_undone(planted):
    planted.step("0002_split", SPLIT)
    planted.check("checks.Error('planted trouble', id='planted.E1')")
    failed = planted.run("upgrade(home)")
    assert "own check failed: planted trouble" in failed.stderr
    planted.check("")
    planted.forget("0002_split")
    assert planted.must("told()") == planted.before


def test_an_upgrade_that_is_killed_half_way_leaves_rows_and_tables_as_they_were(planted):
    planted.step("0002_split", SPLIT)
    planted.step("0003_breaks", BREAKS % {"then": "import os; os.kill(os.getpid(), 9)", "atomic": True})
    killed = planted.run("upgrade(home)")
    assert killed.returncode == -9
    planted.forget("0003_breaks")
    planted.forget("0002_split")
    for left in (planted.folder / "data").glob(".upgrade-*"):
        assert planted.name == ""
        shutil.rmtree(left)
    assert planted.must("told()") == planted.before


def test_while_pomni_runs_nothing_is_upgraded(planted):
    planted.step("0002_split", SPLIT)
    refused = planted.run(
        "import fcntl; f = open(home.folder / 'running.lock', 'a'); fcntl.flock(f, 2); upgrade(home)"
    )
    assert "Pomni is running" in refused.stderr
