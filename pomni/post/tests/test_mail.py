"""Letters: how they are built, and what a real mail server on loopback gets and says."""

import smtplib
import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.post import mail, smtp
from pomni.post.smtp import EmailBackend
from pomni.post.tests import peers
from pomni.post.troubles import Undelivered

pytestmark = pytest.mark.django_db


def a_letter(**changes):
    """A letter like those of Pomni."""
    parts = {
        "to": "anna@example.org",
        "subject": "Hi",
        "text": "Hello",
        "dedupe": "visit:7",
        "language": "en",
    }
    return mail.letter(**parts | changes)


# --- Building -----------------------------------------------------------------------------------------------


def test_the_message_id_is_made_from_the_dedupe_key_and_does_not_tell_it(settings):
    settings.POMNI = {**settings.POMNI, "POMNI_MAIL_FROM": "Salon <hello@salon.example>"}
    first, again, other = (
        a_letter(dedupe=key).message()["Message-ID"] for key in ("reset:7", "reset:7", "reset:8")
    )
    assert first == again != other
    assert first.endswith("@salon.example>")
    assert "reset" not in first


def test_a_letter_says_that_a_machine_wrote_it_and_when_by_our_clock():
    with clock.travel_to(datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)):
        message = a_letter(language="pl").message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "pl"
    assert message["Date"].startswith("Tue, 06 May 2031 07:08:")
    assert message["Reply-To"] is None


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00"])
def test_no_text_from_people_can_add_a_header(ending):
    message = a_letter(
        subject=f"Hi{ending}Bcc: thief@example.org", language=f"en{ending}Bcc: thief@example.org"
    ).message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: thief@example.org"
    with pytest.raises(Refused, match="is not a mail address"):
        a_letter(to=f"anna@example.org{ending}Bcc: thief@example.org")
    with pytest.raises(Refused, match="is not a mail address"):
        a_letter(to=f"Anna{ending}Bcc: thief@example.org <anna@example.org>")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@example.org, thief@example.org",
        "anna@example.org;thief@example.org",
        "anna@example.org thief@example.org",
        "<anna@example.org> thief@example.org",
        "Anna <anna@example.org> <thief@example.org>",
        "friends: anna@example.org;",
        "анна@example.org",
        "anna@exam ple.org",
        "Anna <anna@example.org",
        "anna@example.org>",
        "Anna anna@example.org",
        "Anna <anna@example.org> (thief@example.org)",
    ],
)
def test_only_one_whole_address_is_an_address(to):
    with pytest.raises(Refused, match="is not a mail address"):
        mail.mailbox(to)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anna@example.org", "anna@example.org"),
        ("  anna@example.org ", "anna@example.org"),
        ("Анна <anna@example.org>", "Анна <anna@example.org>"),
        ('"Żółć, Łucja" <lucja@example.pl>', '"Żółć, Łucja" <lucja@example.pl>'),
        ('"Żółć" <lucja@example.pl>', "Żółć <lucja@example.pl>"),
        ("<anna@example.org>", "anna@example.org"),
        ("anna@почта.example", "anna@почта.example"),
    ],
)
def test_an_address_is_kept_in_its_usual_form(typed, kept):
    assert mail.mailbox(typed) == kept


def test_characters_that_nothing_can_hold_are_left_out():
    message = a_letter(text="a\x00b\ud800c", subject="x\ud800y").message()
    assert message.get_content().strip() == "abc"
    assert message["Subject"] == "x y"


# --- Delivery -----------------------------------------------------------------------------------------------


def test_names_subjects_and_texts_of_every_alphabet_arrive(mail_peer):
    mail.send(
        a_letter(
            to="Łucja Żółć <lucja@example.pl>",
            subject="Запись подтверждена: środa, 9:00 — ждём вас 🙂",
            text="Здравствуйте!\n.\nDo zobaczenia w środę.\n" + "длинная строка " * 100,
            html="<p>Do zobaczenia — <b>в среду</b></p>",
        )
    )
    letter = mail_peer.letters[0]
    assert letter["Subject"] == "Запись подтверждена: środa, 9:00 — ждём вас 🙂"
    assert letter["To"].addresses[0].display_name == "Łucja Żółć"
    assert letter["From"].addresses[0].display_name == "Салон Вера"
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("Здравствуйте!\n.\nDo zobaczenia w środę.\n")
    assert text.count("длинная строка") == 100
    assert "<b>в среду</b>" in letter.get_body(("html",)).get_content()
    assert mail_peer.envelopes == [("hello@salon.example", ["lucja@example.pl"])]
    assert mail_peer.raw[0].isascii()
    assert max(map(len, mail_peer.raw[0].split(b"\r\n"))) < 999


def test_an_international_domain_goes_in_its_ascii_form(mail_peer):
    mail.send(a_letter(to="anna@почта.example"))
    assert mail_peer.envelopes[0][1] == ["anna@xn--80a1acny.example"]
    assert "anna@xn--80a1acny.example" in mail_peer.letters[0]["To"]


