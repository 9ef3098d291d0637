"""How many statements each page runs: a number that stands here, and stays the same however many rows there are."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.agenda.commands import add_task, finish_task
from pomni.automation.commands import add_webhook, try_webhook
from pomni.config.routes import all_routes
from pomni.documents.models import File
from pomni.documents.storing import keep, previews_of
from pomni.documents.taking import take_file
from pomni.exchange import carrying
from pomni.exchange.arriving import arrived
from pomni.exchange.commands import running
from pomni.exchange.commands.wizard import add_import
from pomni.exchange.models import Export, Import
from pomni.kit import clock
from pomni.people.commands import (
    add_client,
    add_interaction,
    add_note,
    edit_client,
    edit_interaction,
    edit_note,
)
from pomni.people.models import Client
from pomni.team import company
from pomni.team.live import News
from pomni.team.models import Location, Role, RoleHeld, Team, User

HOURS = {"1": [["09:00", "18:00"]]}
# Page (pattern of its address): what is asked for, and statements; session and person are two of them.
PAGES = {
    "": ("/", 10),
    "live/": ("/live/?since={live}", 3),
    "notices/": ("/notices/", 4),
    "notices/newest/": ("/notices/newest/", 3),
    "status/backup/": ("/status/backup/", 3),
    "status/viewing/": ("/status/viewing/", 5),
    "clients/": ("/clients/", 5),
    "clients/?after": ("/clients/?after={after}", 5),
    "clients/?q": ("/clients/?q=client&phone=with&responsible={colleague}", 6),
    "clients/?q nobody": ("/clients/?q=zzzz", 6),
    "clients/filters/": ("/clients/filters/", 7),
    "clients/add/": ("/clients/add/", 6),
    "clients/<uuid:uid>/": ("/clients/{client}/", 8),
    "clients/<uuid:uid>/?organisation": ("/clients/{organisation}/", 8),
    "clients/<uuid:uid>/?employee": ("/clients/{employee}/", 8),
    "clients/<uuid:uid>/timeline/": ("/clients/{client}/timeline/", 4),
    "clients/<uuid:uid>/place/": ("/clients/{client}/place/?in=", 5),
    "clients/<uuid:uid>/write/<slug:key>/": ("/clients/{client}/write/contact/", 3),
    "clients/<uuid:uid>/notes/<uuid:written>/": ("/clients/{client}/notes/{note}/", 5),
    "clients/<uuid:uid>/contacts/<uuid:written>/": ("/clients/{client}/contacts/{contact}/", 5),
    "clients/<uuid:uid>/edit/": ("/clients/{client}/edit/", 8),
    "clients/<uuid:uid>/edit/<slug:group>/": ("/clients/{client}/edit/phone/", 5),
    "clients/organisations/": ("/clients/organisations/?q=client", 3),
    "clients/<uuid:uid>/forget/": ("/clients/{client}/forget/", 4),
    "tasks/": ("/tasks/", 6),
    "tasks/?after": ("/tasks/?after={task_after}", 7),
    "tasks/set/": ("/tasks/set/", 6),
    "tasks/all/": ("/tasks/all/", 6),
    "tasks/done/": ("/tasks/done/", 5),
    "tasks/add/": ("/tasks/add/", 3),
    "tasks/owners/": ("/tasks/owners/?q=col", 3),
    "tasks/clients/": ("/tasks/clients/", 3),
    "tasks/<uuid:uid>/": ("/tasks/{task}/", 5),
    "api/v1/tasks": ("/api/v1/tasks", 3),
    "api/v1/tasks/<uid>": ("/api/v1/tasks/{task}", 4),
    "files/of/<uuid:uid>/": ("/files/of/{client}/", 5),
    "files/of/<uuid:uid>/newest/": ("/files/of/{client}/newest/", 4),
    "files/<uuid:uid>/": ("/files/{file}/", 7),
    "files/<uuid:uid>/download/": ("/files/{file}/download/", 4),
    "files/<uuid:uid>/small/": ("/files/{file}/small/", 4),
    "files/<uuid:uid>/pages/<int:number>/": ("/files/{file}/pages/1/", 4),
    "api/v1/clients/<uid>/files": ("/api/v1/clients/{client}/files", 4),
    "api/v1/files/<uid>": ("/api/v1/files/{file}", 4),
    "api/v1/files/<uid>/content": ("/api/v1/files/{file}/content", 4),
    "exchange/imports/": ("/exchange/imports/", 4),
    "exchange/imports/add/": ("/exchange/imports/add/", 3),
    "exchange/imports/<uuid:uid>/reading/": ("/exchange/imports/{import}/reading/", 4),
    "exchange/imports/<uuid:uid>/columns/": ("/exchange/imports/{import}/columns/", 7),
    "exchange/imports/<uuid:uid>/trial/": ("/exchange/imports/{import}/trial/", 3),
    "exchange/imports/<uuid:uid>/": ("/exchange/imports/{begun}/", 8),
    "exchange/imports/<uuid:uid>/faults/": ("/exchange/imports/{begun}/faults/", 3),
    "exchange/export/": ("/exchange/export/", 4),
    "exchange/exports/": ("/exchange/exports/", 4),
    "exchange/exports/<uuid:uid>/": ("/exchange/exports/{export}/", 4),
    "exchange/exports/<uuid:uid>/file/": ("/exchange/exports/{export}/file/", 6),
    "api/v1/clients/<uid>/notes": ("/api/v1/clients/{client}/notes", 4),
    "api/v1/clients/<uid>/interactions": ("/api/v1/clients/{client}/interactions", 4),
    "team/": ("/team/", 6),
    "team/<uuid:uid>/": ("/team/{colleague}/", 10),
    "team/invite/": ("/team/invite/", 6),
    "team/<uuid:uid>/edit/": ("/team/{colleague}/edit/", 5),
    "team/form/": ("/team/form/", 4),
    "team/locations/": ("/team/locations/", 4),
    "team/locations/add/": ("/team/locations/add/", 3),
    "team/<uuid:uid>/disable/": ("/team/{colleague}/disable/", 8),
    "team/<uuid:uid>/hand-over/": ("/team/{colleague}/hand-over/", 8),
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
    "team/log/": ("/team/log/", 7),
    "team/log/?before": ("/team/log/?before=1000000", 7),
    "ui/": ("/ui/", 3),
    "find/": ("/find/", 3),
    "find/?q": ("/find/?q=client", 6),
    "find/?q digits": ("/find/?q=6001", 7),
    "find/?q nobody": ("/find/?q=zzyzx", 7),
    "find/?q nearly": ("/find/?q=clieent", 8),
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
    "api/v1/clients": ("/api/v1/clients", 5),
    "api/v1/clients/<uid>": ("/api/v1/clients/{client}", 5),
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
    told |= {"file": _files(vera, first, rows).uid}
    firm = add_client(name="Bright Ltd", kind="organisation", phone="+48 22 100 20 30", by=vera)
    staff = [add_client(name=f"Aaa{n:03}", works_at=firm, by=vera) for n in range(rows)]
    told |= {"organisation": firm.uid, "employee": staff[0].uid}
    told |= _imports(vera, rows) | {"export": _exports(vera, rows)}
    return told | _webhooks(vera, rows) | _tasks(vera, first, rows) | _written(vera, first, rows)


def _written(vera, client, rows):
    """So many notes and contacts about a client; half of them changed, one to be finished."""
    notes = [add_note(client, text=f"Note {n}", to_finish=not n, by=vera) for n in range(rows)]
    calls = [add_interaction(client, how="call", outcome=f"Call {n}", by=vera) for n in range(rows)]
    for note, call in list(zip(notes, calls, strict=True))[::2]:
        edit_note(note, text=f"{note.text}, changed", by=vera)
        edit_interaction(call, outcome="Changed", by=vera)
    return {"note": notes[0].uid, "contact": calls[0].uid}


def _tasks(vera, client, rows):
    days = [None, *(clock.today() + timedelta(days=n) for n in range(-2, rows))]
    made = [add_task(client, title=f"Task {n}", due_on=day, by=vera) for n, day in enumerate(days)]
    for _done in range(rows):
        finish_task(add_task(client, title="Past", by=vera), by=vera)
    return {"task": made[1].uid, "task_after": made[1].uid}


def _files(vera, client, rows):
    """So many files of a client; the last one has a preview."""
    files = [take_file(client, BytesIO(b"Dear Anna"), name=f"{n}.txt", by=vera) for n in range(rows)]
    for name in ("small", "1"):
        keep(previews_of(files[-1].stored) / f"{name}.webp", b"a picture")
    File.objects.filter(pk=files[-1].pk).update(preview=File.Preview.MADE)
    return files[-1]


def _imports(vera, rows):
    """So many imports of which nothing is left but the counts, and one that is being prepared."""
    for number in range(rows):
        Import.objects.create(made_by=vera, added_at=clock.now(), name=f"{number}.csv", size=1, kind="csv")
    table = "".join(f"Client {n};+48600{n:06}\n" for n in range(rows))
    with arrived(BytesIO(f"Name;Phone\n{table}".encode()), "clients.csv") as file:
        told = {"import": add_import(file=file, by=vera).uid}
    return told | {"begun": _begun_import(vera, rows)}


def _exports(vera, rows):
    """So many exports; the last one has its file."""
    words = {"made_by": vera, "added_at": clock.now(), "format": "csv", "asked": {"query": ""}}
    exports = [Export.objects.create(**words) for _export in range(rows)]
    stored = default_storage.save("exports/one", ContentFile(b"a file"))
    Export.objects.filter(pk=exports[-1].pk).update(state=Export.State.DONE, stored=stored)
    return exports[-1].uid


def _begun_import(vera, rows):
    """An import that is done: so many clients came in, and so many rows were set aside."""
    table = "".join(f"Brought {n};+48601{n:06}\nWrong {n};12\n" for n in range(rows))
    with arrived(BytesIO(f"Name;Phone\n{table}".encode()), "clients.csv") as file:
        import_ = running.begin_trial(add_import(file=file, by=vera), by=vera, in_background=False)
    import_ = running.start_import(carrying.try_rows(import_), by=vera, in_background=False)
    return carrying.take_all(import_).uid


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
    given["live"] = News(vera).number  # an open page that has all the news: the poll asks for one number
    client.force_login(vera)
    found = {
        page: len(statements(client, address.format(**given))) for page, (address, _number) in PAGES.items()
    }
    told = {page: number for page, (_address, number) in PAGES.items()}
    differ = {page: (found[page], told[page]) for page in told if found[page] != told[page]}
    assert not differ, f"ran, told: {differ}"


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
