"""What the stories of `post` share."""

import socket

import pytest

from pomni.post.tests import peers


@pytest.fixture
def allow(settings):
    """Name hosts in POMNI_OUTGOING_ALLOW."""

    def name(*hosts: str) -> None:
        settings.POMNI = {**settings.POMNI, "POMNI_OUTGOING_ALLOW": ", ".join(hosts)}

    return name


@pytest.fixture
def web(allow):
    """A web server on loopback that Pomni may reach."""
    with peers.web_server() as peer:
        allow(f"127.0.0.1:{peer.port}")
        yield peer


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A certificate authority; `trusted` makes Pomni trust it."""
    return peers.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority, monkeypatch):
    """The certificate authority, trusted by this process as by the owner's system."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def names(monkeypatch):
    """A name service of our own: each name's answers in turn, the last one for ever; `asked` counts."""
    book: dict[str, list[list[str]]] = {}
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        if host not in book:
            return real(host, port, *args, **kwargs)
        asked.append(host)
        answers = book[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in a], socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    getaddrinfo.book, getaddrinfo.asked = book, asked
    return getaddrinfo


@pytest.fixture
def set_up_mail(settings):
    """Point Pomni's mail at a server, as POMNI_SMTP_URL does."""

    def point(port: int, **options) -> None:
        smtp = {"host": "127.0.0.1", "port": port, "timeout": 5, **options}
        settings.MAILERS = {"default": {"BACKEND": "pomni.post.smtp.EmailBackend", "OPTIONS": smtp}}
        settings.POMNI = {**settings.POMNI, "POMNI_MAIL_FROM": "Салон Вера <hello@salon.example>"}

    return point


@pytest.fixture
def mail_peer(set_up_mail):
    """A mail server on loopback that Pomni's mail points at."""
    with peers.mail_server() as peer:
        set_up_mail(peer.port)
        yield peer
