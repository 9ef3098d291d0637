"""The pages of webhooks: what they show to whom, and what they do."""

import re

import pytest
from django.test import Client as Browser

from pomni.automation import commands
from pomni.automation.models import Webhook, WebhookDelivery
from pomni.people.commands import add_client

ADDRESS = "/settings/webhooks/"


@pytest.fixture
def browser(vera):
    browser = Browser()
    browser.force_login(vera)
    return browser


def test_adding_one_shows_its_secret_once(browser, receiver):
    form = browser.get(f"{ADDRESS}add/").content.decode()
    words = {"name": "Shop", "url": receiver.url, "once": re.search(r'name="once" value="([^"]+)"', form)[1]}
    page = browser.post(f"{ADDRESS}add/", words).content.decode()
    secret = re.search(r'value="([0-9a-f]{64})"', page)[1]
    hook = Webhook.objects.get()
    browser.post(f"{ADDRESS}add/", words)
    assert Webhook.objects.count() == 1
    assert secret not in browser.get(f"{ADDRESS}{hook.uid}/").content.decode()
    assert secret not in browser.get(f"{ADDRESS}{hook.uid}/change/").content.decode()


def test_a_wrong_address_is_told_beside_its_field_and_what_was_typed_stays(browser, db):
    answer = browser.post(f"{ADDRESS}add/", {"name": "Shop", "url": "http://10.0.0.5/x"})
    assert answer.context["form"].errors["url"]
    assert 'value="http://10.0.0.5/x"' in answer.content.decode()
    assert not Webhook.objects.exists()


def test_the_log_shows_what_came_back_and_can_show_only_what_was_given_up(
    browser, vera, hook, receiver, send
):
    receiver.status = 410
    add_client(name="Anna", by=vera)
    send()
    page = browser.get(f"{ADDRESS}{hook.uid}/").content.decode()
    assert "410" in page
    assert "given up" in page
    receiver.status = 200
    commands.switch_on_webhook(hook, by=vera)
    commands.try_webhook(hook, by=vera)
    send()
    page = browser.get(f"{ADDRESS}{hook.uid}/?only=failed").content.decode()
    assert "Trial call" not in page


def test_only_the_maker_reads_what_was_sent(browser, vera, hire, hook, receiver, send):
    add_client(name="Anna Kern", by=vera)
    send()
    call = WebhookDelivery.objects.get(kind="people.client_added")
    address = f"{ADDRESS}{hook.uid}/calls/{call.uid}/"
    assert "Anna Kern" in browser.get(address).content.decode()
    other = Browser()
    other.force_login(hire("con", "configurator"))
    assert "Anna Kern" not in other.get(address).content.decode()


def test_renaming_a_webhook_that_a_colleague_chose_events_for_does_not_take_it_over(vera, hire, receiver):
    hook = commands.add_webhook(name="Shop", url=receiver.url, kinds=["people.client_added"], by=vera)
    browser = Browser()
    con = hire("con", "configurator")
    browser.force_login(con)
    form = browser.get(f"{ADDRESS}{hook.uid}/change/").context["form"]
    words = {f"was-{name}": form[f"was-{name}"].value() for name in ("name", "url", "kinds")}
    words |= {"name": "Till", "url": receiver.url, "kinds": ["people.client_added"]}
    assert browser.post(f"{ADDRESS}{hook.uid}/change/", words).status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.by) == ("Till", vera)


def test_a_senseless_time_is_told_beside_its_field(browser, hook):
    answer = browser.post(f"{ADDRESS}{hook.uid}/replay/", {"since": "1999-01-01T00:00"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])


def test_a_call_on_its_way_is_not_sent_a_second_time(browser, vera, hook):
    call = commands.try_webhook(hook, by=vera)
    browser.post(f"{ADDRESS}{hook.uid}/calls/{call.uid}/replay/")
    assert WebhookDelivery.objects.count() == 1


def test_a_removed_webhook_is_gone_from_its_pages_and_told_nothing(browser, vera, hook, receiver, send):
    browser.post(f"{ADDRESS}{hook.uid}/remove/")
    add_client(name="Anna", by=vera)
    send()
    assert receiver.calls == []
    assert browser.get(f"{ADDRESS}{hook.uid}/").status_code == 404


def test_the_choice_of_events_holds_only_those_of_which_one_may_learn(hire):
    browser = Browser()
    browser.force_login(hire("con", "configurator"))
    page = browser.get(f"{ADDRESS}add/").content.decode()
    assert "people.client_added" not in page
    assert "team.signed_in" not in page


def test_whoever_takes_a_webhook_over_reads_nothing_of_what_was_told_before(vera, hire, hook, receiver, send):
    add_client(name="Anna Kern", by=vera)
    send()
    con = hire("con", "configurator")
    commands.switch_off_webhook(hook, by=con)
    commands.switch_on_webhook(hook, by=con)
    call = WebhookDelivery.objects.get(kind="people.client_added")
    assert call.body == ""
    browser = Browser()
    browser.force_login(con)
    assert "Anna Kern" not in browser.get(f"{ADDRESS}{hook.uid}/calls/{call.uid}/").content.decode()


def test_a_call_under_way_while_a_webhook_is_taken_over_leaves_nothing_to_read(
    vera, hire, hook, receiver, send, monkeypatch
):
    from pomni.automation import calls

    con, really = hire("con", "configurator"), calls.transport.send

    def taken_over_meanwhile(**told):
        commands.change_webhook(hook, kinds=[], url=f"{receiver.url}?mine", by=con)
        return really(**told)

    add_client(name="Anna Kern", by=vera)
    monkeypatch.setattr(calls.transport, "send", taken_over_meanwhile)
    send()
    assert not WebhookDelivery.objects.filter(body__contains="Anna Kern").exists()
