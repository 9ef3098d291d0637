"""What is done about clients in the background."""

from pomni.jobs.declare import daily, task
from pomni.kit.pace import in_strokes
from pomni.kit.sqlite.erased import empty_the_log
from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.people import commands, queries
from pomni.team import company
from pomni.team.events import CompanyChanged
from pomni.team.robots import command_line


@on(CompanyChanged)
def follow_the_order_of_names(moment: Moment) -> None:
    """Where the order of names may be another one now, names are composed anew."""
    if {"name_order", "language"} & moment.all_facts()["changes"].keys():
        put_names_in_order.enqueue()


@task(key="people:names")
def put_names_in_order() -> int:
    """Compose the names of all clients in the order that the company has now, in short strokes. Returns how many changed."""
    company.forget()  # this process may still have the order before
    by, changed = command_line(), 0

    def write(clients: list[int]) -> None:
        nonlocal changed
        changed += commands.put_names_in_order(clients=clients, by=by)

    in_strokes(queries.clients_of_parts(by), write)
    return changed


@daily(at="03:57")
def let_go_of_old_bulk_changes() -> None:
    """What changes of many clients keep so that they can be taken back is kept for thirty days."""
    old = queries.old_bulk_changes()
    if old:
        commands.let_go_of_bulk(changes=old, by=command_line())


@daily(at="04:55")
def clear_the_log_nightly() -> None:
    """What listeners erased afterwards, such as names of files, goes from the log of the database file."""
    empty_the_log()
