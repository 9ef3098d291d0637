"""Making a backup: complete, consistent, online, private, and never half-done."""

import io
import json
import os
import resource
import stat
import subprocess
import sys
import tarfile
import threading
from datetime import UTC, datetime, timedelta

import pyrage
import pytest
import zstandard
from django.db import connections, transaction

from pomni.config.backup import making
from pomni.config.backup.archive import Header, Manifest, MediaFile, Rows, contents
from pomni.config.backup.fingerprint import digest
from pomni.config.backup.key import key_for, own_key, read_key
from pomni.config.backup.making import make_backup, only_one, prune
from pomni.config.backup.recovery import recovery_sheet
from pomni.config.backup.tests.conftest import job, on_one_engine
from pomni.jobs.models import Job, Periodic
from pomni.kit.clock import travel_to
from pomni.kit.errors import Refused

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def rows_in(home, file, table):
    items = contents(file, key_for(home, None))
    parts = [item.lines for item in items if isinstance(item, Rows) and item.table == table]
    return [json.loads(line) for line in b"".join(parts).splitlines()]


def test_a_backup_holds_every_table_every_row_every_file_and_the_digest_of_the_moment_it_was_made(home):
    told = digest().splitlines()
    file = make_backup(home)
    items = [
        (type(item), item) for item in contents(file, key_for(home, None)) if not isinstance(item, MediaFile)
    ]
    manifest = next(item for kind, item in items if kind is Manifest)
    header = next(item for kind, item in items if kind is Header)
    assert told[-1] == f"digest {manifest.digest}"
    assert {line.split()[0]: int(line.split()[1]) for line in told[:-1]} == {
        p.table: p.rows for p in manifest.prints
    }
    assert manifest.media["files"] == 2
    assert {"memory_moment", "team_user", "people_client", "mfa_authenticator", "django_session"} <= set(
        header.tables
    )


@on_one_engine
def test_a_backup_is_named_by_the_clock_and_a_second_one_of_the_same_minute_gets_a_name_of_its_own(home):
    with travel_to(AT):
        first, second = make_backup(home), make_backup(home)
    assert [first.name, second.name] == [
        "pomni-2026-11-21-0300.pomni-backup",
        "pomni-2026-11-21-0300-2.pomni-backup",
    ]
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


@on_one_engine
def test_anybody_with_the_key_opens_a_backup_with_age_zstd_and_tar_alone(home):
    file = make_backup(home)
    key = home.backup_key_file.read_text().splitlines()[-1]
    plain = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(key)])
    unpacked = io.BytesIO(zstandard.ZstdDecompressor().stream_reader(plain).read())
    with tarfile.open(fileobj=unpacked) as tar:
        names = tar.getnames()
        photo = tar.extractfile("media/a/b/Zdjęcie 1.jpg").read()
        header = json.load(tar.extractfile("header.json"))
    assert (names[0], names[-1]) == ("header.json", "manifest.json")
    assert photo == (home.media / "a/b/Zdjęcie 1.jpg").read_bytes()
    assert header["format"] == 1


@on_one_engine
def test_neither_the_backup_key_nor_plain_text_is_in_a_backup(home):
    file = make_backup(home)
    key = home.backup_key_file.read_text().splitlines()[-1].encode()
    assert b"Anna" not in file.read_bytes()
    plain = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(key.decode())])
    tar = zstandard.ZstdDecompressor().stream_reader(plain).read()
    assert b"Anna" in tar
    assert key not in tar


def test_while_a_backup_is_made_others_go_on_writing_and_it_shows_one_instant(home, monkeypatch):
    """Between any two tables somebody writes a pair in one transaction: the backup has neither half of any."""
    live, original = connections["default"], making.blocks_of
    written = []

    def write_pair():
        connections["default"] = live.copy()
        with transaction.atomic():
            written.append(job(task="pair", args=[], run_after=AT).pk)
            Periodic.objects.create(name=f"pair {len(written)}", slot=AT)
        connections["default"].close()

    def interrupted(connection, table):
        writer = threading.Thread(target=write_pair)
        writer.start()
        writer.join(timeout=15)
        assert not writer.is_alive(), "a writer had to wait for the backup"
        yield from original(connection, table)

    there_before = job(task="pair", args=[], run_after=AT)
    monkeypatch.setattr(making, "blocks_of", interrupted)
    file = make_backup(home)
    assert len(written) > 20
    task = 2  # the third column
    pairs = [row[0] for row in rows_in(home, file, "jobs_job") if row[task] == "pair"]
    assert pairs == [there_before.pk]
    assert not [row for row in rows_in(home, file, "jobs_periodic") if row[1].startswith("pair ")]


