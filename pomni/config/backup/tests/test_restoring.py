"""Restoring: the same company on either engine, or a refusal that leaves everything as it was."""

import fcntl
import io
import json
import shutil
import tarfile
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
import zstandard
from django.conf import settings
from django.db import DatabaseError, connection

from pomni.config.backup import archive, filling, making, nightly, restore, swap
from pomni.config.backup.emptying import drop_everything
from pomni.config.backup.fingerprint import digest
from pomni.config.backup.key import key_for, own_key
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import (
    check_backup,
    finish_restore,
    restore_backup,
    verify_backup,
)
from pomni.config.backup.scratch import migrate_to, pointed_at, sqlite_at
from pomni.config.backup.stream import seal
from pomni.config.backup.tables import applied_steps
from pomni.config.backup.tests.conftest import (
    HARD_JSON,
    NO_SERVER,
    SERVER,
    fill_with_life,
    job,
    on_one_engine,
    total_digest,
)
from pomni.config.home import Home
from pomni.jobs.models import Job
from pomni.kit import clock, restoring
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client
from pomni.team.models import Location, User

needs_both = pytest.mark.skipif(not SERVER, reason=NO_SERVER)


def state(home):
    """All that a refused restore must leave as it is."""
    files = {str(p.relative_to(home.media)): p.read_bytes() for p in home.media.rglob("*") if p.is_file()}
    names = {p.name for p in home.folder.iterdir()} - {
        "running.lock",
        "pomni.sqlite3-wal",
        "pomni.sqlite3-shm",
    }
    return total_digest(), files, names


# --- The same company ------------------------------------------------------------------------------------------


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


# --- Refusals that leave everything as it was ------------------------------------------------------------------


def test_a_company_is_not_replaced_without_force(home):
    file, before = make_backup(home), state(home)
    with pytest.raises(Refused, match="--force"):
        restore_backup(file)
    assert state(home) == before


@on_one_engine
def test_a_bit_flipped_anywhere_is_noticed(home):
    shutil.rmtree(home.media)
    home.media.mkdir()
    file = make_backup(home)
    sound, spoilt = file.read_bytes(), home.backups / "spoilt.pomni-backup"
    places = [*range(250), *range(250, len(sound), 41), *range(len(sound) - 20, len(sound))]
    for number, place in enumerate(places):
        bytes_ = bytearray(sound)
        bytes_[place] ^= 1 << (number % 8)
        spoilt.write_bytes(bytes_)
        with pytest.raises(Refused):
            check_backup(spoilt)


