"""Power cuts on SQLite: the system calls of a real writer are replayed onto a disk that forgets what was not synced."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from .replay import Disk, calls

pytestmark = pytest.mark.durability(engine="sqlite")

STEPS = 260  # commands of the writer; the log is folded into the database a few times
CUTS = 36  # points at which the power fails; three images each
IMAGES = ("lost", "kept", "torn")


@pytest.fixture(scope="session")
def journalling(tmp_path_factory):
    """The little library that writes down a process's system calls."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux":
        pytest.skip("system calls are journalled by a library that is loaded first: run this on Linux")
    if not compiler:
        pytest.skip("there is no C compiler for the journal of system calls: sudo apt install gcc")
    library = tmp_path_factory.mktemp("journal") / "journal.so"
    source = Path(__file__).with_name("journal.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl", "-lpthread"], check=True
    )
    return library


@pytest.fixture
def engine(django_db_blocker):
    """Opens a database file as the product does."""
    opened = []

    def open_it(file: Path):
        handler = ConnectionHandler({"default": settings.SQLITE | {"NAME": file, "TEST": {}}})
        opened.append(handler["default"])
        return handler["default"].cursor()

    with django_db_blocker.unblock():
        yield open_it
        for connection in opened:
            connection.close()


def journal_of(house, library, synchronous, steps):
    """Run a writer under the library; the folder as it was before, and the calls."""
    before, journal = house.folder.with_name("before"), house.folder.with_name("journal")
    shutil.copytree(house.folder, before)
    notes = house.folder / "notes"
    notes.mkdir()
    told = house.act(
        "cut", notes, steps, synchronous,
        LD_PRELOAD=str(library), CUT_FOLDER=str(house.folder), CUT_JOURNAL=str(journal),
    )  # fmt: skip
    assert told["steps"] == steps
    return before, list(calls(journal))


def points(told, chance, how_many):
    """Where to cut: anywhere, right after an acknowledgement, and while the log is folded into the database."""
    names = {call.file: call.data.decode() for call in told if call.op == "N"}
    database = [n for n, c in enumerate(told) if c.op == "W" and names[c.file] == "pomni.sqlite3"]
    acked = [n + 1 for n, c in enumerate(told) if c.op == "W" and names[c.file].endswith(".acked")]
    assert database, "the log was never folded into the database"
    anywhere = range(acked[0], len(told))
    third = how_many // 3
    return sorted(
        point for where in (database, acked, anywhere) for point in chance.sample(list(where), third)
    )


def images(before, told, at, folder, chance):
    """Each image: how many steps were acknowledged before the cut, and the database left by it."""
    disk, done = Disk(before), 0
    for point in at:
        for call in told[done:point]:
            disk.do(call)
        done = point
        acked = next((f for f in disk.files.values() if f.name.endswith(".acked")), None)
        for kind in IMAGES:
            image = folder / f"{point}-{kind}"
            image.mkdir(parents=True)
            disk.leave(image, kind, chance)
            if (image / "pomni.sqlite3").exists():
                yield kind, (len(acked.since) if acked else 0), image / "pomni.sqlite3"
            shutil.rmtree(image)


def what_is_wrong(cursor, acked):
    """Whatever a company would miss in this database, or find torn."""
    if (whole := cursor.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        return f"the database is damaged: {whole}"
    added = dict(
        cursor.execute(
            "SELECT c.name, count(m.id) FROM people_client c LEFT JOIN memory_moment m ON m.record = 'people.client' "
            "AND m.record_id = c.id AND m.kind = 'people.client_added' GROUP BY c.id"
        ).fetchall()
    )
    if torn := [name for name, moments in added.items() if moments != 1]:
        return f"without its one moment: {torn}"
    edited = {row[0] for row in cursor.execute("SELECT typed FROM people_holding").fetchall()}
    for step in range(acked):
        name = f"w0-{step // 2}"
        if step % 2 == 0 and name not in added:
            return f"{name} was acknowledged and is lost"
        if step % 2 and f"{name}@example.com" not in edited:
            return f"the change of {name} was acknowledged and is lost"
    length, last = cursor.execute("SELECT count(*), coalesce(max(seq), 0) FROM memory_seal").fetchone()
    return "" if length == last else "the chain has a gap"


def faults(house, library, engine, synchronous, tmp_path, times):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    before, told = journal_of(house, library, synchronous, STEPS * times)
    at, found, made = points(told, chance, CUTS * times), [], 0
    for kind, acked, file in images(before, told, at, tmp_path / "images", chance):
        made += 1
        cursor = engine(file)
        if wrong := what_is_wrong(cursor, acked):
            found.append((seed, kind, acked, wrong))
        cursor.db.close()
    return made, found


def test_no_power_cut_loses_what_was_acknowledged(house, journalling, engine, tmp_path, long):
    made, found = faults(house, journalling, engine, "FULL", tmp_path, long)
    assert made >= 100
    assert not found


def test_the_same_cuts_do_lose_it_where_sqlite_does_not_wait_for_the_disk(
    house, journalling, engine, tmp_path
):
    made, found = faults(house, journalling, engine, "NORMAL", tmp_path, 1)
    lost = [kind for _seed, kind, _acked, wrong in found if "acknowledged" in wrong]
    assert "kept" not in lost
    forgetful = made * 2 // 3
    assert len(lost) > forgetful // 2, "this test would not see a loss"
    assert not [wrong for *_, wrong in found if "damaged" in wrong], "even so nothing is torn"
