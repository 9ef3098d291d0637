"""Every address, for every role and method: who is let in, and that nobody finds in any answer what is not theirs.

The expected cells stand in `cells.txt`, written by hand. A row is one test; its cells are played one after the other.
"""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pomni.config.routes import METHODS, all_routes
from pomni.kit import clock

from .conftest import CLIENTS, INVITATIONS, ROLES

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
API = "api/v1/"
BY_SESSION = ("stranger", "guest", "director", "specialist")  # who asks the API as pages do
HOOK = {"name": "Till", "url": "https://example.org/till"}
AN_HOUR_AGO = clock.now() - timedelta(hours=1)
# between them the specialist works on a day
SOON, LATER = ((clock.today() + timedelta(days=number)).isoformat() for number in (100, 130))
# The words that an address is sent, where it wants any. Taken from the house where they name a record.
CHOSEN = dict.fromkeys(("name", "responsible", "location"), "kept")
NOBODYS = dict.fromkeys(("client", "service"), "01900000-0000-7000-8000-000000000000")
WORDS = {
    "POST settings/keeping/": {
        "clients": "0",
        "exports": "7",
        "imports": "30",
        "sightings": "0",
        "visit_words": "0",
    },
    "POST exchange/imports/<uuid:uid>/columns/": {"existing": "fill", "column-0": "name"},
    "POST exchange/export/": {"format": "csv", "columns": "name"},
    "POST exchange/export/visits/": {"format": "csv", "columns": "day"},
    "POST api/v1/clients/<uid>/notes": {"text": "Prefers mornings"},
    "PATCH api/v1/clients/<uid>/notes/<note>": {"text": "Evenings"},
    "POST api/v1/clients/<uid>/interactions": {"how": "call"},
    "PATCH api/v1/clients/<uid>/interactions/<interaction>": {"how": "visit"},
    "POST tasks/add/": {"title": "Call back", "when": "tomorrow"},
    "POST tasks/<uuid:uid>/": {"title": "-", "was-title": "-", "about": "More"},
    "POST tasks/write-down/": {"text": "Send the plan"},
    "POST tasks/promises/add/": {"text": "Send the plan", "sort": "next_step"},
    "POST tasks/promises/<uuid:uid>/": {
        "text": "More",
        "was-text": "its promise",
        "sort": "obligation.us",
        "was-sort": "obligation.us",
    },
    "POST tasks/<uuid:uid>/put-off/": {"when": "tomorrow"},
    "POST tasks/<uuid:uid>/tick/": {"item": "0"},
    "POST tasks/<uuid:uid>/decline/": {"reason": "No time"},
    "PATCH api/v1/tasks/<uid>/answer": {"accepts": True},
    "POST tasks/meetings/add/": {"title": "Plans", "day": "tomorrow", "begins": "9:00"},
    "POST tasks/meetings/<uuid:uid>/": {"place": "Here"},
    "POST tasks/reminders/": {"before_meetings": "15"},
    "POST tasks/reminders/set/": {
        "what": "meeting",
        "uid": "01900000-0000-7000-8000-000000000000",
        "before": "15",
    },
    "PATCH api/v1/me/wishes": {"by_mail": False},
    "PATCH api/v1/keeping": {"numbers": {}},
    "POST api/v1/likely": {"name": "Zzz"},
    "POST api/v1/colleagues/<uid>/hand-over": {"rule": "piles"},
    "PATCH api/v1/meetings/<uid>/answer": {"comes": False},
    "PUT api/v1/reminders": {"what": "task", "about": "01900000-0000-7000-8000-000000000000"},
    "POST api/v1/meetings": {"title": "Plans", "day": "2027-01-11", "begins": "09:00"},
    "PATCH api/v1/meetings/<uid>": {"about": "More"},
    "POST api/v1/meetings/<uid>/hold": {"outcome": "Agreed"},
    "POST api/v1/lines": {"text": "Send the plan", "client": "01900000-0000-7000-8000-000000000000"},
    "POST api/v1/promises": {"text": "Send the plan", "client": "01900000-0000-7000-8000-000000000000"},
    "PATCH api/v1/promises/<uid>": {"text": "More"},
    "POST api/v1/promises/<uid>/close": {"state": "broken"},
    "POST api/v1/tasks": {"title": "Call back"},
    "PATCH api/v1/tasks/<uid>": {"about": "More"},
    "POST api/v1/tasks/<uid>/finish": {"outcome": "Done"},
    "POST clients/add/": {"name": "New One", "kind": "person"},
    "POST clients/<uuid:uid>/edit/": {
        "name": "Another",
        "was-name": "its name",
        "kind": "person",
        "was-kind": "person",
        "parts": "client",
        "was-parts": "client",
    },
    "POST clients/<uuid:uid>/edit/<slug:group>/": {"called": "Annie", "was-called": ""},
    "POST clients/<uuid:uid>/notes/": {"text": "Prefers mornings"},
    "POST clients/<uuid:uid>/notes/<uuid:written>/": {"text": "Evenings", "was-text": "its text"},
    "POST clients/<uuid:uid>/contacts/": {
        "how": "call",
        "side": "ours",
        "at": "yesterday",
        "at_time": "9:00",
    },
    "POST clients/<uuid:uid>/contacts/<uuid:written>/": {
        "how": "visit",
        "was-how": "call",
        "side": "ours",
        "was-side": "ours",
        "at": "yesterday",
        "at_time": "9:00",
    },
    "POST clients/<uuid:uid>/details/<slug:what>/": {"kind": "pet", "text": "Cat"},
    "POST clients/<uuid:uid>/details/<slug:what>/<uuid:detail>/": {
        "kind": "pet",
        "was-kind": "habit",
        "text": "Cat",
        "was-text": "Cat",
    },
    "POST api/v1/clients/<uid>/ties": {"kind": "knows", "colleague": "director"},
    "PATCH api/v1/clients/<uid>/ties/<tie>": {"note": "From school"},
    "POST api/v1/clients/<uid>/peculiarities": {"kind": "pet", "text": "Cat"},
    "PATCH api/v1/clients/<uid>/peculiarities/<peculiarity>": {"kind": "pet"},
    "POST api/v1/clients/<uid>/dates": {"title": "Wedding", "day": "--06-12"},
    "PATCH api/v1/clients/<uid>/dates/<date>": {"title": "Anniversary"},
    "POST api/v1/clients/<uid>/consents": {"kind": "data", "is_given": True},
    "POST settings/fields/add/": {"do": "save", "name": "Shoe size", "kind": "number", "how:": "all"},
    "POST settings/fields/<uuid:uid>/": {"do": "save", "name": "Renamed", "how:": "all"},
    "POST clients/<uuid:uid>/own/": {"nothing": "new"},
    "POST services/add/": {"name": "Haircut", "minutes": "45"},
    "POST services/<uuid:uid>/edit/": {
        "name": "Renamed",
        "was-name": "Manicure",
        "minutes": "60",
        "was-minutes": "60",
        "is_online": "on",
        "was-is_online": "True",
    },
    "POST services/goods/add/": {"name": "Shampoo", "unit": "pcs", "for_sale": "on"},
    "POST services/goods/<uuid:uid>/edit/": {
        "name": "Renamed",
        "was-name": "Soap",
        "unit": "pcs",
        "was-unit": "pcs",
        "for_sale": "on",
        "was-for_sale": "True",
        "was-for_use": "False",
    },
    "POST services/packages/add/": {"name": "Five", "price": "100", "service-0": "Sv", "visits-0": "5"},
    "POST services/packages/<uuid:uid>/edit/": {
        "name": "Renamed",
        "was-name": "Ten",
        "price": "90",
        "was-price": "90.00",
        "service-0": "Sv",
        "visits-0": "9",
    },
    "POST services/certificates/add/": {"name": "Gift", "amount": "50"},
    "POST services/certificates/<uuid:uid>/edit/": {"name": "Renamed", "was-name": "A present"},
    "POST services/price-lists/add/": {"name": "Winter"},
    "POST services/price-lists/<uuid:uid>/edit/": {"name": "Renamed", "was-name": "Summer"},
    "POST services/price-lists/<uuid:uid>/prices/": {"nothing": "new"},
    "POST services/tax-rates/add/": {"name": "Other", "percent": "8"},
    "POST services/tax-rates/usual/": {"names": "VAT 8%"},
    "POST services/tax-rates/<uuid:uid>/edit/": {"name": "Renamed"},
    "POST services/tax-rates/<uuid:uid>/percent/": {"percent": "22", "starts_on": "2027-01-01"},
    "POST services/<uuid:uid>/performers/": {"nobody": "yet"},
    "POST services/categories/<uuid:uid>/": {"name": "Renamed"},
    "POST api/v1/services": {"name": "Haircut", "minutes": 45},
    "POST settings/booking/": {"greeting": "Welcome"},
    "POST schedule/book/": {"service-0": "Sv", "day": "tomorrow", "begins": "13:00", "name": "New One"},
    "POST api/v1/visits": {
        "location": "l:North",
        "day": "2027-01-11",
        "begins": "13:00",
        "lines": "Sv",
        "name": "New",
    },
    "POST api/v1/series": {
        "location": "l:North",
        "first": "2027-01-11",
        "begins": "13:00",
        "rule": "FREQ=WEEKLY;COUNT=2",
        "lines": "Sv",
        "name": "New",
    },
    "PATCH api/v1/visits/<uid>/series": {"scope": "all"},
    "PATCH api/v1/visits/<uid>/series/cancel": {"scope": "all"},
    "PATCH api/v1/visits/<uid>/seats": {"waits": "Np"},
    "PATCH api/v1/seats/<uid>": {"status": "attended"},
    "PATCH api/v1/services/<uid>/seats": {"seats": 4},
    "POST api/v1/waiting": {"waits": "Np", "services": "Sv", "last": "2027-05-03"},
    "PATCH api/v1/offers/<uid>": {"state": "declined"},
    "PATCH api/v1/visits/<uid>": {"comment": "Late"},
    "PATCH api/v1/visits/<uid>/status": {"status": "confirmed"},
    "PATCH api/v1/visits/<uid>/time": {"begins": "14:00"},
    "POST api/v1/visits/<uid>/cancel": {"why": "Ill", "is_by_client": True},
    "POST schedule/free/": {"service-0": "Sv", "name": "New One", "take": "2027-01-04 13:00 0"},
    "POST schedule/needs/<uuid:uid>/seats/": {"seats": "5"},
    "POST schedule/seats/<uuid:uid>/": {"to": "attended"},
    "POST schedule/series/book/": {
        "service-0": "Sv",
        "day": "2027-01-11",
        "begins": "13:00",
        "every": "1",
        "count": "2",
        "book": "1",
    },
    "POST schedule/visits/<uuid:uid>/series/": {"scope": "all", "days": "1"},
    "POST schedule/waiting/add/": {"services": "Sv", "last": "2027-05-03", "waits": "Np"},
    "POST schedule/offers/<uuid:uid>/": {"to": "no"},
    "POST schedule/terms/": {"step": "15", "lead": "60", "horizon": "90", "hold": "60"},
    "POST schedule/things/add/": {"name": "Laser", "kind": "laser", "capacity": "1", "at": "l:North"},
    "POST schedule/things/<uuid:uid>/": {"name": "Chair 2", "capacity": "1"},
    "POST schedule/needs/<uuid:uid>/": {"needs-0": "on"},
    "POST schedule/working/<uuid:uid>/pattern/": {"begins_on": "2027-01-04", "kind": "week", "day-0": "9-17"},
    "POST schedule/working/<uuid:uid>/days/": {"first": "2027-01-04", "last": "2027-01-05", "hours": "9-17"},
    "POST schedule/working/plan/": {
        "users": "specialist",
        "first": "2027-01-04",
        "last": "2027-01-05",
        "hours": "9-17",
    },
    "POST schedule/working/<uuid:uid>/end/": {"ends_on": "2027-03-01"},
    "POST schedule/working/publish/": {"publish-first": SOON, "publish-last": LATER},
    "PUT api/v1/shifts/seen": {"until": AN_HOUR_AGO.isoformat()},
    "PUT api/v1/shifts/reminder": {"location": "l:North"},
    "PUT api/v1/shifts": {"location": "l:North", "first": SOON, "last": LATER},
    "POST schedule/visits/views/save/": {"name": "Mine"},
    "POST schedule/visits/views/<uuid:uid>/": {"name": "Renamed"},
    "POST api/v1/visit-views": {"name": "Mine"},
    "PATCH api/v1/visit-views/<uid>": {"name": "Renamed"},
    "POST schedule/minimums/": {"number": "2"},
    "POST schedule/minimums/<uuid:uid>/": {"number": "3"},
    "POST api/v1/minimums": {"location": "l:North", "number": 2},
    "PATCH api/v1/minimums/<uid>": {"number": 3},
    "POST schedule/timesheet/<uuid:uid>/add/": {
        "day": "2026-01-12",
        "begins": "9:00",
        "ends": "17:00",
        "location": "l:North",
    },
    "POST schedule/clocked/<uuid:uid>/": {"drop": "1"},
    "POST api/v1/absences": {"begins_on": "2027-05-03", "ends_on": "2027-05-07"},
    "PATCH api/v1/absences/<uid>/answer": {"state": "approved"},
    "POST schedule/absences/ask/": {"begins_on": "2027-05-03", "ends_on": "2027-05-07", "why": "vacation"},
    "POST schedule/absences/add/": {
        "user": "specialist",
        "begins_on": "2027-05-03",
        "ends_on": "2027-05-07",
        "why": "sick",
    },
    "POST schedule/absences/<uuid:uid>/answer/": {"to": "approved"},
    "POST schedule/visits/<uuid:uid>/status/": {"to": "confirmed"},
    "POST schedule/visits/<uuid:uid>/step/": {"to": "confirmed", "on": "desk"},
    "POST schedule/visits/<uuid:uid>/complete/": {"service-0": "Sv", "price-0": "100"},
    "POST api/v1/visits/<uid>/complete": {"lines": [{"kind": "other", "name": "Cut", "price": "100"}]},
    "POST api/v1/sales": {
        "location": "l:North",
        "lines": [{"kind": "other", "name": "Comb", "price": "10"}],
        "paid": [{"way": "cash"}],
    },
    "POST api/v1/sales/<uid>/reverse": {"why": "Wrong"},
    "POST api/v1/sales/<uid>/payments": {"way": "card", "amount": "10"},
    "POST api/v1/prepayments": {"waits": "Np", "location": "l:North", "way": "card", "amount": "10"},
    "POST money/sell/": {"thing-0-typed": "Manicure", "price-0": "10", "way-0": "card"},
    "POST money/sales/<uuid:uid>/pay/": {"amount": "10", "way": "card"},
    "POST money/clients/<uuid:uid>/prepayment/": {"amount": "10", "way": "card", "at": "l:North"},
    "POST schedule/visits/<uuid:uid>/move/": {"day": "tomorrow", "begins": "14:00"},
    "POST schedule/visits/<uuid:uid>/carry/": {"minute": "840"},
    "POST schedule/visits/<uuid:uid>/stretch/": {"by": "15"},
    "POST schedule/visits/<uuid:uid>/cancel/": {"why": "Ill", "is_by_client": "1"},
    "POST schedule/visits/<uuid:uid>/edit/": {"comment": "Late", "was-comment": ""},
    "PUT api/v1/due/invitations": {"rows": [NOBODYS], "texts": {"en": "Come"}},
    "PUT api/v1/due/put-off": {"rows": [NOBODYS], "until": None},
    "POST recall/put-off/": {"until": "2027-01-11", "why": "Abroad"},
    "POST recall/invite/": {"text_en": "Come again, {name}", "call": "on"},
    "POST messages/manner/": {"first": "sms"},
    "POST messages/rules/add/<str:occasion>/": {"number": "1", "unit": "60", "text_en": "Come, {name}"},
    "POST messages/rules/<uuid:uid>/": {"number": "2", "unit": "60", "text_en": "Come, {name}"},
    "POST messages/gateways/<str:channel>/": {"kind": "file", "method": "POST", "sends": "json"},
    "POST messages/gateways/<str:channel>/replies/": {"from_field": "a", "text_field": "b", "id_field": "c"},
    "PATCH api/v1/services/<uid>": {"name": "Renamed"},
    "PUT api/v1/services/<uid>/performers": {"performers": []},
    "POST api/v1/goods": {"name": "Balm"},
    "PATCH api/v1/goods/<uid>": {"name": "Renamed"},
    "POST api/v1/tax-rates": {"name": "Reduced", "percent": "8"},
    "PATCH api/v1/tax-rates/<uid>": {"name": "Renamed"},
    "PUT api/v1/tax-rates/<uid>/percent": {"percent": "22", "starts_on": "2027-01-01"},
    "POST api/v1/packages": {
        "name": "Five",
        "price": "50",
        "rows": [{"visits": 5, "services": ["01900000-0000-7000-8000-000000000000"]}],
    },
    "PATCH api/v1/packages/<uid>": {"price": "95"},
    "POST api/v1/certificates": {"name": "Gift", "amount": "50"},
    "PATCH api/v1/certificates/<uid>": {"name": "Renamed"},
    "POST api/v1/price-lists": {"name": "Winter"},
    "PATCH api/v1/price-lists/<uid>": {"name": "Renamed"},
    "PATCH api/v1/price-lists/<uid>/prices": {
        "prices": [{"good": "01900000-0000-7000-8000-000000000000", "price": "5"}]
    },
    "POST api/v1/fields": {"name": "Shoe size", "kind": "number"},
    "PATCH api/v1/fields/<uid>": {"name": "Renamed"},
    "PATCH api/v1/clients/<uid>/own": {"values": {}},
    "POST clients/segments/make/": {"do": "save", "name": "New one", "how:": "all"},
    "POST clients/segments/<uuid:uid>/": {"do": "save", "name": "Renamed", "how:": "all"},
    "POST clients/all/": {"in": "", "what": "category", "value": "A"},
    "PATCH api/v1/imports/<uid>/reading": {"dates": "ymd"},
    "PATCH api/v1/imports/<uid>/columns": {"columns": [{"column": 0, "fact": "name"}]},
    "POST api/v1/exports": {"format": "csv", "columns": ["name"]},
    "POST api/v1/bulk-changes": {"what": "category", "value": "A"},
    "POST api/v1/segments": {"name": "New one"},
    "PATCH api/v1/segments/<uid>": {"name": "Renamed"},
    "POST clients/<uuid:uid>/merge/<uuid:other>/": {
        f"choice-{fact}": choice for fact, choice in CHOSEN.items()
    },
    "POST api/v1/clients/<uid>/merge/<other>": {"choices": CHOSEN},
    "POST api/v1/clients": {"name": "New One"},
    "POST files/<uuid:uid>/rename/": {"name": "Renamed"},
    "PATCH api/v1/files/<uid>": {"name": "Renamed"},
    "PATCH api/v1/clients/<uid>": {"kind": "organisation"},
    "POST team/<uuid:uid>/edit/": {
        "name": "Renamed",
        "was-name": "its name",
        "language": "en",
        "was-language": "en",
    },
    "POST team/form/": {"name": "New team"},
    "POST team/invite/": {"name": "New", "role": "marketer", "language": "en"},
    "POST team/<uuid:uid>/roles/": {"role": "marketer"},
    "POST team/roles/add/": {"name": "Trainee", "like": "marketer"},
    "POST team/roles/<uuid:uid>/rename/": {"name": "Another"},
    "POST team/teams/<uuid:uid>/edit/": {"name": "Renamed", "was-name": "its name"},
    "POST team/teams/<uuid:uid>/join/": {"colleague": "marketer"},
    "POST team/locations/<uuid:uid>/edit/": {
        "name": "Far North",
        "was-name": "its name",
        "zone": "Europe/Warsaw",
    },
    "POST team/locations/<uuid:uid>/hours/": {"1-0-from": "09:00", "1-0-till": "18:00"},
    "POST team/locations/add/": {"name": "West", "zone": "Europe/Warsaw"},
    "POST invited/<str:secret>/": {"username": "newcomer", "password": "a sentence of few words"},
    "POST start/sheet/": {"safe": "on"},
    "POST settings/recovery-sheet/": {"safe": "on"},
    "POST me/pin/": {"pin": "2580"},
    "POST me/language/": {"language": "pl"},
    "POST me/tokens/make/": {"name": "Program", "days": "30", "area_team": "read"},
    "POST settings/company/": {"block": "name", "name": "Canary", "trade": "general", "was-trade": "general"},
    "POST settings/look/": {"block": "hue", "hue": "272", "was-hue": "272"},
    "POST settings/mail/": {"block": "test", "to": "nobody"},
    "POST settings/security/": {
        "block": "policy",
        "second_factor": "nobody",
        "was-second_factor": "nobody",
        "lock_after": "0",
        "was-lock_after": "0",
        "session_days": "30",
        "was-session_days": "30",
    },
    "POST unlock/": {"person": "nobody", "pin": "2580"},
    "POST look/theme": {"theme": "dark"},
    "POST look/keys": {"keys": "on"},
    "POST access/ask/": {"right": "team.role.give"},
    "POST today/steps/": {"steps": "hidden"},
    "POST look/language": {"language": "pl"},
    "POST account/login/": {"login": "director", "password": "wrong"},
    "POST account/password/reset/": {"email": "canary-director-south@example.org"},
    "POST account/password/change/": {"oldpassword": "wrong", "password1": "b", "password2": "b"},
    "POST settings/webhooks/add/": HOOK,
    "POST settings/webhooks/<uuid:uid>/change/": {**HOOK, "name": "Renamed"},
    "POST settings/webhooks/<uuid:uid>/replay/": {"since": f"{AN_HOUR_AGO:%Y-%m-%dT%H:%M}"},
    "POST api/v1/webhooks": HOOK,
    "PATCH api/v1/webhooks/<uid>": {"name": "Renamed"},
    "POST api/v1/webhooks/<uid>/replay": {"since": AN_HOUR_AGO.isoformat()},
    "POST account/email/": {"action_add": "", "email": "new@example.org"},
}

