"""Letters: how one is built, and how it goes to the mail server.

A letter goes at least once. Its Message-ID is made from the dedupe key, so that servers and readers can tell
a letter that was sent twice (we were cut off between the server's yes and our own note of it) from a second
one.
"""

import contextlib
import email.policy
import re
import smtplib
import socket
import ssl
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import EmailMessage
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pomni.kit import clock
from pomni.kit.ids import uuid7
from pomni.post import mail_server
from pomni.post.mail_server import missing_setting, sender
from pomni.post.outgoing import outside_transactions
from pomni.post.troubles import Undelivered

LINE_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Anna <anna@example.org>, "Anna, the boss" <anna@example.org> or anna@example.org. Nothing cleverer: whoever
# reads addresses generously sends letters to places that nobody meant.
MAILBOX = re.compile(r"""("?(?P<name>[^<>"]*)"?\s*<)?(?P<address>[^<>]*)(?(1)>)""")
LONGEST_MAILBOX = 500
ON_A_PAGE = 30  # seconds that a person waits for a test letter
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL keeps no zero characters, UTF-8 no half pairs


class Letter(EmailMultiAlternatives):
    """A letter whose bytes are plain ASCII, since not every server on the way takes eight bits."""

    def message(self, *, policy: Any = email.policy.default) -> Any:
        """The letter as the mail server gets it."""
        return super().message(policy=policy.clone(cte_type="7bit"))


# --- Set up? ------------------------------------------------------------------------------------------------


def is_set_up() -> bool:
    """Whether letters can leave. Until they can, they wait."""
    return not missing_setting()


# --- Building -----------------------------------------------------------------------------------------------


def mailbox(text: str) -> str:
    """One address, with or without a name before it, in its usual form. Raises Undelivered for others."""
    match = MAILBOX.fullmatch(text.strip()) if len(text) <= LONGEST_MAILBOX else None
    try:
        if not match or LINE_BREAKING.search(text):
            raise ValueError("not one mailbox")
        validate_email(match["address"])
        return str(Address(display_name=(match["name"] or "").strip(), addr_spec=match["address"]))
    except (ValueError, ValidationError):
        raise Undelivered("mail_address", text, for_good=True) from None


def one_line(text: str) -> str:
    """A text that can stand in a header: nothing in it ends the line."""
    return LINE_BREAKING.sub(" ", str(text)).strip()


def storable(text: str) -> str:
    """A text without the few characters that no database and no letter can hold."""
    return UNSTORABLE.sub("", str(text))


def message_id(dedupe: str) -> str:
    """The name of a letter to the world: always the same for a dedupe key, telling nothing of it."""
    domain = punycode(parseaddr(sender())[1].rpartition("@")[2]) or "localhost"
    return f"<{salted_hmac('pomni.post.message-id', dedupe, algorithm='sha256').hexdigest()[:40]}@{domain}>"


def letter(*, to: str, subject: str, text: str, html: str = "", language: str = "", dedupe: str) -> Letter:
    """Build a letter from its parts, which may come from people: none of them can add a header."""
    headers = {
        "Message-ID": message_id(dedupe),
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
    }
    if language:
        headers["Content-Language"] = one_line(language)
    built = Letter(one_line(subject), storable(text), one_line(sender()), [mailbox(to)], headers=headers)
    if html:
        built.attach_alternative(storable(html), "text/html")
    return built


# --- Sending ------------------------------------------------------------------------------------------------


def send(built: EmailMessage, *, longest: float | None = None) -> None:
    """Hand a letter to the mail server. Raises Undelivered when the server has not said yes to it.

    `longest`: seconds for everything together, where somebody waits on a page.
    """
    outside_transactions()
    connection = mail_server.way()
    connection.longest = longest
    try:
        connection.open()
        connection.send_messages([built])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise trouble_of(error) from error
    finally:
        # The server has said yes or no by now; how it parts from us changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def send_test_letter(to: str) -> None:
    """Send a letter at once, past the outbox, so that a person sees whether mail works.

    Raises Refused with a sentence that says what is wrong: a setting, the host, encryption, password, an
    address.
    """
    if missing := missing_setting():
        raise Undelivered("mail_not_set_up", missing, for_good=True)
    send(
        letter(
            to=to,
            subject=_("Mail works"),
            text=_("This is the test letter of Pomni. Since you can read it, letters leave and arrive."),
            language=get_language() or "",
            dedupe=f"test:{uuid7()}",
        ),
        longest=ON_A_PAGE,
    )


# --- What went wrong ----------------------------------------------------------------------------------------


def trouble_of(error: Exception) -> Undelivered:
    """What the mail server, or the way to it, said: with its sentence, and whether it says so for good."""
    while isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__  # smtplib hides time-outs and resets in this one
    if isinstance(error, smtplib.SMTPException):
        return _smtp_trouble(error)
    if isinstance(error, Undelivered):
        return error
    server = mail_server.name()
    for kind, code in NETWORK_TROUBLES:
        if isinstance(error, kind):
            return Undelivered(code, f"{server}, {_words(error)}" if code in EXPLAINED else server)
    return Undelivered("mail_address", error, for_good=True)


NETWORK_TROUBLES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timed_out"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "host_unknown"),
    (ConnectionRefusedError, "connection_refused"),
    (ConnectionError, "dropped"),
    (OSError, "unreachable"),
)
EXPLAINED = {"tls", "dropped", "unreachable"}


def _words(error: Exception) -> str:
    words = (
        getattr(error, "verify_message", "") or getattr(error, "reason", "") or getattr(error, "strerror", "")
    )
    return str(words or error)


def _smtp_trouble(error: smtplib.SMTPException) -> Undelivered:
    match error:
        case smtplib.SMTPRecipientsRefused():
            status, words = next(iter(error.recipients.values()))
            return _answer("mail_recipient", status, words, for_good=status >= 500)
        case smtplib.SMTPAuthenticationError():
            return _answer("mail_password", error.smtp_code, error.smtp_error)
        case smtplib.SMTPSenderRefused():
            too_big = error.smtp_code == 552  # smtplib tells the letter's size along with the sender
            return _answer(
                "mail_letter" if too_big else "mail_sender", error.smtp_code, error.smtp_error, too_big
            )
        case smtplib.SMTPDataError():
            return _answer("mail_letter", error.smtp_code, error.smtp_error, for_good=error.smtp_code >= 500)
        case smtplib.SMTPResponseException():
            return _answer("mail_server", error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Undelivered("mail_tls_missing" if "STARTTLS" in str(error) else "mail_login_missing")
        case smtplib.SMTPServerDisconnected():
            return Undelivered("dropped", error)
    return Undelivered("mail_server", error)


def _answer(code: str, status: int, words: bytes | str, for_good: bool = False) -> Undelivered:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    asks_for_patience = 400 <= status < 500 and code != "mail_password"
    return Undelivered("mail_later" if asks_for_patience else code, f"{status} {text}", for_good=for_good)
