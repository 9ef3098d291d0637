"""What is wrong, in words: each finding is a sentence, and a trouble says what to do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from pomni.config import engine, schema
from pomni.jobs import queries as jobs
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory import queries as memory
from pomni.post import mail
from pomni.team import queries as team

LITTLE = 1024**3  # bytes of free disk under which it becomes tight


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_well: bool
    sentence: str


def examine(letter_to: str | None = None) -> list[Finding]:
    """Look at everything; with `letter_to`, also send a test letter there."""
    found: list[Finding] = []
    for look in (_settings, _disk, _database, _memory, _jobs, _backups, _people):
        found += _looked(look)
        if look is _database and not all(finding.is_well for finding in found):
            return found  # what follows asks the database
    return found + _looked(lambda: _mail(letter_to))


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:
        return [Finding(False, f"{type(error).__name__}: {error}")]


def _settings() -> Iterator[Finding]:
    yield Finding(True, f"Settings can be used; the data folder is {settings.HOME.folder}.")
    for file in (settings.HOME.secret_file, settings.HOME.backup_key_file):
        if file.exists() and file.stat().st_mode & 0o077:
            yield Finding(False, f"{file.name} can be read by others. Run: chmod 600 {file}")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME.folder).free
    size = f"{free / 1024**3:.1f} GiB"
    yield Finding(
        free > LITTLE,
        f"Free on the disk: {size}." + ("" if free > LITTLE else " Make room, or writing will fail."),
    )


def _database() -> Iterator[Finding]:
    troubles = engine.troubles()
    if not schema.is_current():
        troubles.append("The tables are those of another version. Run: pomni upgrade")
    else:
        troubles += engine.schema_troubles()
    yield from (Finding(False, trouble) for trouble in troubles)
    if not troubles:
        yield Finding(
            True,
            f"The database ({connection.vendor}) is safe and up to date.",
        )


def _memory() -> Iterator[Finding]:
    age = memory.oldest_unsealed()
    if age > timedelta(minutes=1):
        yield Finding(
            False, f"The oldest moment waits {age} for its seal. Is the worker running? Start: pomni serve"
        )
    else:
        yield Finding(True, f"The memory is sealed; {memory.head()[0]} moments.")
    for cursor in memory.held_up():
        yield Finding(False, f"{cursor.listener} cannot take in moment {cursor.seq + 1}: {cursor.error}")


def _jobs() -> Iterator[Finding]:
    age, failed = jobs.oldest_due_age() or 0, jobs.failed().count()
    if age > 120:
        yield Finding(False, f"A job has been due for {age:.0f} s. Is the worker running? Start: pomni serve")
    if failed:
        yield Finding(False, f"Failed jobs: {failed}.")
    if age <= 120 and not failed:
        yield Finding(True, "No job waits or failed.")


def _backups() -> Iterator[Finding]:
    files = sorted(settings.HOME.backups.glob("*.pomni-backup"), key=lambda file: file.stat().st_mtime)
    if not files:
        yield Finding(False, "There is no backup yet. Run: pomni backup")
        return
    age = now() - datetime.fromtimestamp(files[-1].stat().st_mtime, UTC)
    yield Finding(age < timedelta(days=2), f"The last backup ({files[-1].name}) is {age.days} days old.")


def _people() -> Iterator[Finding]:
    if team.anybody_can_sign_in():
        yield Finding(True, "There is a director who can sign in.")
    else:
        yield Finding(False, "Nobody directs the company yet. Run: pomni invite --director")


def _mail(letter_to: str | None) -> Iterator[Finding]:
    if not mail.is_set_up():
        yield Finding(
            letter_to is None,
            "Mail is not set up (POMNI_SMTP_URL); letters wait, links are handed over by hand.",
        )
    elif letter_to:
        try:
            mail.send_test_letter(letter_to)
            yield Finding(True, f"A test letter was handed to the mail server for {letter_to}.")
        except Refused as no:
            yield Finding(False, str(no))
    else:
        yield Finding(True, "Mail is set up; `pomni doctor --mail ADDRESS` sends a test letter.")
