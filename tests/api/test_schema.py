"""Schemathesis: requests made up from the schema, right and wrong ones, find no error of the server and no answer that
is not documented. Half of them are about records that are there."""

import contextlib
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import filled

EXAMPLES = 20  # of each operation, each sent by both readers; the other engine gets others
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


def made_up(operation, records):
    """Requests of all sorts for an operation: right and wrong ones, for any record and for those that are there."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    some = [operation.as_strategy(generation_mode=mode) for mode in modes]
    if there := of_address(operation.path, records):
        some += [operation.as_strategy(generation_mode=mode, path_parameters=there) for mode in modes]
    return strategies.one_of(*some)


def of_address(path, records):
    """The records that are there, by the places of an address: `{"uid": …, "note": …}`."""
    places, filled_in = path.split("/"), filled(path, records).split("/")
    return {place[1:-1]: uid for place, uid in zip(places, filled_in, strict=True) if place.startswith("{")}


def try_out(operation, readers, records):
    """Send the same made-up requests to one operation for each reader; which statuses came back how often, by reader."""
    answers = {name: Counter() for name in readers}

    @seed(connection.vendor)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made_up(operation, records))
    def ask(case):
        for name, headers in readers.items():
            with taken_back():
                answers[name][case.call_and_validate(headers=headers, checks=CHECKS).status_code] += 1

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


def test_made_up_requests_find_no_error_and_no_answer_that_is_not_documented(
    company, vera, mark, program, records, application
):
    readers = {
        user.username: {"Authorization": program(user).defaults["HTTP_AUTHORIZATION"]}
        for user in (vera, mark)
    }
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=readers["vera"])
    answers = {
        found.ok().label: try_out(found.ok(), readers, records) for found in schema.get_all_operations()
    }
    for reader, least in (("vera", 105), ("mark", 60)):
        came = {name for name, of in answers.items() if any(status < 300 for status in of[reader])}
        denied = {name for name, of in answers.items() if 403 in of[reader]}
        assert len(came) >= least, answers
        assert bool(denied) == (reader == "mark"), answers
