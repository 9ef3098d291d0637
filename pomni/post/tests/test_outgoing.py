"""The guarded client: what it sends and gets, and when it stops waiting."""

import socket
import time

import pytest

from pomni.post.outgoing import OutgoingFailed, send
from pomni.post.tests import peers

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_connection(monkeypatch):
    """Any connection that is tried fails the test."""

    def connect(address, *_, **__):
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket, "create_connection", connect)


# --- What it sends and gets --------------------------------------------------------------------


def test_a_request_arrives_as_it_was_meant_and_its_answer_comes_back(web):
    web.answers = [(201, {"X-Kind": "Réponse".encode().decode("latin-1")}, b'{"ok": 1}')]
    answer = send(
        "POST",
        f"http://127.0.0.1:{web.port}/крюк/%2e?q=ё&r=%20#part",
        headers={"X-Ours": "1"},
        body="тело".encode(),
    )
    assert (answer.status, answer.body, answer.cut) == (201, b'{"ok": 1}', False)
    assert answer.headers["content-length"] == "9"
    heard = web.heard[0]
    assert (heard.method, heard.body.decode()) == ("POST", "тело")
    assert heard.path == "/%D0%BA%D1%80%D1%8E%D0%BA/%2e?q=%D1%91&r=%20"
    assert heard.headers["Host"] == f"127.0.0.1:{web.port}"
    assert heard.headers["X-Ours"] == "1"
    assert heard.headers["Accept-Encoding"] == "identity"  # nothing that could swell up


def test_an_international_name_is_called_in_its_ascii_form(names, allow):
    with peers.web_server() as peer:
        names.book["xn--80ak6aa92e.test"] = [["127.0.0.1"]]
        allow(f"xn--80ak6aa92e.test:{peer.port}")
        assert send("GET", f"http://аррӏе.test:{peer.port}/").status == 200
        assert send("GET", f"http://XN--80ak6aa92e.TEST.:{peer.port}/").status == 200
    assert {heard.headers["Host"] for heard in peer.heard} == {f"xn--80ak6aa92e.test:{peer.port}"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_given_back_and_not_followed(web, status):
    web.answers = [(status, {"Location": "http://169.254.169.254/latest/meta-data/"}, b"")]
    answer = send("GET", f"http://127.0.0.1:{web.port}/")
    assert answer.status == status
    assert answer.headers["location"].startswith("http://169.254")
    assert len(web.heard) == 1


def test_proxies_of_the_environment_are_not_used(web, monkeypatch):
    with peers.web_server() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert send("GET", f"http://127.0.0.1:{web.port}/").status == 200
    assert proxy.heard == []


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding"])
def test_the_caller_cannot_choose_what_frames_the_request(web, name):
    with pytest.raises(ValueError):
        send("GET", f"http://127.0.0.1:{web.port}/", headers={name: "1"})


@pytest.mark.parametrize("headers", [{"X-A": "1\r\nX-B: 2"}, {"X-A\r\nX-B": "1"}])
def test_a_header_cannot_bring_another_one(web, headers):
    with pytest.raises(ValueError):
        send("GET", f"http://127.0.0.1:{web.port}/", headers=headers)
    assert web.heard == []


# --- Limits ------------------------------------------------------------------------------------


def test_a_huge_answer_is_cut(web):
    web.answers = [(200, {}, b"x" * 300_000)]
    answer = send("GET", f"http://127.0.0.1:{web.port}/", max_answer_bytes=1000)
    assert (len(answer.body), answer.cut) == (1000, True)


def test_an_endless_answer_without_a_length_is_cut(allow):
    def talk(conn):
        conn.recv(1000)
        conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            conn.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")

    with peers.raw_server(talk) as port:
        allow(f"127.0.0.1:{port}")
        answer = send("GET", f"http://127.0.0.1:{port}/", timeout=10, max_answer_bytes=100_000)
    assert (len(answer.body), answer.cut) == (100_000, True)


DRIPS = {
    "status": b"",
    "continue": b"HTTP/1.1 100 Continue\r\n\r\n",
    "header": b"HTTP/1.1 200 OK\r\nX-Long: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
}


@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_drips_is_left_when_the_whole_time_is_over(where, allow):
    def talk(conn):
        conn.recv(1000)
        conn.sendall(DRIPS[where])
        while True:
            conn.sendall(DRIPS["continue"] if where == "continue" else b"1")
            time.sleep(0.05)

    with peers.raw_server(talk) as port:
        allow(f"127.0.0.1:{port}")
        began = time.monotonic()
        with pytest.raises(OutgoingFailed, match="did not answer in time"):
            send("GET", f"http://127.0.0.1:{port}/", timeout=0.5)
        assert 0.45 < time.monotonic() - began < 1.5


def test_a_server_that_does_not_read_is_left_when_the_time_is_over(allow):
    with peers.raw_server(lambda conn: time.sleep(5)) as port:
        allow(f"127.0.0.1:{port}")
        began = time.monotonic()
        with pytest.raises(OutgoingFailed, match="did not answer in time"):
            send("POST", f"http://127.0.0.1:{port}/", body=b"x" * 30_000_000, timeout=0.5)
        assert time.monotonic() - began < 1.5


def test_a_handshake_that_hangs_is_left_when_the_time_is_over(allow):
    with peers.raw_server(lambda conn: time.sleep(5)) as port:
        allow(f"127.0.0.1:{port}")
        began = time.monotonic()
        with pytest.raises(OutgoingFailed, match="did not answer in time"):
            send("GET", f"https://127.0.0.1:{port}/", timeout=0.5)
        assert time.monotonic() - began < 1.5


def test_a_name_service_that_hangs_is_left_when_the_time_is_over(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    began = time.monotonic()
    with pytest.raises(OutgoingFailed, match="did not answer in time"):
        send("GET", "http://slow.example/", timeout=0.3)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "dropped"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "dropped"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not_http"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "not_http"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "not_http"),
    ],
)
def test_half_an_answer_or_none_is_a_failure(said, code, allow):
    def talk(conn):
        conn.recv(1000)
        conn.sendall(said)

    with peers.raw_server(talk) as port:
        allow(f"127.0.0.1:{port}")
        with pytest.raises(OutgoingFailed) as failure:
            send("GET", f"http://127.0.0.1:{port}/", timeout=3)
    assert failure.value.code == code


