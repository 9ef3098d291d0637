"""The guarded client: where it does not go, however the address is written."""

import socket
from ipaddress import ip_address

import pytest
from django.db import transaction

from pomni.kit.errors import Refused
from pomni.post import addresses, outgoing
from pomni.post.outgoing import OutgoingFailed, OutgoingRefused, send
from pomni.post.tests import peers

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_connection(monkeypatch):
    """Any connection that is tried fails the test."""

    def connect(address, *_, **__):
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket, "create_connection", connect)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.000.000.001/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://100.100.100.200/",
        "http://192.0.0.192/",
        "http://192.88.99.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::1]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%lo]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://[4000::1]/",
    ],
)
def test_no_notation_reaches_what_is_not_public(url, no_connection):
    with pytest.raises(OutgoingRefused):
        send("GET", url)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("gopher://example.org/", "url_scheme"),
        ("//example.org/", "url_scheme"),
        ("example.org", "url_scheme"),
        ("http:///path", "url_malformed"),
        ("http://example.org:99999/", "url_malformed"),
        ("http://example.org:0/", "url_port"),
        ("http://example.org:22/", "url_port"),
        ("https://example.org:8443/", "url_port"),
        ("http://user@example.org/", "url_user_info"),
        ("http://user:word@example.org/", "url_user_info"),
        ("http://example.org@127.0.0.1/", "url_user_info"),
        ("http://@example.org/", "url_user_info"),
        ("http://example.org\\@127.0.0.1/", "url_malformed"),
        ("http://exam\tple.org/", "url_malformed"),
        ("http://example.org/\r\nHost: other", "url_malformed"),
        (" http://example.org/", "url_malformed"),
        ("http://example.org /", "url_malformed"),
        ("http://127.0.0.%31/", "url_malformed"),
        ("http://exa mple.org/", "url_malformed"),
        ("http://example..org/", "url_malformed"),
        ("http://.example.org/", "url_malformed"),
        ("http://example.org../", "url_malformed"),
        ("http://[::1/", "url_malformed"),
        ("http://[v1.fe]/", "url_malformed"),
        ("http://[127.0.0.1]/", "url_malformed"),
        (f"http://{'a' * 64}.org/", "url_malformed"),
        ("http://straße.example/", "url_letters"),
        ("http://1.2.3.4.5/", "url_number"),
        ("http://300.1.1.1/", "url_number"),
        ("http://example.0x1/", "url_number"),
    ],
)
def test_an_address_that_readers_may_take_differently_is_refused(url, code, no_connection, names):
    names.book["example.org"] = [["93.184.215.14"]]
    with pytest.raises(OutgoingRefused) as refusal:
        send("GET", url)
    assert refusal.value.code == code


def test_a_refusal_says_in_words_what_to_do_and_is_logged_in_one_line(caplog):
    with pytest.raises(Refused, match="name it in POMNI_OUTGOING_ALLOW") as refusal:
        send("POST", "http://192.168.1.7/hook?token=geheim", body=b"geheim")
    assert "192.168.1.7" in str(refusal.value)
    assert [r.getMessage() for r in caplog.records] == [
        "outgoing request refused: host_not_public 192.168.1.7"
    ]


def test_one_private_address_among_public_ones_is_enough_to_refuse(names, no_connection):
    names.book["mixed.example"] = [["93.184.215.14", "10.0.0.1"]]
    with pytest.raises(OutgoingRefused, match="not on the public internet"):
        send("GET", "http://mixed.example/")


def test_a_name_is_asked_for_once_and_the_checked_address_is_called(names, monkeypatch):
    names.book["rebinds.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    called = []

    def connect(address, *_, **__):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OutgoingFailed):
        send("GET", "http://rebinds.example/")
    assert called == [("93.184.215.14", 80)]
    assert names.asked == ["rebinds.example"]


def test_a_rebinding_name_of_the_owner_gets_its_first_address(names, allow):
    with peers.web_server() as first:
        names.book["hook.test"] = [["127.0.0.1"], ["127.0.0.2"]]
        allow(f"hook.test:{first.port}")
        assert send("GET", f"http://hook.test:{first.port}/").status == 200
    assert first.heard[0].headers["Host"] == f"hook.test:{first.port}"
    assert names.asked == ["hook.test"]


def test_a_public_address_of_this_very_machine_is_not_called(names, monkeypatch):
    monkeypatch.setattr("pomni.post.addresses.is_public", lambda address: True)
    monkeypatch.setattr("pomni.post.web_address.addresses.has_leave", lambda host, port: False)
    with peers.web_server() as peer:
        monkeypatch.setattr("pomni.post.web_address.PORTS", {"http": peer.port, "https": 443})
        names.book["own.example"] = [["127.0.0.1"]]
        with pytest.raises(OutgoingRefused, match="not on the public internet"):
            send("GET", "http://own.example/")
    assert peer.heard == []


def test_leave_is_for_the_named_port_only(web, no_connection):
    with pytest.raises(OutgoingRefused):
        send("GET", "http://127.0.0.1:80/")
    with pytest.raises(OutgoingRefused):
        send("GET", f"http://[::ffff:127.0.0.1]:{web.port}/")
    with pytest.raises(OutgoingRefused):
        send("GET", f"http://localhost:{web.port}/")


@pytest.mark.parametrize(
    "entry", ["hook.test:abc", "hook.test:", "[hook.test", "", ",", "*", "test", ".test"]
)
def test_an_entry_that_cannot_be_read_opens_nothing_else(entry, allow, names, no_connection):
    names.book["hook.test"] = [["127.0.0.1"]]
    allow(entry)
    if entry != "hook.test:":  # this one names the host
        with pytest.raises(OutgoingRefused):
            send("GET", "http://hook.test:8080/")


IN_DISGUISE = ("::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe")


def test_leave_for_a_name_does_not_open_the_metadata_of_a_cloud(allow, names, no_connection):
    allow("inside.test")
    for address in (
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "ff02::1",
        "fe80::1",
        *IN_DISGUISE,
    ):
        names.book["inside.test"] = [[address]]
        with pytest.raises(OutgoingRefused):
            send("GET", "http://inside.test/")


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_what_is_public_stays_public_on_every_kind_of_network(address):
    assert addresses.is_public(ip_address(address))


def test_nothing_goes_out_inside_a_transaction(web):
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        send("GET", f"http://127.0.0.1:{web.port}/")
    assert web.heard == []


def test_an_address_can_be_checked_early_without_asking_the_network(no_connection, names):
    outgoing.check("https://whoever.example/hook")
    for url in ("https://127.0.0.1/", "http://whoever.example:22/", "mailto:vera@example.org"):
        with pytest.raises(OutgoingRefused):
            outgoing.check(url)
    assert names.asked == []
