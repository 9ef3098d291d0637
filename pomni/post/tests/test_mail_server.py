"""The mail server that is set up in the browser: what is kept of it, where it may stand, and that letters leave by it."""

import time

import pytest
from django.db import transaction

from pomni.jobs.worker import run_jobs_once
from pomni.kit.errors import Conflict, Refused
from pomni.post import commands, mail, mail_server, sealed
from pomni.post.models import MailServer, Status
from pomni.post.tests import peers
from pomni.post.tests.rows import write_letter

WHOLE = {
    "host": "smtp.example.org",
    "port": 465,
    "security": "tls",
    "username": "hello@example.org",
    "sender": "hello@example.org",
    "sender_name": "Салон Вера",
}


@pytest.fixture
def no_mail(settings):
    """The machine's own settings name no mail server."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


@pytest.fixture
def written(db, no_mail):
    """A server that was set up, with its password."""
    return write(password="open sesame", **WHOLE)


def write(**words):
    with transaction.atomic():
        return mail_server.write(**words)


# --- The password ---------------------------------------------------------------------------------------------


def test_a_sealed_secret_opens_for_its_purpose_alone_and_differs_each_time():
    one, other = (sealed.seal("open sesame", purpose="mail") for _ in range(2))
    assert one != other
    assert sealed.opened(one, purpose="mail") == "open sesame"
    for stored, purpose in (
        (one, "else"),
        (one[:-8] + "AAAAAAA=", "mail"),
        ("", "mail"),
        ("no base64!", "mail"),
    ):
        with pytest.raises(sealed.Unreadable):
            sealed.opened(stored, purpose=purpose)


def test_the_password_does_not_stand_in_the_database_and_is_not_told_among_what_changed(written):
    row = MailServer.objects.get()
    assert "sesame" not in row.password
    assert written["password"] == ["", ""]
    assert mail_server.way().password == "open sesame"


def test_another_secret_key_makes_letters_fail_with_a_sentence_and_not_with_a_page_of_errors(
    written, settings
):
    settings.SECRET_KEY = "another key of another machine"
    with pytest.raises(Refused, match="Type it again"):
        mail.send_test_letter("vera@example.org")


def test_a_row_that_was_pointed_elsewhere_in_the_database_carries_no_password_there(written):
    MailServer.objects.update(host="smtp.thief.example")
    with pytest.raises(Refused, match="cannot be read"):
        mail_server.way()


@pytest.mark.parametrize(
    "change", [{"host": "smtp.thief.example"}, {"port": 587}, {"security": "none"}, {"username": "other"}]
)
def test_a_kept_password_goes_to_no_other_server_than_it_was_typed_for(written, change):
    with pytest.raises(Refused, match="Type it again") as no:
        write(**change)
    assert no.value.field == "password"
    assert write(password="new", **change).keys() == {*change, "password"}


def test_an_empty_password_leaves_the_one_that_is_kept(written):
    assert write(sender_name="Salon") == {"sender_name": ["Салон Вера", "Salon"]}
    assert mail_server.way().password == "open sesame"


def test_a_login_needs_a_password_and_a_password_a_login(db, no_mail):
    with pytest.raises(Refused, match="password that belongs to the login"):
        write(**WHOLE)
    with pytest.raises(Refused, match="login that belongs to the password"):
        write(**WHOLE | {"username": ""}, password="sesame")


# --- What can be written ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "https://smtp.example.org"),
        ("host", "smtp.example.org:465"),
        ("host", "user@smtp.example.org"),
        ("host", "smtp .example"),
        ("host", ""),
        ("port", 22),
        ("port", 8321),
        ("security", "maybe"),
        ("sender", "hello"),
        ("sender", "a@example.org\r\nBcc: b@example.org"),
    ],
)
def test_what_cannot_be_a_mail_server_is_refused_beside_its_field(db, no_mail, field, value):
    with pytest.raises(Refused) as no:
        write(**WHOLE | {field: value}, password="sesame")
    assert no.value.field == field
    assert not MailServer.objects.exists()


def test_a_name_of_the_sender_adds_no_header_and_no_address(written):
    write(sender_name='Salon" <thief@example.org>\r\nBcc: x@example.org')
    letter = mail.letter(to="anna@example.org", subject="s", text="t", dedupe="d")
    assert letter.message()["From"].addresses[0].addr_spec == "hello@example.org"
    assert letter.message()["Bcc"] is None


def test_two_who_change_one_field_at_once_see_both_values(written):
    write(host="smtp2.example.org", password="sesame", seen={"host": "smtp.example.org"})
    with pytest.raises(Conflict) as both:
        write(host="smtp3.example.org", password="sesame", seen={"host": "smtp.example.org"})
    assert both.value.both == {"host": ("smtp3.example.org", "smtp2.example.org")}


# --- Where it may stand -------------------------------------------------------------------------------------


def test_a_server_of_the_own_network_needs_the_leave_of_the_machines_owner(db, no_mail, allow):
    with peers.mail_server() as peer:
        allow(f"127.0.0.1:{peer.port}")
        write(**WHOLE | {"host": "127.0.0.1", "port": peer.port, "security": "none", "username": ""})
        mail.send_test_letter("vera@example.org")
        allow()
        with pytest.raises(Refused, match="is not on the public internet"):
            mail.send_test_letter("vera@example.org")
    assert len(peer.letters) == 1
    assert "Салон Вера" in str(peer.letters[0]["From"])


def test_a_name_that_leads_into_the_own_network_is_not_followed(written, names):
    names.book["smtp.example.org"] = [["192.168.0.10"]]
    with pytest.raises(Refused, match="is not on the public internet"):
        mail.send_test_letter("vera@example.org")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_way_is_encrypted_and_the_certificate_checked_for_the_name(
    db, no_mail, allow, names, trusted, security
):
    words = (
        {"ssl_context": trusted.context("mail.example.org")}
        if security == "tls"
        else {"tls_context": trusted.context("mail.example.org")}
    )
    with peers.mail_server(auth_required=security == "starttls", **words) as peer:
        names.book |= {"mail.example.org": [["127.0.0.1"]], "other.example.org": [["127.0.0.1"]]}
        allow(f"mail.example.org:{peer.port}", f"other.example.org:{peer.port}")
        told = {"port": peer.port, "security": security, "username": "", "sender": "hello@example.org"}
        login = {"username": "vera", "password": "open sesame"} if security == "starttls" else {}
        write(**told | login, host="mail.example.org")
        mail.send_test_letter("vera@example.org")
        write(**told | login, host="other.example.org")
        with pytest.raises(Refused, match="encrypted connection could not be made"):
            mail.send_test_letter("vera@example.org")
    assert (len(peer.letters), peer.encrypted[0] or security == "tls") == (1, True)


# --- Whose word counts ------------------------------------------------------------------------------------


def test_the_settings_of_the_machine_come_first(written, mail_peer):
    assert mail_server.is_of_the_machine()
    mail.send_test_letter("vera@example.org")
    assert len(mail_peer.letters) == 1
    assert "hello@salon.example" in mail.sender()


@pytest.mark.django_db(transaction=True)
def test_letters_that_waited_leave_as_soon_as_a_server_is_set_up(no_mail, allow):
    rows = [write_letter(dedupe=f"visit:{number}") for number in range(3)]
    run_jobs_once()
    with peers.mail_server() as peer:
        allow(f"127.0.0.1:{peer.port}")
        with transaction.atomic():
            write(**WHOLE | {"host": "127.0.0.1", "port": peer.port, "security": "none", "username": ""})
            commands.send_held()
        run_jobs_once()
    assert len(peer.letters) == 3
    for row in rows:
        row.refresh_from_db()
        assert row.status == Status.SENT


def test_nobody_waits_on_a_page_for_a_server_that_drips_its_answers(db, no_mail, allow, monkeypatch):
    monkeypatch.setattr(mail, "ON_A_PAGE", 0.5)

    def drip(conn):
        for letter in b"220 " + b"x" * 200:
            conn.sendall(bytes([letter]))
            time.sleep(0.05)

    with peers.raw_server(drip) as port:
        allow(f"127.0.0.1:{port}")
        write(**WHOLE | {"host": "127.0.0.1", "port": port, "security": "none", "username": ""})
        began = time.monotonic()
        with pytest.raises(Refused, match="did not answer in time"):
            mail.send_test_letter("vera@example.org")
    assert time.monotonic() - began < 3
