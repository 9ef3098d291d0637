"""Putting what was made beside the live data in its place; the next start mends a power cut in the middle."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from pomni.config.backup.making import sync_folder
from pomni.config.home import Home
from pomni.kit.clock import now
from pomni.kit.errors import Refused

Steps = list[tuple[Path, Path]]  # from, to
_TAILS = ("", "-wal", "-shm")  # an SQLite database and what lies beside it


@contextmanager
def sole_use(home: Home, *, held: bool = False) -> Iterator[None]:
    """Keep a server from starting on this data folder; refused where one runs. `held`: the caller does."""
    if held:
        yield
        return
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(home.folder / "running.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                _("Pomni is running on the data folder %(folder)s. Stop it first, then try again.")
                % {"folder": home.folder}
            ) from None
        yield


@contextmanager
def scratch_folder(home: Home, purpose: str) -> Iterator[Path]:
    """A private folder in the data folder, as long as the block lasts. What a killed process left is removed.

    It stays where a swap out of it was begun and not finished: `finish_steps` needs it.
    """
    for left in home.folder.glob(f".{purpose}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{purpose}-", dir=home.folder))
    try:
        yield folder
    finally:
        steps, _replay = pending(home) or ([], False)
        if not any(folder in source.parents for source, _to in steps if source.exists()):
            shutil.rmtree(folder, ignore_errors=True)


def aside_for(home: Home, purpose: str) -> str:
    """What the names of all that is laid aside now end with: no two are the same."""
    name = f"before-{purpose}-{now():%Y%m%dT%H%M%S}"
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(name for name in names if not any(home.folder.glob(f"*.{name}*")))


def steps_for(live: Path, made: Path, aside: str) -> Steps:
    """Lay a live file or folder aside under this name and put the made one in its place.

    What is not there now has no step: taken a second time, such a step would lay aside what was just put in place.
    """
    kept = live.with_name(f"{live.name}.{aside}")
    there = [tail for tail in _TAILS if Path(f"{live}{tail}").exists()]
    return [(Path(f"{live}{t}"), Path(f"{kept}{t}")) for t in there] + [(made, live)]


def swap(home: Home, steps: Steps, *, replay: bool) -> list[Path]:
    """Take the steps, written down first so that `finish_steps` can take the rest; gives what was laid aside.

    The note of them stays where `replay` says that erasures have yet to be replayed; `done` removes it.
    """
    write_note(home, steps, replay=replay)
    return finish_steps(home, steps, replay=replay)


def write_note(home: Home, steps: Steps, *, replay: bool) -> None:
    """Write down what is to be done, durably."""
    told = {"steps": [[str(a), str(b)] for a, b in steps], "replay": replay}
    part = _note(home).with_suffix(".part")
    with part.open("w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(_note(home))
    sync_folder(home.folder)


@contextmanager
def note_taken_back(home: Home) -> Iterator[None]:
    """Where the block fails, the note that it wrote is taken back."""
    try:
        yield
    except BaseException:
        done(home)
        raise


def finish_steps(home: Home, steps: Steps, *, replay: bool) -> list[Path]:
    """Take those of the steps that are not taken yet; returns what lies aside."""
    for source, target in steps:
        if source.exists() and not target.exists():
            source.rename(target)
    sync_folder(home.folder)
    if not replay:
        done(home)
    return [
        target
        for _source, target in steps
        if target.parent == home.folder and ".before-" in target.name and target.exists()
    ]


def pending(home: Home) -> tuple[Steps, bool] | None:
    """What a killed restore or upgrade left to do, and whether erasures are to be replayed after it."""
    if not _note(home).exists():
        return None
    told = json.loads(_note(home).read_text())
    return [(Path(a), Path(b)) for a, b in told["steps"]], told["replay"]


def done(home: Home) -> None:
    """Nothing is left to do."""
    _note(home).unlink(missing_ok=True)
    sync_folder(home.folder)


def durable(path: Path) -> None:
    """Have everything below this folder on the disk before it takes its place."""
    for at, _dirs, names in os.walk(path):
        for name in names:
            with open(Path(at) / name, "rb") as handle:
                os.fsync(handle.fileno())
        sync_folder(Path(at))


def _note(home: Home) -> Path:
    return home.folder / "swap.json"
