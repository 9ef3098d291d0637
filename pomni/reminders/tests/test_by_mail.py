"""Reminders by e-mail, from the visit to a mail server that really listens, and back by the link in the letter."""

import re
from datetime import timedelta

import pytest

from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.post.models import Outgoing
from pomni.post.tests import peers
from pomni.reminders import sending
from pomni.reminders.commands import set_manner
from pomni.reminders.models import Message
from pomni.reminders.tests.conftest import ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(set_up_mail):
    with peers.mail_server() as peer:
        set_up_mail(peer.port)
        yield peer


@pytest.fixture
def remind(hear, day_before, book):
    """Book a visit and let the time of its reminder come; gives the visit."""

    def until_due(again_after=timedelta()):
        visit = book()
        hear()
        with clock.travel_to(visit.begins_at - timedelta(hours=24)):
            for _twice in range(2):
                sending.send_due()
                run_jobs_once()
        with clock.travel_to(visit.begins_at - timedelta(hours=24) + again_after):
            run_jobs_once()
        return visit

    return until_due


def test_a_reminder_reaches_the_mail_server_once_and_the_link_in_it_confirms_the_visit(
    server, remind, client
):
    visit = remind()
    (letter,) = server.letters
    assert server.envelopes == [("hello@salon.example", ["anna@example.org"])]
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("pl", "auto-generated")
    text = letter.get_body(("plain",)).get_content()
    assert "Haircut" in text
    assert "10:00" in text
    link = re.search(rf"{ADDRESS}(\S+)", text)[1]
    assert client.get(link).status_code == 200
    assert client.post(link, {"act": "confirm", "version": "0"}).status_code == 200
    visit.refresh_from_db()
    assert visit.status == "confirmed"
    assert Message.objects.get().outgoing.status == "sent"


def test_a_server_that_asks_for_patience_gets_the_same_letter_later(server, remind):
    server.at_rcpt = ["451 greylisted, come again"]
    remind(again_after=timedelta(hours=1))
    assert len(server.letters) == 1
    assert Outgoing.objects.get(kind="mail").status == "sent"


def test_an_address_that_the_server_does_not_know_is_followed_by_an_sms(server, sms, remind, vera):
    set_manner(channels=["email", "sms"], by=vera)
    server.at_rcpt = ["550 no such mailbox"]
    remind()
    sending.follow_failures()
    one = Message.objects.get()
    assert (server.letters, one.tried, one.channel, one.outgoing.kind) == ([], ["email"], "sms", "message")
