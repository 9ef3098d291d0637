"""What can keep a letter or a call from leaving, each with its sentence.

A row of the outbox keeps the code and the technical detail; the sentence is made when somebody reads it, in
the reader's language.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pomni.kit.errors import Refused

TROUBLES: dict[str, Promise | str] = {
    # The address itself
    "url_malformed": _("This is not a complete web address. Write one like https://example.org/path."),
    "url_scheme": _("Only addresses that begin with https:// or http:// can be called."),
    "url_user_info": _("A name or password cannot stand in a web address. Take out what is before the “@”."),
    "url_number": _("“%(detail)s” is an unusual way to write an address. Write four numbers from 0 to 255."),
    "url_letters": _(
        "The host “%(detail)s” can be read in two ways. Write it in its form that begins with xn--."
    ),
    "url_port": _(
        "Port %(detail)s cannot be called: only 80 and 443, unless POMNI_OUTGOING_ALLOW names the host."
    ),
    "host_not_public": _(
        "%(detail)s is not on the public internet. If it is a computer of your own network that Pomni may "
        "reach, name it in POMNI_OUTGOING_ALLOW."
    ),
    # The way there
    "host_unknown": _(
        "The host %(detail)s was not found. Check how it is written, and the connection to the internet."
    ),
    "connection_refused": _("%(detail)s does not take connections. Check the host and the port."),
    "timed_out": _("%(detail)s did not answer in time. Check the host and the port, or try again later."),
    "unreachable": _("There was no way to the server: %(detail)s. Check the connection to the internet."),
    "dropped": _("The server broke off the connection: %(detail)s. Try again later."),
    "tls": _(
        "An encrypted connection could not be made: %(detail)s. Check the host, the port and the certificate."
    ),
    "not_http": _("What was answered is not HTTP: %(detail)s. Check the address and the port."),
    "answered": _("The server answered with status %(detail)s."),
    # Letters
    "mail_not_set_up": _(
        "Mail is not set up yet: %(detail)s is missing or cannot be read. Set up the mail server among the "
        "settings of Pomni, or write it into the settings of this computer and start Pomni again."
    ),
    "mail_tls_missing": _(
        "The mail server offers no encryption on this port. Choose TLS with port 465 (smtps:// in "
        "POMNI_SMTP_URL), or no encryption for a server of your own network (smtp+plain://)."
    ),
    "mail_login_missing": _(
        "The mail server takes no password here. Check the port, or leave out name and password."
    ),
    "mail_password": _(
        "The mail server does not accept the login or the password: %(detail)s. Check them in the settings of "
        "mail; some providers want a password made for programs."
    ),
    "mail_sender": _(
        "The mail server does not accept the sender: %(detail)s. Check the sender's address in the settings of mail."
    ),
    "mail_recipient": _("The mail server does not accept the recipient: %(detail)s. Check the address."),
    "mail_letter": _("The mail server did not take the letter: %(detail)s."),
    "mail_later": _("The mail server asks to come again later: %(detail)s."),
    "mail_server": _("The mail server does not work with us: %(detail)s. Check the settings of mail."),
    "mail_sealed": _(
        "The password of the mail server cannot be read, because secret.key is another one. Type it again in the "
        "settings of mail."
    ),
    "mail_address": _("“%(detail)s” is not a mail address. Write one like name@example.org."),
    # Messages
    "gateway_missing": _(
        "No gateway for %(detail)s is set up. Set one up among the settings, under Messages."
    ),
    "gateway_answered": _("The provider of messages answered: %(detail)s. Check the address and the secret."),
    "gateway_refused": _("The provider of messages did not take the message: %(detail)s."),
    "gateway_sealed": _(
        "The secret of the gateway cannot be read, because secret.key is another one. Type it again in its settings."
    ),
    # Ours
    "too_late": _("It would have come too late to be of use, so it was not sent."),
    "withdrawn": _("It was not sent: its webhook is switched off, or what it tells is no longer to be told."),
    "internal": _("Pomni itself failed while sending (%(detail)s). The log of this computer says more."),
}
LONGEST_DETAIL = 300


class Undelivered(Refused):
    """Something did not leave. `code` is a key of TROUBLES; `for_good`: trying again will not help."""

    def __init__(self, code: str, detail: object = "", *, for_good: bool = False) -> None:
        self.code, self.detail, self.for_good = code, _one_line(detail), for_good
        super().__init__(sentence(code, self.detail))


def sentence(code: str, detail: str = "") -> str:
    """The sentence for a person, in the language in force. An empty code gives an empty sentence."""
    if not code:
        return ""
    return str(TROUBLES[code]) % {"detail": detail} if code in TROUBLES else f"{code}: {detail}"


def _one_line(detail: object) -> str:
    text = detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_DETAIL]
