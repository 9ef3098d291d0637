"""Whatever says no below /api/ says it as a problem of RFC 9457, in the caller's language."""

import json

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client as Browser

JSON = "application/json"


def told(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status
    return problem


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/clients", "/api/v1/clients/x/y/z"]
)
def test_an_unknown_address(vera, program, path):
    for browser in (Browser(), program(vera)):
        told(browser.get(path), 404)


def test_a_method_that_is_not_taken_names_those_that_are(vera, program):
    answer = program(vera).delete("/api/v1/clients")
    assert "GET" in told(answer, 405)["detail"] or "GET" in answer["Allow"]
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_stranger_and_a_wrong_token(db):
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        answer = Browser().get("/api/v1/me", headers=headers)
        told(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_body_that_is_no_json_or_says_that_it_is_none(vera, program):
    till = program(vera)
    told(till.post("/api/v1/clients", '{"name": ', JSON), 400)
    told(till.post("/api/v1/clients", "[" * 100_000, JSON), 400)
    told(till.post("/api/v1/clients", b"\xff\xfe", JSON), 400)
    told(till.post("/api/v1/clients", '{"name": "Anna"}', "text/plain"), 415)
    told(till.post("/api/v1/clients", {"name": "Anna"}), 415)


def test_a_body_that_is_too_large(vera, program):
    big = json.dumps({"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    told(program(vera).post("/api/v1/clients", big, JSON), 413)


def test_wrong_fields_are_named_each_with_its_sentence(vera, program):
    words = {"name": "", "kind": "robot", "size": 3}
    problem = told(program(vera).post("/api/v1/clients", words, JSON), 422)
    assert {one["field"] for one in problem["fields"]} == {"name", "kind", "size"}
    problem = told(program(vera).get("/api/v1/clients?limit=0"), 422)
    assert [one["field"] for one in problem["fields"]] == ["limit"]


def test_a_foreign_page_is_refused_without_words_of_the_library(vera, db):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(vera)
    assert "CSRF" not in told(browser.post("/api/v1/clients", {"name": "Anna"}, JSON), 403)["detail"]


def test_an_error_of_our_own_tells_nothing_of_our_inside(vera, program, monkeypatch):
    from pomni.people.queries import listing

    def fail(*_args, **_words):
        raise RuntimeError("secret inside")

    till = program(vera)
    till.raise_request_exception = False
    monkeypatch.setattr(listing, "page", fail)
    assert "secret" not in json.dumps(told(till.get("/api/v1/clients"), 500))


def test_a_full_disk(vera, program, monkeypatch):
    from pomni.people import commands

    def full(*_args, **_words):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(commands, "add_client", full)
    answer = program(vera).post("/api/v1/clients", {"name": "Anna"}, JSON)
    told(answer, 503)
    assert answer["Retry-After"]


def test_a_locked_screen_is_told_as_a_problem_too(vera, client):
    client.force_login(vera)
    session = client.session
    session["locked"] = True
    session.save()
    told(client.get("/api/v1/me"), 401)


def test_pages_stay_pages(client, vera):
    client.force_login(vera)
    answer = client.get("/nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_the_language_is_that_of_the_header_and_without_one_that_of_the_person(vera, program):
    type(vera).objects.filter(pk=vera.pk).update(language="pl")
    polish = program(vera).get("/api/v1/clients/0")
    assert polish["Content-Language"] == "pl"
    russian = program(vera, **{"Accept-Language": "ru"}).get("/api/v1/clients/0")
    assert russian["Content-Language"] == "ru"
    assert told(polish, 422)["detail"] != told(russian, 422)["detail"]
    unknown = Browser(headers={"Accept-Language": "ru"}).get("/api/v1/nothing")
    assert told(unknown, 404)["detail"] != told(Browser().get("/api/v1/nothing"), 404)["detail"]
