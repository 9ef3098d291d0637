"""What the house does about files by itself every night. (A preview is drawn by a job of `previews`.)"""

from pomni.documents import sweeping
from pomni.jobs.declare import daily


@daily(at="03:50")
def sweep_files() -> None:
    """Delete what was removed 30 days ago and what no row knows; note what is missing."""
    sweeping.sweep()
