"""Every public command of the house is run, and its moment is seen. A command that is not listed here fails the test."""

import pytest

from pomni.memory.models import Moment
from pomni.people import commands as people
from pomni.team import commands as team
from pomni.team.models import Role
from pomni.team.robots import front_door
from tests.house import commands


def role(preset):
    return Role.objects.get(preset=preset)


def invitation(vera):
    return team.invite(name="Nina", role=role("front_desk"), by=vera)


def colleague(vera, login="nina"):
    return team.take_invitation(invitation(vera), username=login, password="correct horse", by=front_door())


def disabled(vera):
    return team.disable_colleague(colleague(vera), by=vera)


# How each command is run: (what it needs, the act itself).
ACTS = {
    "team.invite": (lambda v: v, lambda v, _: invitation(v)),
    "team.withdraw_invitation": (invitation, lambda v, i: team.withdraw_invitation(i, by=v)),
    "team.take_invitation": (
        invitation,
        lambda v, i: team.take_invitation(i, username="nina", password="correct horse", by=front_door()),
    ),
    "team.edit_colleague": (colleague, lambda v, u: team.edit_colleague(u, name="Nina Klimova", by=v)),
    "team.disable_colleague": (colleague, lambda v, u: team.disable_colleague(u, by=v)),
    "team.enable_colleague": (disabled, lambda v, u: team.enable_colleague(u, by=v)),
    "team.give_role": (colleague, lambda v, u: team.give_role(u, role("marketer"), by=v)),
    "team.take_role": (colleague, lambda v, u: team.take_role(u, role("front_desk"), by=v)),
    "team.change_role": (
        lambda v: role("marketer"),
        lambda v, r: team.change_role(r, grants={"people.client.see": 1}, by=v),
    ),
    "team.form_team": (lambda v: v, lambda v, _: team.form_team(name="Sellers", by=v)),
    "team.add_location": (
        lambda v: v,
        lambda v, _: team.add_location(name="North", zone="Europe/Warsaw", by=v),
    ),
    "team.note_sign_in": (lambda v: v, lambda v, u: team.note_sign_in(u, how="password", by=v)),
    "team.note_password_change": (lambda v: v, lambda v, u: team.note_password_change(u, by=v)),
    "team.note_second_factor": (lambda v: v, lambda v, u: team.note_second_factor(u, what="totp", by=v)),
    "team.choose_language": (lambda v: v, lambda v, u: team.choose_language(u, language="pl", by=v)),
    "team.set_pin": (lambda v: v, lambda v, u: team.set_pin(u, pin="4829", by=v)),
    "team.make_token": (lambda v: v, lambda v, u: team.make_token(u, name="Till", by=v)),
    "team.withdraw_token": (
        lambda v: team.make_token(v, name="Till", by=v),
        lambda v, t: team.withdraw_token(t, by=v),
    ),
    "people.add_client": (lambda v: v, lambda v, _: people.add_client(name="Anna", by=v)),
    "people.edit_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.edit_client(c, name="Anna Nowak", by=v),
    ),
    "people.forget_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.forget_client(c, by=v),
    ),
}


def test_every_command_of_the_house_is_run_here():
    assert set(ACTS) == set(commands())


@pytest.mark.parametrize("name", sorted(ACTS))
def test_a_command_is_remembered(vera, name):
    prepare, act = ACTS[name]
    ready = prepare(vera)
    before = Moment.objects.count()
    act(vera, ready)
    made = Moment.objects.count() - before
    assert made == (0 if commands()[name].quiet else 1)
