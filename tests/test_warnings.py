"""What whoever meets a client must know first stands wherever the client does; pages that come later are walked as well."""

import json
import re
from datetime import timedelta

from pomni.agenda.commands import add_meeting, add_promise, add_task
from pomni.kit import clock
from pomni.people.commands import add_client, add_peculiarity, edit_client
from pomni.people.models import Client
from pomni.team.live import News
from tests.test_statements import PAGES, fill

NAME, MUST_KNOW = "Anna Lis", "lidocaine"
# Pages that name a client and meet nobody.
EXCUSED = {
    "calendar/<str:secret>.ics": "read outside the house, by programs of others: no allergies leave it",
    "team/<uuid:uid>/disable/": "which records get a new owner",
    "team/<uuid:uid>/hand-over/": "which records get a new owner",
    "why/<str:label>/<uuid:uid>/": "who may see a record of any kind",
    "api/v1/clients/<uid>/merge/<other>": "the name is a fact that two cards tell differently",
}
# Those that are named on pages of others, and by what is typed.
FURTHER = {
    "the card of who knows them": "/clients/{tied}/",
    "the card of who has the same phone": "/clients/{sharing}/",
    "the chooser of a client": "/tasks/clients/?q=anna",
    "the chooser of any client": "/clients/organisations/?of=any&q=anna",
    "the palette": "/find/?q=anna",
    "what is to be done in the palette": "/find/?q=task",
    "the list": "/clients/?q=anna",
    "those nearly called so": "/clients/?q=annna+lis",
    "the other card": "/clients/{tied}/merge/?q=anna",
    "a line about them": "/tasks/write-down/?client={client}",
    "their tasks": "/tasks/?client={client}",
    "what knows of the ties": "/api/v1/clients/{tied}/known",
    "the duplicates": "/clients/duplicates/",
}
LINE = re.compile(r"<(li|tr|dd)\b(?:(?!<(?:li|tr|dd)\b).)*?</\1>", re.DOTALL)


def test_an_allergy_shows_wherever_the_client_does(client, vera):
    given = fill(vera, 3)
    anna = Client.objects.get(uid=given["client"])
    add_peculiarity(anna, kind="allergy", text=MUST_KNOW, by=vera)
    given |= {"yesterday": clock.today() - timedelta(days=1), "live": News(vera).number}
    given["tied"] = Client.objects.get(name="Client 000").uid
    given["sharing"] = add_client(name="Brother", phone="+48 600 100 200", by=vera).uid
    client.force_login(vera)
    walked = {page: address for page, (address, _number) in PAGES.items() if page not in EXCUSED} | FURTHER
    shown = {page: client.get(address.format(**given)) for page, address in walked.items()}
    told = {page: answer.content.decode() for page, answer in shown.items() if _is_text(answer)}
    bare = {page: lines for page, text in told.items() if (lines := _bare(text, str(anna.uid)))}
    assert not bare
    assert all(NAME in told[page] for page in FURTHER), "asked for them, and they are not there"


def test_an_alert_shows_where_somebody_is_neglected_and_where_they_work(client, vera, mark):
    firm = add_client(name="Bright Ltd", kind="organisation", alert="Pays late", by=mark)
    worker = add_client(name="Ben", works_at=firm, alert="Deaf", birthday=f"--{clock.today():%m-%d}", by=mark)
    edit_client(firm, responsible=mark, by=vera)
    client.force_login(mark)
    for address in ("/", "/tasks/board/", "/tasks/board/?of=unplanned", f"/clients/{firm.uid}/"):
        assert "Deaf" in client.get(address).content.decode(), address
    assert "Pays late" in client.get(f"/clients/{worker.uid}/").content.decode()
    parts = client.get("/api/v1/board").json()["parts"]
    assert {line["client"]["warning"] for part in parts for line in part["lines"]} == {"Deaf", "Pays late"}


def test_the_newest_and_whoever_is_here_already_come_with_what_must_be_known_first(client, vera):
    add_client(name=NAME, phone="+48 600 100 200", alert="Deaf", by=vera)
    client.force_login(vera)
    assert "Deaf" in client.get("/").content.decode()  # among those who were added this week
    answer = client.post("/clients/likely/", {"name": "Anna", "phone": "+48 600 100 200"})
    assert "Deaf" in answer.content.decode()
    told = client.post("/api/v1/likely", json.dumps({"phone": "+48 600 100 200"}), "application/json")
    assert told.json()["likely"][0]["warning"] == "Deaf"


def test_who_does_not_reach_the_client_is_not_told_of_the_allergy(client, vera, mark, lena):
    anna = add_client(name=NAME, alert="Deaf", by=mark)
    add_peculiarity(anna, kind="allergy", text=MUST_KNOW, by=mark)
    today = clock.today()
    add_task(anna, title="Call", due_on=today, responsible=lena, by=vera)
    add_promise(anna, text="Send", due_on=today, responsible=lena, by=vera)
    add_meeting(anna, title="Meet", day=today, begins=clock.now().time(), responsible=lena, by=vera)
    client.force_login(lena)
    for address in ("/", "/tasks/", "/tasks/promises/", "/tasks/meetings/", "/api/v1/tasks", "/api/v1/board"):
        text = client.get(address).content.decode()
        assert re.search("Call|Send|Meet", text), address
        assert not re.search(f"{NAME}|{MUST_KNOW}|Deaf", text), address


def _is_text(answer):
    return not answer.streaming and answer["Content-Type"].startswith(("text/html", "application/json"))


def _bare(text, uid):
    """Where the name stands alone: the whole page, or lines that lead to the card."""
    if NAME not in text:
        return []
    if MUST_KNOW not in text:
        return ["the whole page"]
    if text.startswith("{"):
        return [one for one in _named(json.loads(text), uid) if MUST_KNOW not in json.dumps(one)]
    card = re.compile(rf'href="/clients/{uid}/(\?[^"]*)?"[^<]*>{NAME}')
    lines = [found.group() for found in LINE.finditer(text)]
    return [line for line in lines if card.search(line) and MUST_KNOW not in line]


def _named(told, uid):
    """The parts of an answer that are about the client by name."""
    if isinstance(told, list):
        return [found for one in told for found in _named(one, uid)]
    if not isinstance(told, dict):
        return []
    within = [found for one in told.values() for found in _named(one, uid)]
    return [*within, told] if uid in told.values() and NAME in str(told.get("name")) else within
