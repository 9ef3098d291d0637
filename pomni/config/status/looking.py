"""How the machine is, gathered for a page. These tell of the machine, not of clients: the doors say who may look."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from pomni import __version__
from pomni.config.backup.making import SUFFIX
from pomni.config.backup.nightly import hour
from pomni.config.status import kept, rules
from pomni.config.status.words import job_title, reason_of, without_addresses
from pomni.jobs import queries as jobs
from pomni.jobs.models import Job
from pomni.jobs.rules import slot_of_day, time_of
from pomni.kit import clock
from pomni.memory import queries as memory
from pomni.post import queries as post

DELIVER = "pomni.post.delivery.deliver"
SHOWN = 20  # rows of each list
HANGS = timedelta(minutes=15)
LATELY = timedelta(days=1)
SILENT = timedelta(minutes=3)  # without a fired periodic job: no worker runs
MOST_FILES = 20_000  # are looked at for their sizes; beyond, the page says "more than"
STARTED = clock.now()


# --- Backups ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Backup:
    """The last backup: its file, size, and when it was made."""

    file: Path
    size: int
    at: datetime

    @property
    def is_fresh(self) -> bool:
        """Whether it is young enough."""
        return clock.now() - self.at < rules.OLD


@dataclass(frozen=True)
class Backups:
    """How it stands with backups. `proof` and `trouble` are as `kept` has them, with `at` as an instant."""

    last: Backup | None
    proof: dict[str, Any]
    trouble: dict[str, Any]
    next_at: datetime | None
    under_way: str  # the task that runs or waits, or ""

    @property
    def is_proved(self) -> bool:
        """Whether the last one was found good."""
        return bool(self.last and self.proof.get("is_good") and self.proof.get("file") == self.last.file.name)

    @property
    def is_bad(self) -> bool:
        """Whether the last one was found not to be good."""
        return bool(
            self.last and self.proof.get("file") == self.last.file.name and not self.proof.get("is_good")
        )

    @property
    def trouble_since(self) -> dict[str, Any]:
        """Why one could not be made, where that was after the last one."""
        at = self.trouble.get("at")
        return self.trouble if at and (self.last is None or at > self.last.at) else {}


def last_backup() -> Backup | None:
    """The newest backup in the data folder; None where there is none."""
    found = [(file.stat(), file) for file in settings.HOME.backups.glob(f"*{SUFFIX}")]
    if not found:
        return None
    told, file = max(found, key=lambda one: one[0].st_mtime)
    return Backup(file, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))


def days_without_backup() -> int | None:
    """The age of the last backup in days, where it is too old; None where all is well.

    A company that is not two days old yet may still be without.
    """
    last = last_backup()
    since = last.at if last else datetime.fromtimestamp(settings.HOME.secret_file.stat().st_mtime, UTC)
    age = clock.now() - since
    return age.days if age >= rules.OLD else None


def backups() -> Backups:
    """All about backups."""
    told = kept.read()
    return Backups(
        last=last_backup(),
        proof=_dated(told.get("proof")),
        trouble=_dated(told.get("trouble")),
        next_at=_next_backup(),
        under_way=under_way("pomni.config.status.tasks.back_up", "pomni.config.status.tasks.prove"),
    )


def is_proved() -> bool:
    """Whether the last backup was found good."""
    last, proof = last_backup(), kept.read().get("proof", {})
    return bool(last and proof.get("is_good") and proof.get("file") == last.file.name)


def under_way(*tasks: str) -> str:
    """The task of these that runs or waits for its turn; "" where none does."""
    found = Job.objects.filter(task__in=tasks, status__in=["READY", "RUNNING"]).values_list("task", flat=True)
    return found.first() or ""


def _next_backup() -> datetime | None:
    told = hour()
    if told is None:
        return None
    return slot_of_day(clock.now(), time_of(told), ZoneInfo(settings.TIME_ZONE)) + timedelta(days=1)


def _dated(told: Any) -> dict[str, Any]:
    return told | {"at": kept.instant(told.get("at"))} if isinstance(told, dict) else {}


# --- Jobs and deliveries ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A job or a delivery as the page shows it."""

    uid: Any
    title: str
    reason: str
    at: datetime | None
    tries: int
    to: str = ""


@dataclass(frozen=True)
class Queue:
    """How it stands with jobs: counts, and the first of each list."""

    waiting: int
    running: int
    failed: list[Line]
    failed_count: int
    retrying: list[Line]
    hanging: list[Line]
    worker_seen: datetime | None

    @property
    def is_worker_alive(self) -> bool:
        """Whether a worker has done something lately."""
        return bool(self.worker_seen and clock.now() - self.worker_seen < SILENT)


