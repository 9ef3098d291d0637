"""The backend of `django.tasks`: tasks become rows in the database, leased by workers.

Code elsewhere knows `django.tasks` and `pomni.jobs.declare` only, so that another
queue is a matter of one setting.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.tasks import Task, TaskResult, TaskResultStatus, task_backends
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import TaskError
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist
from django.tasks.signals import task_enqueued
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from pomni.kit import clock

if TYPE_CHECKING:
    from pomni.jobs.models import Job

KEY_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTask(Task):
    """A task with what this queue adds to it; see `pomni.jobs.declare.task`."""

    attempts: int = 8
    one_at_a_time: str | Callable[..., str] | None = None
    atomic: bool = False

    def key_for(self, args: Any, kwargs: Any) -> str:
        """The key under which a job with these arguments runs alone; empty where it has none."""
        if self.one_at_a_time is None:
            return ""
        if callable(self.one_at_a_time):
            key = self.one_at_a_time(*args, **kwargs)
        else:
            key = self.one_at_a_time.format_map(self._by_name(args, kwargs))
        if not key or len(key) > KEY_LENGTH:
            raise InvalidTask(f"The key of {self.module_path} must have 1 to {KEY_LENGTH} characters.")
        return key

    def _by_name(self, args: Any, kwargs: Any) -> dict[str, Any]:
        context = [None] if self.takes_context else []
        bound = inspect.signature(self.func).bind(*context, *args, **kwargs)
        bound.apply_defaults()
        return bound.arguments


@dataclass(frozen=True)
class Timing:
    """Seconds that a lease lasts, between two renewals of it, and between two looks for a new job."""

    lease: float = 30.0
    beat: float = 10.0
    poll: float = 0.4

    def __post_init__(self) -> None:
        if self.poll <= 0 or not 0 < self.beat * 2 <= self.lease:
            raise ImproperlyConfigured(
                "TASKS: a lease must last at least two beats, and poll must be above 0."
            )


class LeaseBackend(BaseTaskBackend):
    """Tasks as rows. `OPTIONS` may set `lease`, `beat` and `poll` (seconds), which only tests need."""

    task_class = LeaseTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.timing = Timing(**self.options)

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Write the job in the caller's transaction: a rollback takes it back."""
        from pomni.jobs.models import Job  # tasks are declared before the models are there

        self.validate_task(task)
        if not isinstance(task, LeaseTask):
            raise InvalidTask("Declare tasks with pomni.jobs.declare.task.")
        now = clock.now()
        job = Job.objects.create(
            task=task.module_path,
            args=normalize_json(args),
            kwargs=normalize_json(kwargs),
            queue=task.queue_name,
            priority=task.priority,
            key=task.key_for(args, kwargs),
            run_after=task.run_after or now,
            attempts=task.attempts,
            enqueued_at=now,
        )
        result = result_of(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult:
        """How the job with this public id stands."""
        from pomni.jobs.models import Job  # as above

        try:
            job = Job.objects.get(uid=UUID(str(result_id)))
        except (ValueError, Job.DoesNotExist) as absent:
            raise TaskResultDoesNotExist(result_id) from absent
        return result_of(job, task_of(job))


def task_of(job: "Job") -> LeaseTask:
    """The declared task of a job. Raises ImportError where its code is gone, InvalidTask where it is none."""
    task = import_string(job.task)
    if not isinstance(task, LeaseTask):
        raise InvalidTask(f"{job.task} is not a task.")
    return task


def result_of(job: "Job", task: Task) -> TaskResult:
    """The job as `django.tasks` shows it. Of several attempts only the last worker and error are kept."""
    result: TaskResult = TaskResult(
        task=task.using(priority=job.priority, queue_name=job.queue, run_after=job.run_after),
        id=str(job.uid),
        status=TaskResultStatus(job.status),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=job.error_class, traceback=job.error)]
        if job.error_class
        else [],
        worker_ids=[job.worker] * job.attempt,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result


def timing() -> Timing:
    """The timing in force."""
    backend = task_backends["default"]
    return backend.timing if isinstance(backend, LeaseBackend) else Timing()
