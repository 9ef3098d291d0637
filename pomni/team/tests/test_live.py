"""The poll of open pages: next to nothing while nothing is new, and news within one beat."""

import threading

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from pomni.team import live
from pomni.team.models import LiveMark
from pomni.team.notices import InvitationTaken, notify

pytestmark = pytest.mark.django_db


def poll(client, since):
    return client.get(f"/live/?since={since}")


def test_nothing_new_is_an_empty_204_of_one_statement_beside_session_and_person(client, vera):
    client.force_login(vera)
    poll(client, 0)
    with CaptureQueriesContext(connection) as caught:
        answer = poll(client, 0)
    assert (answer.status_code, answer.content, len(caught)) == (204, b"", 3)
    assert not answer.cookies


def test_news_bring_the_bell_and_the_number_to_go_on_from(client, vera):
    client.force_login(vera)
    notify([vera], InvitationTaken, dedupe="one", name="Nina")
    answer = poll(client, 0)
    assert answer.status_code == 200
    assert b"<hx-partial" in answer.content
    assert b'id="bell"' in answer.content
    assert poll(client, answer["Pomni-Live"]).status_code == 204


def test_the_bell_is_a_button_with_news_and_without(client, vera):
    client.force_login(vera)
    for number in range(2):
        page = client.get("/me/").content
        assert page.count(b'<button class="btn ghost icon-only bell"') == 1
        assert b"&lt;button" not in page
        notify([vera], InvitationTaken, dedupe=str(number), name="Nina")


def test_a_colleagues_news_are_no_news_and_everybodys_are(client, vera, mark):
    client.force_login(mark)
    notify([vera], InvitationTaken, dedupe="one", name="Nina")
    assert poll(client, 0).status_code == 204
    live.bump(live.EVERYBODY)
    assert poll(client, 0).status_code == 200


def test_the_page_itself_knows_the_number_so_that_the_first_poll_brings_nothing(client, vera):
    notify([vera], InvitationTaken, dedupe="one", name="Nina")
    client.force_login(vera)
    assert b'data-live="1"' in client.get("/me/").content
    assert poll(client, 1).status_code == 204


def test_a_number_that_nobody_gave_brings_the_news_anew(client, vera):
    client.force_login(vera)
    for since in ("", "99", "-1", "x"):
        assert poll(client, since).status_code == 200


def test_who_is_signed_out_gets_401_and_no_page(client, db):
    answer = poll(client, 0)
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_locked_screen_gets_401_and_no_news(client, vera):
    from pomni.team.commands import set_pin

    set_pin(vera, pin="2580", by=vera)
    client.force_login(vera)
    client.post("/lock/")
    notify([vera], InvitationTaken, dedupe="one", name="Nina")
    assert poll(client, 0).status_code == 401
    assert b"Nina" not in poll(client, 0).content


def test_a_poll_writes_nothing_into_the_session(client, vera):
    client.force_login(vera)
    poll(client, 0)
    with CaptureQueriesContext(connection) as caught:
        poll(client, 5)
    assert not [q["sql"] for q in caught if not q["sql"].lstrip().upper().startswith("SELECT")]


@pytest.mark.django_db(transaction=True)
def test_marks_that_are_bumped_at_the_same_instant_are_all_counted():
    begin = threading.Barrier(4)

    def bumps():
        begin.wait()
        for _ in range(5):
            live.bump("user:1", "all", "user:2")
        connection.close()

    threads = [threading.Thread(target=bumps) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(LiveMark.objects.values_list("topic", "number")) == {"user:1": 20, "all": 20, "user:2": 20}


def test_a_page_adds_one_statement_for_bell_and_number_together(client, vera):
    browser = Browser()
    browser.force_login(vera)
    browser.get("/me/language/")
    with CaptureQueriesContext(connection) as caught:
        browser.get("/me/language/")
    assert len([q for q in caught if "team_livemark" in q["sql"] or "team_notice" in q["sql"]]) == 1
