"""Where a code is asked for, whoever types the right one is whose address it is; nobody else is."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from pomni.booking import rules
from pomni.booking.models import AskedFor
from pomni.booking.pulses import let_go_of_asked
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.post import mail_server
from pomni.post.models import Outgoing
from pomni.reminders.commands import set_gateway, switch_off_gateway
from pomni.schedule.commands import Wanted, book_visit
from pomni.schedule.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
NOWHERE = {"default": {"BACKEND": mail_server.NOWHERE}}
MAIL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
ANNA = {"name": "Anna", "phone": "+48 600 100 200", "email": "Anna@Example.org"}


@pytest.fixture(autouse=True)
def _mail():
    with override_settings(MAILERS=MAIL):
        yield


@pytest.fixture
def at_nine(place, haircut, day):
    at = datetime.combine(day, time(9), ZoneInfo("Europe/Warsaw")).astimezone(ZoneInfo("UTC"))
    return f"{place}contacts/?s={haircut}&at={at.strftime(rules.AT)}"


def the_code():
    letter = Outgoing.objects.filter(dedupe__startswith="booking-code").order_by("-pk")[0]
    return re.search(r"\d{6}", letter.payload["text"])[0]


def test_the_right_code_finds_the_client_whose_address_it_is(client, open_for, at_nine, vera):
    anna = add_client(name="Anna Kowalska", email="anna@example.org", by=vera)
    open_for(code_by="mail")
    page = client.post(at_nine, ANNA)["Location"]
    assert not Visit.objects.exists()
    assert client.get(page).status_code == 200
    assert client.post(page, {"code": the_code()}).status_code == 302
    assert Visit.objects.get().client == anna
    letter = Outgoing.objects.get(dedupe__startswith="booked-online").payload["text"]
    assert "/book/visit/" in letter


def test_known_and_unknown_addresses_get_the_same_pages(client, open_for, at_nine, vera):
    add_client(name="Anna", email="anna@example.org", by=vera)
    open_for(code_by="mail")
    pages = []
    for email in ("anna@example.org", "lena@example.org"):
        page = client.post(at_nine, ANNA | {"email": email})["Location"]
        secret = page.rstrip("/").rpartition("/")[2]
        pages.append(client.get(page).content.decode().replace(secret, "").replace(email, ""))
    assert pages[0] == pages[1]


@pytest.fixture
def sms(vera):
    return set_gateway(channel="sms", kind="file", by=vera)


def test_a_code_by_sms_finds_the_client_whose_phone_it_is(client, open_for, at_nine, vera, sms, settings):
    settings.ADDRESS = "https://salon.example"
    anna = add_client(name="Anna Kowalska", phone=ANNA["phone"], by=vera)
    open_for(code_by="phone")
    page = client.post(at_nine, {"name": "Anna", "phone": ANNA["phone"]})["Location"]
    code = Outgoing.objects.get(dedupe__startswith="booking-code")
    assert (code.kind, code.payload["to"]) == ("message", "+48600100200")
    assert "SMS" in client.get(page).content.decode()
    assert client.post(page, {"code": the_code()}).status_code == 302
    assert Visit.objects.get().client == anna
    link = Outgoing.objects.get(dedupe__startswith="booked-online").payload
    assert link["to"] == "+48600100200"
    assert "https://salon.example/book/visit/" in link["text"]


def test_known_and_unknown_phones_get_the_same_pages(client, open_for, at_nine, vera, sms):
    add_client(name="Anna", phone=ANNA["phone"], by=vera)
    open_for(code_by="phone")
    pages = []
    for phone in (ANNA["phone"], "+48 600 999 999"):
        page = client.post(at_nine, ANNA | {"phone": phone})["Location"]
        told = client.get(page).content.decode()
        secret, normal = page.rstrip("/").rpartition("/")[2], phone.replace(" ", "")
        pages.append(told.replace(secret, "").replace(normal, ""))
    assert pages[0] == pages[1]


def test_without_a_gateway_the_code_goes_by_letter_and_without_either_none_can_be_asked(
    client, open_for, at_nine, vera, sms
):
    open_for(code_by="phone")
    switch_off_gateway(channel="sms", by=vera)
    assert client.post(at_nine, {"name": "Anna", "phone": ANNA["phone"]}).status_code == 422
    assert client.post(at_nine, ANNA).status_code == 302
    assert Outgoing.objects.get(dedupe__startswith="booking-code").kind == "mail"
    with override_settings(MAILERS=NOWHERE), pytest.raises(Refused, match="need a gateway"):
        open_for(code_by="phone")


def test_codes_to_one_phone_are_slowed_down_whoever_asks(client, open_for, at_nine, sms, monkeypatch):
    monkeypatch.setattr("pomni.booking.throttle.SENT_FOR_ONE", 2)
    open_for(code_by="phone")
    addresses = [f"10.0.0.{number}" for number in range(3)]
    answers = [client.post(at_nine, ANNA, REMOTE_ADDR=one).status_code for one in addresses]
    assert answers == [302, 302, 429]
    assert Outgoing.objects.filter(kind="message").count() == 2


def test_five_tries_or_ten_minutes_end_a_code(client, open_for, at_nine):
    open_for(code_by="mail")
    page = client.post(at_nine, ANNA)["Location"]
    right = the_code()
    wrong = "000000" if right != "000000" else "111111"
    assert [client.post(page, {"code": wrong}).status_code for _n in range(5)] == [422] * 5
    assert "does not work any more" in client.post(page, {"code": right}).content.decode()
    page = client.post(at_nine, ANNA)["Location"]
    with clock.travel_to(clock.now() + timedelta(minutes=11)):
        assert "does not work any more" in client.post(page, {"code": the_code()}).content.decode()
    assert not Visit.objects.exists()
    assert the_code() not in str(AskedFor.objects.values())
    with clock.travel_to(clock.now() + timedelta(hours=2)):
        let_go_of_asked()
    assert not AskedFor.objects.exists()


def test_who_is_late_after_the_code_is_offered_other_times_and_types_nothing_again(
    client, open_for, at_nine, vera, sam, north, cut, day
):
    open_for(code_by="mail")
    page = client.post(at_nine, ANNA)["Location"]
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    answer = client.post(page, {"code": the_code()})
    offered = re.findall(r'name="at" value="(\w+)"', answer.content.decode())
    assert answer.status_code == 422
    assert len(offered) == 3
    assert client.post(page, {"at": offered[0]}).status_code == 302


def test_a_code_that_works_no_more_or_did_not_come_is_sent_anew(client, open_for, at_nine):
    open_for(code_by="mail")
    page = client.post(at_nine, ANNA)["Location"]
    first = the_code()
    with clock.travel_to(clock.now() + timedelta(minutes=11)):
        refused = client.post(page, {"code": first})
        assert (refused.status_code, "Send a new code" in refused.content.decode()) == (422, True)
        anew = client.post(page, {"again": "1"})["Location"]
        assert (anew != page, Outgoing.objects.filter(dedupe__startswith="booking-code").count()) == (True, 2)
        assert client.post(anew, {"code": the_code()}).status_code == 302
    assert Visit.objects.count() == 1


def test_new_codes_are_not_sent_without_end(client, open_for, at_nine, monkeypatch):
    open_for(code_by="mail")
    page = client.post(at_nine, ANNA)["Location"]
    monkeypatch.setattr("pomni.booking.throttle.SENT_FOR_ONE", 1)
    assert client.post(page, {"again": "1"}).status_code == 429