def queue() -> Queue:
    """All about jobs. Failed deliveries stand in their own list."""
    counts = jobs.counts()
    failed = jobs.failed().exclude(task=DELIVER)
    retrying = Job.objects.filter(status="READY", attempt__gt=0).exclude(task=DELIVER).order_by("run_after")
    hanging = Job.objects.filter(status="RUNNING", started_at__lt=clock.now() - HANGS).order_by("started_at")
    shown = list(failed[: SHOWN + 1])
    return Queue(
        waiting=counts["READY"],
        running=counts["RUNNING"],
        failed=[_line(job, job.finished_at) for job in shown[:SHOWN]],
        failed_count=len(shown) if len(shown) <= SHOWN else failed.count(),
        retrying=[_line(job, job.run_after) for job in retrying[:SHOWN]],
        hanging=[_line(job, job.started_at) for job in hanging[:SHOWN]],
        worker_seen=jobs.last_fired(),
    )


def _line(job: Job, at: datetime | None) -> Line:
    return Line(job.uid, job_title(job.task), reason_of(job), at, job.attempt)


def tasks_given_up_lately() -> list[str]:
    """The tasks of which a job was given up within the last day."""
    found = jobs.failed().filter(finished_at__gte=clock.now() - LATELY).order_by("task")
    return list(found.values_list("task", flat=True).distinct())


@dataclass(frozen=True)
class Deliveries:
    """How it stands with what is to leave: counts, and the first of those that failed or are being tried again."""

    waiting: int
    held: int
    failed: list[Line]
    retrying: list[Line]


def deliveries() -> Deliveries:
    """All about letters and calls."""
    standing = post.standing()
    return Deliveries(
        waiting=standing.waiting,
        held=standing.held,
        failed=[_delivery(row, row.created_at) for row in post.failed_and_kept()[:SHOWN]],
        retrying=[_delivery(row, row.not_before) for row in post.being_tried_again()[:SHOWN]],
    )


def _delivery(row: Any, at: datetime) -> Line:
    return Line(
        row.uid,
        row.kind,
        without_addresses(row.trouble),
        at,
        row.attempts,
        without_addresses(post.goes_to(row)),
    )


def deliveries_given_up_lately() -> bool:
    """Whether something could not be delivered within the last days, and still waits for somebody's hand."""
    return post.failed_and_kept().filter(created_at__gte=clock.now() - timedelta(days=4)).exists()


# --- Machine ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Disk:
    """Room, in bytes; `days_left` until there is none, where that can be told."""

    free: int
    whole: int
    database: int
    files: int
    backups: int
    is_more: bool  # there are more files than were looked at
    days_left: int | None


def disk() -> Disk:
    """All about room."""
    usage, home = shutil.disk_usage(settings.HOME.folder), settings.HOME
    files, more = _size_of(home.media)
    backups, _more = _size_of(home.backups)
    left = rules.days_left(kept.read().get("free", []))
    return Disk(usage.free, usage.total, _database_size(), files, backups, more, left)


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
    base = settings.HOME.database
    return sum(file.stat().st_size for file in base.parent.glob(f"{base.name}*") if file.is_file())


def _size_of(folder: Path) -> tuple[int, bool]:
    size = 0
    for number, entry in enumerate(_files(folder)):
        if number >= MOST_FILES:
            return size, True
        size += entry.stat(follow_symlinks=False).st_size
    return size, False


def _files(folder: Path) -> Iterator[os.DirEntry]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield entry


@dataclass(frozen=True)
class Machine:
    """What runs here."""

    version: str = __version__
    engine: str = ""
    started: datetime = STARTED
    zone: str = ""
    now: datetime = field(default_factory=clock.now)
    is_clock_set: bool = False


def machine() -> Machine:
    """What runs here, since when, and what its clock shows."""
    version = connection.get_database_version()
    engine = f"{connection.display_name} {'.'.join(str(number) for number in version)}"
    return Machine(engine=engine, zone=settings.TIME_ZONE, is_clock_set=clock.is_set())


@dataclass(frozen=True)
class Chain:
    """The chain of the memory: length, head, and how its last check came out."""

    length: int
    head: str
    audit: dict[str, Any]
    under_way: str


def memory_chain() -> Chain:
    """All about the chain."""
    length, seal = memory.head()
    audit = _dated(kept.read().get("audit"))
    return Chain(length, seal, audit, under_way("pomni.config.status.tasks.verify_memory"))
