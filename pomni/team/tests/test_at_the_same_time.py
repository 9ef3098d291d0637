"""Two acts at the same instant come to no more than one after the other."""

import time

import pytest

from pomni.kit.errors import Refused
from pomni.team import checks, commands
from pomni.team.models import DeskUse, Role, User
from tests.together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


@pytest.fixture
def slowly(monkeypatch):
    """Leaves time between the question whether somebody directs and what follows from it."""
    asked = checks.somebody_directs

    def ask():
        asked()
        time.sleep(0.3)

    monkeypatch.setattr("pomni.team.commands.people.somebody_directs", ask)
    monkeypatch.setattr("pomni.team.commands.rights.somebody_directs", ask)


def test_two_directors_cannot_end_each_others_access(vera, hire, slowly):
    olga = hire("olga", "director")
    raised = at_once(
        lambda: commands.disable_colleague(olga, by=vera), lambda: commands.disable_colleague(vera, by=olga)
    )
    assert User.objects.filter(is_active=True, roles_held__role__preset="director").count() == 1
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "Refused"]


def test_two_directors_cannot_both_lay_down_their_role(vera, hire, slowly):
    olga, role = hire("olga", "director"), Role.objects.get(preset="director")
    raised = at_once(
        lambda: commands.take_role(vera, role, by=vera), lambda: commands.take_role(olga, role, by=olga)
    )
    assert role.held_by.filter(user__is_robot=False).count() == 1
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "Refused"]


def test_a_link_that_two_open_at_once_lets_one_in(vera):
    from pomni.team.robots import front_door

    invitation = commands.invite(name="Nina", role=Role.objects.get(preset="marketer"), by=vera)
    door = front_door()

    def take(login):
        return lambda: commands.take_invitation(
            invitation, username=login, password="a few plain words", by=door
        )

    raised = at_once(take("nina"), take("intruder"))
    assert User.objects.filter(username__in=("nina", "intruder")).count() == 1
    assert [type(error) for error in raised if error] == [Refused]


def test_a_double_click_at_the_same_instant_makes_one_client(mark):
    from pomni.people.commands import add_client
    from pomni.people.models import Client

    made = []
    act = lambda: made.append(add_client(name="Anna", phone="+48 600 100 201", by=mark, key="k1").pk)  # noqa: E731 (short)
    assert at_once(*[act] * 4) == [None] * 4
    assert Client.objects.count() == 1
    assert len(set(made)) == 1


def test_wrong_pins_at_the_same_instant_count_each(vera, mark, monkeypatch):
    from django.test import Client as Browser

    from pomni.team import desks

    browser = Browser()
    commands.set_pin(mark, pin="2580", by=mark)
    browser.post("/account/login/", {"login": "mark", "password": "correct horse battery"})
    looked_at = []
    monkeypatch.setattr(desks, "check_password", lambda pin, stored: looked_at.append(pin))

    def try_one():
        other = Browser()
        other.cookies = browser.cookies
        other.post("/unlock/", {"person": str(mark.uid), "pin": "9999"})

    at_once(*[try_one] * 9)
    assert len(looked_at) == 5
    assert DeskUse.objects.get().wrong == 5
