"""What was erased goes from the log of the database file, too: a job of its own, so that nobody waits for those who read."""

from pomni.jobs.declare import task
from pomni.kit.sqlite.erased import empty_the_log


class StillRead(Exception):
    """Somebody reads the log of the database just now; it is tried again."""


@task(attempts=8, key="people:log")
def clear_the_log() -> None:
    """Cut the log now that the erasure stands in the database."""
    if not empty_the_log():
        raise StillRead