SENT_WITH_A_FILE = {
    "POST api/v1/clients/<uid>/files": ("scan.txt", b"a page"),
    "POST api/v1/imports": ("people.csv", b"Name;Phone\nSomebody;+48600999001\n"),
}


@cache
def rows():
    """The rows of the table: (method, path, record, cells by role)."""
    told = []
    for line in Path(__file__).with_name("cells.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            method, path, record, *cells = line.split()
            assert len(cells) == len(ROLES), f"a cell is missing or too many: {line}"
            told.append((method, "" if path == "/" else path, record, dict(zip(ROLES, cells, strict=True))))
    return told


@cache
def routes():
    """Every route and method of the house."""
    return {(method, route.path) for route in all_routes() for method in route.methods.split()}


def send(house, browser, method, path, url, **more):
    """Ask for an address with the words that it wants."""
    words = dict(WORDS.get(f"{method} {path}", {}))
    records = {
        "role": house.roles,
        "like": house.roles,
        "colleague": house.users,
        "user": house.users,
        "users": house.users,
        "service-0": house.further,
        "at": house.further,
        "location": house.further,
        "services": house.further,
        "waits": house.clients,
    }
    for name, known in records.items():
        if words.get(name) in known:
            words[name] = str(known[words[name]].uid)
    if isinstance(words.get("lines"), str):
        words["lines"] = [{"service": str(house.further[words["lines"]].uid)}]
    if path.startswith(API) and "services" in words:
        words["services"] = [words["services"]]
    if "waits" in words:
        words["client"] = words.pop("waits")
    if "was-name" in words:
        known = [*house.clients.values(), *house.users.values(), *house.further.values()]
        words["was-name"] = next((one.name for one in known if str(getattr(one, "uid", None)) in url), "")
    if sent := SENT_WITH_A_FILE.get(f"{method} {path}"):
        return browser.post(url, {"file": SimpleUploadedFile(*sent)}, **more)
    if path.startswith(API):
        return browser.generic(method, url, _json(words), content_type="application/json", **more)
    return browser.post(url, words, **more) if method == "POST" else browser.generic(method, url, **more)


def _json(words):
    import json

    return json.dumps(words) if words else ""


def everything_in(answer):
    """All that the answer tells, apart from the address that was asked for."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    body = b"".join(answer) if answer.streaming else answer.content
    return f"{headers}\n{cookies}\n{body.decode(errors='replace')}"


def expected(cell, role):
    """What a cell says: (status, the canaries that must be seen)."""
    status, _, seen = cell.partition(":")
    told = set()
    for code in filter(None, seen.split(",")):
        own = {"*": CLIENTS, "T": [f"T-{role}"], "T*": [f"T-{other}" for other in ROLES[1:]]}
        told |= set(own.get(code, [code]))
    return (302 if status == "in" else int(status)), told


def faults(house, role, cell, answer):
    """What is wrong with an answer, in words."""
    status, seen = expected(cell, role)
    told = everything_in(answer)
    if answer.status_code != status:
        yield f"{role}: {answer.status_code} instead of {status} ({answer.get('Location', '')})"
        return
    if cell == "in" and not answer["Location"].startswith("/account/login/?next="):
        yield f"{role}: sent to {answer['Location']} instead of the sign-in page"
    for code, traces in house.traces.items():
        if code in seen and traces[0] not in told:
            yield f"{role}: does not see {code}"
        if code not in seen and (found := [trace for trace in traces if trace in told]):
            yield f"{role}: sees {found} of {code}"
    if role == "specialist" and (found := [full for full in house.full if full in told]):
        yield f"{role}: sees {found} in full"


def is_asked_by_token(path, cells):
    """Programs come with tokens, and so does each role below; that a session opens the same shows at a few of them."""
    return path.startswith(API) and cells["stranger"] == "401"


def test_every_route_has_its_rows_and_every_row_its_route():
    told = {(method, path) for method, path, _record, _cells in rows()}
    assert routes() - told == set(), "these routes are not in cells.txt: write down by hand who may enter"
    assert told - routes() == set(), "these rows of cells.txt are about no route"


@pytest.mark.parametrize(
    ("method", "path", "record", "cells"),
    rows(),
    ids=lambda part: "" if isinstance(part, dict) else part,
)
def test_cells(house, method, path, record, cells):
    wrong = []
    for role, cell in cells.items():
        if is_asked_by_token(path, cells) and role not in BY_SESSION:
            continue
        url = house.url(path, record, role)
        with house.untouched():
            answer = send(house, house.browser(role), method, path, url)
            wrong += faults(house, role, cell, answer)
    assert not wrong


@pytest.mark.parametrize(
    ("method", "path", "record", "cells"),
    [row for row in rows() if is_asked_by_token(row[1], row[3])],
    ids=lambda part: "" if isinstance(part, dict) else part,
)
def test_a_token_opens_what_its_maker_may_open_and_a_reading_one_changes_nothing(
    house, method, path, record, cells
):
    wrong = []
    for role, cell in list(cells.items())[1:]:
        url, opened = house.url(path, record, role), [(house.tokens, cell)]
        # Whoever may not is refused with any token: what a reading one shuts shows at whoever may do everything.
        if role == "director":
            opened.append((house.readers, cell if method == "GET" else "403"))
        for tokens, expects in opened:
            with house.untouched():
                bearer = {"Authorization": f"Bearer {tokens[role].secret}"}
                answer = send(house, house.browser("stranger"), method, path, url, headers=bearer)
                wrong += faults(house, role, expects, answer)
    assert not wrong


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: f"{route.path} {route.methods}")
def test_methods_that_an_address_does_not_take_are_refused_and_questions_about_it_tell_nothing(house, route):
    record, cells = next((record, cells) for _method, path, record, cells in rows() if path == route.path)
    url, taken = house.url(route.path, record, "director"), {m for m, path in routes() if path == route.path}
    for method in sorted(METHODS - taken - {"HEAD"}):
        with house.untouched():
            answer = house.browser("director").generic(method, url, content_type="application/json")
            # A page that is not there at all, for anybody or for want of a record, says so before it looks at the method.
            refused = {405, 404} if cells["director"] == "404" else {405}
            assert answer.status_code in refused, f"{method} {url}"
    for role, method in (("stranger", "HEAD"), ("stranger", "OPTIONS"), ("guest", "OPTIONS")):
        with house.untouched():
            told = everything_in(house.browser(role).generic(method, url))
            welcome = house.traces["Di"] if route.name == "team:take_invitation" else []
            assert not [t for trace in house.traces.values() for t in trace if t in told and t not in welcome]


@pytest.mark.parametrize(("method", "path"), sorted(r for r in routes() if r[0] in UNSAFE))
def test_nothing_changes_on_the_word_of_a_foreign_page(house, method, path):
    record = next(record for m, p, record, _cells in rows() if (m, p) == (method, path))
    for role in ("stranger", "director"):
        with house.untouched():
            browser = house.browser(role, enforce_csrf_checks=True)
            answer = send(house, browser, method, path, house.url(path, record, "director"))
            expected = {401, 403} if path.startswith(API) and role == "stranger" else {403}
            # A booking page knows nobody, so there is none in whose name it could act; here it is off besides.
            assert answer.status_code in ({404} if path.startswith("book/") else expected)


def test_the_words_that_another_method_hides_are_not_heard(house):
    url = house.url("clients/<uuid:uid>/forget/", "Nd", "salesperson")
    with house.untouched():
        browser = house.browser("front_desk")
        for trick in ({"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "DELETE"}):
            assert browser.get(url, headers=trick).status_code == 403
        url = house.url("clients/<uuid:uid>/", "Nd", "front_desk")
        assert browser.post(url, {"_method": "PATCH", "name": "Other"}).status_code == 405


def test_the_older_pages_of_the_log_name_the_clients_to_the_director_alone(house):
    """On its first page stands what the house did last; the clients were added before that."""
    first = house.browser("director").get("/team/log/").content.decode()
    (older,) = re.findall(r'"(\?before=\d+)"', first)
    for role in ROLES[1:]:
        answer = house.browser(role).get(f"/team/log/{older}")
        cell = f"200:{','.join(CLIENTS)}" if role == "director" else "403"
        assert not list(faults(house, role, cell, answer))


def test_the_table_speaks_of_the_company_that_is_seeded(house):
    from pomni.people.models import Client
    from pomni.team.presets import PRESETS

    assert set(ROLES) - {"stranger", "guest"} == set(PRESETS)
    found = {client.name.removeprefix("Client ") for client in Client.objects.all()}
    assert found - {"Double"} == set(CLIENTS.values()), "beside the one that the matrix merges itself"
    told = {record for _method, _path, record, _cells in rows()}
    seen = {
        code for *_row, cells in rows() for role, cell in cells.items() for code in expected(cell, role)[1]
    }
    assert set(CLIENTS) | set(INVITATIONS) <= told | seen
