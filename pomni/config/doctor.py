"""What is wrong, in words: each finding is a sentence, and a trouble says what to do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pomni.config import engine, schema
from pomni.documents import queries as documents
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
    for look in (_settings, _disk, _database, _search, _memory, _jobs, _backups, _files, _people):
        found += _looked(look)
        if look is _database and not all(finding.is_well for finding in found):
            return found  # what follows asks the database
    return found + _looked(lambda: _mail(letter_to))


def examine_ground() -> list[Finding]:
    """Look at what everything stands on: settings, disk, database, memory. The rest the status page tells itself."""
    return [finding for look in (_settings, _disk, _database, _memory) for finding in _looked(look)]


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:
        return [Finding(False, f"{type(error).__name__}: {error}")]


def _settings() -> Iterator[Finding]:
    folder = {"folder": settings.HOME.folder}
    yield Finding(True, _("The settings can be used; the data folder is %(folder)s.") % folder)
    for file in (settings.HOME.secret_file, settings.HOME.backup_key_file):
        if file.exists() and file.stat().st_mode & 0o077:
            sentence = _("Others can read %(name)s. Run: chmod 600 %(file)s")
            yield Finding(False, sentence % {"name": file.name, "file": file})


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME.folder).free
    size = {"size": number_format(free / 1024**3, 1)}
    if free > LITTLE:
        yield Finding(True, _("Free on the disk: %(size)s GiB.") % size)
    else:
        yield Finding(False, _("Free on the disk: %(size)s GiB. Make room, or writing will fail.") % size)


def _database() -> Iterator[Finding]:
    troubles = engine.troubles()
    if not schema.is_current():
        troubles.append(_("The tables are those of another version. Run: pomni upgrade"))
    else:
        troubles += engine.schema_troubles()
    yield from (Finding(False, trouble) for trouble in troubles)
    if not troubles:
        engine_name = {"engine": connection.display_name}
        yield Finding(True, _("The database (%(engine)s) is safe and up to date.") % engine_name)


def _search() -> Iterator[Finding]:
    if troubles := engine.search_troubles():
        yield from (Finding(False, trouble) for trouble in troubles)
    else:
        yield Finding(True, _("The search finds all that is there."))


def _memory() -> Iterator[Finding]:
    age = memory.oldest_unsealed()
    if age > timedelta(minutes=1):
        sentence = _(
            "The sealing of the memory is behind, in minutes: %(minutes)s. Is the worker running? "
            "Start: pomni serve"
        )
        yield Finding(False, sentence % {"minutes": int(age.total_seconds() // 60)})
    else:
        yield Finding(True, _("The memory is sealed. Moments: %(count)s.") % {"count": memory.head()[0]})
    for cursor in memory.held_up():
        told = {"listener": cursor.listener, "number": cursor.seq + 1, "why": cursor.error}
        yield Finding(False, _("%(listener)s cannot take in moment %(number)s: %(why)s") % told)


def _jobs() -> Iterator[Finding]:
    age, failed = jobs.oldest_due_age() or 0, jobs.failed().count()
    if age > 120:
        sentence = _("A job is late, in minutes: %(minutes)s. Is the worker running? Start: pomni serve")
        yield Finding(False, sentence % {"minutes": int(age // 60)})
    if failed:
        yield Finding(False, _("Failed jobs: %(count)s.") % {"count": failed})
    if age <= 120 and not failed:
        yield Finding(True, _("No job waits, and none has failed."))


def _backups() -> Iterator[Finding]:
    files = sorted(settings.HOME.backups.glob("*.pomni-backup"), key=lambda file: file.stat().st_mtime)
    if not files:
        yield Finding(False, _("There is no backup yet. Run: pomni backup"))
        return
    age = now() - datetime.fromtimestamp(files[-1].stat().st_mtime, UTC)
    told = {"name": files[-1].name, "days": age.days}
    if age < timedelta(days=2):
        yield Finding(True, _("The last backup is fresh: %(name)s") % told)
    else:
        sentence = _("The last backup is too old: %(name)s. Its age in days: %(days)s. Run: pomni backup")
        yield Finding(False, sentence % told)


def _files() -> Iterator[Finding]:
    if missing := documents.missing():
        sentence = _(
            "Files on cards whose contents are not in the data folder: %(count)s. Bring the folder media back "
            "from a backup; they are looked for again every night."
        )
        yield Finding(False, sentence % {"count": missing})
    else:
        yield Finding(True, _("The contents of all files on cards are there."))


def _people() -> Iterator[Finding]:
    if team.anybody_can_sign_in():
        yield Finding(True, _("There is a {director} who can sign in."))
    else:
        yield Finding(False, _("Nobody directs the company yet. Run: pomni invite --director"))


def _mail(letter_to: str | None) -> Iterator[Finding]:
    if not mail.is_set_up():
        yield Finding(
            letter_to is None,
            _(
                "Mail is not set up (Settings → Mail, or POMNI_SMTP_URL): letters wait, links are handed over by hand."
            ),
        )
    elif letter_to:
        try:
            mail.send_test_letter(letter_to)
            sentence = _("The mail server has taken a test letter for %(address)s.")
            yield Finding(True, sentence % {"address": letter_to})
        except Refused as no:
            yield Finding(False, str(no))
    else:
        yield Finding(True, _("Mail is set up. A test letter is sent by: pomni doctor --mail ADDRESS"))
