"""Several workers hear, write down and send at once: every moment is called once, and a worker that dies loses nothing."""

import contextlib

import pytest

from conftest import member
from pomni.automation.commands import add_webhook, replay_since
from pomni.automation.models import WebhookDelivery, WebhookReplay
from pomni.automation.replays import carry_out_replay
from pomni.jobs.declare import GiveUp, RetryAt
from pomni.kit import clock
from pomni.memory import listening, sealer
from pomni.people.commands import add_client
from pomni.post.delivery import deliver
from pomni.post.models import Outgoing, Status
from tests.together import at_once

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]
CLIENTS = 12


def hear_all():
    """A worker's pulse, until nothing is left."""
    for _round in range(40):
        sealer.seal()
        listening.tell_all()


def added(receiver):
    return sorted(b["facts"]["name"] for b in receiver.bodies() if b["kind"] == "people.client_added")


def send_all():
    for uid in Outgoing.objects.unfinished().values_list("uid", flat=True):
        with contextlib.suppress(RetryAt, GiveUp):
            deliver.func(str(uid))


def names():
    return [f"Client {number:02}" for number in range(CLIENTS)]


def test_workers_that_hear_at_once_write_each_call_down_once(receiver):
    vera = member("vera", "director")
    add_webhook(name="Shop", url=receiver.url, kinds=["people.client_added"], by=vera)
    hear_all()

    def work():
        for name in names():
            add_client(name=name, by=vera)

    failed = at_once(work, hear_all, hear_all, hear_all)
    hear_all()
    assert failed == [None] * 4
    assert WebhookDelivery.objects.count() == Outgoing.objects.count() == CLIENTS
    send_all()
    assert added(receiver) == names()


def test_a_replay_that_two_workers_carry_out_calls_once(receiver):
    vera = member("vera", "director")
    hook = add_webhook(name="Shop", url=receiver.url, kinds=["people.client_added"], by=vera)
    for name in names():
        add_client(name=name, by=vera)
    since = clock.now() - clock.timedelta(hours=1)
    asked = replay_since(hook, since=since, by=vera)
    assert at_once(*[lambda: carry_out_replay.func(asked.pk)] * 3) == [None] * 3
    assert WebhookDelivery.objects.filter(outgoing__dedupe__contains="replay").count() == CLIENTS
    assert WebhookReplay.objects.get().done_at


def test_a_worker_that_dies_between_call_and_answer_calls_again_as_the_same_delivery(receiver, monkeypatch):
    vera = member("vera", "director")
    add_webhook(name="Shop", url=receiver.url, kinds=["people.client_added"], by=vera)
    hear_all()
    add_client(name="Anna", by=vera)
    hear_all()
    with monkeypatch.context() as patch:
        patch.setattr(Outgoing, "mark_sent", lambda *_told: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send_all()
    send_all()
    deliveries = {headers["Pomni-Delivery"] for headers, _body in receiver.calls}
    assert (len(receiver.calls), len(deliveries)) == (2, 1)
    assert Outgoing.objects.get(status=Status.SENT)
