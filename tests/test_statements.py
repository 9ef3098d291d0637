"""How many statements each page runs: a number that stands here, and stays the same however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.config.routes import all_routes
from pomni.people.commands import add_client, edit_client
from pomni.people.models import Client
from pomni.team.models import Location, User

# Page (pattern of its address): what is asked for, and statements; session and person are two of them.
PAGES = {
    "": ("/", 2),
    "clients/": ("/clients/", 4),
    "clients/?after": ("/clients/?after={after}", 5),
    "clients/add/": ("/clients/add/", 3),
    "clients/<uuid:uid>/": ("/clients/{client}/", 6),
    "clients/<uuid:uid>/edit/": ("/clients/{client}/edit/", 5),
    "clients/<uuid:uid>/forget/": ("/clients/{client}/forget/", 3),
    "team/": ("/team/", 4),
    "team/<uuid:uid>/": ("/team/{colleague}/", 7),
    "team/invite/": ("/team/invite/", 5),
    "team/<uuid:uid>/edit/": ("/team/{colleague}/edit/", 4),
    "team/form/": ("/team/form/", 3),
    "team/locations/": ("/team/locations/", 3),
    "team/locations/add/": ("/team/locations/add/", 2),
    "team/log/": ("/team/log/", 4),
    "team/log/?before": ("/team/log/?before=1000000", 4),
    "me/": ("/me/", 4),
    "me/language/": ("/me/language/", 2),
    "me/pin/": ("/me/pin/", 2),
    "me/second-step/": ("/me/second-step/", 2),
    "me/tokens/make/": ("/me/tokens/make/", 2),
    "api/v1/clients": ("/api/v1/clients", 4),
    "api/v1/clients/<uid>": ("/api/v1/clients/{client}", 4),
    "api/v1/clients/<uid>/timeline": ("/api/v1/clients/{client}/timeline", 5),
    "api/v1/colleagues": ("/api/v1/colleagues", 3),
    "api/v1/me": ("/api/v1/me", 3),
}
# Those that show nothing of the company's: the lock of the screen, a link that was sent, the machine's own questions.
NOT_COUNTED = {"locked/", "invited/<str:secret>/", "healthz", "readyz", "api/v1/", "api/v1/openapi.json"}


def fill(vera, rows):
    """So many clients, colleagues, locations, and moments of one client."""
    first = add_client(name="Anna Lis", phone="+48 600 100 200", email="anna@example.com", by=vera)
    for number in range(rows):
        add_client(name=f"Client {number:03}", phone=f"+48 600 200 {number:03}", by=vera)
        edit_client(first, name=f"Anna Lis {number}", by=vera)
        User.objects.create(username=f"colleague{number}", name=f"Colleague {number}", password="!")
        Location.objects.create(name=f"Place {number}", zone="Europe/Warsaw")
    return {"client": first.uid, "colleague": vera.uid, "after": Client.objects.get(name="Client 000").uid}


def statements(browser, address):
    """How many statements the second call of a page runs: after the first one the person's rights are known."""
    assert browser.get(address).status_code < 400
    with CaptureQueriesContext(
        connection,
    ) as caught:
        browser.get(address)
    return [query["sql"] for query in caught.captured_queries]


@pytest.mark.parametrize("rows", [3, 120])
def test_a_page_runs_its_statements_and_no_more_however_many_rows_there_are(client, vera, rows):
    given = fill(vera, rows)
    client.force_login(vera)
    found = {
        page: len(statements(client, address.format(**given))) for page, (address, _number) in PAGES.items()
    }
    assert found == {page: number for page, (_address, number) in PAGES.items()}


def test_every_page_of_the_house_has_its_number_here():
    ours = {
        route.path
        for route in all_routes()
        if "GET" in route.methods and not route.path.startswith("account/")
    }
    assert ours - NOT_COUNTED == {page for page in PAGES if "?" not in page}


@pytest.mark.parametrize("reader", ["head_of_sales", "salesperson", "front_desk"])
def test_who_reaches_less_needs_no_more_statements(client, company, reader):
    client.force_login(company[reader])
    mine = str(Client.objects.visible_to(company[reader]).first().uid)
    for page in ("clients/", "clients/<uuid:uid>/", "api/v1/clients", "api/v1/clients/<uid>/timeline"):
        address, number = PAGES[page]
        assert len(statements(client, address.format(client=mine))) <= number
