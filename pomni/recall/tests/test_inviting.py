"""Inviting: by consented channels, by a call for the others, nobody twice, and what came of it."""

from datetime import time, timedelta

import pytest
from django.test import Client

from pomni.agenda.models import Task
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, forget_client, tell_consent
from pomni.post.models import Outgoing
from pomni.recall import commands, queries
from pomni.recall.keeping import recount
from pomni.recall.models import Invitation
from pomni.recall.queries import Wanted
from pomni.recall.results import conversion, results_page
from pomni.recall.sending import send_due
from pomni.reminders.commands import set_gateway, set_manner, set_wish
from pomni.schedule.commands import complete_visit
from pomni.team.commands import make_token
from pomni.team.scopes import open_to

TEXT = {"en": "{name}: {what}, {company}"}


@pytest.fixture(autouse=True)
def sms(vera):
    set_gateway(channel="sms", kind="file", by=vera)
    set_manner(channels=["sms", "email"], by=vera)


@pytest.fixture
def agrees(vera):
    def said(client, *, is_given=True, channels=("sms",)):
        told = {"is_given": is_given, "channels": list(channels), "on": clock.today()}
        tell_consent(client, kind="marketing", **told, by=vera)

    return said


@pytest.fixture
def invite(vera):
    def invited(**words):
        rows = queries.chosen(vera, Wanted(), [], commands.MOST)
        return commands.invite(due=[one.pk for one in rows], **({"texts": TEXT} | words), by=vera)

    return invited


def test_an_offer_goes_only_by_a_channel_to_which_the_client_consented(
    hear, came, anna, agrees, invite, vera
):
    boris = add_client(name="Boris", phone="+48 600 100 201", by=vera)
    cleo = add_client(name="Cleo", by=vera)
    dora = add_client(name="Dora", phone="+48 600 100 203", by=vera)
    for one in (anna, boris, cleo, dora):
        came(40, client=one)
    agrees(anna)
    agrees(boris, channels=("email",))  # and they have no address
    agrees(dora, is_given=False, channels=("call", "sms"))
    hear()
    done = invite(call=True)
    assert [one.client for one, *_way in done.written] == [anna]
    assert [one.client for one in done.called] == [boris]
    assert (dict(done.whys), dict(done.left)) == ({"consent": 2, "no_way": 1}, {"no_call": 2})
    assert [one.client for one in Task.objects.all()] == [boris]
    send_due()
    assert Outgoing.objects.get(kind="message").payload["text"].startswith("Anna: Haircut")
    again = invite(call=True)
    assert (len(again.written), len(again.called), again.left["lately"]) == (0, 0, 2)


def test_a_consent_that_ends_and_a_booking_stop_what_is_on_its_way(
    hear, came, book, anna, agrees, invite, vera
):
    boris = add_client(name="Boris", phone="+48 600 100 201", by=vera)
    for one in (anna, boris):
        came(40, client=one)
        agrees(one)
    hear()
    invite()
    agrees(anna, is_given=False)
    book(3, client=boris)
    send_due()
    assert dict(Invitation.objects.values_list("client__name", "because")) == {
        "Anna": "consent",
        "Boris": "booked",
    }
    assert not Outgoing.objects.filter(kind="message").exists()


def test_invitations_wait_while_the_hours_are_quiet_and_silence_is_kept(
    hear, came, anna, agrees, invite, vera
):
    came(40)
    agrees(anna)
    hear()
    invite()
    local = clock.now().astimezone()
    hours = {"quiet_from": time((local.hour - 2) % 24), "quiet_till": time((local.hour + 4) % 24)}
    set_manner(channels=["sms"], **hours, by=vera)
    send_due()
    one = Invitation.objects.get()
    assert (one.state, one.due_at > clock.now()) == ("planned", True)
    set_wish(anna, is_silent=True, by=vera)
    with clock.travel_to(one.due_at + timedelta(minutes=1)):
        send_due()
    assert Invitation.objects.get().because == "silent"


def test_what_came_of_it_is_counted_and_opens_into_visits(hear, came, book, anna, agrees, invite, vera):
    boris = add_client(name="Boris", phone="+48 600 100 201", by=vera)
    for one in (anna, boris):
        came(40, client=one)
        agrees(one)
    hear()
    invite()
    visit = book(3)
    hear()
    assert conversion(vera, 30) == {"invited": 2, "booked": 1, "came": 0, "dropped": 0}
    complete_visit(visit, by=vera)
    assert [row.visit for row in results_page(vera, 30, "came").items] == [visit]