def test_a_damaged_backup_is_refused_in_words_and_nothing_changes(home):
    file = make_backup(home)
    sound, before = file.read_bytes(), state(home)
    spoilt = {
        "empty": b"",
        "one byte": sound[:1],
        "its head alone": sound[:300],
        "half": sound[: len(sound) // 2],
        "cut at the end": sound[:-1],
        "something added": sound + b"x",
        "something before": b"SQLite format 3\0" + sound,
        "a text": b"not a backup\n" * 1000,
        "one bit": sound[:2000] + bytes([sound[2000] ^ 4]) + sound[2001:],
    }
    for how, content in spoilt.items():
        file.write_bytes(content)
        for act in (lambda: restore_backup(file, force=True), lambda: verify_backup(file)):
            with pytest.raises(Refused, match="damaged"):
                act()
        assert state(home) == before, how


@on_one_engine
def test_another_companys_key_is_refused_in_words_and_nothing_changes(home, tmp_path):
    file, before = make_backup(home), state(home)
    other = Home(tmp_path / "stranger")
    own_key(other)
    with pytest.raises(Refused, match="does not open"):
        restore_backup(file, other.backup_key_file, force=True)
    assert state(home) == before


@on_one_engine
def test_without_a_key_it_asks_for_the_one_on_the_recovery_sheet(home):
    file = make_backup(home)
    home.backup_key_file.unlink()
    with pytest.raises(Refused, match="recovery sheet"):
        restore_backup(file, force=True)


@on_one_engine
def test_a_file_that_is_not_there_is_refused_in_words(home):
    with pytest.raises(Refused, match="no file"):
        restore_backup(home.backups / "none.pomni-backup", force=True)


@on_one_engine
def test_while_pomni_runs_on_the_data_folder_nothing_is_restored(home):
    file, before = make_backup(home), state(home)
    with open(home.folder / "running.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="running"):
            restore_backup(file, force=True)
        assert state(home) == before
    restore_backup(file, force=True)


def test_rows_that_do_not_come_out_as_they_went_in_are_refused_and_nothing_changes(home, monkeypatch):
    file, before, write = make_backup(home), state(home), filling.write_lines

    def forgets_one(connection, table, lines):
        write(connection, table, lines[1:] if table.name == "people_client" else lines)

    monkeypatch.setattr(filling, "write_lines", forgets_one)
    with pytest.raises(Refused):
        restore_backup(file, force=True)
    assert state(home)[:2] == before[:2]


def test_rows_that_point_nowhere_are_refused_and_nothing_changes(home, monkeypatch):
    monkeypatch.setattr(making, "blocks_of", without_users)
    file = make_backup(home)
    before = state(home)
    with pytest.raises(Refused, match="do not fit"):
        restore_backup(file, force=True)
    assert state(home) == before


def without_users(connection, table):
    from pomni.config.backup.rows import blocks_of

    return iter(()) if table.name == "team_user" else blocks_of(connection, table)


@needs_both
def test_a_value_that_the_other_engine_cannot_hold_is_refused_with_the_name_of_its_table(new_company):
    home = new_company("sqlite")
    Location.objects.create(name="n" * 200, zone="UTC")  # SQLite does not mind the length
    file = make_backup(home)
    new_company("postgresql", "other")
    before = total_digest()
    with pytest.raises(Refused, match=r"team_location.*too long"):
        restore_backup(file, own_key(home))
    assert total_digest() == before


def rewritten(home, change):
    """The backup once more, sealed with the right key, after `change` has had its way with its members."""
    file, key = make_backup(home), key_for(home, None)
    plain = zstandard.ZstdDecompressor().stream_reader(pyrage.decrypt(file.read_bytes(), [key])).read()
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for info, content in change(members):
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with file.open("wb") as sealed:
        seal((piece for piece in [out.getvalue()]), sealed, key)
    return file


def renamed(name):
    def change(members):
        for info, content in members:
            if info.name == "media/empty":
                info.name = name
            yield info, content

    return change


@on_one_engine
def test_a_forged_backup_writes_nothing_outside_the_media_folder(home):
    before = state(home)[:2]
    for name in ("media/../../evil", "media//evil", "/evil", "media/a/../../../evil", "media/."):
        file = rewritten(home, renamed(name))
        with pytest.raises(Refused, match="damaged"):
            restore_backup(file, force=True)
    assert state(home)[:2] == before
    assert not list(home.folder.parent.glob("**/evil"))


@on_one_engine
def test_a_link_in_a_forged_backup_is_refused(home):
    def change(members):
        for info, content in members:
            if info.name == "media/empty":
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            yield info, content

    with pytest.raises(Refused, match="damaged"):
        restore_backup(rewritten(home, change), force=True)


@on_one_engine
def test_a_backup_without_a_part_or_its_end_is_refused(home):
    for gone in (
        "secret.key",
        "tables/team_user/000001.jsonl",
        "media/empty",
        "manifest.json",
        "header.json",
    ):
        file = rewritten(home, lambda members, gone=gone: [m for m in members if m[0].name != gone])
        with pytest.raises(Refused, match="damaged"):
            check_backup(file)


@on_one_engine
def test_a_backup_of_a_newer_pomni_is_refused_with_its_version(home):
    def newer(members, **told):
        for info, content in members:
            if info.name == "header.json":
                header = json.loads(content) | {"pomni": "9.9"}
                header["migrations"].append(["people", "0999_from_the_future"])
                yield info, json.dumps(header | told).encode()
            else:
                yield info, content

    before = state(home)[:2]
    for told in ({}, {"format": archive.FORMAT + 1}):
        with pytest.raises(Refused, match=r"newer Pomni \(9\.9\)"):
            restore_backup(rewritten(home, lambda members, told=told: newer(members, **told)), force=True)
    assert state(home)[:2] == before


@on_one_engine
def test_an_erasure_that_cannot_be_read_stops_the_restore_before_it_begins(home):
    file = make_backup(home)
    home.erasures.write_text('{"what": "people.client", "uid"\n')
    before = state(home)
    with pytest.raises(Refused, match="Line 1"):
        restore_backup(file, force=True)
    assert state(home) == before


# --- Versions and interruptions --------------------------------------------------------------------------------


def test_a_backup_of_an_older_version_is_brought_to_this_one(new_company, engine):
    """The old database has neither the triggers of the memory nor the last steps of the second factors."""
    home = new_company(engine)
    new_steps = {("memory", "0002_append_only"), ("mfa", "0003_authenticator_type_uniq")}
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
