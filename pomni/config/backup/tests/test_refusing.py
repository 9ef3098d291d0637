"""Restores that are refused: in words, and with everything left as it was."""

import fcntl
import io
import json
import shutil
import tarfile

import pyrage
import pytest
import zstandard

from pomni.config.backup import archive, filling, making
from pomni.config.backup.key import key_for, own_key
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import (
    check_backup,
    restore_backup,
    verify_backup,
)
from pomni.config.backup.stream import seal
from pomni.config.backup.tests.conftest import (
    needs_both,
    on_one_engine,
    state,
    total_digest,
)
from pomni.config.home import Home
from pomni.kit.errors import Refused
from pomni.team.models import Location


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