@on_one_engine
def test_links_in_the_media_folder_are_not_followed(home, tmp_path):
    secret = tmp_path / "passwords"
    secret.mkdir()
    (secret / "list").write_text("secret")
    (home.media / "link").symlink_to(secret / "list")
    (home.media / "folder").symlink_to(secret, target_is_directory=True)
    os.mkfifo(home.media / "pipe")
    items = contents(make_backup(home), key_for(home, None))
    names = {str(item.path) for item in items if isinstance(item, MediaFile)}
    assert names == {"a/b/Zdjęcie 1.jpg", "empty"}


@on_one_engine
def test_where_the_disk_is_full_it_says_so_and_leaves_nothing_half_done(home):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(Refused, match="could not be written"):
            make_backup(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [f.name for f in home.backups.iterdir()] == [".lock"]


@on_one_engine
def test_a_place_that_cannot_be_written_is_refused_in_words(home, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="could not be written"):
        make_backup(home, tmp_path / "file" / "x.pomni-backup")


@on_one_engine
def test_a_backup_goes_to_the_folder_or_the_file_that_was_named(home, tmp_path):
    assert make_backup(home, tmp_path).parent == tmp_path
    assert make_backup(home, tmp_path / "mine").name == "mine"


@on_one_engine
def test_two_backups_are_not_made_at_once(home):
    with only_one(home), pytest.raises(Refused, match="Another backup"):
        make_backup(home)


@on_one_engine
def test_what_a_killed_backup_left_half_done_is_cleared_away_by_the_next(home):
    left = home.backups / "pomni-2026-01-01-0300.pomni-backup.part"
    left.write_text("half")
    make_backup(home)
    assert not left.exists()


@on_one_engine
def test_the_oldest_backups_go_but_never_the_last_good_one(home):
    files = []
    for day in range(1, 6):
        with travel_to(AT.replace(day=day)):
            files.append(make_backup(home))
    special = make_backup(home, label="before-upgrade")
    assert prune(home, 4) == files[:1]
    for spoilt in files[2:]:
        spoilt.write_bytes(spoilt.read_bytes()[:-10])
    assert prune(home, 2) == [files[2]]
    assert [f for f in files if f.exists()] == [files[1], files[3], files[4]]
    assert special.exists()


@on_one_engine
def test_the_key_is_made_once_for_its_owner_alone_and_typed_from_paper_in_any_way(home):
    key = own_key(home)
    assert stat.S_IMODE(home.backup_key_file.stat().st_mode) == 0o600
    assert str(own_key(home)) == str(key)
    typed = str(key).lower()
    assert str(read_key(f" {typed[:20]} {typed[20:]}\n")) == str(key)
    assert str(read_key(home.backup_key_file)) == str(key)
    with pytest.raises(Refused, match="typing error"):
        read_key(str(key)[:-1] + ("A" if str(key)[-1] != "A" else "C"))
    with pytest.raises(Refused, match="no backup key"):
        read_key(home.secret_file)


@on_one_engine
def test_the_recovery_sheet_tells_key_folder_and_the_three_ways_back(home):
    sheet = recovery_sheet(home)
    for told in (
        str(own_key(home)),
        str(home.folder),
        "pomni restore",
        "pomni invite --director",
        "age -d -i",
    ):
        assert told in sheet


def test_the_digest_differs_by_a_single_microsecond(home):
    before = digest().splitlines()
    one = Job.objects.order_by("pk").first()
    Job.objects.filter(pk=one.pk).update(run_after=one.run_after + timedelta(microseconds=1))
    after = digest().splitlines()
    assert [a.split()[0] for a, b in zip(before, after, strict=True) if a != b] == ["jobs_job", "digest"]


BIG = """
import os, resource, django; django.setup()
from django.conf import settings; from django.db import connection
from pomni.config.backup import making, restore, scratch
settings.HOME.create(); scratch.migrate_on(connection)
with connection.cursor() as c:
    c.execute('''INSERT INTO jobs_job (uid, task, args, kwargs, queue, priority, key, run_after, status, attempt,
        attempts, enqueued_at, worker, error_class, error)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 50000)
        SELECT printf('%%032x', i), 't', '[]', '{}', '', 0, '', '2026-01-01 00:00:00', 'READY', 0, 1,
        '2026-01-01 00:00:00', '', '', hex(zeroblob(1000)) FROM n''', [])
with open(settings.HOME.media / "film", "wb") as film:
    film.truncate(150_000_000)
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = used()
file = making.make_backup(settings.HOME)
report = restore.check_backup(file)
assert report.rows > 50000 and report.bytes == 150_000_000
print(used() - before)
"""


def test_the_memory_that_a_backup_takes_does_not_grow_with_the_company(tmp_path):
    """A quarter of a gigabyte of rows and files goes through; what is held at a time is a few parts."""
    environ = {**os.environ, "POMNI_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", BIG], env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) < 60  # MB
