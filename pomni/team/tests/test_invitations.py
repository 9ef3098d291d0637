"""Coming in: by a link that works once, from somebody who could send it."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.team import commands
from pomni.team.models import Invitation, User
from pomni.team.robots import front_door
from pomni.team.scopes import areas_open_to

NEW = {"username": "nina", "password": "a few plain words"}


@pytest.fixture
def invited(vera, role_of):
    """An invitation as a salesperson by the director, and the path of its link."""

    def invite(by=vera, preset="salesperson", **more):
        invitation = commands.invite(name="Nina Neu", role=role_of(preset), by=by, **more)
        return invitation, f"/invited/{invitation.secret}/"

    return invite


def test_a_colleague_is_invited_comes_in_and_both_see_only_what_they_may(vera, signed_in, role_of):
    director = signed_in(vera)
    director.post("/clients/add/", {"name": "Veras Client", "kind": "person"})
    told = {"name": "Nina Neu", "role": str(role_of("salesperson").uid), "language": "pl"}
    page = director.post("/team/invite/", told).content.decode()
    link = re.search(r"http://testserver(/invited/[\w-]+/)", page)[1]
    newcomer = Browser()
    assert "Nina Neu" in newcomer.get(link).content.decode()
    assert newcomer.post(link, NEW)["Location"] == "/me/second-step/"
    newcomer.post("/clients/add/", {"name": "Ninas Client", "kind": "person"})
    own = newcomer.get("/clients/").content.decode()
    assert "Ninas Client" in own
    assert "Veras Client" not in own
    assert newcomer.get("/team/log/").status_code == 403
    everything = director.get("/clients/").content.decode()
    assert "Ninas Client" in everything
    assert "Veras Client" in everything
    again = signed_in(User.objects.get(username="nina"), NEW["password"])
    assert "Ninas Client" in again.get("/clients/").content.decode()


def test_a_link_works_once(invited):
    _invitation, link = invited()
    assert Browser().post(link, NEW).status_code == 302
    assert Browser().get(link).status_code == 410
    assert Browser().post(link, NEW | {"username": "second"}).status_code == 410
    assert not User.objects.filter(username="second").exists()


def test_a_link_works_for_seven_days(invited):
    _invitation, link = invited()
    with clock.travel_to(clock.now() + timedelta(days=6, hours=23)):
        assert Browser().get(link).status_code == 200
    with clock.travel_to(clock.now() + timedelta(days=7, minutes=1)):
        assert Browser().get(link).status_code == 410
        assert Browser().post(link, NEW).status_code == 410


def test_a_link_can_be_withdrawn(vera, invited, signed_in):
    invitation, link = invited()
    signed_in(vera).post(f"/team/invitations/{invitation.uid}/withdraw/")
    assert Browser().get(link).status_code == 410
    with pytest.raises(Refused):
        commands.take_invitation(invitation, **NEW, by=front_door())


def test_a_link_of_somebody_who_left_no_longer_works(vera, hire, invited):
    """A director who prepares a way back in for the day after."""
    leaving = hire("lea", "director")
    invitation, link = invited(by=leaving, preset="director")
    commands.disable_colleague(leaving, by=vera)
    assert Browser().get(link).status_code == 410
    assert Browser().post(link, NEW).status_code == 410
    with pytest.raises(Refused):
        commands.take_invitation(invitation, **NEW, by=front_door())


def test_a_link_of_somebody_who_lost_the_right_no_longer_works(vera, hire, invited, role_of):
    lea = hire("lea", "director")
    _invitation, link = invited(by=lea)
    commands.take_role(lea, role_of("director"), by=vera)
    assert Browser().get(link).status_code == 410


def test_the_secret_of_a_link_is_nowhere_in_the_database(vera, signed_in, role_of, all_text):
    told = {"name": "Nina Neu", "role": str(role_of("salesperson").uid), "language": "en"}
    page = signed_in(vera).post("/team/invite/", told).content.decode()
    secret = re.search(r"/invited/([\w-]+)/", page)[1]
    assert secret not in all_text()
    assert Invitation.objects.get().digest in all_text()


def test_the_secret_of_a_token_is_nowhere_in_the_database(vera, signed_in, all_text):
    areas = {f"area_{area.name}": "read" for area in areas_open_to(vera)}
    words = {"name": "Program", "days": "30", **areas}
    page = signed_in(vera).post("/me/tokens/make/", words).content.decode()
    assert re.search(r"pomni_([\w-]{32})", page)[1] not in all_text()


def test_the_link_is_shown_once_also_when_the_form_is_sent_twice(vera, signed_in, role_of):
    browser = signed_in(vera)
    told = {"name": "Nina", "role": str(role_of("salesperson").uid), "language": "en", "once": "one-form"}
    assert "/invited/" in browser.post("/team/invite/", told).content.decode()
    assert browser.post("/team/invite/", told)["Location"] == "/team/"
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("login", ["vera", "VERA", "vera@example.com", "Vera@Example.com"])
def test_nobody_takes_a_login_under_which_another_is_known(vera, invited, login):
    User.objects.filter(pk=vera.pk).update(email="vera@example.com")
    _invitation, link = invited()
    page = Browser().post(link, NEW | {"username": login})
    assert page.status_code == 200
    assert "This login is taken" in page.content.decode()


def test_of_two_invitations_to_one_address_the_second_is_refused_in_words(invited):
    (_one, first), (_two, second) = invited(email="nina@example.com"), invited(email="Nina@example.com")
    assert Browser().post(first, NEW).status_code == 302
    page = Browser().post(second, NEW | {"username": "other"})
    assert page.status_code == 200
    assert "already here" in page.content.decode()


@pytest.mark.parametrize("password", ["short", "password123", "1234567890", "nina.neu.nina"])
def test_a_password_that_is_easily_guessed_is_refused(invited, password):
    _invitation, link = invited()
    page = Browser().post(link, {"username": "nina.neu.nina", "password": password})
    assert page.status_code == 200
    assert not User.objects.filter(username="nina.neu.nina").exists()


def test_whoever_takes_an_invitation_while_another_is_signed_in_gets_a_session_of_their_own(
    vera, invited, signed_in
):
    _invitation, link = invited()
    browser = signed_in(vera)
    add_client(name="Veras Client", by=vera)
    before = browser.cookies["pomni"].value
    browser.post(link, NEW)
    assert browser.cookies["pomni"].value != before
    assert "Veras Client" not in browser.get("/clients/").content.decode()
    old = Browser()
    old.cookies["pomni"] = before
    assert old.get("/clients/").status_code == 302


def test_a_configurator_withdraws_only_their_own_invitations(hire, invited, signed_in):
    con = hire("con", "configurator")
    foreign, _link = invited()
    own, _link = invited(by=con, preset="configurator")
    browser = signed_in(con)
    assert browser.post(f"/team/invitations/{foreign.uid}/withdraw/").status_code == 404
    assert browser.post(f"/team/invitations/{own.uid}/withdraw/").status_code == 302


def test_a_link_that_is_over_says_the_same_whatever_ended_it(vera, invited, told_by):
    invitation, link = invited()
    commands.withdraw_invitation(invitation, by=vera)
    assert told_by(Browser().get(link)) == told_by(Browser().get("/invited/never-was/"))


def test_who_came_in_by_an_invitation_stands_in_the_list_of_sessions_and_is_ended_with_it(invited):
    from allauth.usersessions.models import UserSession

    newcomer = Browser()
    _invitation, link = invited()
    words = {"username": "ewa", "password": "a sentence of few words"}
    assert newcomer.post(link, words).status_code == 302
    (session,) = UserSession.objects.filter(user__username="ewa")
    assert newcomer.get("/me/").status_code == 200
    session.end()
    assert newcomer.get("/me/").status_code == 302
