"""How the queue stands, for `doctor`, `/readyz` and the status page."""

from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.tasks import Task

from pomni.jobs.leases import due
from pomni.jobs.models import Job, Periodic
from pomni.kit import clock


def counts() -> dict[str, int]:
    """How many jobs there are by status: READY, RUNNING, FAILED, and SUCCESSFUL of the last seven days."""
    found = Job.objects.values_list("status").annotate(Count("pk")).order_by()
    return {"READY": 0, "RUNNING": 0, "FAILED": 0, "SUCCESSFUL": 0} | dict(found)


def failed() -> QuerySet[Job]:
    """Jobs that were given up, newest first. `problem` says in a line why, `error` holds the traceback."""
    return Job.objects.filter(status="FAILED").order_by("-finished_at")


def oldest_due_age() -> float | None:
    """Seconds that the longest waiting job has been due; None where nothing waits. A minute: no worker runs.

    A job that waits for another of its key does not count.
    """
    oldest = due().order_by("run_after").values_list("run_after", flat=True).first()
    return None if oldest is None else (clock.now() - oldest).total_seconds()


def last_fired() -> datetime | None:
    """When a worker last fired a periodic job, one of which comes every minute; None before the first."""
    return Periodic.objects.aggregate(at=Max("slot"))["at"]


def longest_running() -> Job | None:
    """The running job that was begun first, if any: one that hangs keeps its lease and a thread for ever."""
    return Job.objects.filter(status="RUNNING").order_by("started_at").first()


def done_since(task: Task) -> datetime | None:
    """When the newest finished job of a task was asked for; None where none was within a week."""
    found = Job.objects.filter(task=task.module_path, status="SUCCESSFUL", enqueued_at__lte=clock.now())
    return found.aggregate(at=Max("enqueued_at"))["at"]
