"""What a webhook is told, what it is not, and what becomes of calls that fail."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from pomni.automation import commands, queries
from pomni.automation.calls import empty_bodies
from pomni.automation.models import Webhook, WebhookDelivery
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.events import Event
from pomni.memory.uids import moment_uid
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.post.models import Outgoing, Status
from pomni.team.commands import disable_colleague, give_role, take_role
from pomni.team.models import Notice, Role


def kinds(receiver):
    return [body["kind"] for body in receiver.bodies()]


def test_a_webhook_is_told_what_happens_once_and_signed(vera, hook, receiver, send):
    client = add_client(name="Anna Kern", phone="+48 600 100 201", by=vera)
    send()
    send()
    headers, body = next(call for call in receiver.calls if b"client_added" in call[1])
    told = json.loads(body)
    assert kinds(receiver).count("people.client_added") == 1
    assert (told["by"]["name"], told["facts"]["name"], told["clients"]) == (
        "Vera",
        "Anna Kern",
        [str(client.uid)],
    )
    assert told["about"] == {"type": "people.client", "uid": str(client.uid)}
    at, mark = headers["Pomni-Signature"].split(",")
    signed = hmac.new(queries.secret(hook).encode(), f"{at[2:]}.".encode() + body, hashlib.sha256)
    assert mark == f"v1={signed.hexdigest()}"


def test_a_moment_heard_twice_is_called_once(vera, hook, receiver, send, heard):
    from pomni.automation.listeners import call_webhooks
    from pomni.memory.models import Moment

    add_client(name="Anna", by=vera)
    heard()
    for moment in Moment.objects.all():
        call_webhooks(moment)
    send()
    assert kinds(receiver).count("people.client_added") == 1


def test_only_the_chosen_events_are_told(vera, receiver, send):
    commands.add_webhook(name="Shop", url=receiver.url, kinds=["people.client_edited"], by=vera)
    client = add_client(name="Anna", by=vera)
    edit_client(client, name="Anna Nowak", by=vera)
    send()
    assert kinds(receiver) == ["people.client_edited"]


def test_a_webhook_is_told_no_more_than_its_maker_sees(vera, hire, mark, lena, receiver, send):
    """Mark, who may keep webhooks in this company, hears of his own client, masked, and of nobody else's; no log."""
    role = Role.objects.create(
        name="Integrator",
        grants={"people.client.see": 1, "automation.webhook.see": 4, "automation.webhook.change": 4},
        fields={"people.client.phone": "mask", "people.client.email": "hide"},
    )
    ivan = hire("ivan")
    ivan.roles_held.create(role=role)
    commands.add_webhook(name="Shop", url=receiver.url, by=ivan)
    words = {"phone": "+48 600 100 201", "email": "anna@example.com"}
    add_client(name="His", responsible=ivan, by=vera, **words)
    add_client(name="Foreign", by=lena, **words)
    give_role(lena, Role.objects.get(preset="marketer"), by=vera)
    send()
    (told,) = receiver.bodies()
    assert told["facts"]["name"] == "His"
    assert told["facts"]["phone"] == "•••01"
    assert "anna@example.com" not in json.dumps(told)


def test_no_number_of_ours_is_told(vera, hook, receiver, send):
    add_client(name="Anna", by=vera)
    send()
    told = json.dumps(receiver.bodies())
    assert "_id" not in told
    assert [body for body in receiver.bodies() if isinstance(body["facts"].get("responsible"), int)] == []
    added = next(body for body in receiver.bodies() if body["kind"] == "people.client_added")
    assert added["facts"]["responsible"] == str(vera.uid)


def test_every_number_among_the_facts_of_an_event_is_known_or_left_out_on_purpose():
    from pomni.automation.payload import RECORDS

    stems = {
        name.rpartition("_")[0]
        for event in Event.known.values()
        for name in event.model_fields
        if name.endswith(("_id", "_ids"))
    }
    assert stems <= set(RECORDS), "say in payload.RECORDS what these numbers name"


