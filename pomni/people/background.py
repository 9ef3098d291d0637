"""The jobs of bulk changes: commands send them in their transaction, the worker does them. One runs at a time."""

from pomni.jobs.declare import task

TRIES = 50  # a worker that is stopped costs one; what was written is never written again


@task(key="bulk-change", attempts=TRIES)
def run_bulk_change(pk: int) -> None:
    """Change what is left of the bulk change with this key; or, where that was asked for, take it back."""
    from pomni.people import carrying  # which calls the commands that send this job

    carrying.carry(pk)
