"""Running one job: its call, its acknowledgement, and the heart that keeps its lease alive meanwhile."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import extract_tb
from typing import Any

from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError, connection, connections, transaction
from django.dispatch import Signal
from django.tasks import TaskContext
from django.tasks.signals import task_finished, task_started
from django.utils import timezone, translation
from django.utils.json import normalize_json

from pomni.jobs import leases
from pomni.jobs.backend import LeaseBackend, LeaseTask, Timing, result_of, task_of
from pomni.jobs.declare import GiveUp
from pomni.jobs.models import Job

# Seconds before an acknowledgement is tried again while the database is away; together half a lease.
PATIENCE = (0.2, 1.0, 3.0, 8.0)

# Sent in the worker's thread before each job and each pulse: who knows the company puts its clock in force.
work_begins = Signal()

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has taken the job over; what this one did in its transaction is rolled back."""


class Heart:
    """Renews the leases of the jobs that this process is running, from a thread of its own."""

    def __init__(self, timing: Timing) -> None:
        self.timing = timing
        self._held: dict[int, int] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> "Heart":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=1)

    @contextmanager
    def holding(self, job: Job) -> Iterator[None]:
        """For the length of the block the lease of the job is kept alive."""
        with self._lock:
            self._held[job.pk] = job.attempt
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(job.pk, None)

    def held(self) -> dict[int, int]:
        """The running jobs: pk to attempt."""
        with self._lock:
            return dict(self._held)

    def _beat(self) -> None:
        def renew() -> float:
            held = self.held()
            if held and leases.renew(held, lease=self.timing.lease) < len(held):
                log.warning("A lease was lost, or a job ended just now")
            return self.timing.beat

        self._stop.wait(
            self.timing.beat
        )  # a process that runs only short jobs never opens a connection for this
        keep_doing(renew, self._stop, "renewing leases", longest=self.timing.beat / 2)


@contextmanager
def at_work() -> Iterator[None]:
    """For the length of the block the language is the machine's and the clock the company's, as on its pages."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        work_begins.send(sender=None)
        yield


def run(job: Job, heart: Heart) -> None:
    """Run a leased job to its end. What it raises is kept with it; only a lost database comes out."""
    with heart.holding(job), at_work():
        task, error = _attempt(job)
        if error is not None:
            _settle_failure(job, error)
    if task and job.status in (leases.FAILED, leases.SUCCESSFUL):
        # Outside of any `except`, so that Django's log line is without the exception: it may hold contents.
        task_finished.send(sender=LeaseBackend, task_result=result_of(job, task))


def _attempt(job: Job) -> tuple[LeaseTask | None, BaseException | None]:
    task = None
    try:
        task = task_of(job)
        task_started.send(sender=LeaseBackend, task_result=result_of(job, task))
        if task.atomic:
            with transaction.atomic():
                _acknowledge(job, _call(task, job))
        else:
            value = _call(task, job)
            steadily(lambda: _acknowledge(job, value))
    except BaseException as error:  # a job that calls sys.exit() ends itself, not the worker
        return task, error
    return task, None


def _call(task: LeaseTask, job: Job) -> Any:
    context: list[Any] = [TaskContext(task_result=result_of(job, task))] if task.takes_context else []
    return task.call(*context, *job.args, **job.kwargs)


def _acknowledge(job: Job, value: Any) -> None:
    try:
        done = leases.finish(job, normalize_json(value))
    except (TypeError, ValueError, DataError) as error:
        # The work is done, only its answer cannot be kept: another run would do the work twice.
        raise GiveUp(f"The task returned what cannot be stored: {type(error).__name__}") from error
    if not done:
        raise LeaseLost


def _settle_failure(job: Job, error: BaseException) -> None:
    if isinstance(error, LeaseLost):
        log.warning("Job %s %s was taken over by another worker meanwhile", job.uid, job.task)
        return
    job.result = None
    if not steadily(lambda: leases.fail(job, error)):
        log.warning("Job %s %s failed here after another worker had taken it over", job.uid, job.task)
    elif job.status == leases.READY:
        told = (
            job.uid,
            job.task,
            job.attempt,
            job.attempts,
            job.run_after.isoformat(timespec="seconds"),
            where(error),
        )
        log.warning("Job %s %s failed (attempt %d of %d), next try %s: %s", *told)
    else:
        log.error("Job %s %s failed for good: %s", job.uid, job.task, where(error))


def steadily(write: Callable[[], Any]) -> Any:
    """Do this write, and again while the database is away for a moment: the work itself is done."""
    for wait in (*PATIENCE, None):
        try:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            return write()
        except (OperationalError, InterfaceError):
            if wait is None or connection.in_atomic_block:
                raise
            time.sleep(wait)
    return None


def where(error: BaseException) -> str:
    """The class of the exception and the line it came from. Never its text: it may hold contents."""
    frames = extract_tb(error.__traceback__)
    own = [
        frame for frame in frames if "/pomni/" in frame.filename and "/site-packages/" not in frame.filename
    ]
    name = type(error).__qualname__
    return name if not frames else "{} at {}:{}".format(name, *(own or frames)[-1][:2])


def keep_doing(step: Callable[[], float], stop: threading.Event, what: str, *, longest: float) -> None:
    """Do `step` until `stop`; it returns its rest in seconds. When it raises: log, rest up to `longest`."""
    failures = 0
    try:
        while not stop.is_set():
            try:
                rest = step()
                failures = 0
            except Exception as error:
                failures += 1
                rest = min(0.5 * 2 ** min(failures, 10), longest)
                log.error("Trouble with %s, again in %.0f s: %s", what, rest, where(error))
                connections.close_all()  # a broken connection is not asked twice
            stop.wait(rest)
    finally:
        connections.close_all()
