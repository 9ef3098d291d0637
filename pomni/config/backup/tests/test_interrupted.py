"""Restores of older versions, those that are killed, and the nightly backup that is proved."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from pomni.config.backup import nightly, restore, swap
from pomni.config.backup.emptying import drop_everything
from pomni.config.backup.key import own_key
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import (
    finish_restore,
    restore_backup,
    verify_backup,
)
from pomni.config.backup.scratch import migrate_to
from pomni.config.backup.tables import applied_steps
from pomni.config.backup.tests.conftest import (
    fill_with_life,
    job,
    on_one_engine,
    state,
    total_digest,
)
from pomni.kit import clock, restoring
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.models import Client


def test_a_backup_of_an_older_version_is_brought_to_this_one(new_company, engine):
    """The old database has neither the triggers of the memory nor the last steps of the second factors."""
    home = new_company(engine)
    new_steps = {
        ("memory", "0002_append_only"),
        ("memory", "0004_sightings_by_time"),
        ("mfa", "0003_authenticator_type_uniq"),
    }
    older = applied_steps(connection) - new_steps
    if engine == "sqlite":
        connection.close()
        home.database.unlink()
    else:
        drop_everything(connection)
    migrate_to(connection, older)
    assert applied_steps(connection) == older
    Client.objects.create(name="Old", added_at=clock.now())
    at = clock.now()
    Moment.objects.create(
        at=at, happened=at, kind="k", by_id=1, record="r", record_id=1, facts={}, personal={}, salt=""
    )
    file = make_backup(home)
    assert verify_backup(file).rows
    new_company(engine, "newer")
    restore_backup(file, own_key(home))
    assert applied_steps(connection) >= older | new_steps
    assert Client.objects.get().name == "Old"
    with pytest.raises(DatabaseError, match="append-only"):
        Moment.objects.update(kind="other")


class Killed(BaseException):
    """As a kill -9 would: nothing is tidied up in words."""


def restored_but_killed(file, monkeypatch, at):
    """Restore, and die before the rename of this number; returns whether it came to that."""
    steps, rename = iter(range(1, 100)), Path.rename

    def killed_at(self, target):
        if next(steps) == at:
            raise Killed
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed_at)
        try:
            restore_backup(file, force=True)
        except Killed:
            return True
        return False


def test_a_restore_that_is_killed_while_things_change_places_is_finished_by_the_next_start(home, monkeypatch):
    file, before = make_backup(home), state(home)[:2]
    calls, killings, killed = [], 0, True
    monkeypatch.setattr(restoring, "_hooks", [lambda: calls.append(total_digest())])
    while killed:
        killings += 1
        (home.media / "later").write_text("later")
        job(task="later", args=[], run_after=clock.now())
        killed = restored_but_killed(file, monkeypatch, killings)
        assert finish_restore(home) is killed
        assert state(home)[:2] == before
        assert calls == [before[0]] * killings
        assert swap.pending(home) is None
    assert killings > 2


def test_a_live_database_that_is_damaged_does_not_stand_in_the_way(new_company):
    home = new_company("sqlite")
    fill_with_life(home)
    file, before = make_backup(home), total_digest()
    connection.close()
    home.database.write_bytes(b"\xff" * 8192)
    with pytest.raises(Refused, match="--force"):
        restore_backup(file)
    report = restore_backup(file, force=True)
    assert total_digest() == before
    assert report.kept[0].read_bytes() == b"\xff" * 8192


def test_nightly_makes_a_backup_proves_it_and_lets_the_old_ones_go(home, monkeypatch):
    monkeypatch.setitem(settings.POMNI, "POMNI_BACKUP_KEEP", 2)
    start = clock.now()
    for day in range(3):
        with clock.travel_to(start + timedelta(days=day)):
            nightly.nightly.func()
    assert len(list(home.backups.glob("*.pomni-backup"))) == 2
    assert nightly.hour() == 3
    monkeypatch.setitem(settings.POMNI, "POMNI_BACKUP_HOUR", "off")
    assert nightly.hour() is None


@on_one_engine
def test_where_the_new_nightly_backup_is_not_good_the_old_ones_stay(home, monkeypatch):
    first = make_backup(home)
    monkeypatch.setitem(settings.POMNI, "POMNI_BACKUP_KEEP", 1)

    def spoilt(home):
        file = restore.make_backup(home)
        file.write_bytes(file.read_bytes()[:-1])
        return file

    monkeypatch.setattr(nightly, "make_backup", spoilt)
    with pytest.raises(Refused, match="damaged"):
        nightly.nightly.func()
    assert first.exists()
