"""Seeing Pomni as a colleague does: what they see is seen, and nothing can be changed."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from pomni.config.routes import all_routes
from pomni.kit import clock
from pomni.kit.errors import NotAllowed
from pomni.memory import sightings
from pomni.memory.models import Moment, Sighting
from pomni.people.commands import add_client
from pomni.people.models import Client
from pomni.team import commands
from pomni.team.access import read_only
from pomni.team.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def looking(client, vera, mark):
    """Vera's browser, in which she sees as Mark does."""
    client.force_login(vera)
    assert client.post(f"/team/{mark.uid}/see-as/").status_code == 302
    return client


def test_the_director_sees_what_the_colleague_sees_and_a_bar_says_so(looking, vera, mark):
    add_client(name="Mark's client", by=mark)
    add_client(name="Vera's client", by=vera)
    told = looking.get("/clients/").content.decode()
    assert "Mark&#x27;s client" in told
    assert "Vera&#x27;s client" not in told
    assert "You see Pomni as Mark does." in told
    assert looking.get("/team/log/").status_code == 403


def test_it_is_remembered_by_whom(looking, vera, mark):
    moment = Moment.objects.get(kind="team.seen_as")
    assert (moment.by_id, moment.record_id) == (vera.pk, mark.pk)


def test_who_opened_a_card_is_told_by_who_really_sat_there(looking, vera, mark):
    card = add_client(name="Anna", by=mark)
    assert looking.get(f"/clients/{card.uid}/").status_code == 200
    sightings.flush()
    assert [sighting.by_id for sighting in Sighting.objects.filter(record_id=card.pk)] == [vera.pk]


def test_no_unsafe_request_gets_through(looking, mark):
    """Every route of the house that takes more than reading is tried; only what one does as oneself answers."""
    card = add_client(name="Anna", by=mark)
    allowed = {"team/see-as/stop/", "lock/", "unlock/", "account/logout/", "today/steps/"}
    before = (
        Moment.objects.count(),
        list(User.objects.order_by("pk").values()),
        list(Client.objects.values()),
    )
    for route in all_routes():
        methods = set(route.methods.split()) & {"POST", "PUT", "PATCH", "DELETE"}
        if route.path in allowed or route.path.startswith("look/"):
            continue
        for method in methods:
            path = "/" + _filled(route.path, card)
            answer = looking.generic(method, path, "{}", content_type="application/json")
            assert answer.status_code in {403, 404}, (method, path, answer.status_code)
    after = (
        Moment.objects.count(),
        list(User.objects.order_by("pk").values()),
        list(Client.objects.values()),
    )
    assert after == before


def _filled(path, card):
    import re

    return re.sub(r"<[^>]*uid>|<uuid:\w+>", str(card.uid), path)


def test_a_form_is_refused_in_words(looking):
    answer = looking.post("/clients/add/", {"name": "New", "kind": "person"})
    assert answer.status_code == 403
    assert "nothing can be changed" in answer.content.decode()
    assert looking.post("/clients/add/", headers={"HX-Request": "true"}).status_code == 403
    assert not Client.objects.exists()


def test_no_command_runs_meanwhile_whoever_calls_it(vera):
    closed = read_only.set(True)
    try:
        with pytest.raises(NotAllowed):
            commands.add_location(name="North", zone="UTC", by=vera)
    finally:
        read_only.reset(closed)


def test_the_session_api_reads_as_the_colleague_and_writes_nothing(looking, vera, mark):
    add_client(name="Vera's client", by=vera)
    add_client(name="Mark's client", by=mark)
    items = looking.get("/api/v1/clients").json()["items"]
    assert [item["name"] for item in items] == ["Mark's client"]
    answer = looking.post("/api/v1/clients", {"name": "New"}, content_type="application/json")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path", ["/me/", "/me/tokens/make/", "/account/sessions/", "/account/2fa/", "/notices/"]
)
def test_what_is_a_colleagues_alone_stays_so(looking, path):
    assert looking.get(path).status_code == 403


def test_stopping_gives_ones_own_eyes_back(looking, mark):
    assert looking.post("/team/see-as/stop/")["Location"] == f"/team/{mark.uid}/"
    assert looking.get("/team/log/").status_code == 200
    assert looking.post("/team/locations/add/", {"name": "North", "zone": "UTC"}).status_code == 302


def test_after_half_an_hour_it_ends_by_itself(looking):
    with clock.travel_to(clock.now() + timedelta(minutes=29)):
        assert looking.get("/team/log/").status_code == 403
    with clock.travel_to(clock.now() + timedelta(minutes=31)):
        assert "with your own eyes again" in looking.get("/team/log/").content.decode()


def test_it_ends_with_the_sign_out(looking, vera):
    assert looking.post("/account/logout/").status_code == 302
    assert looking.get("/clients/").status_code == 302
    looking.force_login(vera)
    assert looking.get("/team/log/").status_code == 200


def test_it_ends_when_the_colleague_gets_more_than_the_director_has(looking, mark, vera):
    Role.objects.filter(preset="director").update(fields={"people.client.phone": "hide"})
    commands.edit_colleague(vera, name="Vera", by=vera)
    User.objects.filter(pk__in=[vera.pk, mark.pk]).update(access_stamp=1)
    assert "with your own eyes again" in looking.get("/clients/").content.decode()


def test_only_whoever_reaches_as_far_may_look(client, hire, vera):
    like = Role.objects.get(preset="head_of_sales")
    role = commands.add_role(name="Trainer", like=like, by=vera)
    commands.change_role(role, grants=like.grants | {"team.colleague.see_as": 4}, by=vera)
    trainer, seller = hire("tom"), hire("sal", "salesperson")
    commands.give_role(trainer, role, by=vera)
    client.force_login(trainer)
    for colleague in (vera, seller):  # the seller's own clients are not the trainer's own
        assert client.post(f"/team/{colleague.uid}/see-as/").status_code == 422
    assert not Moment.objects.filter(kind="team.seen_as").exists()


def test_nobody_sees_as_somebody_whose_access_has_ended(looking, vera, mark):
    browser = Browser()
    browser.force_login(vera)
    commands.disable_colleague(mark, by=vera)
    assert looking.get("/team/log/").status_code == 200
    assert browser.post(f"/team/{mark.uid}/see-as/").status_code == 422


def test_the_language_stays_the_directors(looking, vera, mark):
    User.objects.filter(pk=mark.pk).update(language="pl")
    assert '<html lang="en"' in looking.get("/clients/").content.decode()
