"""The outbox: rows written with the change, delivered at least once, given up only with a reason."""

import logging
import threading
from datetime import timedelta

import pytest
from django.core.mail import mailers
from django.db import connection, transaction

from pomni.jobs.declare import GiveUp
from pomni.jobs.models import Job
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.post import commands, mail, queries
from pomni.post.delivery import WAITS, deliver
from pomni.post.models import Kind, Outgoing, Status
from pomni.post.tests import peers
from pomni.post.tests.rows import try_now, write_call, write_letter

pytestmark = pytest.mark.django_db


# --- Written with the change --------------------------------------------------------------------------------


def test_a_letter_is_a_row_and_a_job_of_the_same_transaction():
    @transaction.atomic
    def change():
        write_letter()
        raise Refused("The change fails after the letter was written.")

    with pytest.raises(Refused):
        change()
    assert (Outgoing.objects.count(), Job.objects.count()) == (0, 0)
    write_letter()
    assert (Outgoing.objects.count(), Job.objects.count()) == (1, 1)


def test_the_same_occasion_twice_is_one_letter_and_the_first_one():
    first = write_letter(text="first")
    again = write_letter(text="second")
    assert again.pk == first.pk
    assert again.payload["text"] == "first"
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.engines
def test_the_same_occasion_at_the_same_moment_is_one_letter():
    ready, pks = threading.Barrier(6), []

    def write():
        ready.wait()
        try:
            with transaction.atomic():
                pks.append(write_letter().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pks) == 6
    assert len(set(pks)) == 1
    assert (Outgoing.objects.count(), Job.objects.count()) == (1, 1)


def test_a_letter_to_no_address_and_a_call_to_a_private_one_are_refused_at_once(allow):
    with pytest.raises(Refused, match="is not a mail address"):
        write_letter(to="anna")
    with pytest.raises(Refused, match="not on the public internet"):
        commands.post_webhook(url="http://10.0.0.1/", body={}, sign_with="a", dedupe="a")
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_dedupe_key_that_a_database_would_cut_is_a_bug(key):
    with pytest.raises(ValueError):
        write_letter(dedupe=key)


def test_a_text_with_zero_characters_can_be_kept():
    assert write_letter(text="a\x00b", subject="c\x00d").payload["text"] == "ab"


# --- Letters, delivered -------------------------------------------------------------------------------------


@pytest.mark.engines
def test_a_letter_leaves_by_the_queue(mail_peer):
    row = write_letter(to="Анна <anna@example.org>", subject="Запись", html="<p>Do zobaczenia</p>")
    run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.attempts, row.claimed_at) == (Status.SENT, 1, None)
    letter = mail_peer.letters[0]
    assert (letter["Subject"], letter["Content-Language"]) == ("Запись", "pl")
    assert letter["Message-ID"] == mail.message_id("visit:7")
    run_jobs_once()
    assert len(mail_peer.letters) == 1


def test_a_letter_that_has_left_does_not_leave_again(mail_peer):
    row = try_now(write_letter())
    try_now(row)
    assert (row.status, row.attempts, len(mail_peer.letters)) == (Status.SENT, 1, 1)


def test_a_letter_put_off_by_the_server_is_tried_again_later(mail_peer):
    mail_peer.at_rcpt = ["451 greylisted, come back"]
    row = write_letter()
    run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.last_error) == (Status.WAITING, "mail_later")
    assert timedelta(seconds=50) < row.not_before - clock.now() <= timedelta(minutes=1)
    assert row.trouble == "The mail server asks to come again later: 451 greylisted, come back."
    with clock.travel_to(clock.now() + timedelta(minutes=1, seconds=1)):
        run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.attempts, row.last_error) == (Status.SENT, 2, "")
    assert len(mail_peer.letters) == 1