def test_a_port_where_nobody_listens_and_a_name_that_nobody_has_are_told_apart(allow, monkeypatch):
    port = peers.free_port()
    allow(f"127.0.0.1:{port}")
    with pytest.raises(OutgoingFailed, match="does not take connections"):
        send("GET", f"http://127.0.0.1:{port}/")

    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OutgoingFailed, match=r"nobody.example was not found"):
        send("GET", "http://nobody.example/")


def test_a_dead_address_gives_way_to_a_living_one(names, allow):
    with peers.web_server() as peer:
        names.book["two.test"] = [["127.0.0.9", "127.0.0.1"]]
        allow("two.test")
        assert send("GET", f"http://two.test:{peer.port}/").status == 200


# --- Encryption --------------------------------------------------------------------------------


def test_the_certificate_is_checked_against_the_name_although_an_address_is_called(trusted, names, allow):
    with peers.web_server(context=trusted.context("hook.test")) as peer:
        names.book["hook.test"] = names.book["other.test"] = [["127.0.0.1"]]
        allow("hook.test", "other.test", "127.0.0.1")
        assert send("GET", f"https://hook.test:{peer.port}/").status == 200
        for host in ("other.test", "127.0.0.1"):
            with pytest.raises(OutgoingFailed, match="encrypted connection could not be made"):
                send("GET", f"https://{host}:{peer.port}/")
    assert len(peer.heard) == 1


def test_a_certificate_of_nobody_we_trust_ends_the_call(authority, names, allow):
    with peers.web_server(context=authority.context("hook.test")) as peer:
        names.book["hook.test"] = [["127.0.0.1"]]
        allow("hook.test")
        with pytest.raises(OutgoingFailed, match="certificate"):
            send("GET", f"https://hook.test:{peer.port}/")
    assert peer.heard == []


def test_a_server_without_encryption_is_told_as_such(web):
    with pytest.raises(OutgoingFailed, match="encrypted connection could not be made"):
        send("GET", f"https://127.0.0.1:{web.port}/", timeout=3)
