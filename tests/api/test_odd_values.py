"""Days and instants of any year, and cursors of any kind, are answered in words: never by an error of the server."""

import json
from functools import partial

import pytest

from .conftest import filled, operations
from .test_done_once import JSON, POSTS, body_of
from .test_scopes import BODIES

DAYS = (
    "0001-01-01",
    "0238-07-02",
    "1582-10-10",
    "9999-12-31",
    "10000-01-01",
    "-0044-03-15",
    "2026-02-30",
    "0",
)
INSTANTS = (
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "0238-07-02T10:00:00-11:30",
    "0441-01-01T00:00:00",
    "2026-11-22T10:00:00",
    "9999-12-31T23:59:59.999999-12:00",
    "9999-12-31T23:59:59Z",
    "1e308",
    "-62135596800",
    "today",
)
CURSORS = ("POMNI_PATH", "%", "=", "🦉", "0" * 3999, "..", "[]", "null", "gAAAAABm")
KNOWN = {"date": DAYS, "date-time": INSTANTS, "time": ("24:00", "23:59:59.999999", "10:00+14:00", "x")}


def forms_of(told):
    """The formats that a value may have by its schema."""
    parts = [told, *told.get("anyOf", ())]
    return {one["format"] for one in parts if one.get("format") in KNOWN}


def trouble(ask, *asked):
    """What went wrong with a request; nothing where it was answered or refused in words."""
    try:
        answer = ask()
    except Exception as error:
        return [(*asked, repr(error))]
    said = answer.status_code < 300 or answer.json().get("detail")
    return [] if said and answer.status_code < 500 else [(*asked, answer.status_code, answer.content)]


def test_a_list_is_asked_by_days_of_any_year(vera, program, schema, records):
    till, tried, wrong = program(vera), 0, []
    for method, path, told in operations(schema):
        for one in told["parameters"] if method == "get" else ():
            for form in forms_of(one.get("schema", {})):
                for value in KNOWN[form]:
                    tried += 1
                    ask = partial(till.get, filled(path, records), {one["name"]: value})
                    wrong += trouble(ask, path, one["name"], value)
    assert wrong == []
    assert tried > 50


def test_a_cursor_of_any_kind_that_is_not_ours_is_refused_by_every_list(vera, program, schema, records):
    till, lists = program(vera), 0
    for method, path, told in operations(schema):
        if method == "get" and any(one.get("name") == "after" for one in told["parameters"]):
            lists += 1
            for value in CURSORS:
                answer = till.get(filled(path, records), {"after": value})
                assert (answer.status_code, answer.json().get("field")) == (422, "after"), (path, value)
    assert lists > 10


def test_the_views_between_two_instants_of_long_ago_and_behind_a_wrong_cursor(vera, program):
    till = program(vera)
    long_ago = {"since": "0238-07-02T10:00:00-11:30", "until": "0441-01-01T00:00:00Z"}
    assert till.get("/api/v1/sightings", long_ago).json() == {"items": [], "next": None}
    answer = till.get("/api/v1/sightings", long_ago | {"after": "POMNI_PATH"})
    assert (answer.status_code, answer.json()["field"]) == (422, "after")
    nobody = till.get("/api/v1/sightings", {"who": "7711fa07-25a8-1132-ae27-4e6379d37a82", "after": ""})
    assert (nobody.status_code, nobody.json()["field"]) == (422, "who")
    assert till.get("/api/v1/sightings", {"until": "0001-01-01T00:00:00Z"}).status_code == 200


@pytest.mark.parametrize("method", ["post", "patch"])
def test_what_is_written_takes_days_of_any_year_or_refuses_them_in_words(
    vera, program, schema, records, method
):
    till, tried, wrong = program(vera), 0, []
    for of, path, told in operations(schema):
        sent = _sent(schema, told) if of == method else None
        if sent is None:
            continue
        name_of = told["operationId"]
        body = body_of(POSTS[name_of][0]) if name_of in POSTS else BODIES.get(name_of, {})
        for name, part in sent["properties"].items():
            for form in forms_of(part):
                for value in KNOWN[form]:
                    tried += 1
                    words = json.dumps(_whole(body, name, form) | {name: value})
                    ask = partial(till.generic, of.upper(), filled(path, records), words, JSON)
                    wrong += trouble(ask, path, name, value)
    assert wrong == []
    assert tried > 20


def _whole(body, name, form):
    return body | ({"due_on": "2027-01-11"} if name == "due_time" else {})


def _sent(schema, told):
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rsplit("/", 1)[-1]
    return schema["components"]["schemas"].get(name)
