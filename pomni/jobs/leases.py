"""Every move of a job: taken, renewed, lost, finished, failed, retried.

A worker holds a job by a lease that it renews. Whoever finishes the job names the attempt that it holds, so a
worker that was thought dead and comes back cannot overwrite what its successor did.
"""

import logging
import random
from collections.abc import Collection, Mapping
from datetime import timedelta
from traceback import format_exception
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.tasks import TaskResultStatus
from django.tasks.exceptions import InvalidTask

from pomni.jobs import rules
from pomni.jobs.backend import task_of
from pomni.jobs.declare import ATTEMPTS, GiveUp, RetryAt
from pomni.jobs.models import LOST, Job
from pomni.kit import clock

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL
ERROR_LENGTH = 20_000  # characters kept of a traceback, from its end

log = logging.getLogger(__name__)


def due() -> QuerySet[Job]:
    """Jobs that may start now, in the order in which they should."""
    same_key = Job.objects.filter(status=RUNNING, key=OuterRef("key")).exclude(key="")
    ready = Job.objects.filter(status=READY, run_after__lte=clock.now())
    return ready.filter(Q(key="") | ~Exists(same_key)).order_by("-priority", "run_after", "id")


def take(worker: str, *, lease: float) -> Job | None:
    """Take the next due job for `lease` seconds. None where there is none, or another worker was quicker."""
    if not due().exists():  # without a lock, so that an idle queue writes nothing
        return None
    try:
        with transaction.atomic():
            job = due().select_for_update(skip_locked=True, of=("self",)).first()
            return job and _lease(job, worker, lease)
    except IntegrityError:  # in this very instant another worker started a job with the same key
        return None


def _lease(job: Job, worker: str, lease: float) -> Job:
    now = clock.now()
    job.status, job.worker, job.started_at = RUNNING, worker, now
    job.attempt += 1
    job.lease_until = now + timedelta(seconds=lease)
    job.save(update_fields=["status", "worker", "started_at", "attempt", "lease_until"])
    return job


def renew(held: Mapping[int, int], *, lease: float) -> int:
    """Renew the leases of the held jobs (pk to attempt); returns how many are still ours."""
    ours = Q(pk__in=[])
    for pk, attempt in held.items():
        ours |= Q(pk=pk, attempt=attempt)
    until = clock.now() + timedelta(seconds=lease)
    return Job.objects.filter(ours, status=RUNNING).update(lease_until=until)


def take_back_lost(*, lease: float, held: Collection[int] = ()) -> int:
    """Put jobs whose worker fell silent back into the queue; the last attempt of a job makes it failed.

    `held`: those that this very process is running. Returns how many were lost.
    """
    now = clock.now()
    # A lease that reaches absurdly far is as good as lost: the machine's clock was set back since.
    over = Q(lease_until__lt=now) | Q(lease_until__gt=now + timedelta(seconds=3 * lease))
    lost = Job.objects.filter(over, status=RUNNING).exclude(pk__in=held)
    if not lost.exists():
        return 0
    with transaction.atomic():
        spent = lost.filter(attempt__gte=F("attempts")).update(
            status=FAILED, finished_at=now, lease_until=None, error_class=LOST, error=""
        )
        again = lost.update(status=READY, lease_until=None, error_class=LOST, error="")
    log.warning("%d jobs lost their worker: %d are run again, %d failed", spent + again, again, spent)
    return spent + again


def finish(job: Job, result: Any) -> bool:
    """The job is done. False where another worker has taken it over: then nothing was written."""
    job.status, job.finished_at, job.lease_until, job.result = SUCCESSFUL, clock.now(), None, result
    job.error_class = job.error = ""
    return _write_fenced(job)


def fail(job: Job, error: BaseException) -> bool:
    """The job raised this: try again later, or leave it failed. False as in `finish`."""
    job.error_class, job.error = _class_of(error), _text_of(error)
    job.lease_until = None
    if isinstance(error, GiveUp) or job.attempt >= job.attempts:
        job.status, job.finished_at = FAILED, clock.now()
    else:
        job.status, job.run_after = READY, _next_try(job, error)
    return _write_fenced(job)


def retry_failed(job: Job) -> bool:
    """Put a failed job back into the queue, with all its attempts anew. False where it is not failed."""
    return _put_back(job, _declared(job))


def give_up(job: Job) -> bool:
    """A failed or waiting job is taken off the list for good. False where it runs, is done, or is gone already."""
    return bool(Job.objects.filter(pk=job.pk, status__in=[READY, FAILED]).delete()[0])


def start_at_once(job: Job) -> bool:
    """Let a waiting job start now, or a failed one have one more try. False where it runs or is done."""
    waiting = Job.objects.filter(pk=job.pk, status=READY).update(run_after=clock.now())
    return bool(waiting) or _put_back(job, 1)


def _put_back(job: Job, attempts: int) -> bool:
    failed = Job.objects.filter(pk=job.pk, status=FAILED)
    again = {
        "status": READY,
        "run_after": clock.now(),
        "finished_at": None,
        "attempts": F("attempt") + attempts,
    }
    return bool(failed.update(**again))


def _write_fenced(job: Job) -> bool:
    fields = ("status", "run_after", "finished_at", "lease_until", "result", "error_class", "error")
    newest = Job.objects.filter(pk=job.pk, attempt=job.attempt).exclude(status=SUCCESSFUL)
    return bool(newest.update(**{name: getattr(job, name) for name in fields}))


def _next_try(job: Job, error: BaseException) -> Any:
    if isinstance(error, RetryAt):
        return error.when
    wait = rules.wait_before_next(job.attempt, random.random())  # noqa: S311 (jitter is no secret)
    return clock.now() + timedelta(seconds=wait)


def _declared(job: Job) -> int:
    try:
        return task_of(job).attempts
    except (ImportError, InvalidTask):  # its code is gone: it will fail again, and say so
        return ATTEMPTS


def _class_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _text_of(error: BaseException) -> str:
    text = str(error) if isinstance(error, GiveUp) else "".join(format_exception(error))
    return text[-ERROR_LENGTH:].replace("\x00", "")  # PostgreSQL keeps no NUL
