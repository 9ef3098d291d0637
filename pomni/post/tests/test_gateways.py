"""Messages to phones: into a folder, and by a call that a company describes."""

import json

import pytest

from pomni.kit.errors import Refused
from pomni.post import gateway_settings, gateways
from pomni.post.commands import post_message
from pomni.post.models import Gateway, Status
from pomni.post.tests.rows import try_now

pytestmark = pytest.mark.django_db
BODY = '{"phone": "{to}", "messages": [{"text": "{text}", "ref": "{key}"}]}'
TEXT = 'Anna, "10:00" {secret}\nBye'


def message(**more):
    words = {"channel": "sms", "to": "+48600100200", "text": TEXT, "dedupe": "visit:1"}
    return post_message(**words | more)


@pytest.fixture
def set_up(web):
    """A gateway for SMS that calls a provider on loopback."""

    def made(**more):
        words = {"kind": "http", "url": f"http://127.0.0.1:{web.port}/send", "body": BODY, "secret": "s3cret"}
        words |= {"headers": "Authorization: Bearer {secret}", "id_path": "messages.0.id"}
        gateway_settings.write("sms", **words | more)

    return made


def test_a_message_goes_into_a_folder_once_under_its_key(settings, tmp_path):
    settings.HOME = type("Home", (), {"folder": tmp_path})()
    gateway_settings.write("sms", kind="file")
    row = try_now(message())
    (file,) = gateways.folder_of("sms").iterdir()
    assert file.read_text() == f"+48600100200\n\n{TEXT}\n"
    assert (row.status, file.stem) == (Status.SENT, str(row.uid))


def test_a_call_carries_words_that_cannot_add_values_and_the_number_in_the_answer_is_kept(web, set_up):
    set_up()
    web.answers = [(500, {}, b""), (200, {}, b'{"messages": [{"id": 77}]}')]
    row = try_now(message())
    assert (row.status, row.last_error) == (Status.WAITING, "gateway_answered")
    row.not_before = row.created_at
    row.save()
    row = try_now(row)
    first, second = web.heard
    sent = {"phone": "+48600100200", "messages": [{"text": TEXT, "ref": str(row.uid)}]}
    assert json.loads(second.body) == sent == json.loads(first.body)
    assert second.headers["Authorization"] == "Bearer s3cret"
    assert (row.status, row.answer_id) == (Status.SENT, "77")
    assert "s3cret" not in Gateway.objects.get().secret


def test_an_answer_that_says_no_is_no_success(web, set_up):
    set_up(success_path="status", success_is="OK, queued")
    web.answers = [(200, {}, b'{"status": "no money"}'), (200, {}, b'{"status": "queued"}')]
    row = try_now(message())
    assert (row.status, row.last_error) == (Status.WAITING, "gateway_refused")
    row.not_before = row.created_at
    row.save()
    assert try_now(row).status == Status.SENT


def test_a_form_and_an_address_carry_words_as_well(web, set_up):
    url = f"http://127.0.0.1:{web.port}/send?to={{to}}"
    set_up(url=url, sends="form", body="msg={text}\nkey={secret}")
    try_now(message(text="a&b=c"))
    assert (web.heard[0].path, web.heard[0].body) == ("/send?to=%2B48600100200", b"msg=a%26b%3Dc&key=s3cret")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"url": "http://10.0.0.1/send"}, "url"),
        ({"url": "https://{to}.example/send"}, "url"),
        ({"headers": "Host: other"}, "headers"),
        ({"body": '{"a": {text}}'}, "body"),
        ({"body": '{"a": "1"}'}, "body"),
    ],
)
def test_what_cannot_be_called_is_refused_at_its_field(set_up, words, field):
    with pytest.raises(Refused) as no:
        set_up(**words)
    assert no.value.field == field


def test_a_secret_is_not_carried_to_another_host(web, set_up):
    set_up()
    with pytest.raises(Refused) as no:
        set_up(url="https://sms.example/send", secret="")
    assert no.value.field == "secret"


def test_without_a_gateway_a_message_is_given_up_with_a_sentence():
    row = try_now(message())
    assert (row.status, row.trouble.startswith("No gateway for SMS")) == (Status.FAILED, True)
