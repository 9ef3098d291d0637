"""What is done about imports and exports in the background."""

from pomni.exchange import export_run, letting_go
from pomni.jobs.declare import daily


@daily(at="03:50")
def delete_old_exports() -> None:
    """Files are kept for a week."""
    export_run.delete_old_exports()


@daily(at="03:55")
def let_go_of_old_imports() -> None:
    """What imports keep so that they can be taken back is kept for thirty days; files of nobody for one."""
    letting_go.let_go_of_old()
    letting_go.remove_strays()
