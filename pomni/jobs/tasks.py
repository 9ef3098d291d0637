"""What the queue does for itself."""

from datetime import timedelta

from pomni.jobs.declare import daily
from pomni.jobs.models import Job
from pomni.kit import clock
from pomni.kit.pace import in_strokes

KEPT = timedelta(days=7)


@daily(at="04:20")
def sweep_finished() -> int:
    """Delete jobs done a week ago, in short strokes; returns how many. Failed ones stay."""
    done = Job.objects.filter(status="SUCCESSFUL", finished_at__lt=clock.now() - KEPT)
    return in_strokes(
        list(done.values_list("pk", flat=True)), lambda pks: Job.objects.filter(pk__in=pks).delete()
    )
