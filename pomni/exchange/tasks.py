"""What is done about imports and exports in the background."""

from pomni.exchange import export_run, letting_go
from pomni.jobs.declare import daily
from pomni.team import keeping


@daily(at="03:50")
def delete_old_exports() -> None:
    """Files are kept for a week, or as long as the director has it."""
    export_run.delete_old_exports(keeping.before("exports"))


@daily(at="03:55")
def let_go_of_old_imports() -> None:
    """What taking imports back needs is kept for thirty days, or as the director has it; files of nobody for one."""
    letting_go.let_go_of_old(keeping.before("imports"))
    letting_go.remove_strays()
