"""Restoring: the same company on either engine, or a refusal that leaves everything as it was."""

import pytest
from django.db import DatabaseError, connection

from pomni.config.backup import filling
from pomni.config.backup.fingerprint import digest
from pomni.config.backup.key import own_key
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import (
    restore_backup,
    verify_backup,
)
from pomni.config.backup.scratch import pointed_at, sqlite_at
from pomni.config.backup.tests.conftest import (
    HARD_JSON,
    fill_with_life,
    job,
    needs_both,
    state,
    total_digest,
)
from pomni.jobs.models import Job
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client
from pomni.team.models import User


@needs_both
def test_a_company_moves_from_sqlite_to_postgresql_and_back_and_every_digest_is_the_same(new_company):
    home = new_company("sqlite")
    fill_with_life(home)
    first, file = digest(), make_backup(home)
    files = state(home)[1]
    other = new_company("postgresql", "other")
    report = restore_backup(file, home.backup_key_file)
    assert digest() == first
    assert state(other)[1] == files
    assert (report.engine, connection.vendor) == ("sqlite", "postgresql")
    file = make_backup(other)
    new_company("sqlite", "third")
    restore_backup(file, own_key(other))
    assert digest() == first
    assert User.objects.get(username="vera").check_password("correct horse battery")
    assert Client.objects.filter(name="Anna").exists()


def test_after_a_restore_the_memory_is_append_only_and_its_chain_holds(home):
    from pomni.memory.queries import verify_chain
    from pomni.memory.sealer import seal as seal_moments

    seal_moments()
    report = restore_backup(make_backup(home), force=True)
    assert report.chain[0] > 0
    assert list(verify_chain()) == []
    with pytest.raises(DatabaseError, match="append-only"):
        Moment.objects.update(kind="other")


def test_the_number_of_a_deleted_record_is_not_given_out_again_after_a_restore(home):
    gone = job(task="gone", args=[], run_after=clock.now())
    number = gone.pk
    gone.delete()
    restore_backup(make_backup(home), force=True)
    assert job(task="next", args=[], run_after=clock.now()).pk == number + 1


def test_a_table_without_rows_goes_on_counting_too(home):
    Job.objects.all().delete()
    restore_backup(make_backup(home), force=True)
    assert job(task="next", args=[], run_after=clock.now()).pk > len(HARD_JSON) + 1


def test_what_was_there_is_laid_aside_and_the_files_come_with_the_rows(home):
    file, before = make_backup(home), state(home)[:2]
    (home.media / "later").write_text("later")
    Client.objects.all().delete()
    add_client(name="Later", by=User.objects.get(username="vera"))
    changed = total_digest()
    report = restore_backup(file, force=True)
    assert state(home)[:2] == before
    aside = [path for path in report.kept if path.is_dir()]
    assert (aside[0] / "later").read_text() == "later"
    assert {p.suffix for p in report.kept if p.is_file()} & {".pomni-backup", report.kept[0].suffix}
    if connection.vendor == "sqlite":
        with pointed_at(sqlite_at(report.kept[0])):
            assert total_digest() == changed
    else:
        restore_backup(report.kept[0], force=True)
        assert total_digest() == changed


def test_verify_proves_a_backup_without_touching_live_data_and_leaves_no_plain_text_behind(home):
    file = make_backup(home)
    before = state(home)
    add_client(name="Later", by=User.objects.get(username="vera"))
    now = state(home)
    report = verify_backup(file)
    assert state(home) == now
    assert report.digest == before[0].split()[-1]
    assert report.files == 2
    assert "good" in str(report)
    assert not list(home.folder.glob(".verify-*"))


def test_verify_fails_where_the_rows_cannot_be_restored(home, monkeypatch):
    file = make_backup(home)
    monkeypatch.setattr(filling, "write_lines", lambda *_: None)
    with pytest.raises(Refused, match="not as in the backup"):
        verify_backup(file)


def test_the_secret_key_travels_with_the_rows_that_were_encrypted_with_it(new_company, home, engine):
    file, key, secret = make_backup(home), own_key(home), home.secret()
    other = new_company(engine, "other")
    assert other.secret() != secret
    restore_backup(file, key)
    assert other.secret() == secret
    assert oct(other.secret_file.stat().st_mode)[-3:] == "600"


def test_into_an_empty_company_it_restores_without_force_and_lays_nothing_aside(new_company, home, engine):
    file, key = make_backup(home), own_key(home)
    new_company(engine, "other")
    assert restore_backup(file, key).kept == []


def test_clients_who_were_erased_after_the_backup_are_erased_again(home):
    file, vera = make_backup(home), User.objects.get(username="vera")
    forget_client(Client.objects.get(name="Anna"), by=vera)
    restore_backup(file, force=True)
    assert not Client.objects.filter(name="Anna").exists()
    assert Client.objects.filter(name="Борис").exists()