def test_a_recipient_refused_for_good_is_given_up_with_the_reason(mail_peer, caplog):
    mail_peer.at_rcpt = ["550 no such user anna@example.org"]
    row = write_letter()
    run_jobs_once()
    row.refresh_from_db()
    assert row.status == Status.FAILED
    assert "550 no such user" in row.trouble
    assert Job.objects.get(task__endswith="deliver").status == "FAILED"
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("pomni", "django"))]
    assert ours
    assert not [line for line in ours if "anna" in line]  # logs hold no contents
    assert list(queries.failed()) == [row]


def test_a_connection_lost_after_the_letter_means_the_same_letter_again(mail_peer):
    mail_peer.at_data = ["drop"]
    row = try_now(write_letter())
    assert (row.status, row.last_error) == (Status.WAITING, "dropped")
    with clock.travel_to(row.not_before):
        try_now(row)
    assert row.status == Status.SENT
    first, second = mail_peer.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_worker_killed_between_the_servers_yes_and_our_note_sends_the_same_letter_again(
    mail_peer, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    row = write_letter()
    with monkeypatch.context() as patch:
        patch.setattr(Outgoing, "mark_sent", die)
        with pytest.raises(Killed):
            deliver.call(uid=str(row.uid))
    row.refresh_from_db()
    assert row.status == Status.SENDING
    try_now(row)
    assert (row.status, row.attempts) == (Status.SENT, 2)
    first, second = mail_peer.letters
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id("visit:7")


def test_a_letter_is_given_up_when_all_attempts_are_over(set_up_mail):
    set_up_mail(peers.free_port())
    row = write_letter()
    now = clock.now()
    for _ in WAITS:
        with clock.travel_to(max(now, row.not_before)):
            try_now(row)
        assert row.status == Status.WAITING
    assert timedelta(days=2) < row.not_before - now < timedelta(days=3)
    with clock.travel_to(row.not_before):
        try_now(row)
    assert (row.status, row.attempts) == (Status.FAILED, len(WAITS) + 1)
    assert isinstance(row.end, GiveUp)
    assert "does not take connections" in row.trouble


def test_an_attempt_before_its_time_changes_nothing(mail_peer):
    row = write_letter()
    later = clock.now() + timedelta(hours=1)
    Outgoing.objects.update(not_before=later)
    row = try_now(row)
    assert (row.status, row.attempts, row.end.when) == (Status.WAITING, 0, later)
    assert mail_peer.letters == []


def test_a_letter_that_comes_too_late_is_not_sent(mail_peer):
    row = write_letter(good_until=clock.now() + timedelta(hours=2))
    with clock.travel_to(clock.now() + timedelta(hours=3)):
        try_now(row)
    assert (row.status, mail_peer.letters) == (Status.FAILED, [])
    assert "too late" in row.trouble


def test_a_bug_of_ours_leaves_the_row_waiting_and_the_log_without_contents(mail_peer, monkeypatch, caplog):
    def stumble(**_):
        raise KeyError("Do zobaczenia")

    monkeypatch.setattr(mail, "letter", stumble)
    row = try_now(write_letter())
    assert (row.status, row.last_error, row.last_detail) == (Status.WAITING, "internal", "KeyError")
    assert "KeyError" in caplog.text
    assert "Do zobaczenia" not in caplog.text


def test_a_letter_given_up_can_be_started_anew(mail_peer):
    mail_peer.at_rcpt = ["550 no"]
    row = try_now(write_letter())
    assert commands.try_again(row)
    run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.attempts, len(mail_peer.letters)) == (Status.SENT, 1, 1)
    assert not commands.try_again(row)


@pytest.mark.django_db(transaction=True)
@pytest.mark.engines
def test_the_network_is_talked_to_outside_of_every_transaction(mail_peer, monkeypatch):
    seen, real = [], mailers["default"].__class__.send_messages

    def watch(self, messages):
        seen.append((connection.in_atomic_block, Outgoing.objects.get().status))
        return real(self, messages)

    monkeypatch.setattr("pomni.post.smtp.EmailBackend.send_messages", watch)
    write_letter()
    run_jobs_once()
    assert seen == [(False, Status.SENDING)]


# --- Mail that is not set up --------------------------------------------------------------------------------


