"""What the queue does for itself."""

from datetime import timedelta

from django.db.models import Q

from pomni.jobs.declare import daily
from pomni.jobs.models import Job
from pomni.kit import clock
from pomni.kit.pace import in_strokes

KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=30)  # time enough for somebody to look, and not for ever


@daily(at="04:20")
def sweep_finished() -> int:
    """Delete jobs done a week ago, and those that failed a month ago, in short strokes; returns how many."""
    now = clock.now()
    old = Q(status="SUCCESSFUL", finished_at__lt=now - KEPT) | Q(
        status="FAILED", finished_at__lt=now - FAILED_KEPT
    )
    return in_strokes(
        list(Job.objects.filter(old).values_list("pk", flat=True)),
        lambda pks: Job.objects.filter(pk__in=pks, status__in=["SUCCESSFUL", "FAILED"]).delete(),
    )
