"""What this computer keeps of itself between two looks, in `status.json` of the data folder.

Not in the database: it tells of this machine and its backups, and must outlive a restore.
"""

import fcntl
import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pomni.kit.clock import now

DAYS_OF_FREE = 60


def read() -> dict[str, Any]:
    """All that is kept; empty where nothing is, or where the file cannot be read."""
    try:
        told = json.loads(_file().read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def keep(**changes: Any) -> None:
    """Keep these; what else is kept stays. Two processes at once do not lose each other's."""
    settings.HOME.create()
    with open(settings.HOME.folder / ".status.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = json.dumps(read() | changes, ensure_ascii=False, indent=1)
        part = _file().with_name(f".{_file().name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(whole)
        part.replace(_file())


def keep_proof(file: str, *, is_good: bool, **more: Any) -> None:
    """Keep how the proof of a backup came out. `more`: rows, files, seconds; or why it is not good."""
    keep(proof={"file": file, "at": now().isoformat(), "is_good": is_good, **more})


def keep_trouble(why: str) -> None:
    """Keep why the last backup could not be made."""
    keep(trouble={"at": now().isoformat(), "why": why})


def keep_audit(*, length: int, faults: int, first: str = "") -> None:
    """Keep how the check of the chain came out: its length, the number of faults, and the first of them."""
    keep(audit={"at": now().isoformat(), "length": length, "faults": faults, "first": first})


def keep_free(day: str, free: int) -> None:
    """Keep how much room there was on this day, for saying when there will be none."""
    known = [one for one in read().get("free", []) if one[0] != day]
    keep(free=[*known, [day, free]][-DAYS_OF_FREE:])


def instant(text: object) -> datetime | None:
    """The instant that stands in the file; None where none does."""
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(str(text))
    return None


def _file() -> Path:
    return settings.HOME.folder / "status.json"