def test_a_letter_goes_encrypted_and_with_a_password(trusted, set_up_mail):
    context = trusted.context("127.0.0.1")
    with peers.mail_server(tls_context=context, require_starttls=True, auth_required=True) as peer:
        set_up_mail(peer.port, use_tls=True, username="vera", password="open sesame")
        mail.send(a_letter())
    assert peer.encrypted == [True]
    assert peer.logins == [("vera", "open sesame")]
    assert len(peer.letters) == 1


def test_a_letter_goes_through_a_server_that_is_encrypted_from_the_start(trusted, set_up_mail):
    with peers.mail_server(ssl_context=trusted.context("127.0.0.1")) as peer:
        set_up_mail(peer.port, use_ssl=True)
        mail.send(a_letter())
    assert len(peer.letters) == 1


def test_a_server_that_parts_rudely_after_its_yes_has_the_letter(set_up_mail):
    def talk(conn):
        file = conn.makefile("rb")
        conn.sendall(b"220 hi\r\n")
        while line := file.readline():
            word = line.split()[0].upper()
            conn.sendall(b"354 go\r\n" if word == b"DATA" else b"250 ok\r\n")
            if word == b"DATA":
                while file.readline() != b".\r\n":
                    pass
                conn.sendall(b"250 taken\r\n")
                return

    with peers.raw_server(talk) as port:
        set_up_mail(port)
        mail.send(a_letter())  # raises nothing


def test_a_letter_is_not_sent_inside_a_transaction(mail_peer):
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        mail.send(a_letter())
    assert mail_peer.letters == []


def test_a_server_that_drips_does_not_hold_us(set_up_mail, monkeypatch):
    monkeypatch.setattr(smtp.TimedSMTP, "in_all", 0.5)

    def talk(conn):
        while True:
            conn.sendall(b"2")
            time.sleep(0.05)

    with peers.raw_server(talk) as port:
        set_up_mail(port)
        began = time.monotonic()
        with pytest.raises(Undelivered, match="did not answer in time"):
            mail.send(a_letter())
        assert time.monotonic() - began < 1.5


def test_a_server_may_take_longer_to_read_a_letter_than_to_greet(mail_peer, set_up_mail):
    set_up_mail(mail_peer.port, timeout=0.3)
    slow = mail_peer.handle_DATA

    async def handle_data(*args):
        import asyncio

        await asyncio.sleep(0.6)
        return await slow(*args)

    mail_peer.handle_DATA = handle_data
    mail.send(a_letter())
    assert len(mail_peer.letters) == 1


# --- The test letter, and what it says when mail does not work ----------------------------------------------


def test_the_test_letter_arrives_in_the_language_of_who_asked(mail_peer):
    with translation.override("pl"):
        mail.send_test_letter("Vera <vera@example.org>")
        mail.send_test_letter("vera@example.org")
    first, second = mail_peer.letters
    assert first["Content-Language"] == "pl"
    assert first["Message-ID"] != second["Message-ID"]


def test_the_test_letter_says_which_setting_is_missing(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    with pytest.raises(Refused, match=r"not set up yet: POMNI_SMTP_URL is missing"):
        mail.send_test_letter("vera@example.org")
    settings.MAILERS = {
        "default": {"BACKEND": "pomni.post.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1"}}
    }
    for unusable in ("", "Salon", "Salon hello@salon.example", "a@salon.example, b@salon.example"):
        settings.POMNI = {**settings.POMNI, "POMNI_MAIL_FROM": unusable}
        with pytest.raises(Refused, match=r"not set up yet: POMNI_MAIL_FROM is missing"):
            mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_nobody_listens(set_up_mail):
    port = peers.free_port()
    set_up_mail(port)
    with pytest.raises(
        Refused, match=f"127.0.0.1:{port} does not take connections. Check the host and the port"
    ):
        mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_the_host_is_unknown(set_up_mail):
    set_up_mail(587, host="mail.invalid")
    with pytest.raises(Refused, match=r"The host mail.invalid:587 was not found"):
        mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_the_server_is_silent(set_up_mail):
    with peers.raw_server(lambda conn: time.sleep(3)) as port:
        set_up_mail(port, timeout=0.3)
        with pytest.raises(Refused, match="did not answer in time"):
            mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_the_certificate_is_not_to_be_trusted(authority, set_up_mail):
    with peers.mail_server(tls_context=authority.context("127.0.0.1")) as peer:
        set_up_mail(peer.port, use_tls=True)
        with pytest.raises(Refused, match=r"encrypted connection could not be made.*certificate"):
            mail.send_test_letter("vera@example.org")
    assert peer.letters == []


