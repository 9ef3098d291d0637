"""A disk that runs full under SQLite: no false success, a clear sentence, reading goes on, and writing again by itself."""

import os
import subprocess

import pytest

from .house import Served, copied

pytestmark = pytest.mark.durability(engine="sqlite")

SIZE = "12m"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk: run the tests with sudo to have this one")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "pomni-test", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_house(_model, small_disk):
    with copied(_model, small_disk / "data", 0) as own:
        yield own


def fill(disk):
    """Take all that is left, to the last page; returns the file that holds it."""
    ballast = disk / "ballast"
    with open(ballast, "ab", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def test_a_full_disk_gives_no_false_success_and_writing_goes_on_by_itself_when_there_is_space(
    small_house, small_disk
):
    served = Served(small_house)
    try:
        acked = [f"before-{n}" for n in range(20) if served.add(f"before-{n}")[0] == 201]
        assert len(acked) == 20
        ballast = fill(small_disk)
        acked += refused_until_no_page_is_left(served)
        told = [served.submit("/clients/add/", name=f"page-{n}", kind="person") for n in range(3)]
        assert {status for status, _words in told} == {503}
        assert all("The disk of the computer that Pomni runs on is full" in words for _status, words in told)
        assert served.submit("/clients/")[0] == 200, "reading goes on"
        assert "before-3" in served.submit("/clients/")[1]
        os.truncate(ballast, 0)
        assert served.add("after")[0] == 201, "without a restart"
        assert served.submit("/clients/add/", name="page-after", kind="person")[0] == 302
        assert served.stop() == 0
    finally:
        served.end()
    after = small_house.judge()
    assert (after["integrity"], after["faults"], after["astray"]) == ("ok", [], 0)
    assert set(after["clients"]) >= {*acked, "after", "page-after"}
    assert not [name for name in after["clients"] if name.startswith("page-") and name != "page-after"]


def refused_until_no_page_is_left(served):
    """The log of the database may have room of its own for some more; what is told to be saved counts as acknowledged."""
    acked, refused = [], 0
    for number in range(2000):
        status, words = served.add(f"full-{number}")
        if status == 201:
            acked.append(f"full-{number}")
            continue
        assert status == 503, words
        assert '"status": 503' in words
        assert "is full" in words
        refused += 1
        if refused == 5:
            break
    assert refused == 5
    return acked


def test_a_backup_that_does_not_fit_leaves_nothing_behind_and_says_so(small_house, small_disk):
    ballast = fill(small_disk)
    done = small_house.pomni("backup")
    assert done.returncode == 1
    assert "is full" in done.stderr, "not even the key of the backups could be made"
    assert "Traceback" not in done.stderr
    assert not list(small_house.folder.glob("*backup.key*"))

    os.truncate(ballast, ballast.stat().st_size - 24576)  # room for the key and to begin in, not for all
    done = small_house.pomni("backup")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [file.name for file in (small_house.folder / "backups").iterdir() if file.name != ".lock"]

    os.truncate(ballast, 0)
    assert small_house.judge()["integrity"] == "ok"
    done = small_house.pomni("backup")
    assert done.returncode == 0, done.stderr
    assert small_house.pomni("verify", done.stdout.strip()).returncode == 0