def test_identifiers_of_moments_are_lasting_and_tell_nothing():
    assert moment_uid(1) == moment_uid(1) != moment_uid(2)
    assert moment_uid(1).version == 8


def test_a_failed_call_is_tried_again_and_both_answers_are_in_the_log(vera, hook, receiver, send):
    receiver.status = 500
    add_client(name="Anna", by=vera)
    send()
    call = WebhookDelivery.objects.get(kind="people.client_added")
    assert (call.response_code, call.outgoing.status, call.outgoing.attempts) == (500, Status.WAITING, 1)
    receiver.status = 204
    with clock.travel_to(clock.now() + timedelta(minutes=2)):
        send()
    call.refresh_from_db()
    assert (call.response_code, call.outgoing.status, call.outgoing.attempts) == (204, Status.SENT, 2)
    assert call.took_ms is not None
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_after_three_days_of_failures_it_is_switched_off_and_its_keepers_are_told(vera, hook, receiver, send):
    receiver.status = 500
    start = clock.now()
    for day in range(4):
        with clock.travel_to(start + timedelta(days=day, minutes=day)):
            add_client(name=f"Client {day}", by=vera)
            send()
    hook.refresh_from_db()
    assert hook.state == Webhook.State.FAILED
    assert Notice.objects.filter(user=vera, kind="team.webhook_stopped").count() == 1
    before = len(receiver.calls)
    with clock.travel_to(start + timedelta(days=5)):
        add_client(name="Later", by=vera)
        send()
    assert len(receiver.calls) == before
    assert not Outgoing.objects.unfinished().filter(kind="webhook").exists()


def test_an_address_that_says_it_is_gone_is_called_no_more(vera, hook, receiver, send):
    receiver.status = 410
    add_client(name="Anna", by=vera)
    send()
    hook.refresh_from_db()
    assert hook.state == Webhook.State.FAILED


def test_what_waits_is_not_sent_once_its_maker_lost_access(vera, hire, receiver, send, heard):
    con = hire("con", "director")
    hook = commands.add_webhook(name="Shop", url=receiver.url, by=con)
    add_client(name="Anna", by=vera)
    heard()
    disable_colleague(con, by=vera)
    send()
    hook.refresh_from_db()
    assert receiver.calls == []
    assert hook.state == Webhook.State.LOST


def test_a_lowered_role_counts_at_the_next_call(vera, hire, receiver, send, heard):
    con = hire("con", "director")
    hook = commands.add_webhook(name="Shop", url=receiver.url, by=con)
    give_role(con, Role.objects.get(preset="configurator"), by=vera)
    add_client(name="Anna", by=vera)
    heard()
    take_role(con, Role.objects.get(preset="director"), by=vera)
    send()
    assert "people.client_added" not in kinds(receiver)
    hook.refresh_from_db()
    assert hook.state == Webhook.State.ON


def test_whoever_turns_a_webhook_to_another_address_is_told_what_they_see_themselves(
    vera, hire, hook, receiver, send
):
    con = hire("con", "configurator")
    commands.change_webhook(hook, url=f"{receiver.url}/mine", by=con)
    add_client(name="Anna", by=vera)
    send()
    hook.refresh_from_db()
    assert hook.by == con
    assert "people.client_added" not in kinds(receiver)


def test_a_new_name_alone_leaves_it_with_its_maker(vera, hire, hook):
    con = hire("con", "configurator")
    assert commands.change_webhook(hook, name="Shop two", by=con).by == vera


def test_for_a_day_calls_are_signed_with_both_secrets(vera, hook, receiver, send):
    old = queries.secret(hook)
    hook = commands.rotate_secret(hook, by=vera)
    assert queries.secret(hook) != old
    send()
    with clock.travel_to(clock.now() + timedelta(hours=25)):
        add_client(name="Anna", by=vera)
        send()
    marks = [headers["Pomni-Signature"].count("v1=") for headers, _body in receiver.calls]
    assert (marks[0], marks[-1]) == (2, 1)