def test_the_test_letter_says_when_the_certificate_is_of_another_host(trusted, set_up_mail):
    with peers.mail_server(tls_context=trusted.context("mail.example.org")) as peer:
        set_up_mail(peer.port, use_tls=True)
        with pytest.raises(Refused, match=r"encrypted connection could not be made.*mismatch"):
            mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_the_server_offers_no_encryption(mail_peer, set_up_mail):
    set_up_mail(mail_peer.port, use_tls=True, username="vera", password="open sesame")
    with pytest.raises(Refused, match="offers no encryption on this port"):
        mail.send_test_letter("vera@example.org")
    assert mail_peer.logins == mail_peer.letters == []


def test_the_test_letter_says_when_a_port_is_not_encrypted_from_the_start(mail_peer, set_up_mail):
    set_up_mail(mail_peer.port, use_ssl=True)
    with pytest.raises(Refused, match="encrypted connection could not be made"):
        mail.send_test_letter("vera@example.org")


def test_the_test_letter_says_when_the_password_is_wrong_and_does_not_tell_it(trusted, set_up_mail):
    with peers.mail_server(tls_context=trusted.context("127.0.0.1"), auth_required=True) as peer:
        set_up_mail(peer.port, use_tls=True, username="vera", password="close sesame")
        with pytest.raises(Refused, match="does not accept the login or the password: 535") as refusal:
            mail.send_test_letter("vera@example.org")
    assert "sesame" not in str(refusal.value)


def test_the_test_letter_says_when_the_server_takes_no_password(mail_peer, set_up_mail):
    set_up_mail(mail_peer.port, username="vera", password="open sesame")
    with pytest.raises(Refused, match="takes no password here"):
        mail.send_test_letter("vera@example.org")


@pytest.mark.parametrize(
    ("queue", "said", "sentence"),
    [
        ("at_sender", "553 not yours", "does not accept the sender: 553 not yours. Check"),
        ("at_rcpt", "550 no such user", "does not accept the recipient: 550 no such user. Check the address"),
        ("at_rcpt", "451 greylisted", "asks to come again later: 451 greylisted"),
        ("at_data", "554 looks like spam", "did not take the letter: 554 looks like spam"),
        ("at_data", "drop", "broke off the connection"),
    ],
)
def test_the_test_letter_says_what_the_server_said(mail_peer, queue, said, sentence):
    getattr(mail_peer, queue).append(said)
    with pytest.raises(Refused, match=sentence):
        mail.send_test_letter("vera@example.org")


@pytest.mark.parametrize(
    ("error", "code", "for_good"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.org": (550, b"no")}), "mail_recipient", True),
        (smtplib.SMTPRecipientsRefused({"a@b.org": (451, b"no")}), "mail_later", False),
        (smtplib.SMTPDataError(554, b"spam"), "mail_letter", True),
        (smtplib.SMTPDataError(452, b"full"), "mail_later", False),
        (smtplib.SMTPSenderRefused(552, b"big", "a@b.org"), "mail_letter", True),
        (smtplib.SMTPSenderRefused(553, b"no", "a@b.org"), "mail_sender", False),
        (smtplib.SMTPAuthenticationError(535, b"no"), "mail_password", False),
        (smtplib.SMTPAuthenticationError(454, b"later"), "mail_password", False),
        (smtplib.SMTPConnectError(421, b"busy"), "mail_later", False),
        (smtplib.SMTPHeloError(501, b"who"), "mail_server", False),
        (smtplib.SMTPServerDisconnected("gone"), "dropped", False),
        (smtplib.SMTPException("odd"), "mail_server", False),
        (OSError(101, "Network is unreachable"), "unreachable", False),
    ],
)
def test_only_what_concerns_this_very_letter_is_a_refusal_for_good(error, code, for_good):
    trouble = mail.trouble_of(error)
    assert (trouble.code, trouble.for_good) == (code, for_good)


def test_what_a_server_says_is_kept_short_and_on_one_line():
    trouble = mail.trouble_of(smtplib.SMTPDataError(554, b"no\r\n\x1b[31m" + b"x" * 5000 + b"\xff"))
    assert len(trouble.detail) == 300
    assert trouble.detail.startswith("554 no [31mxxx")


def test_other_tests_see_letters_in_the_outbox_of_django():
    mail.send_test_letter("vera@example.org")
    assert django_mail.outbox[0].to == ["vera@example.org"]


people = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\r\n\0"<>@,;:()\\=?_ \u2028ąж'), max_size=60
)


@given(name=people, subject=people, text=people)
@hypothesis_settings(max_examples=300, deadline=None)
def test_whatever_people_write_a_letter_has_our_headers_and_one_recipient(name, subject, text):
    try:
        letter = a_letter(to=f"{name} <anna@example.org>", subject=subject, text=text)
    except Refused:
        return
    sent = message_from_bytes(letter.message(policy=SMTP).as_bytes(), policy=default)
    assert set(sent.keys()) == OUR_HEADERS
    assert [a.addr_spec for a in sent["To"].addresses] == ["anna@example.org"]
    assert EmailBackend(alias="default", host="h").prep_address(letter.to[0]) == "anna@example.org"


OUR_HEADERS = {
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
}
OUR_HEADERS |= {"Content-Type", "Content-Transfer-Encoding"}
