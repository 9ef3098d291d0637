"""Calls to webhooks: signed, made again under the same name, given up when nobody is there."""

import hashlib
import hmac
import json
import threading

import pytest

from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock
from pomni.post import webhook
from pomni.post.models import Status
from pomni.post.tests import peers
from pomni.post.tests.rows import try_now, write_call

pytestmark = pytest.mark.django_db


def test_a_call_arrives_signed_and_the_receiver_can_check_it(web):
    row = write_call(web)
    run_jobs_once()
    heard = web.heard[0]
    assert heard.method == "POST"
    assert json.loads(heard.body) == {"имя": "Анна"}
    assert heard.headers["Pomni-Delivery"] == str(row.uid)
    at, sign = (part.split("=", 1)[1] for part in heard.headers["Pomni-Signature"].split(","))
    secret = webhook.secret_of("hook:1")
    expected = hmac.new(secret.encode(), at.encode() + b"." + heard.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(sign, expected)
    assert abs(int(at) - clock.now().timestamp()) < 60


def test_each_name_has_a_secret_of_its_own_that_is_not_in_the_database(web, settings):
    assert webhook.secret_of("hook:1") != webhook.secret_of("hook:2")
    assert webhook.secret_of("hook:1") == webhook.secret_of("hook:1")
    assert settings.SECRET_KEY not in webhook.secret_of("hook:1")
    assert webhook.secret_of("hook:1") not in json.dumps(write_call(web).payload)


def test_a_call_that_fails_is_made_again_under_the_same_name(web):
    web.answers = [(500, {}, b""), (302, {"Location": "/elsewhere"}, b""), (404, {}, b""), (204, {}, b"")]
    row = write_call(web)
    for told in ("500", "302", "404", ""):
        with clock.travel_to(row.not_before):
            try_now(row)
        assert row.last_detail == told
    assert (row.status, row.attempts) == (Status.SENT, 4)
    assert {heard.headers["Pomni-Delivery"] for heard in web.heard} == {str(row.uid)}
    assert {heard.path for heard in web.heard} == {"/hook"}
    assert len({heard.headers["Pomni-Signature"] for heard in web.heard}) == 4  # each with its own time


def test_a_receiver_that_is_gone_is_not_called_again(web):
    web.answers = [(410, {}, b"")]
    row = try_now(write_call(web))
    assert (row.status, row.trouble) == (Status.FAILED, "The server answered with status 410.")


def test_a_call_to_a_host_that_has_become_private_is_given_up(web, names):
    names.book["hook.example"] = [["10.0.0.7"]]
    row = try_now(write_call(web, url="https://hook.example/"))
    assert (row.status, row.last_error) == (Status.FAILED, "host_not_public")


def test_the_same_call_twice_is_made_once(web):
    write_call(web)
    write_call(web, body={"other": 1})
    run_jobs_once()
    assert len(web.heard) == 1


def test_an_endless_answer_does_not_hold_a_call(allow):
    def talk(conn):
        conn.recv(1000)
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nno more comes")
        threading.Event().wait(3)

    with peers.raw_server(talk) as port:
        allow(f"127.0.0.1:{port}")
        peer = peers.WebPeer(port=port)
        assert try_now(write_call(peer)).status == Status.SENT
