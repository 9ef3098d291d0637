"""Whoever is shown something of a client leaves a trace: the leak report and its alarm know of it, whatever address it was."""

import html
import json
import re
from datetime import timedelta

import pytest

from pomni.config.routes import all_routes
from pomni.facts.commands import add_field
from pomni.kit import clock
from pomni.memory import sightings, viewing
from pomni.memory.models import Sighting
from pomni.people import commands
from pomni.team import pulses
from pomni.team.models import Notice
from pomni.team.pulses import watch_viewing

# Addresses of one client that show nothing of them: each with its reason.
SHOW_NOTHING = {
    "clients/<uuid:uid>/place/": "where the list goes on",
    "clients/<uuid:uid>/write/<slug:key>/": "an empty form",
    "clients/<uuid:uid>/merge/": "the name, and a field to search others by",
    "clients/<uuid:uid>/disclose/": "the name, and a question; the answer is written down as an export",
    "clients/<uuid:uid>/forget/": "the name, and a question",
}
OF_CLIENT = ("clients/<uuid:uid>/", "api/v1/clients/<uid>")


def paths():
    """Every address of one client that answers a question."""
    return sorted(
        {
            route.path
            for route in all_routes()
            if "GET" in route.methods.split() and route.path.startswith(OF_CLIENT)
        }
    )


@pytest.fixture
def known(vera):
    """A client with something for every address: what stands in addresses, by its name there."""
    anna = commands.add_client(name="Anna Kern", phone="+48 600 100 201", by=vera)
    add_field(name="Shoe size", kind="number", by=vera)
    return {
        "uid": anna,
        "other": commands.add_client(name="Ania Kern", phone="+48 600 100 201", by=vera),
        "notes": commands.add_note(anna, text="Likes mornings", by=vera),
        "contacts": commands.add_interaction(anna, how="call", side="ours", at=clock.now(), by=vera),
        "detail": commands.add_peculiarity(anna, kind="food", text="Green tea", by=vera),
    }


def url_of(path, known):
    told = {name: str(record.uid) for name, record in known.items()}
    told["written"] = told["notes"] if "/notes/" in path else told["contacts"]
    told |= {"group": "phone", "what": "peculiarity", "key": "note"}
    for kind in ("uuid:", "slug:", ""):
        for name, value in told.items():
            path = path.replace(f"<{kind}{name}>", value)
    return f"/{path}"


def seen():
    sightings.flush()
    return list(Sighting.objects.order_by("pk").values_list("by_id", "record_id"))


@pytest.mark.parametrize("path", paths())
def test_whatever_shows_something_of_a_client_leaves_a_trace(path, vera, known, page_of, program_of):
    browser = program_of(vera) if path.startswith("api/") else page_of(vera)
    answer = browser.get(url_of(path, known))
    assert answer.status_code == 200
    assert bool(seen()) == (path not in SHOW_NOTHING), answer.content.decode()[:2000]
    assert set(seen()) <= {(vera.pk, known["uid"].pk), (vera.pk, known["other"].pk)}


def test_two_cards_side_by_side_were_both_seen(vera, known, page_of, program_of):
    both = {known["uid"].pk, known["other"].pk}
    for browser, path in (
        (page_of(vera), "clients/{}/merge/{}/"),
        (program_of(vera), "api/v1/clients/{}/merge/{}"),
    ):
        Sighting.objects.all().delete()
        sightings._lately.clear()
        browser.get("/" + path.format(known["uid"].uid, known["other"].uid))
        assert {pk for _by, pk in seen()} == both


def test_whoever_walks_through_the_cards_by_writing_nothing_leaves_traces_too(
    vera, known, page_of, program_of
):
    uid = known["uid"].uid
    program = program_of(vera)
    walks = (
        lambda: program.patch(f"/api/v1/clients/{uid}", "{}", content_type="application/json"),
        lambda: program.patch(
            f"/api/v1/clients/{uid}/own", json.dumps({"values": {}}), content_type="application/json"
        ),
        lambda: page_of(vera).post(f"/clients/{uid}/edit/phone/", {"phone": "no phone", "was-phone": "x"}),
        lambda: page_of(vera).post(f"/clients/{uid}/notes/", {"text": " "}),
    )
    for number, walk in enumerate(walks):
        Sighting.objects.all().delete()
        sightings._lately.clear()
        assert walk().status_code < 500
        assert seen(), f"walk {number}"


def test_a_card_and_its_parts_looked_at_within_minutes_are_one_sighting(vera, known, page_of, monkeypatch):
    browser, uid = page_of(vera), known["uid"].uid
    for path in ("", "edit/", "edit/phone/", "timeline/"):
        browser.get(f"/clients/{uid}/{path}")
    assert len(seen()) == 1
    later = clock.now() + timedelta(seconds=sightings.AGAIN)
    monkeypatch.setattr(sightings, "now", lambda: later)
    browser.get(f"/clients/{uid}/edit/")
    assert len(seen()) == 2


def test_who_stands_in_a_list_was_read_in_it_and_only_whoever_reads_on_copies(
    vera, mark, page_of, monkeypatch
):
    monkeypatch.setattr(pulses, "MANY_READ", 60)
    for number in range(170):
        commands.add_client(name=f"Kern {number:03}", phone=f"+48 600 200 {number:03}", by=mark)
    browser, more = page_of(mark), "/clients/?sort=name"
    for pages in range(1, 5):
        page = browser.get(more).content.decode()
        found = [(how, pk) for how, pk in _traces() if how in viewing.LISTS]
        assert len(set(found)) == min(pages * 50, 170)
        watch_viewing()
        told = Notice.objects.filter(user=vera, kind__contains="unusual_copying").count()
        assert told == (0 if pages < 3 else 1)  # a hundred behind the first page
        more = html.unescape(re.search(r'"(/clients/\?[^"]*after=[^"]+)"', page)[1]) if pages < 4 else ""
    assert {how for how, _pk in _traces()} == set(viewing.LISTS)


@pytest.mark.parametrize(
    "path", ["find/?q={}", "tasks/clients/?q={}", "clients/organisations/?of=client&q={}", "clients/?q={}n"]
)
def test_whoever_answers_to_what_is_typed_was_read_as_in_a_list_once_and_alarms_nobody(
    path, vera, mark, page_of, monkeypatch
):
    monkeypatch.setattr(pulses, "MANY_READ", 1)
    keys = {
        commands.add_client(name=f"Kernbaum {name}", phone=f"+48 600 200 30{number}", by=mark).pk
        for number, name in enumerate(("Anna", "Jan", "Ewa"))
    }
    commands.add_client(name="Jan Lis", by=mark)
    browser = page_of(mark)
    for typed in ("kernb", "kernba", "kernbau"):
        assert "Kernbaum" in browser.get("/" + path.format(typed)).content.decode()
    assert sorted(_traces()) == [(viewing.LISTED, pk) for pk in sorted(keys)]
    watch_viewing()
    assert not Notice.objects.filter(user=vera, kind__contains="unusual_copying").exists()


def test_who_looks_with_a_colleagues_eyes_leaves_the_trace_of_an_answer_themselves(vera, mark, page_of):
    anna = commands.add_client(name="Kernbaum Anna", by=mark)
    browser = page_of(vera)
    browser.post(f"/team/{mark.uid}/see-as/")
    assert "Kernbaum" in browser.get("/find/?q=kernb").content.decode()
    assert (vera.pk, anna.pk) in seen()
    assert (mark.pk, anna.pk) not in seen()


def _traces():
    sightings.flush()
    return list(Sighting.objects.values_list("how", "record_id"))