def test_a_text_with_unknown_words_and_rows_of_others_are_refused(hear, came, anna, agrees, vera, mark):
    came(40)
    agrees(anna)
    hear()
    with pytest.raises(Refused) as no:
        commands.invite(due=[], texts={"en": "{phone}"}, by=vera)
    assert no.value.field == "text_en"
    rows = queries.chosen(vera, Wanted(), [], 9)
    assert not commands.invite(due=[one.pk for one in rows], texts=TEXT, by=mark).written


def test_whoever_is_put_off_is_left_alone_until_that_day_or_until_they_come(
    hear, came, anna, agrees, invite, client, vera
):
    came(40)
    agrees(anna)
    hear()
    (row,) = queries.due_page(vera, Wanted()).items
    client.force_login(vera)
    there = f"/recall/put-off/?row={row.key}"
    until = clock.today() + timedelta(days=30)
    assert client.post(there, {"until": clock.today().isoformat(), "why": "Abroad"}).status_code == 422
    assert client.post(there, {"until": until.isoformat(), "why": " "}).status_code == 422
    assert client.post(there, {"until": until.isoformat(), "why": "Abroad"}).status_code == 302
    assert not queries.due_page(vera, Wanted()).items
    assert not invite().written
    assert "Abroad" in client.get("/recall/?late=put_off").content.decode()
    with clock.travel_to(clock.now() + timedelta(days=30)):
        assert queries.due_page(vera, Wanted()).items
    client.post(f"{there}&late=put_off", {"back": "1"})
    assert queries.due_page(vera, Wanted()).items
    commands.put_off(due=[row.due.pk], until=until, why="Abroad", by=vera)
    recount([anna.pk])  # reckoned anew every night
    assert not queries.due_page(vera, Wanted()).items
    came(35)
    hear()
    assert queries.due_page(vera, Wanted()).items  # that was about the visit before


def test_programs_invite_and_put_off(hear, came, anna, cut, agrees, vera, mark):
    came(40)
    hear()
    row = {"client": str(anna.uid), "service": str(cut.uid)}

    def put(who, what, **words):
        token = make_token(who, name="Program", scopes=open_to(who), by=who)
        headers = {"Authorization": f"Bearer {token.secret}"}
        sent = {"rows": [row]} | words
        return Client().put(f"/api/v1/due/{what}", sent, "application/json", headers=headers).json()

    until = (clock.today() + timedelta(days=9)).isoformat()
    assert put(vera, "put-off", until=until)["field"] == "why"
    assert put(vera, "put-off", until=until, why="Abroad") == {"changed": 1}
    assert put(vera, "put-off", until=until, why="Abroad") == {"changed": 0}
    assert put(vera, "invitations", texts=TEXT)["left"] == [{"why": "not_due", "number": 1}]
    assert put(vera, "put-off", until=None) == {"changed": 1}
    assert put(mark, "put-off", until=until, why="Not mine") == {"changed": 0}
    assert put(vera, "invitations", texts=TEXT)["left"] == [{"why": "to_call", "number": 1}]
    agrees(anna)
    assert put(vera, "invitations", texts=TEXT) == {"written": 1, "called": 0, "left": []}
    assert put(vera, "invitations", texts=TEXT)["left"] == [{"why": "lately", "number": 1}]


def test_what_was_written_to_a_forgotten_client_is_erased(hear, came, anna, agrees, invite, vera):
    came(40)
    agrees(anna)
    hear()
    invite()
    send_due()
    forget_client(anna, by=vera)
    assert (Invitation.objects.get().text, Outgoing.objects.get(kind="message").payload) == ("", {})


def test_the_pages_show_who_gets_what_and_invite(client, hear, came, anna, agrees, vera):
    came(40)
    agrees(anna)
    hear()
    client.force_login(vera)
    (row,) = queries.due_page(vera, Wanted()).items
    there = f"/recall/invite/?row={row.key}"
    assert "A message goes to" in client.get(there).content.decode()
    assert client.post(there, {"text_en": "{phone}"}).status_code == 422
    assert client.post(there, {"text_en": "Come"}).status_code == 302
    assert "Anna" in client.get("/recall/results/").content.decode()
    assert "invited" in client.get("/recall/").content.decode()
