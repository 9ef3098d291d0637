"""What the form of an invitation sees to."""

import re

import pytest
from django.test import Client as Browser

from pomni.team import commands, queries
from pomni.team.models import Invitation, Role, User
from pomni.team.presets import PRESETS

pytestmark = pytest.mark.django_db


def test_no_role_is_chosen_beforehand_so_nobody_becomes_director_by_a_slip(client, vera):
    client.force_login(vera)
    form = client.get("/team/invite/").content.decode()
    assert f'name="role" value="{Role.objects.get(preset="director").uid}"' in form
    ticks = re.findall(r'<input type="checkbox" name="role"[^>]*>', form)
    assert len(ticks) == len(PRESETS)
    assert not [tick for tick in ticks if "checked" in tick]


def test_an_invitation_without_a_role_is_not_made(client, vera):
    client.force_login(vera)
    client.post("/team/invite/", {"name": "Nina", "language": "en"})
    assert not Invitation.objects.exists()


def test_somebody_comes_in_with_every_role_and_the_team_of_the_invitation(client, vera, places):
    north, _south = places
    team = commands.form_team(name="Sellers", by=vera)
    desk, seller = (Role.objects.get(preset=preset) for preset in ("front_desk", "salesperson"))
    client.force_login(vera)
    words = {"name": "Nina", "role": [f"{desk.uid}@{north.uid}", str(seller.uid)], "team": str(team.uid)}
    page = client.post("/team/invite/", words | {"language": "en"}).content.decode()
    secret = re.search(r"/invited/([\w-]+)/", page)[1]
    Browser().post(f"/invited/{secret}/", {"username": "nina", "password": "a sentence of few words"})
    nina = User.objects.get(username="nina")
    held = {(h.role, h.location) for h in queries.roles_held(nina)}
    assert held == {(desk, north), (seller, None)}
    assert nina.team == team


def test_a_new_link_takes_the_place_of_the_old_one(client, vera):
    old = commands.invite(name="Nina", role=Role.objects.get(preset="marketer"), by=vera)
    client.force_login(vera)
    page = client.post(f"/team/invitations/{old.uid}/renew/").content.decode()
    secret = re.search(r"/invited/([\w-]+)/", page)[1]
    assert Browser().get(f"/invited/{old.secret}/").status_code == 410
    assert Browser().get(f"/invited/{secret}/").status_code == 200


def test_an_invitation_by_hand_tells_how_long_it_works_and_offers_to_copy(client, vera):
    client.force_login(vera)
    words = {"name": "Nina", "role": str(Role.objects.get(preset="marketer").uid), "language": "en"}
    page = client.post("/team/invite/", words).content.decode()
    assert 'data-copy="id_link"' in page
    assert "is not shown again" in page


def test_colleagues_are_found_by_name_role_place_or_team(client, vera, hire, places):
    north, _south = places
    hire("fay", "front_desk", location=north, name="Фаина")
    client.force_login(vera)
    for words in ("ФАИ", "front north", "fay"):
        told = client.get("/team/", {"q": words}, headers={"HX-Request": "true"}).content.decode()
        assert "Фаина" in told
        assert "Vera" not in told
    assert "Nobody like this" in client.get("/team/", {"q": "zzz"}).content.decode()
