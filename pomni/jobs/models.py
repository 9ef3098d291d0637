"""The rows of the queue: a job to do, and how far each periodic job has come."""

from django.db import models
from django.tasks import TaskResultStatus
from django.utils.translation import gettext as _

from pomni.kit.ids import uuid7

LOST = "LostLease"  # error_class of a job whose workers died under it; no exception was ever raised


class Job(models.Model):
    """One call to make later.

    `attempt` counts how often the job was taken and is the fencing number: it only rises, and whoever
    finishes the job must still hold its newest one. `attempts` is the number of the last attempt allowed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=64)
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True)
    run_after = models.DateTimeField()
    status = models.CharField(max_length=10, choices=TaskResultStatus, default=TaskResultStatus.READY)
    attempt = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error_class = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "run_after", "id"], condition=models.Q(status="READY"), name="jobs_ready"
            ),
            models.Index(fields=["lease_until"], condition=models.Q(status="RUNNING"), name="jobs_running"),
            models.Index(fields=["finished_at"], condition=models.Q(status="FAILED"), name="jobs_failed"),
        ]
        constraints = [
            # The promise "one at a time per key" is kept by the database: two workers cannot both win.
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(status="RUNNING") & ~models.Q(key=""),
                name="jobs_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.uid}"

    @property
    def problem(self) -> str:
        """What went wrong last, as a short line for people; empty where nothing did. Holds no traceback."""
        if self.error_class == LOST:
            return _("The worker was stopped before this job was finished.")
        return self.error.strip().rpartition("\n")[2]


class Periodic(models.Model):
    """How far a periodic job has come: its last slot, fired or passed over, and the job made for it."""

    name = models.CharField(max_length=200, unique=True)
    slot = models.DateTimeField()
    job = models.UUIDField(null=True)  # no foreign key: finished jobs are swept away

    class Meta:
        verbose_name_plural = "periodic"

    def __str__(self) -> str:
        return self.name
