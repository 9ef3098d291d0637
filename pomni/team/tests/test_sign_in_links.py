"""A colleague who lost the password gets a link for a new one: once, within the hour, from whoever covers their rights."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.team.commands import change_role, disable_colleague, edit_colleague, new_sign_in_link
from pomni.team.models import Role, RoleHeld, User
from pomni.team.robots import command_line

NEW = {"password": "another sentence of words"}


def test_the_link_sets_a_new_password_once_and_ends_what_was_open(client, vera, mark):
    at_home = Client()
    at_home.force_login(mark)
    link = f"/new-password/{new_sign_in_link(mark, by=vera)}/"
    assert "mark" in client.get(link).content.decode()
    assert client.post(link, NEW)["Location"] == "/account/login/"
    assert at_home.get("/me/").status_code == 302, "every other session has ended"
    assert client.get(link).status_code == 410
    assert client.login(username="mark", password=NEW["password"])
    told = set(Moment.objects.values_list("kind", flat=True))
    assert {"team.sign_in_link_made", "team.password_changed"} <= told


def test_the_link_does_not_sign_in_by_itself_so_the_second_step_is_still_asked_for(client, vera, mark):
    client.post(f"/new-password/{new_sign_in_link(mark, by=vera)}/", NEW)
    assert "_auth_user_id" not in client.session


def test_a_weak_password_is_refused_and_the_link_stays_good(client, vera, mark):
    link = f"/new-password/{new_sign_in_link(mark, by=vera)}/"
    assert client.post(link, {"password": "short"}).status_code == 200
    assert client.post(link, NEW).status_code == 302


def test_the_link_lasts_an_hour(client, vera, mark):
    link = f"/new-password/{new_sign_in_link(mark, by=vera)}/"
    with clock.travel_to(clock.now() + timedelta(minutes=61)):
        assert client.get(link).status_code == 410


def test_a_newer_link_used_or_a_new_password_ends_the_older_one(client, vera, mark):
    first, second = (f"/new-password/{new_sign_in_link(mark, by=vera)}/" for _ in range(2))
    client.post(second, NEW)
    assert client.get(first).status_code == 410


def test_a_link_of_one_colleague_is_not_anothers(client, vera, mark, lena):
    secret = new_sign_in_link(mark, by=vera)
    forged = secret.replace(mark.uid.hex, lena.uid.hex)
    assert client.post(f"/new-password/{forged}/", NEW).status_code == 410


def test_whoever_has_no_access_gets_none(client, vera, mark):
    link = f"/new-password/{new_sign_in_link(mark, by=vera)}/"
    disable_colleague(mark, by=vera)
    assert client.get(link).status_code == 410
    with pytest.raises(Refused):
        new_sign_in_link(mark, by=vera)


def test_nobody_opens_the_account_of_one_who_may_more(vera, mark, hire):
    nina = hire("nina", "front_desk")
    role = Role.objects.get(preset="front_desk")
    change_role(role, grants=role.grants | {"team.colleague.change": 4}, by=vera)
    nina.refresh_from_db()
    with pytest.raises(NotAllowed):
        new_sign_in_link(vera, by=nina)
    with pytest.raises(NotAllowed):
        new_sign_in_link(vera, by=mark)
    assert new_sign_in_link(vera, by=command_line())


def test_the_command_line_prints_the_link_and_says_who_is_not_there(client, vera):
    from pomni.config.cli import main

    told = CliRunner().invoke(main, ["sign-in-link", "VERA"])
    assert told.exit_code == 0
    path = told.output.split("localhost:8321")[1].split()[0]
    assert client.get(path).status_code == 200
    assert "nobody" in CliRunner().invoke(main, ["sign-in-link", "nobody"]).output


def test_neither_the_link_nor_another_address_opens_the_account_of_one_who_may_more(vera, mark, hire):
    """Whoever keeps the papers of colleagues could else have a director's new password sent to themselves."""
    like = Role.objects.get(preset="salesperson")
    papers = Role.objects.create(name="Papers", grants=like.grants | {"team.colleague.change": 4})
    clerk = hire("clerk")
    RoleHeld.objects.create(user=clerk, role=papers)
    for colleague in (vera, mark):  # Mark's own clients are not the clerk's own
        with pytest.raises(NotAllowed):
            edit_colleague(colleague, email="clerk@example.org", by=clerk)
        with pytest.raises(NotAllowed):
            new_sign_in_link(colleague, by=clerk)
    edit_colleague(mark, name="Marek", by=clerk)
    edit_colleague(hire("new"), email="new@example.org", by=clerk)
    assert new_sign_in_link(User.objects.get(username="new"), by=clerk)


def test_an_address_by_which_another_colleague_signs_in_is_taken(vera, mark, hire):
    hire("lena@example.org", "salesperson")
    with pytest.raises(Refused):
        edit_colleague(mark, email="Lena@example.org", by=vera)
