"""Schemathesis: requests made up from the schema, right and wrong ones, find no error of the server and no answer that
is not documented. Half of them are about records that are there."""

import contextlib
from collections import Counter
from io import BytesIO

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 30  # of each operation: about ten seconds in all
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@contextlib.contextmanager
def taken_back():
    """Whatever a made-up request did is taken back: the next one meets the same company."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made_up(operation, places):
    """Requests of all sorts for an operation: right and wrong ones, for any record and for those that are there."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    there = {name: uid for name, uid in places.items() if f"{{{name}}}" in operation.path}
    some = [operation.as_strategy(generation_mode=mode) for mode in modes]
    if there:
        some += [operation.as_strategy(generation_mode=mode, path_parameters=there) for mode in modes]
    return strategies.one_of(*some)


def try_out(operation, headers, places):
    """Send made-up requests to one operation; returns which statuses came back how often."""
    answers = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made_up(operation, places))
    def ask(case):
        with taken_back():
            answers[case.call_and_validate(headers=headers, checks=CHECKS).status_code] += 1

    ask()
    return answers


@pytest.fixture
def application():
    """The WSGI application, which leaves the connection of the test open as Django's own test client does."""
    from pomni.config.wsgi import application

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield application
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("login", ["director", "salesperson"])
def test_made_up_requests_find_no_error_and_no_answer_that_is_not_documented(
    company, program, places, application, login
):
    headers = {"Authorization": program(company[login]).defaults["HTTP_AUTHORIZATION"]}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)
    answers = {
        found.ok().label: try_out(found.ok(), headers, places(found.ok().path, company[login]))
        for found in schema.get_all_operations()
    }
    came = {label for label, statuses in answers.items() if any(status < 300 for status in statuses)}
    denied = {label for label, statuses in answers.items() if 403 in statuses}
    assert len(came) >= (24 if login == "director" else 14), answers
    assert bool(denied) == (login == "salesperson"), answers


@pytest.fixture
def places(company):
    """The records that stand in the places of an address, for whoever asks."""
    from pomni.agenda.commands import add_task
    from pomni.automation import commands
    from pomni.documents.taking import take_file
    from pomni.people.commands import add_interaction, add_note
    from pomni.people.queries import clients

    hook = commands.add_webhook(name="Shop", url="https://example.org/hook", by=company["director"])
    call = commands.try_webhook(hook, by=company["director"])

    def of(path, user):
        anna = clients(user).first()
        if "/clients/" in path:
            note = add_note(anna, text="Likes tea", by=user)
            contact = add_interaction(anna, how="call", by=user)
            return {"uid": str(anna.uid), "note": str(note.uid), "interaction": str(contact.uid)}
        if "/tasks/" in path:
            return {"uid": str(add_task(anna, title="Call", by=user).uid)}
        if "/files/" in path:
            return {"uid": str(take_file(anna, BytesIO(b"a page"), name="a.txt", by=company["director"]).uid)}
        return {"uid": str(hook.uid), "call": str(call.uid)}

    return of
