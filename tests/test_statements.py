"""How many statements each page runs: a number that stands here, and stays the same however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.automation.commands import add_webhook, try_webhook
from pomni.config.routes import all_routes
from pomni.people.commands import add_client, edit_client
from pomni.people.models import Client
from pomni.team import company
from pomni.team.models import Location, Role, RoleHeld, Team, User

HOURS = {"1": [["09:00", "18:00"]]}
# Page (pattern of its address): what is asked for, and statements; session and person are two of them.
PAGES = {
    "": ("/", 10),
    "live/": ("/live/?since=0", 3),
    "notices/": ("/notices/", 4),
    "notices/newest/": ("/notices/newest/", 3),
    "status/backup/": ("/status/backup/", 3),
    "status/viewing/": ("/status/viewing/", 5),
    "clients/": ("/clients/", 5),
    "clients/?after": ("/clients/?after={after}", 6),
    "clients/add/": ("/clients/add/", 4),
    "clients/<uuid:uid>/": ("/clients/{client}/", 7),
    "clients/<uuid:uid>/edit/": ("/clients/{client}/edit/", 6),
    "clients/<uuid:uid>/forget/": ("/clients/{client}/forget/", 4),
    "team/": ("/team/", 6),
    "team/<uuid:uid>/": ("/team/{colleague}/", 10),
    "team/invite/": ("/team/invite/", 6),
    "team/<uuid:uid>/edit/": ("/team/{colleague}/edit/", 5),
    "team/form/": ("/team/form/", 4),
    "team/locations/": ("/team/locations/", 4),
    "team/locations/add/": ("/team/locations/add/", 3),
    "team/<uuid:uid>/disable/": ("/team/{colleague}/disable/", 7),
    "team/<uuid:uid>/hand-over/": ("/team/{colleague}/hand-over/", 7),
    "team/locations/<uuid:uid>/": ("/team/locations/{place}/", 5),
    "team/locations/<uuid:uid>/edit/": ("/team/locations/{place}/edit/", 4),
    "team/locations/<uuid:uid>/hours/": ("/team/locations/{place}/hours/", 4),
    "team/teams/": ("/team/teams/", 4),
    "team/teams/<uuid:uid>/": ("/team/teams/{team}/", 6),
    "team/teams/<uuid:uid>/edit/": ("/team/teams/{team}/edit/", 5),
    "team/roles/": ("/team/roles/", 5),
    "team/roles/add/": ("/team/roles/add/", 5),
    "team/roles/<uuid:uid>/": ("/team/roles/{role}/", 9),
    "team/roles/<uuid:uid>/rename/": ("/team/roles/{role}/rename/", 4),
    "why/<str:label>/<uuid:uid>/": ("/why/people.client/{client}/?colleague={colleague}", 11),
    "team/log/": ("/team/log/", 5),
    "team/log/?before": ("/team/log/?before=1000000", 5),
    "ui/": ("/ui/", 3),
    "find/": ("/find/", 3),
    "find/?q": ("/find/?q=client", 5),
    "look/session": ("/look/session", 2),
    "start/sheet/": ("/start/sheet/", 5),
    "settings/": ("/settings/", 3),
    "settings/?q": ("/settings/?q=logo", 3),
    "settings/company/": ("/settings/company/", 4),
    "settings/look/": ("/settings/look/", 4),
    "settings/mail/": ("/settings/mail/", 3),
    "settings/security/": ("/settings/security/", 4),
    "settings/recovery-sheet/": ("/settings/recovery-sheet/", 6),
    "me/": ("/me/", 5),
    "me/language/": ("/me/language/", 3),
    "me/pin/": ("/me/pin/", 3),
    "me/second-step/": ("/me/second-step/", 2),
    "me/tokens/make/": ("/me/tokens/make/", 3),
    "api/v1/clients": ("/api/v1/clients", 4),
    "api/v1/clients/<uid>": ("/api/v1/clients/{client}", 4),
    "api/v1/clients/<uid>/timeline": ("/api/v1/clients/{client}/timeline", 5),
    "api/v1/colleagues": ("/api/v1/colleagues", 3),
    "api/v1/me": ("/api/v1/me", 3),
    "api/v1/webhooks": ("/api/v1/webhooks", 3),
    "api/v1/webhooks/<uid>": ("/api/v1/webhooks/{hook}", 3),
    "api/v1/webhooks/<uid>/deliveries": ("/api/v1/webhooks/{hook}/deliveries", 4),
    "settings/webhooks/": ("/settings/webhooks/", 4),
    "settings/webhooks/add/": ("/settings/webhooks/add/", 3),
    "settings/webhooks/<uuid:uid>/": ("/settings/webhooks/{hook}/", 6),
    "settings/webhooks/<uuid:uid>/change/": ("/settings/webhooks/{hook}/change/", 4),
    "settings/webhooks/<uuid:uid>/calls/<uuid:call>/": ("/settings/webhooks/{hook}/calls/{call}/", 5),
    "me/api/": ("/me/api/", 3),
}
# Those that show nothing of the company's: the lock of the screen, a link that was sent, the machine's own questions.
NOT_COUNTED = {
    "status/",
    "locked/",
    "invited/<str:secret>/",
    "healthz",
    "readyz",
    "api/v1/",
    "api/v1/openapi.json",
}
NOT_COUNTED |= {"brand/<str:name>"}  # a picture
NOT_COUNTED |= {"start/", "start/waiting/", "start/demo/", "start/demo/leave/", "new-password/<str:secret>/"}
NOT_COUNTED |= {f"start/<str:secret>/{step}" for step in ("", "company/", "country/", "you/")}


@pytest.fixture(autouse=True)
def _the_company_stays_known(monkeypatch):
    """It is read anew every two seconds, which would be one statement more on whichever page comes then."""
    monkeypatch.setattr(company, "FRESH", 3600.0)


def fill(vera, rows):
    """So many clients, colleagues, locations, and moments of one client."""
    first = add_client(name="Anna Lis", phone="+48 600 100 200", email="anna@example.com", by=vera)
    for number in range(rows):
        add_client(name=f"Client {number:03}", phone=f"+48 600 200 {number:03}", by=vera)
        edit_client(first, name=f"Anna Lis {number}", by=vera)
        one = User.objects.create(username=f"colleague{number}", name=f"Colleague {number}", password="!")
        place = Location.objects.create(name=f"Place {number}", zone="Europe/Warsaw", hours=HOURS)
        RoleHeld.objects.create(user=one, role=Role.objects.get(preset="front_desk"), location=place)
        team = Team.objects.create(name=f"Team {number}", lead=one)
    told = {"client": first.uid, "colleague": vera.uid, "after": Client.objects.get(name="Client 000").uid}
    told |= {"role": Role.objects.get(preset="front_desk").uid, "team": team.uid, "place": place.uid}
    return told | _webhooks(vera, rows)


def _webhooks(vera, rows):
    hooks = [add_webhook(name=f"Hook {n}", url="https://example.org/", by=vera) for n in range(rows)]
    calls = [try_webhook(hooks[0], by=vera) for _call in range(rows)]
    return {"hook": hooks[0].uid, "call": calls[0].uid}


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
