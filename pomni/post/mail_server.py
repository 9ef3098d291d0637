"""Which mail server letters go to: that of `POMNI_SMTP_URL`, or else the one that was set up in the browser."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import mailers
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pomni.kit.changes import check_seen
from pomni.kit.errors import Refused
from pomni.post import addresses, sealed
from pomni.post.models import MailServer
from pomni.post.smtp import EmailBackend
from pomni.post.troubles import Undelivered

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
PATIENCE = 20  # seconds for each wait
TLS_PORT = 465
FIELDS = {"host", "port", "security", "username", "sender", "sender_name"}
MAIL_PORTS = {25, 465, 587, 2525}
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")


@dataclass(frozen=True)
class Preset:
    """What a provider of mail tells its customers to write."""

    name: str
    host: str
    port: int
    security: str
    says: Promise | str = ""


APP_PASSWORD = gettext_lazy("Make a password for programs there: that of your account is not taken.")
PRESETS = (
    Preset("Yandex", "smtp.yandex.ru", 465, "tls", APP_PASSWORD),
    Preset("Mail.ru", "smtp.mail.ru", 465, "tls", APP_PASSWORD),
    Preset("Gmail", "smtp.gmail.com", 465, "tls", APP_PASSWORD),
    Preset("Onet", "smtp.poczta.onet.pl", 465, "tls"),
    Preset("WP", "smtp.wp.pl", 465, "tls"),
    Preset(
        "home.pl",
        "serwer.home.pl",
        465,
        "tls",
        gettext_lazy("Your server's own name stands in your panel there."),
    ),
)


def is_of_the_machine() -> bool:
    """Whether the machine's own settings name a mail server: then the one of the browser is not used."""
    return str(settings.MAILERS["default"]["BACKEND"]) != NOWHERE


def chosen() -> MailServer | None:
    """The server that was set up in the browser, whether it is used or not."""
    return MailServer.objects.filter(pk=1).first()


def missing_setting() -> str:
    """The name of the setting that mail still needs, or that cannot be read; empty when mail is set up."""
    backend = settings.MAILERS["default"]["BACKEND"]
    if backend == NOWHERE:
        return "" if MailServer.objects.filter(pk=1).exists() else "POMNI_SMTP_URL"
    return (
        "POMNI_MAIL_FROM" if "smtp" in backend and not _is_mailbox(settings.POMNI["POMNI_MAIL_FROM"]) else ""
    )


def where_set_up() -> bool | QuerySet[MailServer]:
    """Whether mail is set up; or, where only the table knows, a query that finds something once it is."""
    nowhere = settings.MAILERS["default"]["BACKEND"] == NOWHERE
    return MailServer.objects.filter(pk=1) if nowhere else not missing_setting()


def sender() -> str:
    """Who letters are from."""
    if not is_of_the_machine() and (server := chosen()):
        return str(Address(display_name=server.sender_name, addr_spec=server.sender))
    return settings.POMNI["POMNI_MAIL_FROM"] or settings.DEFAULT_FROM_EMAIL


def name() -> str:
    """The server's host and port, for sentences."""
    if not is_of_the_machine() and (server := chosen()):
        return str(server)
    options = settings.MAILERS["default"].get("OPTIONS", {})
    return f"{options.get('host', '')}:{options.get('port', '')}"


def way() -> Any:
    """A connection to the server that counts, not opened yet. Raises Undelivered where the password cannot be read."""
    server = None if is_of_the_machine() else chosen()
    if server is None:
        return mailers["default"]
    try:
        password = sealed.opened(server.password, purpose=server.purpose) if server.password else ""
    except sealed.Unreadable:
        raise Undelivered("mail_sealed") from None
    return EmailBackend(
        alias="browser",
        host=server.host,
        port=server.port,
        username=server.username,
        password=password,
        use_tls=server.security == MailServer.Security.STARTTLS,
        use_ssl=server.security == MailServer.Security.TLS,
        timeout=PATIENCE,
        is_checked=True,
    )


def present() -> MailServer:
    """The server of the browser, for whoever changes it; where there is none, one that nobody has filled in."""
    return chosen() or MailServer(pk=1, security=MailServer.Security.TLS, port=TLS_PORT)


def write(*, password: str = "", seen: dict[str, str] | None = None, **changes: Any) -> dict[str, list[Any]]:
    """Change the server of the browser, in the caller's transaction. An empty password leaves the one that is kept.

    Returns {field: [before, after]}, of the password only that it is another one. Raises Conflict where a field is
    no longer what was `seen`, and Refused where something cannot be: a password is kept for one server, so for
    another one it is typed again.
    """
    old = MailServer.objects.select_for_update().filter(pk=1).first()
    server = present()
    check_seen(server, changes, seen or {})
    for name in FIELDS & changes.keys():
        setattr(server, name, changes[name])
    _straighten(server)
    server.password = _kept(old, server, password)
    differences = _differences(old, server)
    if differences:
        server.save()
    return differences


def host_of(typed: str) -> str:
    """The host's name as it is looked up. Raises Refused where it is none."""
    try:
        host = typed.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = ""
    if not (HOST.fullmatch(host) or addresses.literal(host)):
        raise Refused(_("Write the server's name alone, like smtp.example.org."), field="host")
    return host


def one_name(typed: str) -> str:
    """A sender's name that can stand in a header."""
    return " ".join("".join(c if c.isprintable() and c not in '<>"' else " " for c in typed).split())


def _straighten(server: MailServer) -> None:
    """Bring the words into their usual form. Raises Refused where one cannot be."""
    server.host, server.username = host_of(server.host), server.username.strip()
    server.sender, server.sender_name = server.sender.strip(), one_name(server.sender_name)
    if server.security not in MailServer.Security.values:
        raise Refused(_("Choose one of the answers."), field="security")
    if server.port not in MAIL_PORTS and not addresses.has_leave(server.host, server.port):
        told = {"port": server.port}
        raise Refused(
            _(
                "Port %(port)s is none of mail. Write 465, 587, 25 or 2525, or name the host with its port in "
                "POMNI_OUTGOING_ALLOW on this computer."
            )
            % told,
            field="port",
        )
    try:
        validate_email(server.sender)
    except ValidationError:
        raise Refused(_("Write one address, like hello@example.org."), field="sender") from None


def _kept(old: MailServer | None, server: MailServer, password: str) -> str:
    if not server.username:
        if password:
            raise Refused(_("Write the login that belongs to the password."), field="username")
        return ""
    if password:
        return sealed.seal(password, purpose=server.purpose)
    if old and old.password and old.purpose == server.purpose:
        return old.password
    if old and old.password:
        raise Refused(
            _("The password is kept for the server as it was. Type it again for this one."), field="password"
        )
    raise Refused(_("Write the password that belongs to the login."), field="password")


def _differences(old: MailServer | None, new: MailServer) -> dict[str, list[Any]]:
    pairs = {name: [getattr(old, name, ""), getattr(new, name)] for name in sorted(FIELDS)}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if getattr(old, "password", "") != new.password:
        changes["password"] = ["", ""]  # that it changed is remembered, and nothing of it
    return changes


def _is_mailbox(text: str) -> bool:
    from pomni.post.mail import mailbox

    try:
        return bool(mailbox(text))
    except Undelivered:
        return False
