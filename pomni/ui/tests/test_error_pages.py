"""Pages that say no, each with a way on."""

import logging
import re

import pytest
from django.test import RequestFactory

from pomni.config import trouble


@pytest.fixture
def fault(caplog):
    """The page of a fault of ours, and what the log says of it."""
    with caplog.at_level(logging.ERROR, "pomni.trouble"):
        page = trouble.server_error(RequestFactory().get("/clients/", headers={"Accept-Language": "en"}))
    return page.content.decode(), caplog.text


def test_a_fault_has_a_code_that_the_log_knows(fault):
    page, log = fault
    [code] = re.findall(r"Code: ([0-9a-f]{8})", page)
    assert f"500 GET /clients/: code {code}" in log


def test_the_lines_for_support_hold_nothing_of_people(fault):
    told = re.search(r"<pre[^>]*>(.*?)</pre>", fault[0], re.S)[1]
    assert [line.split(":")[0].split(" ")[0] for line in told.splitlines()] == [
        "Code",
        "When",
        "Where",
        "Pomni",
    ]


def test_a_fault_asks_the_database_nothing(fault):
    """The fixture has no database: the page was drawn all the same, with what it needs to go back and to copy."""
    assert "data-back" in fault[0]
    assert 'data-copy="told"' in fault[0]


def test_what_was_typed_is_not_taken_for_sent_on_a_page_that_says_no(client, vera):
    client.force_login(vera)
    assert "data-unsaved" in client.get("/no/such/page/").content.decode()
    assert "data-unsaved" not in client.get("/clients/add/").content.decode()
