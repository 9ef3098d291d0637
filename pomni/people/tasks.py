"""What is done about clients in the background."""

from pomni.jobs.declare import task
from pomni.kit.pace import in_strokes
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
