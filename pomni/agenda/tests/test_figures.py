"""When something is to be done next about a client is told to whom reaches the task as far as the client."""

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import add_task
from pomni.exchange.queries.exporting import columns_open_to
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team.commands import change_role
from pomni.team.models import Location, Role, Team, User

from .test_tasks import MONDAY


@pytest.fixture
def due(vera):
    """Something that the director is to do about a client, who was added in a way."""

    def make(**words):
        client = add_client(name="Anna Kern", by=words.pop("by", vera), **words)
        return add_task(client, title="Call", due_on=MONDAY, by=vera), client

    return make


def _of_a_mate(hire, due):
    sellers = Team.objects.create(name="Sellers")
    hire("tom", "salesperson", team=sellers)
    due(responsible=User.objects.get(username="tom"))
    return hire("hal", "head_of_sales", team=sellers)


def _entered(hire, due):
    sam = hire("sam", "salesperson")
    due(by=sam)
    Client.objects.update(responsible=None)
    return sam


def _of_no_place(hire, due):
    due()
    return hire("fay", "front_desk", location=Location.objects.create(name="North", zone="Europe/Warsaw"))


@pytest.mark.parametrize("who", [_of_a_mate, _entered, _of_no_place])
def test_whoever_reaches_a_client_reaches_the_task_whose_day_stands_in_the_list(page_of, hire, due, who):
    reader = who(hire, due)
    assert queries.tasks(reader).count() == 1
    assert "Next task" in page_of(reader).get("/clients/?cols=due").content.decode()


def test_a_role_that_reaches_fewer_tasks_than_clients_is_not_told_when_the_next_one_is_due(
    vera, page_of, hire, due
):
    head = Role.objects.get(preset="head_of_sales")
    change_role(head, grants=head.grants | {"people.client.see": 4, "agenda.task.see": 2}, by=vera)
    hal = hire("hal", "head_of_sales")
    due()
    add_client(name="Zoe", by=vera)
    browser = page_of(hal)
    page = browser.get("/clients/?cols=due&sort=-due").content.decode()
    assert "Next task" not in page
    told = browser.get("/api/v1/clients?sort=-due").json()["items"]
    assert [(one["name"], one["next_due_on"]) for one in told] == [("Anna Kern", None), ("Zoe", None)]
    assert "next_due" not in [column.key for column in columns_open_to(hal)]
    assert "next_due" in [column.key for column in columns_open_to(vera)]
