"""The jobs of imports: commands send them in their transaction, the worker does them. One import runs at a time."""

from pomni.jobs.declare import task

TRIES = 50  # a worker that is stopped costs one; what was written is never written again


@task(key="import-trial:{pk}", attempts=TRIES)
def try_import(pk: int) -> None:
    """Try the import with this key."""
    from pomni.exchange import carrying  # which calls the commands that send this job
    from pomni.exchange.models import Import

    import_ = Import.objects.select_related("made_by").get(pk=pk)
    if import_.state == Import.State.TRYING:
        carrying.try_rows(import_)


@task(key="import", attempts=TRIES)
def run_import(pk: int) -> None:
    """Take in what is left of the import with this key; or, where that was asked for, take it back."""
    from pomni.exchange import carrying  # as above
    from pomni.exchange.models import Import

    import_ = Import.objects.select_related("made_by").get(pk=pk)
    if import_.state == Import.State.RUNNING:
        carrying.take_all(import_)
    elif import_.state == Import.State.UNDOING:
        carrying.take_all_back(import_)
