"""What the house does about people every night."""

from datetime import timedelta

import pytest

from pomni.kit import clock
from pomni.memory import sealer
from pomni.memory.queries import head
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.post.models import Outgoing
from pomni.team.tasks import clear_sessions, forget_old_keys, send_head_of_the_chain


def test_a_key_works_for_three_days(vera):
    first = add_client(name="Anna", by=vera, key="k")
    forget_old_keys.call()
    assert add_client(name="Anna", by=vera, key="k") == first
    with clock.travel_to(clock.now() + timedelta(days=4)):
        forget_old_keys.call()
        assert add_client(name="Anna", by=vera, key="k") != first
    assert Client.objects.count() == 2


def test_sessions_are_removed_when_their_time_is_over(client, vera):
    client.force_login(vera)
    with clock.travel_to(clock.now() + timedelta(days=60)):
        clear_sessions.call()
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(("has_mail", "letters"), [(True, 1), (False, 0)])
def test_a_director_with_an_address_gets_the_seal_of_the_day_once(vera, monkeypatch, has_mail, letters):
    monkeypatch.setattr("pomni.team.tasks.is_set_up", lambda: has_mail)
    type(vera).objects.filter(pk=vera.pk).update(email="vera@example.com")
    add_client(name="Anna", by=vera)
    sealer.seal()
    send_head_of_the_chain.call()
    send_head_of_the_chain.call()
    found = Outgoing.objects.filter(kind="mail")
    assert found.count() == letters
    assert all(head()[1] in str(letter.payload) for letter in found)