def test_a_trial_call_tells_of_nothing_but_the_webhook_and_works_while_it_is_off(vera, hook, receiver, send):
    commands.switch_off_webhook(hook, by=vera)
    commands.try_webhook(hook, by=vera)
    send()
    (told,) = receiver.bodies()
    assert (told["kind"], told["facts"], told["clients"]) == ("automation.trial_call", {}, [])


def test_one_call_can_be_sent_again_as_a_call_of_its_own_about_the_same_event(vera, hook, receiver, send):
    add_client(name="Anna", by=vera)
    send()
    call = WebhookDelivery.objects.get(kind="people.client_added")
    commands.replay_delivery(call, by=vera)
    send()
    same = [
        (headers["Pomni-Delivery"], json.loads(body)["uid"])
        for headers, body in receiver.calls
        if b"people.client_added" in body
    ]
    assert len({uid for _delivery, uid in same}) == 1
    assert len({delivery for delivery, _uid in same}) == 2


def test_all_since_a_time_can_be_sent_again_once(vera, hook, receiver, send):
    from pomni.automation.models import WebhookReplay
    from pomni.automation.replays import carry_out_replay

    since = clock.now()
    add_client(name="Anna", by=vera)
    commands.switch_off_webhook(hook, by=vera)
    add_client(name="Missed", by=vera)
    send()
    assert receiver.calls == []
    commands.switch_on_webhook(hook, by=vera)
    commands.replay_since(hook, since=since, by=vera)
    asked = WebhookReplay.objects.get()
    for _again in range(2):  # a worker that died after its last stroke
        carry_out_replay.func(asked.pk)
    send()
    names = sorted(b["facts"]["name"] for b in receiver.bodies() if b["kind"] == "people.client_added")
    assert names == ["Anna", "Missed"]


@pytest.mark.parametrize("days", [-1, 31])
def test_a_time_to_come_or_too_long_past_is_refused(vera, hook, days):
    with pytest.raises(Refused) as no:
        commands.replay_since(hook, since=clock.now() - timedelta(days=days), by=vera)
    assert no.value.field == "since"


def test_what_was_told_of_a_forgotten_client_is_nowhere_in_the_database(vera, hook, receiver, send, heard):
    from pomni.team.tests.conftest import everything_stored

    client = add_client(name="Anna Kern", phone="+48 600 100 201", by=vera)
    send()
    assert "Anna Kern" in WebhookDelivery.objects.get(kind="people.client_added").body
    forget_client(client, by=vera)
    heard()
    assert "Anna Kern" not in everything_stored()


def test_a_call_that_waits_while_its_client_is_forgotten_tells_no_name(vera, hook, receiver, send, heard):
    client = add_client(name="Anna Kern", by=vera)
    heard()
    forget_client(client, by=vera)
    send()
    assert "Anna Kern" not in json.dumps(receiver.bodies())
    assert "people.client_added" in kinds(receiver)


def test_what_was_sent_is_kept_for_a_week(vera, hook, receiver, send):
    add_client(name="Anna", by=vera)
    send()
    empty_bodies()
    assert WebhookDelivery.objects.exclude(body="").exists()
    with clock.travel_to(clock.now() + timedelta(days=8)):
        empty_bodies()
    assert not WebhookDelivery.objects.exclude(body="").exists()


@pytest.mark.parametrize("url", ["http://10.0.0.5/hook", "ftp://example.org/", "example.org"])
def test_an_address_of_the_own_network_is_refused_beside_its_field(vera, url):
    with pytest.raises(Refused) as no:
        commands.add_webhook(name="Shop", url=url, by=vera)
    assert no.value.field == "url"