@pytest.fixture
def no_mail(settings):
    """Mail is not set up."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


def test_letters_wait_for_mail_to_be_set_up_and_leave_then(no_mail, set_up_mail):
    row = write_letter()
    now = clock.now()
    for day in range(0, 30, 5):
        with clock.travel_to(now + timedelta(days=day)):
            run_jobs_once()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.WAITING, 0)
    assert queries.standing().held == 1
    assert Job.objects.filter(task__endswith="deliver").count() <= 1  # waiting costs no work
    with peers.mail_server() as peer, clock.travel_to(now + timedelta(days=31)):
        set_up_mail(peer.port)
        run_jobs_once()
        row.refresh_from_db()
        assert (row.status, len(peer.letters)) == (Status.SENT, 1)
        assert queries.standing().held == 0


def test_calls_leave_without_mail(no_mail, web):
    row = write_call(web)
    run_jobs_once()
    row.refresh_from_db()
    assert row.status == Status.SENT


def test_a_row_that_lost_its_job_is_taken_up_again(mail_peer):
    row = write_letter()
    Job.objects.all().delete()
    run_jobs_once()
    assert mail_peer.letters == []
    with clock.travel_to(clock.now() + timedelta(minutes=6)):
        run_jobs_once()
    row.refresh_from_db()
    assert (row.status, len(mail_peer.letters)) == (Status.SENT, 1)


def test_a_row_left_in_the_middle_is_taken_up_again(mail_peer):
    write_letter()
    Job.objects.all().delete()
    Outgoing.objects.update(status=Status.SENDING, claimed_at=clock.now())
    for minutes in (0, 6):
        with clock.travel_to(clock.now() + timedelta(minutes=minutes)):
            run_jobs_once()
    assert len(mail_peer.letters) == 1


def test_a_row_that_waits_for_its_next_attempt_gets_no_second_job(mail_peer):
    mail_peer.at_rcpt = ["451 later"] * 4
    row = write_letter()
    for _ in range(4):
        with clock.travel_to(row.not_before):
            run_jobs_once()
        row.refresh_from_db()
    assert Job.objects.filter(task__endswith="deliver").count() == 1


# --- Looking after it ---------------------------------------------------------------------------------------


def test_a_week_after_it_left_the_contents_are_gone_and_the_row_stays(mail_peer, web, caplog):
    caplog.set_level(logging.ERROR)
    letter, call = write_letter(html="<p>x</p>"), write_call(web)
    waiting = write_letter(dedupe="visit:8", to="late@example.org")
    mail_peer.at_rcpt = []
    Outgoing.objects.filter(pk=waiting.pk).update(not_before=clock.now() + timedelta(days=30))
    run_jobs_once()
    with clock.travel_to(clock.now() + timedelta(days=6)):
        run_jobs_once()
    letter.refresh_from_db()
    assert letter.payload["text"] == "Do zobaczenia"
    with clock.travel_to(clock.now() + timedelta(days=8)):
        run_jobs_once()
    for row in (letter, call, waiting):
        row.refresh_from_db()
    assert letter.payload == {"to": "anna@example.org"}
    assert call.payload == {"url": f"http://127.0.0.1:{web.port}/hook"}
    assert waiting.payload["text"] == "Do zobaczenia"
    assert write_letter().pk == letter.pk  # and still the same occasion is the same letter


def test_the_outbox_tells_how_it_stands(mail_peer):
    assert queries.oldest_waiting() is None
    mail_peer.at_rcpt = ["550 no", "451 later"]
    for key in "abc":
        try_now(write_letter(dedupe=key))
    standing = queries.standing()
    assert (standing.failed, standing.waiting, standing.sent, standing.sending, standing.held) == (
        1,
        1,
        1,
        0,
        0,
    )
    with clock.travel_to(clock.now() + timedelta(hours=5)):
        assert timedelta(hours=5) <= queries.oldest_waiting() < timedelta(hours=6)
    assert queries.failed().get().kind == Kind.MAIL
